import { sessionScopes } from '../fhir/smart-scope.ts';
import { assertionAlgorithms } from './client-keys.ts';
import { accessTokenAlgorithm } from './keys.ts';
import { proofAlgorithms } from './proofs.ts';
import { mountedAt } from './provider.ts';

/**
 * What a SMART app needs to know before it asks for a token.
 * @source SMART App Launch 2.2, section 4 (conformance); https://hl7.org/fhir/smart-app-launch/STU2.2/conformance.html
 */
export function smartConfiguration(address: string, issuer: string): Record<string, unknown> {
  const at = `${address}${mountedAt}`;
  return {
    issuer,
    jwks_uri: `${at}/jwks`,
    authorization_endpoint: `${at}/auth`,
    token_endpoint: `${at}/token`,
    introspection_endpoint: `${at}/token/introspection`,
    revocation_endpoint: `${at}/token/revocation`,
    end_session_endpoint: `${at}/session/end`,
    pushed_authorization_request_endpoint: `${at}/request`,
    token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_basic', 'client_secret_post', 'none'],
    token_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
    dpop_signing_alg_values_supported: proofAlgorithms,
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: [...sessionScopes, 'user/*.cruds', 'user/*.*', 'system/*.cruds', 'system/*.*'],
    access_token_signing_alg_values_supported: [accessTokenAlgorithm],
    capabilities: [
      'launch-standalone',
      'client-public',
      'client-confidential-symmetric',
      'client-confidential-asymmetric',
      'sso-openid-connect',
      'permission-user',
      'permission-offline',
      'permission-v1',
      'permission-v2',
    ],
  };
}
