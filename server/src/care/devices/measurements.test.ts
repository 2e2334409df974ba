import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Actor } from '../../access/actor.ts';
import { careFollower } from '../../care-events.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { nationalNumbers } from '../../test/national-numbers.ts';
import { type Answer, type TestServer, type Told, withServer } from '../../test/server.ts';
import { unverifiedTag, verificationSystem } from './rules.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const NOON = Date.parse('2026-11-29T12:00:00+01:00');
const LOINC = 'http://loinc.org';
const NUMBERS = 'urn:oid:2.16.578.1.12.4.1.4.1';
const statusReason = 'https://enjournal.no/fhir/StructureDefinition/status-reason';

let server: TestServer;
beforeAll(async () => {
  server = await withServer();
  server.clock.now = NOON;
  await server.put('Organization/ward', { resourceType: 'Organization', id: 'ward', name: 'ward' });
  await employ('otto', 'sykepleier', 'SP');
  await employ('nina', 'lege', 'LE');
});
afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

async function employ(id: string, role: string, profession: string): Promise<void> {
  const code = { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9060', code: profession }] };
  await made(server.put(`Practitioner/${id}`, { resourceType: 'Practitioner', id, qualification: [{ code }] }));
  await made(
    server.put(`PractitionerRole/${id}-role`, {
      resourceType: 'PractitionerRole',
      id: `${id}-role`,
      active: true,
      period: { start: '2020-01-01' },
      practitioner: { reference: `Practitioner/${id}` },
      organization: { reference: 'Organization/ward' },
      code: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: role }] }],
    }),
  );
  const actor: Actor = {
    kind: 'staff',
    id: `Practitioner/${id}`,
    display: id,
    clientId: 'outside-app',
    scopes: ['user/*.cruds'],
    loa: 4,
    practitioner: id,
    practitionerRole: `${id}-role`,
    organization: { id: 'ward', display: 'ward' },
    role,
    purpose: 'TREAT',
  };
  server.actors.set(id, actor);
}

const as = (who: string) => ({ authorization: `Bearer ${who}` });

async function made(answer: Promise<Answer>): Promise<Told> {
  const { status, text, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${text}`);
  return body;
}

let ordinal = 0;
const numbers = nationalNumbers();
/** A citizen in bed at the ward. @returns id and number */
async function aCitizen(): Promise<{ id: string; number: string; subject: JsonObject }> {
  const id = `citizen-${++ordinal}`;
  const number = numbers.next().value as string;
  await made(
    server.put(`Patient/${id}`, { resourceType: 'Patient', id, identifier: [{ system: NUMBERS, value: number }] }),
  );
  await made(
    server.post('Encounter', {
      resourceType: 'Encounter',
      status: 'in-progress',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
      subject: { reference: `Patient/${id}` },
      serviceProvider: { reference: 'Organization/ward' },
      period: { start: '2026-11-28T10:00:00+01:00' },
    }),
  );
  return { id, number, subject: { reference: `Patient/${id}` } };
}

const pulse = (subject: JsonObject, value: number, more: JsonObject = {}): JsonObject => ({
  resourceType: 'Observation',
  status: 'final',
  category: [
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] },
  ],
  code: { coding: [{ system: LOINC, code: '8867-4' }] },
  subject,
  effectiveDateTime: '2026-11-29T11:00:00+01:00',
  valueQuantity: { value, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
  ...more,
});
const pressure = (subject: JsonObject, systolic: number, diastolic: number, unit = 'mm[Hg]'): JsonObject => {
  const part = (code: string, value: number) => ({
    code: { coding: [{ system: LOINC, code }] },
    valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
  });
  return {
    ...pulse(subject, 0),
    code: { coding: [{ system: LOINC, code: '85354-9' }] },
    valueQuantity: undefined,
    component: [part('8480-6', systolic), part('8462-4', diastolic)],
  } as unknown as JsonObject;
};
const device = { device: { display: 'Blodtrykksmåler' } };
const why = (text: string): JsonObject => ({
  extension: [{ url: statusReason, extension: [{ url: 'reason', valueString: text }] }],
});

type Coded = { details?: { coding?: { code: string }[]; text?: string }; expression?: string[] };
const refusalsOf = ({ body }: Answer): string[] =>
  (body.issue as unknown as Coded[]).map(
    ({ details, expression }) => `${details?.coding?.[0]?.code} ${expression?.[0]}`,
  );
const store = (resource: JsonObject, who?: string) =>
  server.post('Observation', resource, who === undefined ? {} : as(who));
const put = (resource: Told, more: JsonObject, who = 'otto') =>
  server.put(`Observation/${resource.id}`, { ...resource, ...more }, as(who));
const isUnverified = (one: Told) => JSON.stringify(one.meta).includes(unverifiedTag.code!);
const follow = () =>
  careFollower(server.service, { onFault: (error) => server.faults.push(error), holder: 'test' }).settle();

describe('whoever writes a measurement, by plain FHIR', () => {
  test.each<[string, (subject: JsonObject) => JsonObject, string]>([
    ['a pulse of 900', (subject) => pulse(subject, 900), 'value-impossible Observation.value.value'],
    [
      'a pulse in kilograms',
      (subject) =>
        pulse(subject, 70, {
          valueQuantity: { value: 70, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
        }),
      'value-unit Observation.value.unit',
    ],
    [
      'a pressure of 1200',
      (subject) => pressure(subject, 1200, 80),
      'value-impossible Observation.component[0].value.value',
    ],
    [
      'a pressure turned round',
      (subject) => pressure(subject, 80, 120),
      'pressure-turned Observation.component[1].value.value',
    ],
    [
      'what is measured tomorrow',
      (subject) => pulse(subject, 70, { effectiveDateTime: '2026-11-30T11:00:00+01:00' }),
      'measured-in-future Observation.effective',
    ],
  ])('is refused %s, with the field named', async (_, resource, expected) => {
    const { subject } = await aCitizen();
    for (const answer of [await store(resource(subject), 'otto'), await store({ ...resource(subject), ...device })]) {
      expect(answer.status, answer.text).toBe(422);
      expect(refusalsOf(answer)).toEqual([expected]);
    }
    expect((await store(resource(subject))).status, 'what another system answers for is kept as it came').toBe(201);
  });

  test('may be in pounds, inches and Fahrenheit, within what can be', async () => {
    const { subject } = await aCitizen();
    const temperature = (value: number) =>
      pulse(subject, 0, {
        code: { coding: [{ system: 'http://loinc.org', code: '8310-5' }] },
        valueQuantity: { value, unit: '°F', system: 'http://unitsofmeasure.org', code: '[degF]' },
      });
    expect((await store(temperature(99), 'otto')).status).toBe(201);
    expect(refusalsOf(await store(temperature(39), 'otto'))).toEqual(['value-impossible Observation.value.value']);
  });

  test('is told in plain words what would be right', async () => {
    const { subject } = await aCitizen();
    const answer = await server.post('Observation', pulse(subject, 900), { ...as('otto'), 'accept-language': 'nb' });
    const [issue] = answer.body.issue as unknown as Coded[];
    expect(issue?.details?.text).toBe('Verdien kan ikke stemme. Den må være mellom 0 og 350 /min.');
  });

  test('corrects what is final with a reason, and the earlier version stays readable', async () => {
    const { subject } = await aCitizen();
    const first = await made(store(pulse(subject, 17, { performer: [{ reference: 'Practitioner/otto' }] }), 'otto'));
    const value = { valueQuantity: { ...(first.valueQuantity as object), value: 71 } };
    server.clock.now = NOON + 2 * 3_600_000;
    expect(refusalsOf(await put(first, value, 'nina'))).toEqual([
      'correction-reason Observation.extension',
      'measurement-amended Observation.status',
    ]);
    const answer = await put(first, { ...value, status: 'amended', ...why('Skrev feil') }, 'nina');
    server.clock.now = NOON;
    expect(answer.status, answer.text).toBe(200);
    const earlier = await server.get(`Observation/${first.id}/_history/1`, as('otto'));
    expect(earlier.body).toMatchObject({ status: 'final', valueQuantity: { value: 17 } });
  });

  test('mends a slip of their own at once without a word', async () => {
    const { subject } = await aCitizen();
    const first = await made(store(pulse(subject, 17, { performer: [{ reference: 'Practitioner/otto' }] }), 'otto'));
    const value = { valueQuantity: { ...(first.valueQuantity as object), value: 71 } };
    expect((await put(first, value)).status).toBe(200);
  });

  test('marks what is in error with a reason, never deletes it, and it stays so', async () => {
    const { subject } = await aCitizen();
    const first = await made(store(pulse(subject, 70), 'otto'));
    const removed = await server.send('DELETE', `Observation/${first.id}`, undefined, as('otto'));
    expect([403, 404, 422]).toContain(removed.status);
    expect(refusalsOf(await put(first, { status: 'entered-in-error' }))).toEqual([
      'correction-reason Observation.extension',
    ]);
    const struck = await made(put(first, { status: 'entered-in-error', ...why('Feil person målt') }));
    expect(refusalsOf(await put(struck, { status: 'final' }))).toEqual(['measurement-in-error Observation.status']);
  });

  test('only a doctor decides on scale 2', async () => {
    const { subject } = await aCitizen();
    const flag = {
      resourceType: 'Flag',
      status: 'active',
      subject,
      code: {
        coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/flag-kind', code: 'spo2-scale-2' }],
        text: 'SpO₂-skala 2',
      },
    };
    expect(refusalsOf(await server.post('Flag', flag, as('otto')))).toEqual(['scale-2-doctor Flag.code']);
    expect((await server.post('Flag', flag, as('nina'))).status).toBe(201);
  });
});

describe('a device', () => {
  test('posts with the number of the citizen and no reference; it is stored there, unverified whatever it says', async () => {
    const { id, number } = await aCitizen();
    const answer = await store(pulse({ identifier: { system: NUMBERS, value: number }, display: 'Kari' }, 72, device));
    expect(answer.status, answer.text).toBe(201);
    expect(answer.body).toMatchObject({ status: 'final', subject: { reference: `Patient/${id}` } });
    expect(isUnverified(answer.body)).toBe(true);
    const found = await server.get(`Observation?patient=${id}&_tag=${verificationSystem}|unverified`, as('otto'));
    expect(found.body.entry).toHaveLength(1);
  });

  test('posts many in a Bundle, all or none, and the entry that is wrong is named', async () => {
    const { id, number } = await aCitizen();
    const known = { identifier: { system: NUMBERS, value: number } };
    const unknown = { identifier: { system: NUMBERS, value: '99999999999' } };
    const bundle = (...subjects: JsonObject[]) => ({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: subjects.map((subject, i) => ({
        resource: pulse(subject, 60 + i, device),
        request: { method: 'POST', url: 'Observation' },
      })),
    });
    const refused = await server.post('', bundle(known, unknown));
    expect(refused.status).toBe(422);
    expect(refusalsOf(refused)).toEqual(['device-person-unknown Bundle.entry[1].resource.subject.identifier']);
    expect((await server.get(`Observation?patient=${id}&_summary=count`)).body.total).toBe(0);
    expect((await server.post('', bundle(known, known))).status).toBe(200);
    expect((await server.get(`Observation?patient=${id}&_summary=count`)).body.total).toBe(2);
  });

  test('is refused where the person is unknown, two or another than the device is given to', async () => {
    const kari = await aCitizen();
    const other = await aCitizen();
    const numbered = (value: string, more: JsonObject = {}) => ({ identifier: { system: NUMBERS, value }, ...more });
    expect(refusalsOf(await store(pulse(numbered('12345678901'), 70, device)))).toEqual([
      'device-person-unknown Observation.subject.identifier',
    ]);
    expect(refusalsOf(await store(pulse(numbered(kari.number, other.subject), 70, device)))).toEqual([
      'device-person-differs Observation.subject.identifier',
    ]);
    expect(refusalsOf(await store(pulse({ display: 'Kari' }, 70, device)))).toEqual([
      'device-person-missing Observation.subject',
    ]);
    await made(server.put('Device/cuff-1', { resourceType: 'Device', id: 'cuff-1', patient: kari.subject }));
    const theirs = { device: { reference: 'Device/cuff-1' } };
    expect(refusalsOf(await store(pulse(other.subject, 70, theirs)))).toEqual([
      'device-person-other Observation.device',
    ]);
    expect((await store(pulse(kari.subject, 70, theirs))).status).toBe(201);
  });

  test('is refused nonsense, and each place is named', async () => {
    const { subject } = await aCitizen();
    const noUnit = { valueQuantity: { value: 70, unit: 'slag' } };
    const noTime = { effectiveDateTime: '2026-11-29' };
    const answer = await store(pulse(subject, 70, { ...device, ...noTime, valueQuantity: undefined as never }));
    expect(refusalsOf(answer)).toEqual(['device-time Observation.effective', 'device-value Observation.value']);
    expect(refusalsOf(await store(pulse(subject, 70, { ...device, ...noUnit })))).toContain(
      'device-unit Observation.value.code',
    );
    const turned = { ...pressure(subject, 70, 900), ...device };
    expect(refusalsOf(await store(turned)).sort()).toEqual([
      'pressure-turned Observation.component[1].value.value',
      'value-impossible Observation.component[1].value.value',
    ]);
  });

  test('does not confirm what it has measured, nor change what a person has confirmed', async () => {
    const { subject } = await aCitizen();
    const first = await made(store(pulse(subject, 70, device)));
    const final = { ...first, status: 'final', meta: {} };
    const again = await made(server.put(`Observation/${first.id}`, final));
    expect(isUnverified(again)).toBe(true);
    const patch = [{ op: 'remove', path: '/meta/tag' }];
    const sent = { 'content-type': 'application/json-patch+json' };
    expect(refusalsOf(await server.send('PATCH', `Observation/${first.id}`, JSON.stringify(patch), sent))).toEqual([
      'device-confirm-person Observation.status',
    ]);
    const stands = await made(confirm(again));
    expect(isUnverified(stands)).toBe(false);
    expect(refusalsOf(await server.put(`Observation/${first.id}`, { ...stands, meta: {} }))).toEqual([
      'device-after-confirm Observation',
    ]);
  });

  const confirm = (resource: Told) =>
    put(resource, {
      status: 'final',
      meta: { ...resource.meta, tag: [] } as never,
      performer: [{ reference: 'Practitioner/otto' }],
    });

  test('leaves one task with the unit where the citizen is, done when a nurse has confirmed or rejected all', async () => {
    const { id, subject } = await aCitizen();
    const [first, second] = [
      await made(store(pulse(subject, 70, device))),
      await made(store(pulse(subject, 190, device))),
    ];
    await follow();
    const tasks = async () =>
      ((await made(server.get(`Task?patient=${id}`, as('otto')))).entry ?? []).map(({ resource }) => resource);
    expect(await tasks()).toMatchObject([
      {
        status: 'requested',
        owner: { reference: 'Organization/ward' },
        code: { coding: [{ code: 'verify-measurement' }] },
      },
    ]);
    await made(confirm(first));
    await follow();
    expect((await tasks())[0]).toMatchObject({ status: 'requested' });
    expect(refusalsOf(await put(second, { status: 'entered-in-error' }))).toEqual([
      'correction-reason Observation.extension',
    ]);
    await made(put(second, { status: 'entered-in-error', ...why('Mansjetten satt løst') }));
    await follow();
    expect((await tasks())[0]).toMatchObject({ status: 'completed' });
  });
});

test('what curves are made of is answered a kind at a time, the newest whole, of the record that is asked for alone', async () => {
  const { id, subject } = await aCitizen();
  const other = await aCitizen();
  await made(store(pulse(other.subject, 200)));
  for (const [at, value] of [
    ['2026-01-10', 60],
    ['2026-01-11', 90],
    ['2026-06-01', 75],
  ] as const)
    await made(store(pulse(subject, value, { effectiveDateTime: `${at}T10:00:00+01:00` })));
  const answer = await server.get(`Observation/$series?patient=Patient/${id}`, as('nina'));
  expect(answer.status, answer.text).toBe(200);
  type Told = { name: string; part: { name: string; resource?: { valueQuantity: object }; valueString?: string }[] };
  const told = (answer.body.parameter as unknown as Told[]).filter(({ name }) => name === 'series');
  expect(told).toHaveLength(1);
  expect(told[0]!.part[0]!.resource).toMatchObject({ valueQuantity: { value: 75 } });
  const lines = told[0]!.part[1]!.valueString!.split('\n').map((line) => line.split(' ').slice(1));
  expect(lines).toEqual([
    ['2026-01-11T10:00:00+01:00', '0', '90'],
    ['2026-01-10T10:00:00+01:00', '0', '60'],
  ]);
  const since = await server.get(`Observation/$series?patient=Patient/${id}&from=2026-01-11T00:00:00Z`, as('nina'));
  expect(JSON.stringify(since.body)).not.toContain('2026-01-10');
  expect((await server.get(`Observation/$series?patient=Patient/${id}&from=i-fjor`, as('nina'))).status).toBe(400);
  expect((await server.get('Observation/$series', as('nina'))).status).toBe(400);
});

test('a long time is answered thinned, of the record that is asked for alone', async () => {
  const { id, subject } = await aCitizen();
  const other = await aCitizen();
  await made(store(pulse(other.subject, 200)));
  for (const [at, value] of [
    ['2026-01-10', 60],
    ['2026-01-11', 90],
    ['2026-06-01', 75],
  ] as const)
    await made(store(pulse(subject, value, { effectiveDateTime: `${at}T10:00:00+01:00` })));
  const path = `Observation/$over-time?patient=Patient/${id}&from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z&buckets=12`;
  const answer = await server.get(path, as('nina'));
  expect(answer.status, answer.text).toBe(200);
  const [{ part }] = answer.body.parameter as unknown as [
    { part: { name: string; valueSampledData?: { data: string }; valueInteger?: number }[] },
  ];
  expect(part.find(({ name }) => name === 'count')?.valueInteger).toBe(3);
  expect(part.find(({ name }) => name === 'values')?.valueSampledData?.data).toBe(
    `60 90 90 ${'E E E '.repeat(3)}75 75 75`,
  );
  expect((await server.get(path.replace('buckets=12', 'buckets=0'), as('nina'))).status).toBe(400);
});
