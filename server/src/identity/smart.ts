import { sessionScopes } from '../fhir/smart-scope.ts';
import { assertionAlgorithms } from './client-keys.ts';
import { accessTokenAlgorithm, idTokenAlgorithm } from './keys.ts';
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
    scopes_supported: [
      ...sessionScopes,
      ...['patient', 'user', 'system'].flatMap((context) => [
        `${context}/*.cruds`,
        `${context}/*.rs`,
        `${context}/*.*`,
      ]),
    ],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [idTokenAlgorithm],
    management_endpoint: `${at}/apps`,
    access_token_signing_alg_values_supported: [accessTokenAlgorithm],
    capabilities: [
      'launch-ehr',
      'launch-standalone',
      'client-public',
      'client-confidential-symmetric',
      'client-confidential-asymmetric',
      'sso-openid-connect',
      'context-banner',
      'context-style',
      'context-ehr-patient',
      'context-ehr-encounter',
      'context-standalone-patient',
      'context-standalone-encounter',
      'permission-offline',
      'permission-online',
      'permission-patient',
      'permission-user',
      'permission-v1',
      'permission-v2',
    ],
  };
}

/** How our pages look, for apps that want to look alike. @source SMART App Launch 2.2, section 2.0.12 (smart_style_url) */
export const smartStyle = {
  color_background: '#f1f3f6',
  color_error: '#c9252d',
  color_highlight: '#1a5db4',
  color_modal_backdrop: '#12263f',
  color_success: '#0b6b3a',
  color_text: '#1a222e',
  dim_border_radius: '8px',
  dim_font_size: '16px',
  dim_spacing_size: '16px',
  font_family_body: "'Source Sans 3', system-ui, sans-serif",
  font_family_heading: "'Source Sans 3', system-ui, sans-serif",
};
