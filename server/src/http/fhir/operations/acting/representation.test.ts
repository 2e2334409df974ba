import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../../../access/actor.ts';
import { nationalNumbers } from '../../../../test/national-numbers.ts';
import { type Answer, type TestServer, type Told, withServer } from '../../../../test/server.ts';

const numbers = nationalNumbers();
const NOW = '2026-12-01T12:00:00+01:00';
let server: TestServer;

type Person = { id: string; number: string; family: string };
const people = new Map<string, Person>();
const of = (name: string): Person => people.get(name)!;

const system = 'urn:oid:2.16.578.1.12.4.1.4.1';
const label = (code: string) => ({ system: 'https://enjournal.no/fhir/CodeSystem/access-label', code });
const tag = (name: string, code: string) => ({ system: `https://enjournal.no/fhir/CodeSystem/${name}`, code });

async function person(id: string, born: string, more: object = {}): Promise<void> {
  const number = numbers.next().value as string;
  const family = `Prøve${id}`;
  people.set(id, { id, number, family });
  await put({
    resourceType: 'Patient',
    id,
    identifier: [{ system, value: number }],
    name: [{ use: 'official', family, given: ['Syntetisk'] }],
    birthDate: born,
    ...more,
  });
  const actor: Actor = {
    kind: 'citizen',
    id: `Patient/${id}`,
    display: id,
    clientId: 'test',
    scopes: ['user/*.cruds'],
    loa: 4,
    ownPatient: id,
    purpose: 'PATRQT',
  };
  server.actors.set(id, actor);
}

const put = async (resource: { resourceType: string; id: string; [more: string]: unknown }): Promise<void> => {
  const answer = await server.put(`${resource.resourceType}/${resource.id}`, resource);
  if (answer.status >= 300) throw new Error(answer.text);
};
const parent = (child: string, who: string, more: object = {}) =>
  put({
    resourceType: 'RelatedPerson',
    id: `${who}-of-${child}`,
    identifier: [{ system, value: of(who).number }],
    active: true,
    patient: { reference: `Patient/${child}` },
    relationship: [
      { coding: [{ system: 'http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility', code: 'felles' }] },
    ],
    ...more,
  });
const note = (id: string, patient: string, more: { meta?: object } = {}) =>
  put({
    resourceType: 'Composition',
    id,
    status: 'final',
    type: { text: 'Notat' },
    subject: { reference: `Patient/${patient}` },
    date: NOW,
    author: [{ display: 'Lege' }],
    title: 'Notat',
    ...more,
  });

const as = (who: string, actingFor?: string, more: Record<string, string> = {}) => ({
  authorization: `Bearer ${who}`,
  ...(actingFor === undefined ? {} : { 'x-acting-for': `Patient/${actingFor}` }),
  ...more,
});
const call = (
  path: string,
  parameter: object[],
  who: string,
  actingFor?: string,
  more: Record<string, string> = {},
): Promise<Answer> => server.post(path, { resourceType: 'Parameters', parameter }, as(who, actingFor, more));
const partsOf = ({ parameter = [] }: Partial<Told>, name: string): Record<string, unknown>[] =>
  parameter
    .filter((each) => each.name === name)
    .map(({ part }) =>
      Object.fromEntries(
        (part as { name: string }[]).map((one) => [one.name, Object.entries(one).find(([key]) => key !== 'name')?.[1]]),
      ),
    );
const keysOf = ({ issue }: Told): unknown[] =>
  issue.map((one) => (one as never as { details: { coding: { code: string }[] } }).details.coding[0]!.code);
const whom = async (who: string): Promise<unknown[]> => {
  const { body } = await server.get(`Patient/${who}/$acting-for`, as(who));
  return partsOf(body, 'person').map(({ patient }) => (patient as { reference: string }).reference);
};

beforeAll(async () => {
  server = await withServer();
  server.clock.now = Date.parse(NOW);
  await person('kari', '1942-03-05');
  await person('liv', '1970-06-02');
  await person('odd', '1974-09-21');
  await person('marte', '1988-03-03');
  await person('eirik', '1985-11-08');
  await person('jonas', '2014-12-20');
  await person('ine', '2011-04-28');
  await person('egil', '1985-07-07', {
    extension: [
      { url: 'https://enjournal.no/fhir/StructureDefinition/address-protection', valueCode: 'strengt-fortrolig' },
    ],
  });
  await person('hidden-child', '2020-01-01', {
    extension: [{ url: 'https://enjournal.no/fhir/StructureDefinition/address-protection', valueCode: 'fortrolig' }],
  });
  await person('dead', '1940-01-01', { deceasedBoolean: true });
  for (const who of ['marte', 'eirik']) {
    await parent('jonas', who);
    await parent('ine', who);
    await parent('hidden-child', who);
  }
  await put({
    resourceType: 'RelatedPerson',
    id: 'odd-of-kari',
    identifier: [{ system, value: of('odd').number }],
    patient: { reference: 'Patient/kari' },
    relationship: [{ coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9033', code: 'SO' }] }],
  });
  await note('kari-note', 'kari');
  await note('jonas-note', 'jonas');
  await note('jonas-kept', 'jonas', { meta: { security: [label('withheld-from-parents')] } });
  await note('ine-note', 'ine');
  await note('ine-youth', 'ine', { meta: { tag: [tag('service-kind', 'youth-clinic')] } });
  await put({ resourceType: 'Organization', id: 'gp', name: 'Legekontor' });
  await put({ resourceType: 'Practitioner', id: 'ada', name: [{ family: 'Lege' }] });
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

describe('whom one may act for', () => {
  test('a parent has the children whose register says so, in both homes, and no protected one', async () => {
    expect((await whom('marte')).sort()).toEqual(['Patient/ine', 'Patient/jonas']);
    expect((await whom('eirik')).sort()).toEqual(['Patient/ine', 'Patient/jonas']);
    const { body } = await server.get('Patient/marte/$acting-for', as('marte'));
    const of = (id: string) =>
      partsOf(body, 'person').find(({ patient }) => (patient as { reference: string }).reference === `Patient/${id}`);
    expect(of('jonas')).toMatchObject({ whole: true, itemsOnly: false, until: '2026-12-19T23:00:00.000Z' });
    expect(of('ine')).toMatchObject({ whole: false, itemsOnly: true, until: '2027-04-27T22:00:00.000Z' });
  });

  test('next of kin without a power have nobody, and nobody asks for another’s list', async () => {
    expect(await whom('odd')).toEqual([]);
    expect(await whom('egil')).toEqual([]);
    expect((await server.get('Patient/marte/$acting-for', as('odd'))).status).toBe(404);
    expect((await server.get('Patient/jonas/$acting-for', as('marte', 'jonas'))).status).toBe(403);
  });

  test('a child’s record is the parents’ until midnight before the twelfth birthday, and then not', async () => {
    const read = (who: string, what: string) => server.get(what, as(who, 'jonas'));
    expect((await read('marte', 'Composition/jonas-note')).status).toBe(200);
    expect((await read('marte', 'Composition/jonas-kept')).status).toBe(404);
    server.clock.now = Date.parse('2026-12-20T00:00:00+01:00');
    try {
      for (const who of ['marte', 'eirik']) {
        expect((await read(who, 'Composition/jonas-note')).status).toBe(404);
        expect((await read(who, 'Patient/jonas')).status).toBe(404);
        expect((await read(who, 'AuditEvent?patient=jonas')).status).toBe(404);
        expect((await read(who, 'Composition?patient=jonas')).body.entry ?? []).toEqual([]);
      }
    } finally {
      server.clock.now = Date.parse(NOW);
    }
  });
});

describe('powers of attorney', () => {
  const give = (more: object[] = [], who = 'kari', to = 'liv') =>
    call(
      `Patient/${who}/$give-power`,
      [
        { name: 'number', valueString: of(to).number },
        { name: 'family', valueString: of(to).family },
        { name: 'until', valueDate: '2027-12-31' },
        ...more,
      ],
      who,
    );

  test('are given for some kinds, add up, and end at once when withdrawn', async () => {
    expect((await server.get('Composition/kari-note', as('liv', 'kari'))).status).toBe(404);
    const first = await give([{ name: 'category', valueCode: 'medication' }]);
    expect(first.status).toBe(200);
    expect((await server.get('Patient/kari', as('liv', 'kari'))).status).toBe(200);
    expect((await server.get('Composition/kari-note', as('liv', 'kari'))).status).toBe(404);
    const second = await give([{ name: 'category', valueCode: 'clinical-note' }]);
    expect((await server.get('Composition/kari-note', as('liv', 'kari'))).status).toBe(200);
    expect(await whom('liv')).toEqual(['Patient/kari']);
    expect(await whom('odd')).toEqual([]);
    for (const { body } of [first, second]) {
      const ended = await call(
        'Patient/kari/$withdraw-power',
        [{ name: 'power', valueReference: { reference: `Consent/${body.id}` } }],
        'kari',
      );
      expect(ended.body.status).toBe('inactive');
    }
    expect((await server.get('Patient/kari', as('liv', 'kari'))).status).toBe(404);
    expect(await whom('liv')).toEqual([]);
  });

  test('the one for all outdoes the one for some; the holder may give it up', async () => {
    await give([
      { name: 'category', valueCode: 'medication' },
      { name: 'category', valueCode: 'lab' },
    ]);
    const whole = await give();
    expect((await server.get('Composition/kari-note', as('liv', 'kari'))).status).toBe(200);
    const { body } = await server.get('Patient/liv/$acting-for', as('liv'));
    expect(partsOf(body, 'person')[0]).toMatchObject({ whole: true });
    expect(JSON.stringify(body)).toContain(`"name":"power","valueReference":{"reference":"Consent/${whole.body.id}"}`);
    const power = [{ name: 'power', valueReference: { reference: `Consent/${whole.body.id}` } }];
    expect((await call('Patient/kari/$withdraw-power', power, 'odd')).status).toBe(404);
    expect((await call('Patient/kari/$withdraw-power', power, 'liv')).status).toBe(200);
    expect((await server.get('Composition/kari-note', as('liv', 'kari'))).status).toBe(404);
  });

  test('what Liv does stands in Kari’s log as done by her, on the power', async () => {
    await give();
    await server.get('Composition/kari-note', as('liv', 'kari'));
    const { body } = await server.get('AuditEvent?patient=kari&_count=100&agent=Patient/liv', as('kari'));
    const text = JSON.stringify(body.entry);
    expect(text).toContain('PWATRNY');
    expect(text).toContain('fullmakt');
  });

  test('nobody represents whose address is protected, and nobody can tell that it is', async () => {
    const own = await give([], 'egil', 'liv');
    expect([own.status, keysOf(own.body)]).toEqual([422, ['power-protected']]);
    const answers = [
      await give([], 'kari', 'egil'),
      await give([], 'kari', 'dead'),
      await give([], 'kari', 'jonas'),
      await call(
        'Patient/kari/$give-power',
        [
          { name: 'number', valueString: numbers.next().value as string },
          { name: 'family', valueString: 'Ingen' },
          { name: 'until', valueDate: '2027-12-31' },
        ],
        'kari',
      ),
    ];
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(keysOf(answers[0]!.body)).toEqual(['person-not-found']);
  });

  test('a wrong family name gives nobody anything; who guesses waits', async () => {
    const tries = [];
    for (let n = 0; n < 8; n += 1) {
      tries.push(
        await call(
          'Patient/odd/$give-power',
          [
            { name: 'number', valueString: of('liv').number },
            { name: 'family', valueString: 'Feil' },
            { name: 'until', valueDate: '2027-12-31' },
          ],
          'odd',
        ),
      );
    }
    expect(tries[0]!.status).toBe(422);
    expect(tries.at(-1)!.status).toBe(429);
    expect(await whom('liv')).not.toContain('Patient/odd');
  });

  test('none from the youngest, for too long, by another, or as a guardianship by a plain PUT', async () => {
    expect(keysOf((await give([], 'ine', 'liv')).body)).toEqual(['power-too-young']);
    const late = await call(
      'Patient/kari/$give-power',
      [
        { name: 'number', valueString: of('odd').number },
        { name: 'family', valueString: of('odd').family },
        { name: 'until', valueDate: '2040-01-01' },
      ],
      'kari',
    );
    expect(keysOf(late.body)).toEqual(['power-period']);
    const byAnother = await call(
      'Patient/kari/$give-power',
      [
        { name: 'number', valueString: of('odd').number },
        { name: 'family', valueString: of('odd').family },
        { name: 'until', valueDate: '2027-12-31' },
      ],
      'liv',
      'kari',
    );
    expect(byAnother.status).toBe(403);
    const plain = (code: string, period: object) => ({
      resourceType: 'Consent',
      status: 'active',
      scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'treatment' }] },
      category: [{ coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7611', code }] }],
      patient: { reference: 'Patient/kari' },
      dateTime: NOW,
      policyRule: { text: 'Fullmakt' },
      provision: {
        type: 'permit',
        period,
        actor: [
          {
            role: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'HPOWATT' }] },
            reference: { identifier: { system, value: of('odd').number } },
          },
        ],
      },
    });
    const guardian = await server.post('Consent', plain('VE', { start: NOW, end: '2027-01-01' }), as('kari'));
    expect([guardian.status, keysOf(guardian.body)]).toEqual([422, ['power-guardian']]);
    const endless = await server.post('Consent', plain('FU', { start: NOW }), as('kari'));
    expect([endless.status, keysOf(endless.body)]).toEqual([422, ['power-period']]);
    const byLiv = await server.post('Consent', plain('FU', { start: NOW, end: '2027-01-01' }), as('liv', 'kari'));
    expect(byLiv.status).toBe(403);
    expect(await whom('odd')).toEqual([]);
  });

  test('ends at death', async () => {
    expect(await whom('liv')).toEqual(['Patient/kari']);
    const { body } = await server.get('Patient/kari');
    await put({ ...(body as never as { resourceType: string; id: string }), deceasedBoolean: true });
    expect(await whom('liv')).toEqual([]);
    expect((await server.get('Patient/kari', as('liv', 'kari'))).status).toBe(404);
    await put(body as never as { resourceType: string; id: string });
  });
});

describe('what parents see of one item', () => {
  const decide = (decision: string, item: string, who: string, more: object[] = [], patient = 'ine') =>
    call(
      `Patient/${patient}/$parents-access`,
      [{ name: 'item', valueReference: { reference: item } }, { name: 'decision', valueCode: decision }, ...more],
      who,
      undefined,
      who === 'ada' ? { 'x-purpose-of-use': 'TREAT' } : {},
    );
  const why = [{ name: 'reason', valueString: 'Nødvendig for omsorgen i ferien' }];

  beforeAll(async () => {
    await put({
      resourceType: 'PractitionerRole',
      id: 'ada-gp',
      active: true,
      practitioner: { reference: 'Practitioner/ada' },
      organization: { reference: 'Organization/gp' },
      code: [{ coding: [tag('access-role', 'lege')] }],
    });
    await put({
      resourceType: 'Practitioner',
      id: 'ada',
      name: [{ family: 'Lege' }],
      qualification: [
        {
          code: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9060', code: 'LE' }] },
          period: { start: '2000-01-01' },
        },
      ],
    });
    for (const id of ['ine', 'jonas']) {
      await put({
        resourceType: 'Encounter',
        id: `${id}-visit`,
        status: 'in-progress',
        class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
        subject: { reference: `Patient/${id}` },
        serviceProvider: { reference: 'Organization/gp' },
        period: { start: NOW },
      });
    }
    server.actors.set('ada', {
      kind: 'staff',
      id: 'Practitioner/ada',
      display: 'Ada Lege',
      clientId: 'test',
      scopes: ['user/*.cruds'],
      loa: 4,
      practitioner: 'ada',
      practitionerRole: 'ada-gp',
      organization: { id: 'gp', display: 'Legekontor' },
      role: 'lege',
    });
  });

  test('the youth shares one, and takes it back; never what is from the youth clinic', async () => {
    const seen = async () => (await server.get('Composition/ine-note', as('marte', 'ine'))).status;
    expect(await seen()).toBe(404);
    expect((await decide('share', 'Composition/ine-note', 'ine')).status).toBe(200);
    expect(await seen()).toBe(200);
    const found = await server.get('Patient/ine/$everything', as('marte', 'ine'));
    expect(found.text).not.toContain('youth');
    expect((await decide('restore', 'Composition/ine-note', 'ine')).status).toBe(200);
    expect(await seen()).toBe(404);
    const youth = await decide('share', 'Composition/ine-youth', 'ine');
    expect([youth.status, keysOf(youth.body)]).toEqual([422, ['parents-youth-clinic']]);
    expect((await decide('share', 'Composition/ine-note', 'marte')).status).toBe(403);
    expect((await decide('share', 'Composition/kari-note', 'ine')).status).toBe(404);
  });

  test('a health worker releases one with a reason, of which the youth is told, and which the youth does not undo', async () => {
    expect(keysOf((await decide('release', 'Composition/ine-note', 'ada')).body)).toEqual(['parents-reason']);
    const released = await decide('release', 'Composition/ine-note', 'ada', why);
    expect([released.status, released.text]).toEqual([200, released.text]);
    expect((await server.get('Composition/ine-note', as('marte', 'ine'))).status).toBe(200);
    const told = await server.get('Communication?patient=ine', as('ine'));
    expect(told.text).toContain('foreldrene dine');
    expect(keysOf((await decide('restore', 'Composition/ine-note', 'ine')).body)).toEqual(['parents-not-yours']);
    expect((await server.get('Communication?patient=ine', as('marte', 'ine'))).body.entry ?? []).toEqual([]);
    expect((await decide('restore', 'Composition/ine-note', 'ada')).status).toBe(200);
    expect((await server.get('Composition/ine-note', as('marte', 'ine'))).status).toBe(404);
    const ofYouth = await decide('release', 'Composition/ine-youth', 'ada', why);
    expect(keysOf(ofYouth.body)).toEqual(['parents-youth-clinic']);
  });

  test('one is withheld from the parents of an eleven-year-old, and nothing tells them that it is', async () => {
    const before = await server.get('AuditEvent?patient=jonas&_count=100', as('marte', 'jonas'));
    expect(before.text).toContain('Composition/jonas-note');
    expect((await decide('withhold', 'Composition/jonas-note', 'ada', why, 'jonas')).status).toBe(200);
    expect((await server.get('Composition/jonas-note', as('marte', 'jonas'))).status).toBe(404);
    for (const what of [
      'Provenance?patient=jonas',
      'AuditEvent?patient=jonas&_count=100',
      'Patient/jonas/$everything',
    ]) {
      const { text } = await server.get(what, as('marte', 'jonas'));
      expect(text, what).not.toContain('jonas-note');
      expect(text, what).not.toContain('parents-access');
    }
    const entry = await server.get('AuditEvent?patient=jonas&entity=Composition/jonas-note', as('marte', 'jonas'));
    expect(entry.body.entry ?? []).toEqual([]);
    const counted = (await server.get('AuditEvent?patient=jonas&_summary=count', as('marte', 'jonas'))).body.total!;
    const listed = (await server.get('AuditEvent?patient=jonas&_count=200', as('marte', 'jonas'))).body.entry.length;
    // and that the count was asked for
    expect(listed).toBe(counted + 1);
    expect((await decide('share', 'Composition/jonas-note', 'jonas', [], 'jonas')).status).toBe(403);
  });

  test('of the youth parents see no log, no block and no relation', async () => {
    expect((await server.get('AuditEvent?patient=ine', as('marte', 'ine'))).status).toBe(404);
    await call(
      'Patient/ine/$block',
      [
        { name: 'kind', valueCode: 'category' },
        { name: 'category', valueCode: 'lab' },
      ],
      'ine',
    );
    expect((await server.get('Consent?patient=ine', as('marte', 'ine'))).body.entry ?? []).toEqual([]);
    const relations = await server.get('Patient/ine/$care-relations', as('marte', 'ine'));
    expect(partsOf(relations.body, 'relation')).toEqual([]);
    const who = await server.get('Patient/ine/$who-can-see', as('marte', 'ine'));
    expect(partsOf(who.body, 'party')).toEqual([]);
  });
});
