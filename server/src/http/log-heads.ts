import type { FastifyInstance, FastifyRequest } from 'fastify';
import { heads, logKeys } from '../access/ledger/heads.ts';
import { consistencyProof } from '../access/ledger/tree.ts';
import { problem } from '../fhir/issue.ts';
import type { Database } from '../record/index.ts';

const DEFAULT = 100;
const MOST = 1_000;

/**
 * What anyone may know of the access log, below the prefix it is registered with: its signed heads, the keys that they are
 * signed with, and the proof that one head continues another. There is nothing of anybody in them.
 */
export async function logHeadRoutes(app: FastifyInstance, { database }: { database: Database }): Promise<void> {
  /** `?after=<size>` gives the heads that follow, in order; without it the newest come. */
  app.get('/heads', async (request, reply) => {
    const count = Math.min(numberOf(request, 'count') ?? DEFAULT, MOST);
    const found = await heads(database.reader, count, numberOf(request, 'after'));
    return reply.header('cache-control', 'no-store').send({ heads: found });
  });

  app.get('/keys', async (_request, reply) => {
    return reply.header('cache-control', 'no-store').send({ keys: await logKeys(database.reader) });
  });

  /** `?first=<size>&second=<size>` of two heads. @source RFC 6962, section 2.1.2 */
  app.get('/consistency', async (request, reply) => {
    const [first, second] = [numberOf(request, 'first'), numberOf(request, 'second')];
    if (first === undefined || second === undefined || first < 1 || first > second) {
      throw problem('invalid', 'heads-malformed', { diagnostics: 'Give the sizes of two heads: first and second.' });
    }
    const [newest] = await heads(database.reader, 1);
    if (newest === undefined || second > newest.size) {
      throw problem('absent', 'head-unknown', { diagnostics: 'The log is not as long as that.' });
    }
    const proof = await consistencyProof(database.reader, first, second);
    return reply.send({ first, second, proof: proof.map((hash) => hash.toString('hex')) });
  });
}

function numberOf(request: FastifyRequest, name: string): number | undefined {
  const text = (request.query as Record<string, unknown>)[name];
  if (text === undefined) return undefined;
  if (typeof text !== 'string' || !/^\d{1,15}$/.test(text)) {
    throw problem('invalid', 'number-malformed', { diagnostics: `${name} is a whole number.` });
  }
  return Number(text);
}
