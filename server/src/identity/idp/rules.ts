import { type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider';

const claimNamespace = 'helseid://claims';
const scopeNamespace = 'helseid://scopes';

export const helseidClaims = {
  pid: `${claimNamespace}/identity/pid`,
  securityLevel: `${claimNamespace}/identity/security_level`,
  hprNumber: `${claimNamespace}/hpr/hpr_number`,
};

const nationalApi = 'urn:enjournal:demo:national-api';
const longestAssertionSeconds = 60;

/** What the organisation is said to be, in either form; the child of the multi-tenant form is not checked, as at HelseID. */
const organisationForms: Record<string, RegExp> = {
  'urn:oid:1.0.6523': /^NO:ORGNR:\d{9}:(\d{9})?$/,
  'urn:oid:2.16.578.1.12.4.1.4.101': /^\d{9}$/,
  'urn:oid:2.16.578.1.12.4.1.2.101': /^\d{9}$/,
};

function isOrganisation(detail: unknown): boolean {
  type Detail = {
    type?: string;
    practitioner_role?: { organization?: { identifier?: { system?: string; type?: string; value?: string } } };
  };
  const { type, practitioner_role } = (detail ?? {}) as Detail;
  const identifier = practitioner_role?.organization?.identifier;
  const form = organisationForms[identifier?.system ?? ''];
  return type === 'helseid_authorization' && identifier?.type === 'ENH' && form?.test(identifier.value ?? '') === true;
}

/**
 * HelseID's differences from what the library does by itself: the assertion's short life, and the organisation in the
 * assertion at the token endpoint or in the pushed request, and never in both.
 */
function checkAssertion(ctx: KoaContextWithOIDC, claims: Record<string, unknown>): void {
  const { exp, iat, nbf, assertion_details: details } = claims;
  if (typeof exp !== 'number' || typeof iat !== 'number' || typeof nbf !== 'number') {
    throw new errors.InvalidClientAuth('exp, iat and nbf are needed');
  }
  if (exp - Math.floor(Date.now() / 1000) > longestAssertionSeconds) {
    throw new errors.InvalidClientAuth('exp is too far ahead');
  }
  if (details === undefined) return;
  if (ctx.oidc.params?.authorization_details !== undefined) {
    throw new errors.AccessDenied('HID-DOUBLE-STRUCTURE');
  }
  if (!Array.isArray(details) || !details.every(isOrganisation)) {
    throw new errors.InvalidClientAuth('assertion_details is not an organisation');
  }
}

/** @source HelseID security profile; FAPI 2.0 Security Profile */
export const helseid: Configuration = {
  scopes: [
    'openid',
    'profile',
    'offline_access',
    `${scopeNamespace}/identity/pid`,
    `${scopeNamespace}/identity/security_level`,
    `${scopeNamespace}/hpr/hpr_number`,
  ],
  claims: {
    openid: ['sub'],
    profile: ['name'],
    [`${scopeNamespace}/identity/pid`]: [helseidClaims.pid],
    [`${scopeNamespace}/identity/security_level`]: [helseidClaims.securityLevel],
    [`${scopeNamespace}/hpr/hpr_number`]: [helseidClaims.hprNumber],
  },
  clientAuthMethods: ['private_key_jwt'],
  enabledJWA: {
    idTokenSigningAlgValues: ['ES256'],
    clientAuthSigningAlgValues: ['ES256', 'PS256', 'RS256'],
    dPoPSigningAlgValues: ['ES256'],
  },
  assertJwtClientAuthClaimsAndHeader: (ctx, claims) => checkAssertion(ctx, claims),
  features: {
    devInteractions: { enabled: false },
    fapi: { enabled: true, profile: '2.0' },
    pushedAuthorizationRequests: {
      enabled: true,
      requirePushedAuthorizationRequests: true,
      // Only our own server can push a request, and it comes under whatever name the browser knows it by.
      allowUnregisteredRedirectUris: true,
    },
    dPoP: { enabled: true, requireNonce: () => true },
    richAuthorizationRequests: {
      enabled: true,
      types: {
        helseid_authorization: {
          validate(_ctx, detail) {
            if (!isOrganisation(detail)) throw new errors.InvalidAuthorizationDetails('not an organisation');
          },
        },
      },
      authorizationDetailsForGrantSource: (ctx) =>
        JSON.parse(String(ctx.oidc.params?.authorization_details ?? '[]')) as never,
      // The demo has no API that would read them of a token.
      authorizationDetailsForAccessToken: () => undefined,
    },
    backchannelLogout: { enabled: true },
    resourceIndicators: {
      enabled: true,
      // A token for an organisation is one for an API; the demo has none that would take it.
      defaultResource: (ctx) =>
        (ctx.oidc.params?.authorization_details === undefined ? undefined : nationalApi) as never,
      useGrantedResource: () => true,
      getResourceServerInfo: (_ctx, resource) => {
        if (resource !== nationalApi) throw new errors.InvalidTarget();
        return { audience: nationalApi, scope: '', accessTokenFormat: 'opaque' };
      },
    },
  },
};

/** @source ID-porten's OpenID Connect profile */
export const idporten: Configuration = {
  scopes: ['openid', 'profile'],
  claims: { openid: ['sub', 'pid'], profile: ['locale'], acr: null, amr: null, auth_time: null },
  acrValues: ['idporten-loa-substantial', 'idporten-loa-high'],
  subjectTypes: ['pairwise'],
  clientAuthMethods: ['private_key_jwt'],
  enabledJWA: { idTokenSigningAlgValues: ['RS256'], clientAuthSigningAlgValues: ['ES256', 'RS256'] },
  features: {
    devInteractions: { enabled: false },
    pushedAuthorizationRequests: { enabled: true, allowUnregisteredRedirectUris: true },
    resourceIndicators: { enabled: false },
  },
};
