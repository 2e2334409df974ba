import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Actor } from '../../access/actor.ts';
import { careFollower } from '../../care-events.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { type TestServer, type Told, withServer } from '../../test/server.ts';
import { answerBy, messageSystem, topicSystem } from './rules.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

/** What citizens and services write to each other, by an outside app through FHIR. */
let server: TestServer;
const noon = Date.parse('2026-12-04T12:00:00+01:00'); // a Friday

beforeAll(async () => {
  server = await withServer({ content: true });
  server.clock.now = noon;
  for (const [id, kind] of [
    ['solli', 'gp'],
    ['granli', 'nursing-home'],
    ['youth', 'youth-clinic'],
    ['closed', 'gp'],
  ] as const) {
    const tag = [{ system: 'https://enjournal.no/fhir/CodeSystem/service-kind', code: kind }];
    await stored({ resourceType: 'Organization', id, name: id, meta: { tag } });
  }
  await stored(aService('solli', ['health', 'medicines', 'appointment'], 3));
  await stored(aService('granli', ['services', 'health'], 2));
  await stored(aService('youth', ['health'], 2));
  await employ('ada', 'solli');
  await employ('siri', 'solli', 'helsesekretaer', 'HE');
  await employ('grete', 'granli', 'sykepleier', 'SP');
  await employ('helle', 'youth', 'helsesykepleier', 'SP');
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const aService = (unit: string, topics: readonly string[], days: number): JsonObject => ({
  resourceType: 'HealthcareService',
  id: unit,
  active: true,
  providedBy: { reference: `Organization/${unit}` },
  category: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/service-category', code: 'dialogue' }] }],
  extension: [{ url: 'https://enjournal.no/fhir/StructureDefinition/answer-within', valuePositiveInt: days }],
  characteristic: topics.map((code) => ({ coding: [{ system: topicSystem, code }] })),
});

const stored = async (resource: JsonObject): Promise<Told> =>
  made(server.put(`${resource.resourceType}/${resource.id}`, resource));

async function made(answer: Promise<{ status: number; text: string; body: Told }>): Promise<Told> {
  const { status, text, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${text}`);
  return body;
}

async function employ(id: string, unit: string, role = 'lege', profession = 'LE'): Promise<void> {
  const code = { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9060', code: profession }] };
  await stored({ resourceType: 'Practitioner', id, qualification: [{ code }] });
  await stored({
    resourceType: 'PractitionerRole',
    id: `${id}-role`,
    active: true,
    period: { start: '2020-01-01' },
    practitioner: { reference: `Practitioner/${id}` },
    organization: { reference: `Organization/${unit}` },
    code: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: role }] }],
  });
  server.actors.set(id, {
    ...{ kind: 'staff', id: `Practitioner/${id}`, display: `${id} Test`, clientId: 'outside-app', loa: 4 },
    ...{ scopes: ['user/*.cruds'], practitioner: id, practitionerRole: `${id}-role`, role, title: 'Fastlege' },
    ...{ organization: { id: unit, display: unit }, legalEntity: unit, purpose: 'TREAT' },
  } as Actor);
}

let ordinal = 0;
/** A citizen on the list of Solli, who is logged on under their own id. */
async function aCitizen(more: JsonObject = {}): Promise<string> {
  const id = `citizen-${++ordinal}`;
  await stored({
    resourceType: 'Patient',
    id,
    generalPractitioner: [{ reference: 'PractitionerRole/ada-role' }, { reference: 'Organization/solli' }],
    ...more,
  });
  logOn(id);
  return id;
}

function logOn(id: string): void {
  server.actors.set(id, {
    ...{ kind: 'citizen', id: `Patient/${id}`, display: 'Kari Testdal', clientId: 'outside-app', loa: 4 },
    ...{ scopes: ['user/*.cruds'], ownPatient: id, purpose: 'PATRQT' },
  } as Actor);
}

const as = (who: string, more: Record<string, string> = {}) => ({ authorization: `Bearer ${who}`, ...more });

const aMessage = (patient: string, more: JsonObject = {}): JsonObject => ({
  resourceType: 'Communication',
  identifier: [{ system: messageSystem, value: `key-${++ordinal}` }],
  status: 'completed',
  category: [{ coding: [{ system: topicSystem, code: 'health' }] }],
  topic: { text: 'Vondt i kneet' },
  subject: { reference: `Patient/${patient}` },
  recipient: [{ reference: 'Organization/solli', display: 'Solli legekontor' }],
  sent: new Date(noon).toISOString(),
  payload: [{ contentString: 'Kneet er hovent igjen. Skal jeg komme?' }],
  ...more,
});

const sends = async (patient: string, more: JsonObject = {}): Promise<Told> =>
  made(server.post('Communication', aMessage(patient, more), as(patient)));

const toCitizen = (patient: string, more: JsonObject = {}): JsonObject =>
  aMessage(patient, { recipient: [{ reference: `Patient/${patient}` }], ...more });

const keysOf = ({ body }: { body: Told }) =>
  body.issue.map((one) => (one as { details?: { coding?: { code: string }[] } }).details?.coding?.[0]?.code);

const follow = () =>
  careFollower(server.service, { onFault: (error) => server.faults.push(error), holder: 'test' }).settle();

const found = async (query: string, who?: string): Promise<Told[]> =>
  (await made(server.get(query, who === undefined ? {} : as(who)))).entry?.map(({ resource }) => resource) ?? [];

const inbox = (who: string, unit: string) =>
  found(`Task?owner=Organization/${unit}&code=dialogue&status=requested`, who);

describe('a citizen who writes to a service', () => {
  test('is answered by its deadline: the message is a task of the service, and the answer completes it', async () => {
    const kari = await aCitizen();
    const message = await sends(kari);
    expect(message).toMatchObject({ sender: { reference: `Patient/${kari}`, display: 'Kari Testdal' } });
    await follow();
    await follow();
    const [task, ...more] = (await inbox('ada', 'solli')).filter((one) => JSON.stringify(one).includes(message.id));
    expect(more).toEqual([]);
    expect(task).toMatchObject({
      focus: { reference: `Communication/${message.id}` },
      for: { reference: `Patient/${kari}` },
      restriction: { period: { end: '2026-12-09' } },
    });
    const partOf = [{ reference: `Communication/${message.id}` }];
    const answer = toCitizen(kari, {
      partOf,
      inResponseTo: partOf,
      payload: [{ contentString: 'Kom mandag kl. 9.' }],
    });
    const answered = await made(server.post('Communication', answer, as('ada')));
    expect(answered).toMatchObject({
      sender: { reference: 'Organization/solli' },
      extension: [{ valueReference: { reference: 'PractitionerRole/ada-role', display: 'ada Test, fastlege' } }],
    });
    await follow();
    expect(await found(`Task/${task!.id}`.replace('Task/', 'Task?_id='), 'ada')).toMatchObject([
      { status: 'completed', output: [{ valueReference: { reference: `Communication/${answered.id}` } }] },
    ]);
    const thread = await found(`Communication?patient=${kari}&part-of=Communication/${message.id}`, kari);
    expect(thread.map(({ id }) => id)).toEqual([answered.id]);
  });

  test('sees that the message is opened, and the service that its answer is', async () => {
    const kari = await aCitizen();
    const message = await sends(kari);
    const read = await made(server.post(`Communication/${message.id}/$read`, parameters(), as('ada')));
    expect(read.received).toBeDefined();
    expect((await server.get(`Communication/${message.id}`, as(kari))).body.received).toBe(read.received);
    const own = await server.post(`Communication/${message.id}/$read`, parameters(), as(kari));
    expect(own.body.received).toBe(read.received);
    const told = await made(server.post('Communication', toCitizen(kari), as('ada')));
    expect(keysOf(await server.post(`Communication/${told.id}/$read`, parameters(), as('ada')))).toEqual([
      'not-your-message',
    ]);
    const opened = await made(server.post(`Communication/${told.id}/$read`, parameters(), as(kari)));
    expect(opened.received).toBeDefined();
  });

  test('sends once, however often the button is pressed', async () => {
    const kari = await aCitizen();
    const message = aMessage(kari);
    const key = (message.identifier as JsonObject[])[0]!.value;
    const once = as(kari, { 'if-none-exist': `patient=${kari}&identifier=${messageSystem}|${key}` });
    const both = await Promise.all([1, 2].map(() => server.post('Communication', message, once)));
    expect(both.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await made(server.post('Communication', message, once))).toMatchObject({ resourceType: 'Communication' });
    expect(keysOf(await server.post('Communication', message, as(kari)))).toEqual(['dialogue-twice']);
    expect(await found(`Communication?patient=${kari}`, kari)).toHaveLength(1);
  });

  test('goes on in the thread, and whoever has the task is shown all of it before they say yes', async () => {
    const berit = await aCitizen({ generalPractitioner: undefined } as never);
    const to = { recipient: [{ reference: 'Organization/granli' }] };
    const first = await sends(berit, to);
    await follow();
    const partOf = [{ reference: `Communication/${first.id}` }];
    const second = await sends(berit, { ...to, partOf, payload: [{ contentString: 'En ting til.' }] });
    await follow();
    const [task, ...more] = (await inbox('grete', 'granli')).filter(({ for: of }) =>
      JSON.stringify(of).includes(berit),
    );
    expect(more).toEqual([]);
    expect(task).toMatchObject({ focus: { reference: `Communication/${second.id}` } });
    for (const { id } of [first, second])
      expect((await server.get(`Communication/${id}`, as('grete'))).status, id).toBe(200);
    expect((await server.get(`Communication/${first.id}`, as('siri'))).status).toBe(404);
    const answer = toCitizen(berit, { partOf, payload: [{ contentString: 'Vi ringer.' }] });
    expect((await server.post('Communication', answer, as('grete'))).status).toBe(403);
    await made(server.post(`Task/${task!.id}/$accept`, parameters(), as('grete')));
    await made(server.post('Communication', answer, as('grete')));
  });

  test('is refused in plain words what is not whole, and nothing is stored', async () => {
    const kari = await aCitizen();
    const tries: [JsonObject, string][] = [
      [{ payload: [{ contentString: '  ' }] }, 'dialogue-text'],
      [{ topic: undefined as never }, 'dialogue-subject'],
      [{ category: [{ coding: [{ system: topicSystem, code: 'nothing' }] }] }, 'dialogue-topic'],
      [{ category: [] }, 'dialogue-topic'],
      [{ identifier: [] }, 'dialogue-key'],
      [{ recipient: [{ reference: 'PractitionerRole/ada-role' }] }, 'dialogue-recipient'],
      [{ recipient: [{ reference: 'Organization/closed' }] }, 'dialogue-closed'],
      [{ category: [{ coding: [{ system: topicSystem, code: 'case' }] }] }, 'dialogue-closed'],
      [{ partOf: [{ reference: 'Communication/nowhere' }] }, 'dialogue-thread'],
    ];
    for (const [more, key] of tries) {
      const { category, identifier, ...rest } = aMessage(kari, more);
      const body = {
        ...rest,
        ...((category as unknown[]).length > 0 ? { category } : {}),
        ...((identifier as unknown[]).length > 0 ? { identifier } : {}),
      };
      const answer = await server.post('Communication', body, as(kari, { 'accept-language': 'nn' }));
      expect([answer.status, ...keysOf(answer)], key).toEqual([422, key]);
    }
    expect(await found(`Communication?patient=${kari}`, kari)).toEqual([]);
  });

  test('changes nothing that is sent, and neither does the service', async () => {
    const kari = await aCitizen();
    const message = await sends(kari);
    const changed = { ...message, payload: [{ contentString: 'Noe annet' }] };
    expect(keysOf(await server.put(`Communication/${message.id}`, changed, as(kari)))).toEqual(['dialogue-fixed']);
    const { status } = await server.put(`Communication/${message.id}`, changed, as('ada'));
    expect([403, 422]).toContain(status);
  });

  test('is not another citizen, and writes in nobody else’s record', async () => {
    const [kari, other] = [await aCitizen(), await aCitizen()];
    const message = await sends(kari);
    expect((await server.get(`Communication/${message.id}`, as(other))).status).toBe(404);
    expect((await server.post('Communication', aMessage(kari), as(other))).status).toBeGreaterThanOrEqual(403);
    expect((await server.post(`Communication/${message.id}/$read`, parameters(), as(other))).status).toBe(404);
  });
});

const parameters = (parameter: object[] = []) => ({ resourceType: 'Parameters', parameter });

describe('the topic of a message', () => {
  const about = (code: string) => ({ category: [{ coding: [{ system: topicSystem, code }] }] });

  test('decides who in the service reads it, and its task', async () => {
    const kari = await aCitizen();
    const [health, time] = [await sends(kari, about('health')), await sends(kari, about('appointment'))];
    await follow();
    const seen = async (who: string) =>
      Promise.all([health, time].map(async ({ id }) => (await server.get(`Communication/${id}`, as(who))).status));
    expect(await seen('ada')).toEqual([200, 200]);
    expect((await seen('siri'))[1]).toBe(200);
    expect((await seen('siri'))[0]).toBeGreaterThanOrEqual(403);
    const tasks = (await inbox('siri', 'solli')).filter(({ for: of }) => JSON.stringify(of).includes(`${kari}"`));
    expect(tasks).toMatchObject([{ focus: { reference: `Communication/${time.id}` } }]);
  });

  test('of what is written to a youth clinic is the youth clinic’s alone, and never the parents’', async () => {
    const ine = await aCitizen({ birthDate: '2016-01-01' });
    await aCitizen();
    const mother = `citizen-${ordinal}`;
    await stored({
      resourceType: 'RelatedPerson',
      id: `mother-of-${ine}`,
      active: true,
      patient: { reference: `Patient/${ine}` },
      identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: '13116900216' }],
    }).catch(() => undefined);
    const message = await sends(ine, { recipient: [{ reference: 'Organization/youth' }] });
    expect(JSON.stringify(message.meta)).toContain('youth-clinic');
    await follow();
    expect((await server.get(`Communication/${message.id}`, as('helle'))).status).toBe(200);
    expect((await server.get(`Communication/${message.id}`, as('siri'))).status).toBeGreaterThanOrEqual(403);
    expect((await server.get(`Communication/${message.id}`, as(mother))).status).toBe(404);
    const tasks = (await inbox('helle', 'youth')).filter(({ for: of }) => JSON.stringify(of).includes(`${ine}"`));
    expect(tasks).toHaveLength(1);
  });
});

describe('files', () => {
  const png = '\x89PNG\r\n\x1a\nrest';
  const withFile = (patient: string, type: string, content: string, more: JsonObject = {}) => {
    const [message, file] = [
      'urn:uuid:0b6a8a9e-1111-4111-8111-0000000000a1',
      'urn:uuid:0b6a8a9e-1111-4111-8111-0000000000a2',
    ];
    const payload = [
      { contentString: 'Se bildet' },
      { contentAttachment: { contentType: type, url: file, title: 'kne.png' } },
    ];
    const resource = aMessage(patient, { payload, ...more });
    const binary = {
      resourceType: 'Binary',
      contentType: type,
      securityContext: { reference: message },
      data: btoa(content),
    };
    return {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { fullUrl: message, resource, request: { method: 'POST', url: 'Communication' } },
        { fullUrl: file, resource: binary, request: { method: 'POST', url: 'Binary' } },
      ],
    };
  };

  test('go with the message, are seen by whoever sees it and by whoever is asked to answer', async () => {
    const berit = await aCitizen({ generalPractitioner: undefined } as never);
    const sent = await server.post(
      '',
      withFile(berit, 'image/png', png, { recipient: [{ reference: 'Organization/granli' }] }),
      as(berit, { prefer: 'return=representation' }),
    );
    expect(sent.status, sent.text).toBe(200);
    const [message, file] = sent.body.entry.map(({ resource }) => resource) as [Told, Told];
    expect(JSON.stringify(message.payload)).toContain(`Binary/${file.id}`);
    expect((await server.get(`Binary/${file.id}`, as('grete'))).status).toBe(404);
    await follow();
    expect((await server.get(`Binary/${file.id}`, as('grete'))).status).toBe(200);
    expect((await server.get(`Binary/${file.id}`, as(berit))).status).toBe(200);
    expect((await server.get(`Binary/${file.id}`, as('ada'))).status).toBe(404);
  });

  test('that are programs, of another kind, or belong to nothing are refused with the message', async () => {
    const kari = await aCitizen();
    const key = async (body: object) => keysOf(await server.post('', body, as(kari)))[0];
    expect(await key(withFile(kari, 'image/png', 'MZ This program cannot be run'))).toBe('document-malware');
    expect(await key(withFile(kari, 'application/zip', 'PK'))).toMatch(/document-media|dialogue-file-type/);
    expect(await key(withFile(kari, 'image/png', png, { payload: [{ contentString: 'Uten' }] }))).toBe(
      'dialogue-file-alone',
    );
    expect(await found(`Communication?patient=${kari}`, kari)).toEqual([]);
  });
});

describe('the task of a message', () => {
  const waiting = async (more: JsonObject = {}): Promise<[patient: string, task: Told]> => {
    const kari = await aCitizen();
    const { id } = await sends(kari, more);
    await follow();
    return [kari, (await inbox('ada', 'solli')).find(({ focus }) => JSON.stringify(focus).includes(id))!];
  };

  test('is made by the house alone', async () => {
    const [kari, task] = await waiting();
    const { id: _, meta: __, ...copy } = task;
    for (const who of ['ada', kari])
      expect(keysOf(await server.post('Task', copy, as(who)))).toContain('dialogue-task');
  });

  test('is not said no to; it is settled with a word of how, or passed on to another service that then answers', async () => {
    const [kari, task] = await waiting();
    const no = [{ name: 'reason', valueString: 'Ikke vårt bord' }];
    expect(keysOf(await server.post(`Task/${task.id}/$decline`, parameters(no), as('ada')))).toContain(
      'dialogue-answer',
    );
    const silent = { ...task, status: 'completed' };
    expect(keysOf(await server.put(`Task/${task.id}`, silent, as('ada')))).toEqual(['dialogue-unanswered']);
    const to = [{ name: 'to', valueReference: { reference: 'Organization/granli', display: 'Granli' } }];
    await made(server.post(`Task/${task.id}/$delegate`, parameters(to), as('ada')));
    const message = (task.focus as { reference: string }).reference;
    expect((await server.get(message, as('grete'))).status).toBe(200);
    await made(server.post(`${message}/$read`, parameters(), as('grete')));
    await made(server.post(`Task/${task.id}/$accept`, parameters(), as('grete')));
    await made(server.post('Communication', toCitizen(kari, { partOf: [{ reference: message }] }), as('grete')));
    await follow();
    expect((await server.get(`Task/${task.id}`)).body.status).toBe('completed');
  });
});

describe('a service', () => {
  test('begins a conversation with its own patient, and with nobody else', async () => {
    const kari = await aCitizen();
    const told = await made(server.post('Communication', toCitizen(kari), as('ada')));
    expect(await found(`Communication?patient=${kari}&received:missing=true`, kari)).toMatchObject([{ id: told.id }]);
    expect((await server.post('Communication', toCitizen(kari), as('grete'))).status).toBe(403);
  });

  const aForm = (patient: string, more: JsonObject = {}): JsonObject => ({
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    code: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/task-code', code: 'answer-form' }] },
    description: 'Før timen',
    for: { reference: `Patient/${patient}` },
    owner: { reference: `Patient/${patient}` },
    requester: { reference: 'PractitionerRole/ada-role' },
    input: [
      { type: { text: 'questionnaire' }, valueCanonical: 'https://enjournal.no/fhir/Questionnaire/before-visit' },
    ],
    restriction: { period: { end: '2026-12-08' } },
    ...more,
  });

  test('sends a form; answered it is done, and who asked is told', async () => {
    const kari = await aCitizen();
    const task = await made(server.post('Task', aForm(kari), as('ada')));
    expect(await found(`Task?patient=${kari}&owner=Patient/${kari}&status=requested`, kari)).toMatchObject([
      { id: task.id },
    ]);
    const begun = await made(
      server.post(
        'Questionnaire/$populate',
        parameters([
          { name: 'canonical', valueString: 'https://enjournal.no/fhir/Questionnaire/before-visit' },
          { name: 'subject', valueReference: { reference: `Patient/${kari}` } },
        ]),
        as(kari),
      ),
    );
    const item = [{ linkId: 'most-important', answer: [{ valueString: 'Søvn' }] }];
    const response = { ...begun, status: 'completed', item, source: { reference: `Patient/${kari}` } };
    const answered = await made(server.post('QuestionnaireResponse', response, as(kari)));
    await follow();
    await follow();
    expect((await server.get(`Task/${task.id}`, as(kari))).body).toMatchObject({
      status: 'completed',
      output: [{ valueReference: { reference: `QuestionnaireResponse/${answered.id}` } }],
    });
    const told = await found(`Task?patient=${kari}&code=form-answered`, 'ada');
    expect(told).toMatchObject([{ owner: { reference: 'Organization/solli' }, status: 'requested' }]);
  });

  test('sends no form that is not here, to nobody else, and a citizen sends none', async () => {
    const [kari, other] = [await aCitizen(), await aCitizen()];
    const input = [{ type: { text: 'questionnaire' }, valueCanonical: 'https://enjournal.no/nowhere' }];
    expect(keysOf(await server.post('Task', aForm(kari, { input }), as('ada')))).toEqual(['form-not-here']);
    const owner = { reference: `Patient/${other}` };
    expect(keysOf(await server.post('Task', aForm(kari, { owner }), as('ada')))).toContain('form-owner');
    const own = aForm(kari, { requester: { reference: `Patient/${kari}` } });
    expect(keysOf(await server.post('Task', own, as(kari)))).toContain('dialogue-task');
  });

  test('gives the citizen something to do, which the citizen says is done, and nobody else', async () => {
    const [kari, other] = [await aCitizen(), await aCitizen()];
    const { code: _, input: __, ...plain } = aForm(kari, { description: 'Gå en tur hver dag' });
    const task = await made(server.post('Task', plain, as('ada')));
    expect((await server.post(`Task/${task.id}/$done`, parameters(), as(other))).status).toBe(404);
    expect(keysOf(await server.post(`Task/${task.id}/$done`, parameters(), as('ada')))).toEqual(['not-your-task']);
    expect(await made(server.post(`Task/${task.id}/$done`, parameters(), as(kari)))).toMatchObject({
      status: 'completed',
    });
    const form = await made(server.post('Task', aForm(kari), as('ada')));
    expect(keysOf(await server.post(`Task/${form.id}/$done`, parameters(), as(kari)))).toEqual(['not-your-task']);
  });
});

test('working days are counted in Norway, without the weekend', () => {
  expect(answerBy(Date.parse('2026-11-27T22:30:00Z'), 1)).toBe('2026-11-30');
  expect(answerBy(Date.parse('2026-11-27T23:30:00Z'), 1)).toBe('2026-11-30');
  expect(answerBy(Date.parse('2026-11-24T08:00:00Z'), 5)).toBe('2026-12-01');
});
