import { systemPurposes } from '../../config/index.ts';
import type { Issue } from '../../fhir/issue.ts';
import { healthRegisters } from '../../fhir/norwegian/health-registers.ts';
import { isSessionScope, readScope } from '../../fhir/smart-scope.ts';

/** Who uses an app: health personnel, citizens, or nobody (a system that runs by itself). */
export type Audience = 'staff' | 'citizen' | 'system';

/**
 * How an app proves that it is itself.
 * @source SMART App Launch 2.2, section 4.0.2 (public and confidential apps)
 */
export type AppType = 'public' | 'confidential-symmetric' | 'confidential-asymmetric';

/** A program of others that may ask for tokens, as it was registered. */
export type App = {
  id: string;
  name: string;
  /** In plain words: what it is for. */
  description?: string;
  /** Who made it, and whom to ask. */
  publisher: string;
  contact?: string;
  type: AppType;
  audience: readonly Audience[];
  /** What it may ask for at most. */
  scopes: readonly string[];
  redirectUris: readonly string[];
  /** Where it is opened from the record. */
  launchUri?: string;
  jwks?: { keys: Record<string, unknown>[] };
  jwksUri?: string;
  isDpopBound: boolean;
  /** On whose behalf a system acts (Organization id). */
  organization?: string;
  /** What a system asks for, always; no request of its says otherwise. */
  purpose?: string;
  /** Code of the health register that a system collects for, where citizens may object to it. */
  register?: string;
  /** SHA-256 of the secret, which nobody knows but the app. */
  secretHash?: string;
};

/** What is wrong with an app that is to be registered; all of it. */
export function appIssues(app: App, { isDemo }: { isDemo: boolean }): Issue[] {
  const issues: Issue[] = [];
  const wrong = (parameter: string, key: string, diagnostics: string) =>
    issues.push({
      severity: 'error',
      code: 'invalid',
      key: `app-${key}`,
      diagnostics,
      expression: `Parameters.parameter.where(name='${parameter}')`,
    });
  if (!/^[a-z0-9][a-z0-9.-]{2,63}$/.test(app.id)) {
    wrong('client', 'id', 'A client id has 3 to 64 small letters, digits, dots and hyphens.');
  }
  if (/^(enjournal|demo)(-|$)/.test(app.id)) wrong('client', 'id', 'This client id is one of the server\u2019s own.');
  if (app.name.length > 100 || app.publisher.length > 200 || (app.description?.length ?? 0) > 1000) {
    wrong('name', 'text', 'The name has at most 100 characters, the publisher 200, the description 1000.');
  }
  if (app.audience.length === 0) wrong('audience', 'audience', 'Say who uses it: staff, citizen or system.');
  const isSystem = app.audience.includes('system');
  if (isSystem && app.audience.length > 1) wrong('audience', 'audience', 'A system is an app of its own.');
  scopeIssues(app, isSystem, wrong);
  if (!isSystem && app.redirectUris.length === 0) {
    wrong('redirectUrl', 'redirect', 'An app that persons use needs addresses to come back to.');
  }
  for (const uri of app.redirectUris) {
    if (!isRedirectUri(uri, isDemo))
      wrong(
        'redirectUrl',
        'redirect',
        'An address to come back to is https, on the own machine, or of a scheme such as no.example.app:/.',
      );
  }
  if (app.launchUri !== undefined && !isWebAddress(app.launchUri, isDemo)) {
    wrong('launchUrl', 'launch', 'An app is opened at an https address.');
  }
  const hasKeys = app.jwks !== undefined || app.jwksUri !== undefined;
  if (hasKeys !== (app.type === 'confidential-asymmetric')) {
    wrong('type', 'keys', 'An asymmetric app has jwks or jwksUrl; others have none.');
  }
  if (app.jwks !== undefined && app.jwksUri !== undefined)
    wrong('jwks', 'keys', 'jwks and jwksUrl exclude each other.');
  if (app.jwks !== undefined && !isPublicKeySet(app.jwks))
    wrong('jwks', 'keys', 'jwks is a JSON Web Key Set of public keys.');
  if (app.jwksUri !== undefined && !isWebAddress(app.jwksUri, isDemo))
    wrong('jwksUrl', 'keys', 'Keys are fetched by https.');
  if (isSystem && (app.type !== 'confidential-asymmetric' || !app.isDpopBound)) {
    wrong('type', 'system-keys', 'A system proves itself by a key, and its tokens are bound to one (dpop).');
  }
  if (isSystem && app.organization === undefined) {
    wrong('organization', 'system-organization', 'A system acts on behalf of an organisation.');
  }
  useIssues(app, isSystem, wrong);
  return issues;
}

/** What a system is for: what citizens may object to keeps their records from it. */
function useIssues({ purpose, register }: App, isSystem: boolean, wrong: Wrong): void {
  if (purpose !== undefined && !(systemPurposes as readonly string[]).includes(purpose))
    wrong('purpose', 'purpose', `The purpose is one of ${systemPurposes.join(', ')}.`);
  if (register !== undefined && !(healthRegisters as readonly string[]).includes(register))
    wrong('register', 'register', `The register is one that citizens may object to: ${healthRegisters.join(', ')}.`);
  if (!isSystem && purpose !== undefined) wrong('purpose', 'use-system', 'Only a system has a purpose of its own.');
  if (!isSystem && register !== undefined) wrong('register', 'use-system', 'Only a system collects for a register.');
}

type Wrong = (parameter: string, key: string, diagnostics: string) => void;

function scopeIssues({ scopes }: App, isSystem: boolean, wrong: Wrong): void {
  if (scopes.length === 0) wrong('scope', 'scope', 'Say what it may ask for.');
  for (const text of scopes) {
    if (isSessionScope(text)) continue;
    const scope = readScope(text);
    if (typeof scope === 'string') wrong('scope', `scope-${scope}`, 'A scope is none that this server can give.');
    else if ((scope.context === 'system') !== isSystem) {
      wrong('scope', 'scope-context', 'system/ scopes are for systems, and only those.');
    }
  }
}

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** @source RFC 8252, section 7: private-use schemes are reverse domain names; loopback may be without encryption */
function isRedirectUri(uri: string, isDemo: boolean): boolean {
  if (!URL.canParse(uri) || uri.includes('#') || uri.includes('*')) return false;
  const { protocol, hostname, username } = new URL(uri);
  if (username !== '') return false;
  if (protocol === 'http:') return loopback.test(hostname);
  return isWebAddress(uri, isDemo) || /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+:$/.test(protocol);
}

function isWebAddress(uri: string, isDemo: boolean): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  return protocol === 'https:' || (isDemo && protocol === 'http:' && loopback.test(hostname));
}

function isPublicKeySet({ keys }: { keys: Record<string, unknown>[] }): boolean {
  const isPublic = (key: unknown) =>
    typeof key === 'object' && key !== null && 'kty' in key && !('d' in key) && !('k' in key) && key.kty !== 'oct';
  return Array.isArray(keys) && keys.length > 0 && keys.every(isPublic);
}

/** Origins from which a browser may ask our servers for the app. */
export function originsOf({ redirectUris, launchUri }: Pick<App, 'redirectUris' | 'launchUri'>): string[] {
  const addresses = launchUri === undefined ? redirectUris : [...redirectUris, launchUri];
  const origins = addresses.filter((uri) => /^https?:/.test(uri)).map((uri) => new URL(uri).origin);
  return [...new Set(origins)];
}
