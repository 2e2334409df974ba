import type { Actor } from '../../../server/src/access/actor.ts';
import { decide } from '../../../server/src/access/decide.ts';
import { factsOfRows } from '../../../server/src/access/facts-of-rows.ts';
import type { Acting, GateKeeper, Opened } from '../../../server/src/access/gate/gate.ts';
import { Organisations } from '../../../server/src/access/gate/organisations.ts';
import { problem } from '../../../server/src/fhir/issue.ts';
import { createApp } from '../../../server/src/http/app.ts';
import { openFhir } from '../../../server/src/http/fhir/open.ts';
import { fhirRoutes } from '../../../server/src/http/fhir/routes.ts';
import { createLog } from '../../../server/src/http/log.ts';
import { createMetrics } from '../../../server/src/http/metrics.ts';
import { Database } from '../../../server/src/record/index.ts';

/**
 * The FHIR API with the gate, or (GATE=off) with one that permits everything: a harness of the bench, which knows who asks
 * by the names of its tokens. The product itself has no such way.
 */
const { DATABASE_URL: url = '', PORT, GATE } = process.env;
const port = Number(PORT);
const database = new Database({ url, connections: 8 });

const common = { clientId: 'bench', loa: 4 } as const;

/** `system`, `nurse` and `Patient.<id>`. */
function actorOf(token: string): Actor | undefined {
  if (token === 'system') {
    return { ...common, kind: 'system', id: 'client:bench', display: 'Bench', scopes: ['system/*.cruds'] };
  }
  const scopes = ['user/*.cruds'];
  if (token === 'nurse') {
    return {
      ...{ ...common, kind: 'staff', id: 'Practitioner/bench-nurse-0', display: 'Syntet Sykepleier', scopes },
      practitioner: 'bench-nurse-0',
      practitionerRole: 'bench-job',
      organization: { id: 'bench-unit', display: 'Prøvesonen' },
      role: 'sykepleier',
      purpose: 'TREAT',
    };
  }
  const patient = /^Patient\.(.+)$/.exec(token)?.[1];
  if (patient === undefined) return undefined;
  return {
    ...common,
    kind: 'citizen',
    id: `Patient/${patient}`,
    display: 'Syntet',
    scopes,
    ownPatient: patient,
    purpose: 'PATRQT',
  };
}

/** Permits as a system is permitted, whoever asks: no facts are read, none are remembered, nothing is judged. */
function permissive(): GateKeeper {
  const facts: Acting['facts'] = { kind: 'system', client: 'bench' };
  const acting: Acting = { facts, identities: [], worksFor: [], epochs: [], until: Number.POSITIVE_INFINITY };
  const whole = decide(factsOfRows([], { now: Date.now(), actor: facts, interaction: 'read' }));
  const patient = { id: '', isDeceased: false, address: 'none' } as const;
  const opened = (record: bigint): Opened => ({
    ...{ record, verdict: whole, patient, actor: facts, purpose: 'TREAT', onBehalfOf: undefined },
    ...{ writesFor: [], facts: undefined, epochs: [] },
  });
  return {
    placed: async (actor) => actor,
    acting: async () => acting,
    actorVerdict: async () => whole,
    readAhead() {},
    open: async (_, record) => opened(record),
    openAll: async (_, records) => new Map(records.map((record) => [record, opened(record)])),
    openWith: async (_, record) => opened(record),
    decideFor: async () => whole,
    factsOf: () => Promise.reject(new Error('where everything is permitted there are no facts')),
    organisations: new Organisations(database.shortReader),
    forget() {},
  };
}

const limits = { maxResourceBytes: 5_000_000, maxBundleBytes: 50_000_000 };
const { service } = await openFhir({
  ...{ database, base: `http://127.0.0.1:${port}/fhir`, version: 'bench', limits },
  onFault: (error) => console.error(error),
  ...(GATE === 'off' ? { gate: permissive() } : {}),
});
const app = await createApp({
  config: {
    ...{ mode: 'demo', tls: undefined, trustedProxies: [] },
    limits: { ...limits, searchMs: 20_000, shutdownMs: 1_000, requestsInFlight: 1_000, loginsPerMinute: 1_000 },
  },
  log: createLog('silent'),
  metrics: createMetrics(),
  health: { check: async () => ({}) },
  webFolder: import.meta.dirname,
});
await app.register(fhirRoutes, {
  ...{ prefix: '/fhir', service },
  onFault: (error: unknown) => console.error(error),
  authenticate: async ({ headers }: { headers: { authorization?: string | undefined } }) => {
    const actor = actorOf(headers.authorization?.slice('Bearer '.length) ?? '');
    if (actor === undefined) throw problem('unauthenticated', 'token-missing');
    return actor;
  },
});
await app.listen({ port, host: '127.0.0.1' });
process.on('SIGTERM', () => process.exit(0));
process.send?.({ ready: true });
