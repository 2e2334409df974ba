import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.ts';
import { problem } from '../fhir/issue.ts';
import { type ProofRefusal, type Proofs, proofAlgorithms } from './proofs.ts';
import type { TokenRefusal, TokenVerifier, Verified } from './tokens.ts';

export type BearerOptions = {
  verifier: TokenVerifier;
  proofs: Proofs;
  /** Our address as this request's client knows it. */
  addressFor(request: FastifyRequest): string;
};

/**
 * Who asks, by the request's access token: sent as `Bearer`, or as `DPoP` with the proof of its key.
 * @source RFC 6750, section 3; RFC 9449, section 7
 */
export function bearerCheck({ verifier, proofs, addressFor }: BearerOptions) {
  return (request: FastifyRequest, reply: FastifyReply): Actor | Promise<Actor> => {
    const [, scheme = '', token] =
      /^(Bearer|DPoP) +([A-Za-z0-9._~+/-]+=*)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (token === undefined) throw refused(reply, 'no-token');
    const isProven = scheme.toLowerCase() === 'dpop';
    const verified = verifier.verify(token);
    if (verified instanceof Promise) return verified.then((later) => actorOr(later, isProven, token, request, reply));
    return actorOr(verified, isProven, token, request, reply);
  };

  function actorOr(
    verified: Verified | TokenRefusal,
    isProven: boolean,
    token: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Actor | Promise<Actor> {
    if (verified === 'expired' || verified === 'withdrawn') throw refused(reply, `token-${verified}`);
    if (verified === 'invalid') throw refused(reply, 'token-invalid');
    // A stolen token that is bound to a key is worth nothing as a bearer token.
    if (verified.jkt === undefined && isProven) throw refused(reply, 'token-unbound', true);
    if (verified.jkt === undefined) return verified.actor;
    if (!isProven) throw refused(reply, 'token-bound', true);
    return proven(verified.actor, verified.jkt, token, request, reply);
  }

  async function proven(actor: Actor, jkt: string, token: string, request: FastifyRequest, reply: FastifyReply) {
    const proof = request.headers.dpop;
    if (typeof proof !== 'string') throw refused(reply, 'proof-missing', true);
    const url = `${addressFor(request)}${request.url}`;
    const refusal: ProofRefusal | undefined = await proofs.check({ proof, method: request.method, url, token, jkt });
    if (refusal === undefined) return actor;
    if (refusal === 'nonce') reply.header('dpop-nonce', await proofs.nonce());
    throw refused(reply, refusal, true);
  }
}

const words: Record<string, { error: string; text: string }> = {
  'no-token': { error: '', text: 'An access token is needed.' },
  'token-expired': { error: 'invalid_token', text: 'The token has expired.' },
  'token-withdrawn': { error: 'invalid_token', text: 'The token is withdrawn.' },
  'token-invalid': { error: 'invalid_token', text: 'The token is not one of ours, or is not for this server.' },
  'token-bound': {
    error: 'invalid_token',
    text: 'The token is bound to a key and must be sent as DPoP, with a proof.',
  },
  'token-unbound': { error: 'invalid_token', text: 'The token is bound to no key and must be sent as Bearer.' },
  'proof-missing': { error: 'invalid_dpop_proof', text: 'The request has no DPoP proof.' },
  'proof-invalid': { error: 'invalid_dpop_proof', text: 'The DPoP proof does not prove this request.' },
  'proof-replayed': { error: 'invalid_dpop_proof', text: 'The DPoP proof was used before.' },
  nonce: { error: 'use_dpop_nonce', text: 'The DPoP proof is to be made with the nonce of this answer.' },
};

function refused(reply: FastifyReply, key: string, isProven = false) {
  const { error = '', text = '' } = words[key] ?? {};
  const detail = error === '' ? '' : `, error="${error}", error_description="${text}"`;
  const challenge = isProven
    ? `DPoP realm="Enjournal", algs="${proofAlgorithms.join(' ')}"${detail}`
    : `Bearer realm="Enjournal"${detail}`;
  reply.header('www-authenticate', challenge);
  return problem('unauthenticated', key === 'nonce' ? 'proof-nonce' : key, { diagnostics: text });
}
