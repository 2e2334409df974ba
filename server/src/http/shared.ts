import type { FastifyInstance } from 'fastify';
import { problem } from '../fhir/issue.ts';
import type { Guard } from '../identity/login/index.ts';
import { languageOf } from './fhir/language.ts';
import { openShare } from './fhir/operations/sharing/open-share.ts';
import type { FhirService } from './fhir/service.ts';

const longest = 120;

/**
 * POST /shared with a code that a citizen gave: the summary that they share, without a log-on. The code stands in the body, and in no
 * address and no log; who guesses waits longer each time, and learns of no code whether it ever was.
 */
export async function sharedRoutes(
  app: FastifyInstance,
  { service, guard }: { service: FhirService; guard: Guard },
): Promise<void> {
  app.post('/', async (request, reply) => {
    const { code, name, place } = saidIn(request.body as Buffer | undefined);
    const client = `shared ${request.ip}`;
    const wait = await guard.waitOf(client);
    if (wait > 0) {
      reply.header('retry-after', String(wait));
      throw problem('busy', 'too-many-guesses', { diagnostics: `Try again in ${wait} seconds.` });
    }
    if (name.length < 2 || place.length < 2) {
      throw problem('invalid', 'share-who', { diagnostics: 'Say who you are (name) and where you work (place).' });
    }
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const language = languageOf(request.headers['accept-language']);
    const found = await openShare(service, { code, who: `${name}, ${place}`, language, signal: gone.signal });
    if (found === undefined) {
      await guard.failed(client);
      throw problem('absent', 'share-unknown', {
        diagnostics: 'The code opens nothing: it is wrong, over or withdrawn.',
      });
    }
    await guard.succeeded(client);
    return reply.header('cache-control', 'no-store').send({ until: found.until, bundle: found.bundle });
  });
}

function saidIn(body: Buffer | undefined): { code: string; name: string; place: string } {
  let said: Record<string, unknown> = {};
  try {
    said = JSON.parse(body?.toString('utf8') ?? '{}') as Record<string, unknown>;
  } catch {
    throw problem('invalid', 'body-malformed', { diagnostics: 'The body is JSON: code, name, place.' });
  }
  const text = (name: string): string => {
    const value = said?.[name];
    return typeof value === 'string' ? value.trim().slice(0, longest) : '';
  };
  return { code: text('code'), name: text('name'), place: text('place') };
}
