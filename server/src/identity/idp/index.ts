import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Queryable } from '../../record/index.ts';
import { loadKeys } from '../keys.ts';
import type { ProviderId } from '../login/session.ts';
import { mountDemoProvider } from './mount.ts';
import type { DemoLogin } from './person.ts';
import { createDemoProvider, pathOf } from './provider.ts';

export { fetchHere } from './here.ts';
export type { DemoLogin } from './person.ts';
export { demoClientId, pathOf } from './provider.ts';

export type DemoProvidersOptions = {
  base: string;
  /** Who can log on where. */
  persons: Readonly<Record<ProviderId, readonly DemoLogin[]>>;
  database: Queryable;
  log: Pick<Logger, 'error'>;
  addressFor(request: FastifyRequest): string;
  requestsPerMinute: number;
  fetch: typeof fetch;
};

/** The demo's stand-ins for HelseID and ID-porten, under `/idp`. Production never makes them. */
export async function demoProviders(options: DemoProvidersOptions): Promise<(app: FastifyInstance) => Promise<void>> {
  const { base, database, log, addressFor, requestsPerMinute } = options;
  const made = await Promise.all(
    (['helseid', 'idporten'] as const).map(async (id) => {
      const persons = options.persons[id];
      const keys = await loadKeys(database, `${id}-`);
      const provider = createDemoProvider({ id, base, persons, keys, database, fetch: options.fetch });
      provider.on('server_error', (_ctx, error) => log.error({ err: error }, 'a demo provider failed'));
      return { id, provider, persons };
    }),
  );
  return async (app) => {
    for (const { id, provider, persons } of made) {
      await app.register(
        (idp) => mountDemoProvider(idp, { id, provider, persons, database, addressFor, requestsPerMinute }),
        { prefix: pathOf(id) },
      );
    }
  };
}
