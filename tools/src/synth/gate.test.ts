import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../../server/src/access/actor.ts';
import { type Answer, type TestServer, withServer } from '../../../server/src/test/server.ts';
import { dateInNorway } from './calendar.ts';
import { demoCitizens, demoPersons, municipalityNow, transactionOf } from './index.ts';

/** The stories through the real gate: who may open whose record today, on what the municipality itself tells. */
let server: TestServer;
const STORIES = new Set(demoCitizens().map(({ id }) => id));
const partOf = new Map<string, string>();

beforeAll(async () => {
  server = await withServer();
  for (const resources of municipalityNow({ citizens: 100, asOf: dateInNorway(new Date()) })) {
    const [first] = resources;
    if (first!.resourceType === 'Patient' && !STORIES.has(first!.id!)) continue;
    for (const one of resources) {
      const above = (one.partOf as { reference?: string } | undefined)?.reference;
      if (one.resourceType === 'Organization' && above !== undefined) partOf.set(one.id!, above.split('/')[1]!);
    }
    const answer = await server.post('', JSON.stringify(transactionOf(resources)), { prefer: 'return=minimal' });
    expect(answer.status, answer.text.slice(0, 500)).toBe(200);
  }
  for (const person of demoPersons)
    for (const job of person.jobs)
      server.actors.set(tokenOf(person.id, job.organization), staff(person.id, job.organization));
  for (const { id, name } of demoCitizens()) {
    server.actors.set(id, {
      kind: 'citizen',
      id: `Patient/${id}`,
      display: name,
      clientId: 'enjournal-web',
      scopes: ['patient/*.cruds', 'user/*.cruds'],
      loa: 4,
      ownPatient: id,
      purpose: 'PATRQT',
    });
  }
}, 120_000);
afterAll(() => server.close());

const tokenOf = (person: string, unit: string): string => `${person}-at-${unit}`;
const PURPOSES: { [role: string]: string } = {
  saksbehandler: 'COC',
  koordinator: 'COC',
  loggkontroll: 'AUDIT',
  'ikt-admin': 'SYSADMIN',
  innholdsredaktor: 'SYSADMIN',
};

function staff(id: string, unit: string): Actor {
  const person = demoPersons.find((one) => one.id === id)!;
  const job = person.jobs.find(({ organization }) => organization === unit)!;
  let top = unit;
  while (partOf.has(top)) top = partOf.get(top)!;
  return {
    kind: 'staff',
    id: `Practitioner/${id}`,
    display: `${person.given} ${person.family}`,
    clientId: 'enjournal-web',
    scopes: ['user/*.cruds'],
    loa: 4,
    practitioner: id,
    practitionerRole: job.practitionerRole,
    organization: { id: unit, display: job.organizationName },
    legalEntity: top,
    title: job.role,
    ...(job.accessRole === undefined ? {} : { role: job.accessRole }),
    purpose: PURPOSES[job.accessRole ?? ''] ?? 'TREAT',
  };
}

/** Asks as a demo person at the first unit, or as a citizen. */
function as(who: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const person = demoPersons.find(({ id }) => id === who);
  const token = person === undefined ? who : tokenOf(who, person.organization);
  return server.get(path, { authorization: `Bearer ${token}`, ...headers });
}

const idsOf = (answer: Answer): string[] =>
  (answer.body.entry ?? []).filter(({ search }) => search.mode === 'match').map(({ resource }) => resource.id);

describe('health personnel', () => {
  test.each([
    ['ada-solli', 'kari-testdal'],
    ['hanne-hjem', 'kari-testdal'],
    ['aksel-assistent', 'kari-testdal'],
    ['nora-natt', 'kari-testdal'],
    ['rune-respons', 'kari-testdal'],
    ['sara-saksen', 'kari-testdal'],
    ['kaia-koord', 'kari-testdal'],
    ['fredrik-fysio', 'kari-testdal'],
    ['vera-vakt', 'kari-testdal'],
    ['nils-triage', 'kari-testdal'],
    ['nina-nordas', 'kari-testdal'],
    ['otto-nordas', 'kari-testdal'],
    ['grete-granli', 'kari-testdal'],
    ['gunnar-granli', 'kari-testdal'],
    ['kai-kyst', 'kari-testdal'],
    ['helle-stasjon', 'amira-nordby'],
    ['hanne-hjem', 'tor-provesen'],
    ['hanne-hjem', 'solveig-tenkt'],
    ['nora-natt', 'solveig-tenkt'],
    ['kaia-koord', 'jonas-lie-eksempel'],
    ['fredrik-fysio', 'jonas-lie-eksempel'],
    ['terje-trygg', 'berit-flytting'],
    ['ada-solli', 'egil-fortrolig'],
    ['bo-havn', 'ine-ungdal'],
  ])('%s may open the record of %s', async (who, citizen) => {
    const answer = await as(who, `Patient/${citizen}`);
    expect(answer.status, answer.text.slice(0, 400)).toBe(200);
  });

  test.each([
    ['frida-fri', 'kari-testdal'],
    ['bo-havn', 'kari-testdal'],
    ['helle-stasjon', 'kari-testdal'],
    ['terje-trygg', 'kari-testdal'],
    ['terje-trygg', 'solveig-tenkt'],
    ['norunn-nav', 'jonas-lie-eksempel'],
    ['tuva-laerer', 'jonas-lie-eksempel'],
    ['oda-drift', 'kari-testdal'],
    ['fanny-fag', 'kari-testdal'],
    ['vera-vakt', 'tor-provesen'],
    ['grete-granli', 'solveig-tenkt'],
  ])('%s may not open the record of %s', async (who, citizen) => {
    const answer = await as(who, `Patient/${citizen}`);
    expect(answer.status, answer.text.slice(0, 400)).toBe(403);
  });
});

describe('what is kept', () => {
  const noteOf = async (patient: string, title: string): Promise<string> => {
    const all = await server.get(`Composition?patient=${patient}&title=${encodeURIComponent(title)}`);
    expect(all.body.entry, title).toHaveLength(1);
    return all.body.entry[0]!.resource.id;
  };
  const sees = async (who: string, patient: string, note: string): Promise<boolean> => {
    const read = await as(who, `Composition/${note}`);
    const found = idsOf(await as(who, `Composition?patient=${patient}&_count=1000`)).includes(note);
    expect(read.status === 200 && read.body.resourceType === 'Composition', `${who} reads and finds alike`).toBe(found);
    return found;
  };

  test("Kari's old note is read at Solli, and by nobody else", async () => {
    const note = await noteOf('kari-testdal', 'Samtale etter dødsfall');
    expect(await sees('ada-solli', 'kari-testdal', note)).toBe(true);
    for (const who of ['hanne-hjem', 'vera-vakt', 'nina-nordas']) {
      expect(await sees(who, 'kari-testdal', note), who).toBe(false);
    }
  });

  test("Tor's psychiatric notes are kept from home care; his GP reads them", async () => {
    const note = await noteOf('tor-provesen', 'Kriseplan');
    expect(await sees('ada-solli', 'tor-provesen', note)).toBe(true);
    expect(await sees('hanne-hjem', 'tor-provesen', note)).toBe(false);
  });

  test("Amira's note is kept from the health station", async () => {
    const note = await noteOf('amira-nordby', 'Etter abort i uke 9');
    expect(await sees('ada-solli', 'amira-nordby', note)).toBe(true);
    expect(await sees('helle-stasjon', 'amira-nordby', note)).toBe(false);
  });

  test('where Egil lives is shown to nobody, not even his GP', async () => {
    const answer = await as('ada-solli', 'Patient/egil-fortrolig');
    expect(answer.text).not.toContain('Ytre Havn');
    expect(answer.text).not.toContain('+4741200081');
  });
});

describe('citizens', () => {
  const acting = (whose: string) => ({ 'x-acting-for': `Patient/${whose}` });

  test('everyone may open their own record, and not a neighbour\u2019s', async () => {
    expect((await as('kari-testdal', 'Patient/kari-testdal')).status).toBe(200);
    expect((await as('ine-ungdal', 'Patient/ine-ungdal')).status).toBe(200);
    expect((await as('mohammed-tallaksen', 'Patient/kari-testdal')).status).not.toBe(200);
  });

  test.each([
    ['liv-testdal', 'kari-testdal', 'PWATRNY', true],
    ['odd-testdal', 'kari-testdal', 'PWATRNY', false],
    ['marte-lie', 'jonas-lie-eksempel', 'FAMRQT', true],
    ['eirik-eksempel', 'jonas-lie-eksempel', 'FAMRQT', true],
    ['silje-ungdal', 'ine-ungdal', 'FAMRQT', false],
    ['silje-ungdal', 'jonas-lie-eksempel', 'FAMRQT', false],
    ['per-frivold', 'kari-testdal', 'FAMRQT', false],
  ])('%s acts for %s (%s): %s', async (who, whose, purpose, may) => {
    const answer = await as(who, `Patient/${whose}`, { ...acting(whose), 'x-purpose-of-use': purpose });
    expect(answer.status === 200, `${answer.status} ${answer.text.slice(0, 300)}`).toBe(may);
  });

  test('on the day Jonas turns twelve his parents see nothing by themselves any more, and he still does', async () => {
    const day = 86_400_000;
    const asParent = () =>
      as('marte-lie', 'Patient/jonas-lie-eksempel', {
        ...acting('jonas-lie-eksempel'),
        'x-purpose-of-use': 'FAMRQT',
      });
    try {
      server.clock.now = Date.now() + 17 * day;
      expect((await asParent()).status).toBe(200);
      server.clock.now = Date.now() + 20 * day;
      expect((await asParent()).status).not.toBe(200);
      expect((await as('jonas-lie-eksempel', 'Patient/jonas-lie-eksempel')).status).toBe(200);
    } finally {
      server.clock.now = undefined;
    }
  });
});

test('the privacy officer sees the log of a record with a case, and of no other', async () => {
  expect((await as('petra-personvern', 'AuditEvent?patient=Patient/kari-testdal')).status).toBe(200);
  expect((await as('petra-personvern', 'AuditEvent?patient=Patient/tor-provesen')).status).toBe(403);
});

test('who came by at the out-of-hours clinic is a stranger there two weeks later; their GP is not', async () => {
  server.clock.now = Date.now() + 15 * 86_400_000;
  try {
    expect((await as('vera-vakt', 'Patient/kari-testdal')).status).toBe(403);
    expect((await as('ada-solli', 'Patient/kari-testdal')).status).toBe(200);
  } finally {
    server.clock.now = undefined;
  }
});
