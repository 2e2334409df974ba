import type { CaseFacts } from '../../../../access/cases/read-cases.ts';
import { type Answer, type TestServer, type Told, withServer } from '../../../../test/server.ts';
import { buildWorld, type World } from '../../../../test/world.ts';

/* What the tests of operations about access have in common: a nurse with a decision on services, and how she asks. */

export const vedtak = {
  type: 'vedtak',
  org: 'kommune',
  unit: 'sone-3',
  status: 'active',
  from: '2026-10-01T00:00:00+02:00',
  to: null,
};

export const facts: CaseFacts = {
  now: '2026-12-01T12:00:00+01:00',
  actor: {
    kind: 'staff',
    id: 'hanne',
    role: 'sykepleier',
    hpr: { category: 'SP', status: 'active' },
    org: 'kommune',
    unit: 'sone-3',
  },
  patient: { id: 'kari', birthDate: '1942-03-05', address: 'none', deceased: false },
  relations: [vedtak],
  purpose: 'TREAT',
  op: 'read',
  resource: {
    type: 'Composition',
    id: 'note',
    category: 'clinical-note',
    custodianUnit: 'sone-3',
    custodianOrg: 'kommune',
    labels: [],
  },
  blocks: [],
  btg: null,
  consentInSitu: null,
  kin: null,
  mandate: null,
  project: null,
};

export const doctor = {
  ...facts.actor,
  id: 'vera',
  role: 'lege',
  hpr: { category: 'LE', status: 'active' as const },
  unit: 'legevakt',
};
export const aCitizen = { kind: 'citizen' as const, id: 'kari' };

export const as = ({ token, headers }: World, more: Record<string, string> = {}) => ({
  authorization: `Bearer ${token}`,
  ...headers,
  ...more,
});

export const toldOf = ({ parameter }: Told, name: string): unknown => {
  const one = parameter.find((each) => each.name === name);
  return one && Object.entries(one).find(([key]) => key !== 'name')?.[1];
};
export const partsOf = ({ parameter }: Told, name: string): Record<string, unknown>[] =>
  parameter
    .filter((each) => each.name === name)
    .map(({ part }) =>
      Object.fromEntries(
        (part as { name: string }[]).map((one) => [one.name, Object.entries(one).find(([key]) => key !== 'name')?.[1]]),
      ),
    );

let worlds = 0;

export class Asking {
  readonly server: TestServer;

  constructor(server: TestServer) {
    this.server = server;
  }

  /** A record of its own, with what is said and the facts for the rest. */
  worldOf = (more: Partial<CaseFacts>): Promise<World> =>
    buildWorld(this.server, { facts: { ...facts, ...more } }, `op${++worlds}`);

  /** Calls an operation of the world's citizen as its actor. */
  call = (world: World, name: string, parameter: object[] = []): Promise<Answer> =>
    this.server.post(`Patient/${world.patient}/$${name}`, { resourceType: 'Parameters', parameter }, as(world));
}

/** A server at the time of the facts. */
export async function withAsking(): Promise<Asking> {
  const server = await withServer();
  server.clock.now = Date.parse(facts.now);
  return new Asking(server);
}
