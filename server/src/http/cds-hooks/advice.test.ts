import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CaseFacts } from '../../access/cases/read-cases.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { type Answer, type TestServer, withServer } from '../../test/server.ts';
import { buildWorld, type World } from '../../test/world.ts';

vi.setConfig({ testTimeout: 60_000 });

const facts: CaseFacts = {
  now: '2026-12-01T12:00:00+01:00',
  actor: {
    kind: 'staff',
    id: 'ada',
    role: 'lege',
    hpr: { category: 'LE', status: 'active' },
    org: 'solli',
    unit: 'solli',
  },
  patient: { id: 'kari', birthDate: '1942-03-05', address: 'none', deceased: false },
  relations: [
    { type: 'fastlege', org: 'solli', unit: 'solli', status: 'active', from: '2020-01-01T00:00:00+01:00', to: null },
  ],
  purpose: 'TREAT',
  op: 'write',
  resource: {
    ...{ type: 'Composition', id: 'note', category: 'clinical-note', custodianUnit: 'solli', custodianOrg: 'solli' },
    labels: [],
  },
  ...{ blocks: [], btg: null, consentInSitu: null, kin: null, mandate: null, project: null },
};

let server: TestServer;
let kari: World;
beforeAll(async () => {
  server = await withServer({ content: true });
  server.clock.now = Date.parse(facts.now);
  kari = await buildWorld(server, { facts }, 'advice');
});
afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const as = ({ token, headers }: World): Record<string, string> => ({ authorization: `Bearer ${token}`, ...headers });
const subject = () => ({ reference: `Patient/${kari.patient}` });
const atc = (code: string, text: string) => ({ coding: [{ system: 'http://www.whocc.no/atc', code }], text });

const order = (code: string, text: string, more: JsonObject = {}): JsonObject & { resourceType: string } => ({
  resourceType: 'MedicationRequest',
  status: 'active',
  intent: 'order',
  medicationCodeableConcept: atc(code, text),
  subject: subject(),
  authoredOn: '2026-11-30T10:00:00+01:00',
  dosageInstruction: [
    {
      text: '1 tablett morgen',
      timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd' } },
      doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablett' } }],
    },
  ],
  ...more,
});
const potassium = (value: number, at = '2026-11-29T08:00:00+01:00'): JsonObject & { resourceType: string } => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7280', code: 'NPU03230' }] },
  subject: subject(),
  effectiveDateTime: at,
  valueQuantity: { value, unit: 'mmol/l', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
});
const parameters = (hook: string, drafts: JsonObject[] = []) => ({
  resourceType: 'Parameters',
  parameter: [{ name: 'hook', valueCode: hook }, ...drafts.map((resource) => ({ name: 'draft', resource }))],
});

type Part = { name: string; part?: Part[]; resource?: JsonObject; [value: string]: unknown };
const given = (part: Part | undefined): unknown =>
  part === undefined ? undefined : Object.entries(part).find(([key]) => key.startsWith('value'))?.[1];
const of = (one: Part, name: string): unknown => given(one.part?.find((part) => part.name === name));
const adviceIn = ({ body }: Answer): Part[] =>
  (body.parameter as unknown as Part[]).filter(({ name }) => name === 'advice');
const ask = (hook: string, drafts: JsonObject[] = [], headers = as(kari)) =>
  server.post(`Patient/${kari.patient}/$advice`, parameters(hook, drafts), headers);
const keysOf = (answer: Answer) =>
  adviceIn(answer).map((one) =>
    String((of(one, 'key') as JsonObject).value)
      .split(':')
      .slice(0, 2)
      .join(' '),
  );
const refusals = ({ body }: Answer) =>
  body.issue.map((issue) => (issue as unknown as { details: { coding: { code: string }[]; text?: string } }).details);

test('what the record holds is told when it is opened, with source and what one click may do', async () => {
  const egfr = {
    ...potassium(62),
    code: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7280', code: 'NOR25909' }] },
    valueQuantity: { value: 62, unit: 'ml/min', system: 'http://unitsofmeasure.org', code: 'mL/min/{1.73_m2}' },
  };
  for (const one of [
    egfr,
    order('C09AA05', 'Ramipril 5 mg'),
    order('C03DA01', 'Spironolakton 25 mg'),
    potassium(5.1),
  ]) {
    expect((await server.post(one.resourceType, one)).status).toBe(201);
  }
  const answer = await ask('patient-view');
  expect(answer.status).toBe(200);
  expect(keysOf(answer)).toEqual(['advice-potassium potassium.high']);
  const [high] = adviceIn(answer);
  expect(of(high!, 'grade')).toBe('warning');
  expect(of(high!, 'title')).toBe('Ramipril 5 mg + Spironolakton 25 mg, kalium 5,1');
  expect(of(high!, 'source')).toContain('ESC Guidelines');
  expect(high!.part!.filter(({ name }) => name === 'suggestion').map((one) => of(one, 'title'))).toEqual([
    'Bestill kalium og kreatinin',
    'Stopp Spironolakton 25 mg',
  ]);
  const english = await ask('patient-view', [], { ...as(kari), 'accept-language': 'en' });
  expect(of(adviceIn(english)[0]!, 'title')).toContain('potassium 5.1');
});

test('a suggestion is stored as it stands, by the one who applies it', async () => {
  const [high] = adviceIn(await ask('patient-view'));
  const [measure, stop] = high!.part!.filter(({ name }) => name === 'suggestion');
  const resourceOf = (one: Part) =>
    one.part!.find(({ name }) => name === 'action')!.part!.find(({ name }) => name === 'resource')!.resource!;
  const ordered = await server.post('ServiceRequest', resourceOf(measure!), as(kari));
  expect(ordered.status).toBe(201);
  const stopped = resourceOf(stop!);
  const { status } = await server.put(`MedicationRequest/${stopped.id}`, stopped, {
    ...as(kari),
    'if-match': `W/"${(stopped.meta as JsonObject).versionId}"`,
  });
  expect(status).toBe(200);
  expect(keysOf(await ask('patient-view'))).toEqual([]);
});

const penicillin = () => order('J01CE02', 'Fenoksymetylpenicillin 660 mg');
const allergy = (): JsonObject & { resourceType: string } => ({
  resourceType: 'AllergyIntolerance',
  clinicalStatus: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
  },
  verificationStatus: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification', code: 'confirmed' }],
  },
  criticality: 'high',
  category: ['medication'],
  code: atc('J01CE02', 'Penicillin'),
  patient: subject(),
});
const override = (key: unknown, more: JsonObject = {}): JsonObject => ({
  resourceType: 'DetectedIssue',
  status: 'final',
  identifier: [{ system: 'https://enjournal.no/fhir/NamingSystem/advice', value: key as string }],
  severity: 'high',
  patient: subject(),
  identifiedDateTime: '2026-12-01T12:00:00+01:00',
  mitigation: [
    {
      action: {
        coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/advice-override-reason', code: 'tolerated' }],
      },
      date: '2026-12-01T12:00:00+01:00',
      author: { reference: `Practitioner/${server.actors.get(kari.token)?.practitioner}`, display: 'Ada Solli' },
    },
  ],
  ...more,
});

test('an outside program’s plain order with a critical finding is refused until somebody has said why', async () => {
  await server.post('AllergyIntolerance', allergy());
  const chosen = await ask('order-select', [{ ...penicillin(), status: 'draft' }]);
  expect(adviceIn(chosen).map((one) => of(one, 'grade'))).toEqual(['critical', 'info']);
  const key = (of(adviceIn(chosen)[0]!, 'key') as JsonObject).value;

  const refused = await server.post('MedicationRequest', penicillin(), as(kari));
  expect(refused.status).toBe(422);
  expect(refusals(refused)[0]!.coding[0]!.code).toBe('advice-critical');
  expect(refusals(refused)[0]!.text).toContain('allergi mot Penicillin');

  const bare = await server.post('DetectedIssue', override(key, { mitigation: [] }), as(kari));
  expect(bare.status).not.toBe(201);
  const other = override(key);
  (other.mitigation as JsonObject[])[0]!.author = { reference: 'Practitioner/somebody-else' };
  expect((await server.post('DetectedIssue', other, as(kari))).status).toBe(422);

  expect((await server.post('DetectedIssue', override(key), as(kari))).status).toBe(201);
  expect((await server.post('MedicationRequest', penicillin(), as(kari))).status).toBe(201);
  const seen = adviceIn(await ask('patient-view')).find((one) => of(one, 'grade') === 'critical')!;
  const told = seen.part!.find(({ name }) => name === 'override')!;
  expect(of(told, 'by')).toBe('Ada Solli');
  expect((of(told, 'reason') as { coding: JsonObject[] }).coding[0]!.code).toBe('tolerated');
});

test('order and reason may come in one transaction, and what other systems bring in is not refused', async () => {
  const ibuprofen = order('M01AE01', 'Ibuprofen 400 mg');
  await server.post('MedicationRequest', order('B01AF02', 'Apiksaban 5 mg'));
  const [bleeding] = adviceIn(await ask('order-sign', [ibuprofen]));
  const key = (of(bleeding!, 'key') as JsonObject).value;
  expect((await server.post('MedicationRequest', ibuprofen, as(kari))).status).toBe(422);
  const entry = [override(key), ibuprofen].map((resource) => ({
    resource,
    request: { method: 'POST', url: resource.resourceType },
  }));
  const both = await server.post('', { resourceType: 'Bundle', type: 'transaction', entry }, as(kari));
  expect(both.status).toBe(200);
  expect((await server.post('MedicationRequest', order('M01AE02', 'Naproksen 500 mg'))).status).toBe(201);
});

test('who may not open the record gets no advice of it', async () => {
  const frida = await buildWorld(server, { facts: { ...facts, relations: [] } }, 'advice-frida');
  const answer = await ask('patient-view', [], as(frida));
  expect([403, 404]).toContain(answer.status);
});

test('use is counted for the rule, and an editor takes a rule out of use and in', async () => {
  const feedback = (card: unknown, outcome: string) =>
    server.post(
      '$advice-feedback',
      {
        resourceType: 'Parameters',
        parameter: [
          { name: 'card', valueUuid: card },
          { name: 'outcome', valueCode: outcome },
          { name: 'reason', valueCode: 'tolerated' },
        ],
      },
      as(kari),
    );
  const overrideOne = async () => {
    server.service.advice.given.clear(); // who asks again at once is given the same card
    const card = of(adviceIn(await ask('patient-view'))[0]!, 'card');
    // told again, it is counted once
    for (const _ of [1, 2]) expect((await feedback(card, 'overridden')).status).toBe(200);
  };
  const editor = await buildWorld(
    server,
    { facts: { ...facts, relations: [], actor: { ...facts.actor, role: 'kommuneoverlege' } as CaseFacts['actor'] } },
    'advice-editor',
  );
  const rule = async () => {
    const told = await server.get('PlanDefinition/$advice-rules', as(editor));
    return (told.body.parameter as unknown as Part[]).find(
      (one) => one.name === 'rule' && of(one, 'id') === 'advice-allergy',
    )!;
  };
  const toAda = await server.get('PlanDefinition/$advice-rules', as(kari));
  expect(toAda.text).not.toMatch(/"(shown|applied|overridden)"/);
  // in whole fives: fewer look like none, so that no count tells of one person
  for (let n = 0; n < 4; n += 1) await overrideOne();
  expect(of(await rule(), 'overridden')).toBe(0);
  expect((await rule()).part!.some(({ name }) => name === 'reason')).toBe(false);
  for (let n = 0; n < 5; n += 1) await overrideOne();
  expect(of(await rule(), 'overridden')).toBe(5);
  expect(of(await rule(), 'shown')).toBeGreaterThan(4);
  expect((await rule()).part!.find(({ name }) => name === 'reason')!.part).toMatchObject([
    { valueCode: 'tolerated' },
    { valueInteger: 5 },
  ]);
  expect(of(await rule(), 'active')).toBe(true);

  const use = (active: boolean, headers: Record<string, string>, reason?: string) =>
    server.post(
      'PlanDefinition/advice-allergy/$use-rule',
      {
        resourceType: 'Parameters',
        parameter: [
          { name: 'active', valueBoolean: active },
          ...(reason ? [{ name: 'reason', valueString: reason }] : []),
        ],
      },
      headers,
    );
  expect((await use(false, as(kari), 'bråker')).status).toBe(403);
  expect((await use(false, as(editor))).status).toBe(400);
  expect((await use(false, as(editor), 'Følges ikke')).status).toBe(200);
  expect(keysOf(await ask('patient-view')).some((key) => key.startsWith('advice-allergy'))).toBe(false);
  expect((await use(true, as(editor))).status).toBe(200);
  expect(keysOf(await ask('patient-view')).some((key) => key.startsWith('advice-allergy'))).toBe(true);
});

test('a broken rule is shown to editors and takes no other with it', async () => {
  const broken = {
    ...{ resourceType: 'PlanDefinition', id: 'advice-broken', url: 'https://example.org/broken', version: '1' },
    ...{ title: 'Broken', status: 'active', type: { coding: [{ code: 'eca-rule' }] } },
    relatedArtifact: [{ type: 'citation', display: 'Somebody' }],
    action: [
      {
        id: 'a',
        trigger: [{ type: 'named-event', name: 'patient-view' }],
        action: [
          {
            id: 'b',
            title: 'x',
            priority: 'urgent',
            condition: [{ kind: 'applicability', expression: { language: 'text/fhirpath', expression: '%x.where(' } }],
          },
        ],
      },
    ],
  };
  expect((await server.put('PlanDefinition/advice-broken', broken)).status).toBe(201);
  server.service.advice.forget();
  expect(keysOf(await ask('patient-view')).length).toBeGreaterThan(0);
  const told = await server.get('PlanDefinition/$advice-rules', as(kari));
  const rule = (told.body.parameter as unknown as Part[]).find(
    (one) => one.name === 'rule' && of(one, 'id') === 'advice-broken',
  )!;
  expect(of(rule, 'broken')).toContain('a condition of b');
});
