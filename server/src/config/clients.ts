import { healthRegisters } from '../fhir/norwegian/health-registers.ts';
import { isSessionScope, readScope } from '../fhir/smart-scope.ts';
import type { Reader } from './reader.ts';

/** A program that may ask the authorization server for tokens. */
export type Client = {
  id: string;
  /** The name that stands in the citizen's access log. */
  name: string;
  /** A client with neither secret nor keys is public: it runs where its user could read them. */
  secret?: string;
  /** Its public keys, with which it proves who it is (`private_key_jwt`): as they are, or where they are. */
  jwks?: { keys: Record<string, unknown>[] };
  jwksUri?: string;
  /** Its access tokens are bound to a key of its own (DPoP, RFC 9449), and worth nothing without it. */
  isDpopBound?: boolean;
  grants: readonly Grant[];
  /** SMART on FHIR v2 scopes it may have at most. */
  scopes: readonly string[];
  /** For logins: where its user is sent back to. `{base}/` stands for this server. */
  redirectUris: readonly string[];
  /** The organisation on whose behalf a system acts. */
  organization?: { id: string; display: string };
  /** What a system asks for, always; no request of its says otherwise. */
  purpose?: string;
  /** Code of the health register that a system collects for, where citizens may object to it. */
  register?: string;
};

/** Purposes of use that a system can have. */
export const systemPurposes = ['TREAT', 'COC', 'HQUALIMP', 'HRESCH', 'HOPERAT', 'AUDIT', 'SYSADMIN'] as const;

const grants = ['client_credentials', 'authorization_code', 'refresh_token'] as const;
type Grant = (typeof grants)[number];

export const demoSecret = 'demo-secret';

/** What the demo knows: a system with a secret that everybody knows. */
export const demoClients: readonly Client[] = [
  {
    id: 'demo-system',
    name: 'Demo system',
    secret: demoSecret,
    grants: ['client_credentials'],
    scopes: ['system/*.cruds', 'system/*.*', 'system/*.read', 'system/*.write', 'system/*.rs'],
    redirectUris: [],
  },
];

const leastSecretLength = 32;

/**
 * Known secrets, and secrets that can be guessed, open the record to everybody; so does a system's token that is stolen and
 * bound to no key.
 */
export function refuseUnsafeClients(clients: readonly Client[], read: Reader): void {
  for (const { id, secret, grants, isDpopBound } of clients) {
    if (id === 'demo-system' || secret === demoSecret) {
      read.refuse('ENJOURNAL_CLIENTS', 'must not hold the demo credentials in production mode');
    } else if (grants.includes('client_credentials') && (secret !== undefined || isDpopBound !== true)) {
      read.refuse(
        'ENJOURNAL_CLIENTS',
        `must give the system "${id}" its "jwks" or "jwksUri" instead of a secret, and "dpop": true, in production mode`,
      );
    } else if (secret !== undefined && secret.length < leastSecretLength) {
      read.refuse('ENJOURNAL_CLIENTS', `must give client "${id}" a secret of at least ${leastSecretLength} characters`);
    }
  }
}

/** The clients of ENJOURNAL_CLIENTS: a JSON array, or the name of a file with one. */
export function readClients(read: Reader): Client[] | undefined {
  const given = read.json('ENJOURNAL_CLIENTS');
  if (given === undefined) return undefined;
  if (!Array.isArray(given)) {
    read.refuse('ENJOURNAL_CLIENTS', 'must be a JSON array of clients');
    return undefined;
  }
  const clients = given.map((one, ordinal) => clientOf(one, `[${ordinal}]`, read));
  const ids = clients.map((client) => client.id);
  const twice = ids.find((id, ordinal) => ids.indexOf(id) !== ordinal);
  if (twice !== undefined) read.refuse('ENJOURNAL_CLIENTS', `names client "${twice}" twice`);
  return clients;
}

function clientOf(given: unknown, place: string, read: Reader): Client {
  const fields = (typeof given === 'object' && given !== null ? given : {}) as Record<string, unknown>;
  const wrong = (what: string) => read.refuse('ENJOURNAL_CLIENTS', `${place}: ${what}`);
  const text = (name: string): string => {
    const value = fields[name];
    if (typeof value === 'string' && value !== '') return value;
    wrong(`"${name}" must be a text`);
    return '';
  };
  const texts = (name: string, isRequired: boolean): string[] => {
    const value = fields[name] ?? (isRequired ? undefined : []);
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    wrong(`"${name}" must be an array of texts`);
    return [];
  };

  const known = [
    ...['id', 'name', 'secret', 'jwks', 'jwksUri', 'dpop', 'grants', 'scopes', 'redirectUris'],
    ...['organization', 'purpose', 'register'],
  ];
  for (const name of Object.keys(fields)) if (!known.includes(name)) wrong(`"${name}" is not known`);
  const id = text('id');
  const client: Client = {
    id,
    name: fields.name === undefined ? id : text('name'),
    grants: texts('grants', true).filter((grant): grant is Grant => {
      const isKnown = (grants as readonly string[]).includes(grant);
      if (!isKnown) wrong(`"${grant}" is none of the grants ${grants.join(', ')}`);
      return isKnown;
    }),
    scopes: texts('scopes', true),
    redirectUris: texts('redirectUris', false),
  };
  if (fields.secret !== undefined) client.secret = text('secret');
  if (fields.organization !== undefined) {
    const { id: organizationId, display } = fields.organization as { id?: unknown; display?: unknown };
    if (typeof organizationId === 'string' && typeof display === 'string') {
      client.organization = { id: organizationId, display };
    } else wrong('"organization" must have "id" and "display"');
  }
  readUse(client, fields, wrong);
  readKeys(client, fields, wrong);
  if (fields.dpop !== undefined) {
    if (typeof fields.dpop === 'boolean') client.isDpopBound = fields.dpop;
    else wrong('"dpop" must be true or false');
  }
  const proofs = [client.secret, client.jwks, client.jwksUri].filter((one) => one !== undefined).length;
  if (proofs > 1) wrong('"secret", "jwks" and "jwksUri" exclude each other');
  if (client.grants.includes('client_credentials') && proofs === 0) {
    wrong('a client with client_credentials must have "jwks", "jwksUri" or a "secret"');
  }
  for (const scope of client.scopes) {
    const why = isSessionScope(scope) ? undefined : readScope(scope);
    if (typeof why === 'string') wrong(`"${scope}" is no scope (${why})`);
  }
  if (client.grants.includes('authorization_code') && client.redirectUris.length === 0) {
    wrong('a client with authorization_code must have "redirectUris"');
  }
  return client;
}

/** What a system is for: what citizens may object to keeps its records from it. */
function readUse(client: Client, { purpose, register }: Record<string, unknown>, wrong: (what: string) => void): void {
  if (purpose !== undefined) {
    if (isOneOf(systemPurposes, purpose)) client.purpose = purpose;
    else wrong(`"purpose" must be one of ${systemPurposes.join(', ')}`);
  }
  if (register !== undefined) {
    if (isOneOf(healthRegisters, register)) client.register = register;
    else wrong(`"register" must be one that citizens may object to: ${healthRegisters.join(', ')}`);
  }
  const isSystem = client.grants.includes('client_credentials');
  if (!isSystem && (purpose !== undefined || register !== undefined))
    wrong('"purpose" and "register" are for systems: a client with client_credentials');
}

const isOneOf = <T extends string>(list: readonly T[], value: unknown): value is T =>
  (list as readonly unknown[]).includes(value);

function readKeys(client: Client, { jwks, jwksUri }: Record<string, unknown>, wrong: (what: string) => void): void {
  if (jwks !== undefined) {
    const { keys } = (typeof jwks === 'object' && jwks !== null ? jwks : {}) as { keys?: unknown };
    const isSet =
      Array.isArray(keys) && keys.length > 0 && keys.every((key) => typeof key === 'object' && key !== null);
    if (!isSet) wrong('"jwks" must be a JSON Web Key Set');
    else if (keys.some((key) => 'd' in key || 'k' in key)) wrong('"jwks" must hold public keys only');
    else client.jwks = { keys };
  }
  if (jwksUri !== undefined) {
    if (typeof jwksUri === 'string' && URL.canParse(jwksUri) && /^https?:$/.test(new URL(jwksUri).protocol)) {
      client.jwksUri = jwksUri;
    } else wrong('"jwksUri" must be an address');
  }
}
