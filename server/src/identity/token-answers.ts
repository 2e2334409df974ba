import type { JWTPayload } from 'jose';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { type AppRules, smartAnswer } from './app-rules.ts';
import type { Revoked } from './revoked.ts';
import type { TokenVerifier, Verified } from './tokens.ts';

export type TokenAnswersOptions = {
  rules: AppRules;
  verifier: () => TokenVerifier;
  revoked: Revoked;
  /** Our address as this request's client knows it. */
  addressOf(ctx: KoaContextWithOIDC): string;
};

/**
 * What the library's answers lack: the launch context in the token answer, and what can be told of access tokens, which are
 * signed and which it therefore neither introspects nor revokes.
 */
export function tokenAnswers({ rules, verifier, revoked, addressOf }: TokenAnswersOptions) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    await next();
    const route = ctx.oidc?.route;
    const body = ctx.body as Record<string, unknown> | undefined;
    if (route === 'token' && body?.access_token !== undefined) {
      const grant = await rules.grantIn(ctx);
      if (grant !== undefined)
        Object.assign(body, smartAnswer(grant, body.scope as string | undefined, addressOf(ctx)));
      return;
    }
    // It says so once the client has shown who it is.
    if (body?.error !== 'unsupported_token_type' || (route !== 'introspection' && route !== 'revocation')) return;
    const token = await ownToken(String(ctx.oidc.params?.token ?? ''), ctx.oidc.client?.clientId, verifier());
    ctx.status = 200;
    if (route === 'introspection') ctx.body = token === undefined ? { active: false } : told(token.claims);
    else {
      ctx.body = '';
      const { jti, exp = 0 } = token?.claims ?? {};
      if (jti !== undefined) await revoked.add('jti', [jti], Math.max(1, exp - Date.now() / 1000));
    }
  };
}

/** A client may ask about and revoke what was given to itself. */
async function ownToken(text: string, clientId: string | undefined, verifier: TokenVerifier) {
  const verified: Verified | string = await verifier.verify(text);
  return typeof verified !== 'string' && verified.claims.client_id === clientId ? verified : undefined;
}

/** @source RFC 7662, section 2.2; SMART App Launch 2.2, section 7 (token introspection) */
function told(claims: JWTPayload): Record<string, unknown> {
  const { scope, client_id, exp, iat, sub, iss, aud, jti, cnf, fhirUser, patient, encounter } = claims;
  const token_type = cnf === undefined ? 'Bearer' : 'DPoP';
  return {
    active: true,
    scope,
    client_id,
    token_type,
    exp,
    iat,
    sub,
    iss,
    aud,
    jti,
    cnf,
    fhirUser,
    patient,
    encounter,
  };
}
