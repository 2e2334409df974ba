import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Queryable } from '../record/index.ts';
import { originsOf } from './apps/app.ts';
import { secretHash } from './apps/register.ts';
import { findApp, type RegisteredApp } from './apps/registry.ts';

const hashed = 'sha256:';

/** Registered apps as the authorization server's clients. Retired ones are none. */
export function appClients(database: Queryable): Adapter {
  const readOnly = async () => {
    throw new Error('apps are registered by the FHIR operation');
  };
  return {
    async find(id) {
      const app = await findApp(database, id);
      return app?.isActive ? metadataOf(app) : undefined;
    },
    upsert: readOnly,
    findByUserCode: async () => undefined,
    findByUid: async () => undefined,
    consume: readOnly,
    destroy: readOnly,
    revokeByGrantId: async () => {},
  };
}

const methods = {
  public: 'none',
  'confidential-symmetric': 'client_secret_basic',
  'confidential-asymmetric': 'private_key_jwt',
} as const;

function metadataOf(app: RegisteredApp): AdapterPayload {
  const isSystem = app.audience.includes('system');
  const isNative = app.redirectUris.some((uri) => !uri.startsWith('https:'));
  const metadata: AdapterPayload = {
    client_id: app.id,
    client_name: app.name,
    application_type: isNative ? 'native' : 'web',
    grant_types: isSystem ? ['client_credentials'] : ['authorization_code', 'refresh_token'],
    response_types: isSystem ? [] : ['code'],
    redirect_uris: [...app.redirectUris],
    token_endpoint_auth_method: methods[app.type],
  };
  if (app.isDpopBound) metadata.dpop_bound_access_tokens = true;
  if (app.jwks !== undefined) metadata.jwks = app.jwks;
  if (app.jwksUri !== undefined) metadata.jwks_uri = app.jwksUri;
  if (app.secretHash !== undefined) metadata.client_secret = hashed + app.secretHash;
  return metadata;
}

/** What a client's secret is compared with: of apps only the hash is kept. */
export const secretToCompare = (kept: string, given: string): string =>
  kept.startsWith(hashed) ? hashed + secretHash(given) : given;

/** Whether a browser at this origin may ask for the client. */
export const isOriginOf = (origin: string, client: { redirectUris?: readonly string[] | undefined }): boolean =>
  originsOf({ redirectUris: client.redirectUris ?? [] }).includes(origin);
