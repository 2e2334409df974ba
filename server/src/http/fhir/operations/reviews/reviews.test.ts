import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '../../../../access/actor.ts';
import { type TestServer, type Told, withServer } from '../../../../test/server.ts';

let server: TestServer;
let patient: string;
const role = (id: string, person: string, unit: string, code: string) => ({
  resourceType: 'PractitionerRole',
  id,
  active: true,
  period: { start: '2020-01-01' },
  practitioner: { reference: `Practitioner/${person}` },
  organization: { reference: `Organization/${unit}` },
  code: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code }] }],
});

const actor = (person: string, unit: string, legalEntity: string, code: string): Actor => ({
  kind: 'staff',
  id: `Practitioner/${person}`,
  display: `${person} Test`,
  clientId: 'enjournal-web',
  scopes: ['user/*.cruds'],
  loa: 4,
  practitioner: person,
  practitionerRole: `${person}-role`,
  organization: { id: unit, display: unit },
  legalEntity,
  role: code,
  title: code,
  purpose: code === 'loggkontroll' ? 'AUDIT' : 'TREAT',
});

beforeAll(async () => {
  server = await withServer();
  const people: [string, string, string][] = [
    ['nina', 'ward', 'sykepleier'],
    ['pia', 'solvik', 'loggkontroll'],
    ['pal', 'brygga', 'loggkontroll'],
    ['olav', 'solvik', 'sykepleier'],
  ];
  for (const organization of [
    { resourceType: 'Organization', id: 'solvik', name: 'Solvik kommune' },
    { resourceType: 'Organization', id: 'ward', name: 'Solvik sykehjem', partOf: { reference: 'Organization/solvik' } },
    { resourceType: 'Organization', id: 'brygga', name: 'Brygga kommune' },
  ]) {
    await server.put(`Organization/${organization.id}`, organization);
  }
  for (const [person, unit, code] of people) {
    const qualification = [{ code: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9060', code: 'SP' }] } }];
    await server.put(`Practitioner/${person}`, { resourceType: 'Practitioner', id: person, qualification });
    await server.put(`PractitionerRole/${person}-role`, role(`${person}-role`, person, unit, code));
    const legal = unit === 'brygga' ? 'brygga' : 'solvik';
    server.actors.set(person, actor(person, unit, legal, code));
  }
});
afterAll(() => server.close());

beforeEach(async () => {
  patient = (await server.post('Patient', { resourceType: 'Patient', name: [{ given: ['Tor'], family: 'Prøvesen' }] }))
    .body.id;
  await server.post('Observation', {
    resourceType: 'Observation',
    meta: { tag: [{ system: 'https://enjournal.no/fhir/CodeSystem/custodian', code: 'brygga' }] },
    status: 'final',
    code: { text: 'Puls' },
    subject: { reference: `Patient/${patient}` },
    valueString: 'hemmelig innhold',
  });
});

const as = (who: string) => ({ authorization: `Bearer ${who}` });
const call = (who: string, path: string, given: Record<string, string>) =>
  server.post(
    path,
    {
      resourceType: 'Parameters',
      parameter: Object.entries(given).map(([name, valueString]) => ({ name, valueString })),
    },
    as(who),
  );

async function opening(who = 'nina'): Promise<string> {
  const { status, body, text } = await call(who, `Patient/${patient}/$emergency-access`, {
    reasonCode: 'life-threatening',
    reasonText: 'Funnet bevisstløs på gangen.',
  });
  expect(status, text).toBe(200);
  return (body.parameter[0]!.valueReference as { reference: string }).reference;
}

type Part = { name: string; part?: Part[]; [value: string]: unknown };
const parts = (body: Told, name: string): Part[] =>
  ((body.parameter ?? []) as Part[]).filter((one) => one.name === name);
const valuesOf = ({ part = [] }: Part, name: string): unknown[] =>
  part.filter((one) => one.name === name).map(({ name: _, part: inner, ...value }) => inner ?? Object.values(value)[0]);
const taskOf = (one: Part) => (valuesOf(one, 'task')[0] as { reference: string }).reference;

async function mine(who: string, task: string): Promise<Part | undefined> {
  const { status, body, text } = await server.get('$access-reviews', as(who));
  expect(status, text).toBe(200);
  return parts(body, 'review').find((one) => taskOf(one) === task);
}

test('an emergency opening comes before whoever controls the log, with who, whose, why and until when', async () => {
  const task = await opening();
  const found = (await mine('pia', task))!;
  expect(valuesOf(found, 'status')).toEqual(['open']);
  expect(valuesOf(found, 'person')).toEqual([{ reference: 'Practitioner/nina', display: 'nina Test' }]);
  expect(valuesOf(found, 'patient')).toEqual([{ reference: `Patient/${patient}`, display: 'Tor Prøvesen' }]);
  expect(valuesOf(found, 'reasonText')).toEqual(['Funnet bevisstløs på gangen.']);
  expect(valuesOf(found, 'organization')).toEqual([{ reference: 'Organization/ward', display: 'ward' }]);
  const [from, deadline] = [valuesOf(found, 'from')[0], valuesOf(found, 'deadline')[0]].map((one) =>
    Date.parse(one as string),
  );
  expect(deadline! - from!).toBeGreaterThan(6.9 * 86_400_000);
});

test('nobody else sees it: not another enterprise’s officer, and not who treats', async () => {
  const task = await opening();
  expect(await mine('pal', task)).toBeUndefined();
  expect((await server.get('$access-reviews', as('nina'))).status).toBe(403);
  for (const who of ['pal', 'nina']) {
    expect((await server.get(`${task}/$review`, as(who))).status).toBe(who === 'pal' ? 404 : 403);
    const given = { outcome: 'justified', text: 'Dette var greit.' };
    expect((await call(who, `${task}/$review-outcome`, given)).status).toBe(who === 'pal' ? 404 : 403);
  }
});

test('what was opened is told by kind and time, and never what stood there', async () => {
  const task = await opening();
  const read = await server.get(`Observation?patient=${patient}`, as('nina'));
  expect(read.text).toContain('hemmelig innhold');
  const { status, body, text } = await server.get(`${task}/$review`, as('pia'));
  expect(status, text).toBe(200);
  const interactions = parts(body, 'access').map((one) => valuesOf(one, 'interaction')[0]);
  expect(interactions).toEqual(['search-type']);
  const types = parts(body, 'access').flatMap((one) =>
    valuesOf(one, 'type').map((inner) => (inner as Part[]).map(({ name: _, ...value }) => Object.values(value)[0])),
  );
  expect(types).toContainEqual(['Observation', 1]);
  expect(parts(body, 'patientTold')).toHaveLength(1);
  expect(text).not.toContain('hemmelig');
  expect(text).not.toContain('Puls');
  const log = await server.get(`AuditEvent?patient=${patient}&subtype=review`);
  expect(log.body.entry).toHaveLength(1);
});

test('a note afterwards supports the reason, and nothing afterwards asks for a closer look when the hour is over', async () => {
  const task = await opening();
  server.clock.now = Date.now() + 3_700_000;
  try {
    expect(valuesOf((await mine('pia', task))!, 'questions')).toContain('no-contact-afterwards');
  } finally {
    server.clock.now = undefined;
  }
  const written = await server.post(
    'Observation',
    {
      resourceType: 'Observation',
      status: 'final',
      category: [
        {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }],
        },
      ],
      code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
      subject: { reference: `Patient/${patient}` },
      valueQuantity: { value: 40, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
      effectiveDateTime: new Date().toISOString(),
    },
    as('nina'),
  );
  expect(written.status, written.text).toBe(201);
  const found = (await mine('pia', task))!;
  expect(valuesOf(found, 'supports')).toContain('wrote-afterwards');
  await call('nina', `Patient/${patient}/$emergency-end`, {});
  expect(valuesOf((await mine('pia', task))!, 'supports')).toContain('ended-early');
});

test('a justified opening is closed once, with who closed it and why', async () => {
  const task = await opening();
  const given = { outcome: 'justified', text: 'Akutt behov er dokumentert.' };
  const closed = await call('pia', `${task}/$review-outcome`, given);
  expect(closed.status, closed.text).toBe(200);
  expect((await call('pia', `${task}/$review-outcome`, given)).status).toBe(422);
  const found = (await mine('pia', task))!;
  expect(valuesOf(found, 'status')).toEqual(['closed']);
  expect(valuesOf(found, 'outcome')).toEqual(['justified']);
  expect(valuesOf(found, 'reviewer')).toEqual([{ reference: 'Practitioner/pia', display: 'pia Test' }]);
  const stored = await server.get(task);
  expect(stored.body).toMatchObject({ status: 'completed', note: [{ text: given.text }] });
  // an opening that is judged is still an opening: it let nina in for its hour, and is counted
  expect((await server.get(`Observation?patient=${patient}`, as('nina'))).status).toBe(200);
});

test('an explanation is asked of who looked, and of nobody else, and comes back', async () => {
  const task = await opening();
  expect((await call('nina', `${task}/$review-explain`, { text: 'Ingen har spurt ennå.' })).status).toBe(422);
  const asked = await call('pia', `${task}/$review-outcome`, { outcome: 'explanation', text: 'Hva skjedde?' });
  expect(asked.status, asked.text).toBe(200);
  expect(valuesOf((await mine('pia', task))!, 'status')).toEqual(['waiting']);
  const own = await server.get('$own-reviews', as('nina'));
  expect(parts(own.body, 'review').map(taskOf)).toContain(task);
  expect(parts((await server.get('$own-reviews', as('pal'))).body, 'review')).toEqual([]);
  expect((await call('pal', `${task}/$review-explain`, { text: 'Det var meg.' })).status).toBe(404);
  expect((await call('nina', `${task}/$review-explain`, { text: 'Han falt om foran meg.' })).status).toBe(200);
  const found = (await mine('pia', task))!;
  expect(valuesOf(found, 'status')).toEqual(['open']);
  const texts = valuesOf(found, 'note').map(
    (note) => (note as Part[]).find(({ name }) => name === 'text')!.valueString,
  );
  expect(texts).toEqual(['Hva skjedde?', 'Han falt om foran meg.']);
});

test('an unlawful look is told to the citizen and to the enterprises it came from, and the 72 hours begin', async () => {
  const task = await opening();
  await server.get(`Observation?patient=${patient}`, as('nina'));
  const given = { outcome: 'unlawful', text: 'Ingen grunn til å åpne journalen.' };
  const { status, body, text } = await call('pia', `${task}/$review-outcome`, given);
  expect(status, text).toBe(200);
  const deadline = Date.parse(parts(body, 'breachDeadline')[0]!.valueInstant as string);
  expect(Math.abs(deadline - Date.now() - 72 * 3_600_000)).toBeLessThan(60_000);
  const messages = await server.get(
    `Communication?subject=Patient/${patient}&category=https://enjournal.no/fhir/CodeSystem/notice|unlawful-access`,
  );
  expect(messages.body.entry).toHaveLength(1);
  expect(messages.body.entry[0]!.resource).toMatchObject({ recipient: [{ reference: `Patient/${patient}` }] });
  const matters = await server.get(
    `Task?patient=${patient}&code=https://enjournal.no/fhir/CodeSystem/task-code|unlawful-access`,
  );
  const owners = matters.body.entry.map(({ resource }) => (resource.owner as { reference: string }).reference);
  expect(owners.sort()).toEqual(['Organization/brygga', 'Organization/solvik']);
  // a matter about a look lets nobody into the record, whatever becomes of it
  const [matter] = matters.body.entry;
  await server.put(`Task/${matter!.resource.id}`, { ...matter!.resource, status: 'accepted' });
  expect((await server.get(`Patient/${patient}`, as('olav'))).status).toBe(403);
});

test('nobody reviews what they did themself, or a look at their own record', async () => {
  await server.put('PractitionerRole/pia-nurse', role('pia-nurse', 'pia', 'ward', 'sykepleier'));
  server.actors.set('pia-nurse', {
    ...actor('pia', 'ward', 'solvik', 'sykepleier'),
    practitionerRole: 'pia-nurse',
  });
  const own = await opening('pia-nurse');
  expect(await mine('pia', own)).toBeUndefined();
  expect((await server.get(`${own}/$review`, as('pia'))).status).toBe(404);
  const outcome = { outcome: 'justified', text: 'Jeg sier det var greit.' };
  expect((await call('pia', `${own}/$review-outcome`, outcome)).status).toBe(404);

  const about = await opening();
  server.actors.set('pia-self', { ...actor('pia', 'solvik', 'solvik', 'loggkontroll'), ownPatient: patient });
  expect(await mine('pia-self', about)).toBeUndefined();
  expect((await call('pia-self', `${about}/$review-outcome`, outcome)).status).toBeGreaterThanOrEqual(403);
});

const citizen = (own: string): Actor => ({
  kind: 'citizen',
  id: `Patient/${own}`,
  display: 'Tor Prøvesen',
  clientId: 'enjournal-web',
  scopes: ['user/*.cruds'],
  loa: 4,
  ownPatient: own,
  purpose: 'PATRQT',
});

/** The newest entry of the citizen's log that Nina made. */
async function lookOfNina(): Promise<string> {
  await opening();
  expect((await server.get(`Patient/${patient}`, as('nina'))).status).toBe(200);
  const log = await server.get(`AuditEvent?patient=${patient}&agent=Practitioner/nina&_count=1`, as('citizen'));
  return `AuditEvent/${log.body.entry[0]!.resource.id}`;
}

test('a citizen asks why somebody looked, it becomes a case with a time, and the answer comes to them', async () => {
  server.actors.set('citizen', citizen(patient));
  const entry = await lookOfNina();
  const asked = await call('citizen', `${entry}/$question`, { text: 'Hvorfor så hun i journalen min?' });
  expect(asked.status, asked.text).toBe(200);
  const { reference } = parts(asked.body, 'task')[0]!.valueReference as { reference: string };
  const again = await call('citizen', `${entry}/$question`, { text: 'Jeg spør en gang til.' });
  expect(parts(again.body, 'task')[0]!.valueReference, 'the same case').toEqual({ reference });
  const deadline = Date.parse(parts(asked.body, 'deadline')[0]!.valueInstant as string);
  expect(Math.abs(deadline - Date.now() - 30 * 86_400_000)).toBeLessThan(60_000);
  expect((await server.get(reference, as('citizen'))).body.status, 'they follow it').toBe('requested');

  const found = (await mine('pia', reference))!;
  expect(valuesOf(found, 'kind')).toEqual(['log-question']);
  expect(valuesOf(found, 'reasonText')).toEqual(['Hvorfor så hun i journalen min?']);
  expect(valuesOf(found, 'person')).toEqual([{ reference: 'Practitioner/nina', display: 'nina Test' }]);
  expect(await mine('pal', reference), 'not another enterprise’s').toBeUndefined();
  expect((await server.get(`Patient/${patient}`, as('pal'))).status, 'nor a way in').toBe(403);

  const text = 'Hun tok imot deg da du ble funnet på gangen.';
  expect((await call('pia', `${reference}/$review-outcome`, { outcome: 'justified', text })).status).toBe(200);
  const answers = await server.get(
    `Communication?subject=Patient/${patient}&category=https://enjournal.no/fhir/CodeSystem/notice|log-answer`,
    as('citizen'),
  );
  expect(answers.body.entry.map(({ resource }) => resource.payload)).toEqual([[{ contentString: text }]]);
});

test('who asked to open the record and was refused stands in the citizen’s log, and can be asked about', async () => {
  server.actors.set('citizen', citizen(patient));
  await server.get(`Patient/${patient}/$access-explain`, as('olav'));
  await server.get(`Patient/${patient}`, as('olav'));
  await server.get(`Observation?patient=${patient}`, as('olav'));
  const log = async (query: string) =>
    (await server.get(`AuditEvent?patient=${patient}&${query}`, as('citizen'))).body.entry?.map(
      ({ resource }) => resource as unknown as { id: string; outcome: string; outcomeDesc: string },
    ) ?? [];
  const refused = await log('outcome=4');
  expect(
    refused.map(({ outcomeDesc }) => outcomeDesc.slice(0, 37)),
    'once, and not each thing that was tried',
  ).toEqual(['Avvist. Ba om å åpne journalen: perso']);
  expect(await log('outcome=4&agent:not=Practitioner/olav')).toEqual([]);
  const text = 'Hvem er dette?';
  expect((await call('citizen', `AuditEvent/${refused[0]!.id}/$question`, { text })).status).toBe(200);
});

test('nobody but the citizen asks, and of nobody else’s log', async () => {
  server.actors.set('citizen', citizen(patient));
  const entry = await lookOfNina();
  const text = 'Hvorfor så hun i journalen min?';
  const other = await server.post('Patient', { resourceType: 'Patient', name: [{ family: 'Annen' }] });
  server.actors.set('other', citizen(other.body.id));
  for (const who of ['other', 'nina', 'olav']) {
    expect((await call(who, `${entry}/$question`, { text })).status, who).toBeGreaterThanOrEqual(403);
  }
  expect((await call('citizen', `${entry}/$question`, {})).status).toBe(400);
  await server.get(`Patient/${patient}`, as('citizen'));
  const own = await server.get(`AuditEvent?patient=${patient}&agent=Patient/${patient}&_count=1`, as('citizen'));
  const refused = await call('citizen', `AuditEvent/${own.body.entry[0]!.resource.id}/$question`, { text });
  expect([refused.status, refused.text.includes('nobody-to-ask')]).toEqual([422, true]);
});

test('each enterprise closes its matter of an unlawful look by whether it was reported', async () => {
  const task = await opening();
  await server.get(`Observation?patient=${patient}`, as('nina'));
  await call('pia', `${task}/$review-outcome`, { outcome: 'unlawful', text: 'Ingen grunn til å åpne journalen.' });
  const { body } = await server.get('$access-reviews', as('pal'));
  const matter = parts(body, 'review').find(
    (one) =>
      valuesOf(one, 'kind')[0] === 'unlawful-access' &&
      JSON.stringify(valuesOf(one, 'patient')).includes(`Patient/${patient}`),
  )!;
  expect(valuesOf(matter, 'person')).toEqual([{ reference: 'Practitioner/nina', display: 'nina Test' }]);
  const path = `${taskOf(matter)}/$review-outcome`;
  const said = { text: 'Meldt i Altinn i dag.' };
  expect((await call('pal', path, { ...said, outcome: 'justified' })).status).toBe(400);
  expect((await call('pia', path, { ...said, outcome: 'reported' })).status).toBe(404);
  expect((await call('pal', path, { ...said, outcome: 'reported' })).status).toBe(200);
  expect(valuesOf((await mine('pal', taskOf(matter)))!, 'outcome')).toEqual(['reported']);

  // who was told, and when: all of them to who found it, and to an enterprise the citizen and itself
  const toldBy = async (who: string, of: string) => {
    const answer = await server.get(`${of}/$review`, as(who));
    expect(answer.status, answer.text).toBe(200);
    return parts(answer.body, 'told').map((one) => {
      const [{ reference }] = valuesOf(one, 'who') as [{ reference: string }];
      expect(Number.isNaN(Date.parse(valuesOf(one, 'time')[0] as string))).toBe(false);
      return [valuesOf(one, 'what')[0], reference, ...valuesOf(one, 'outcome')].join(' ');
    });
  };
  const citizen = [`emergency-access Patient/${patient}`, `unlawful-access Patient/${patient}`];
  const own = 'matter Organization/brygga reported';
  expect((await toldBy('pia', task)).sort()).toEqual([...citizen, own, 'matter Organization/solvik'].sort());
  expect((await toldBy('pal', taskOf(matter))).sort()).toEqual([...citizen, own].sort());
});

test('that somebody was on duty supports what they did, and that they were not questions it', async () => {
  const job = role('nina-role', 'nina', 'ward', 'sykepleier');
  const signs = async (availableTime: object[]) => {
    await server.put('PractitionerRole/nina-role', { ...job, availableTime });
    const found = (await mine('pia', task))!;
    return [...valuesOf(found, 'supports'), ...valuesOf(found, 'questions')];
  };
  const task = await opening();
  const allDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  expect(await signs([{ daysOfWeek: allDays, allDay: true }])).toContain('on-duty');
  const today = new Date().getUTCDay();
  const otherDays = [allDays[(today + 2) % 7]!];
  expect(await signs([{ daysOfWeek: otherDays, allDay: true }])).toContain('off-duty');
  await server.put('PractitionerRole/nina-role', job);
});

test('who looks after the log of another enterprise by agreement reviews its looks too, while it lasts', async () => {
  const task = await opening();
  expect(await mine('pal', task)).toBeUndefined();
  const agreement = (end?: string) =>
    server.put('OrganizationAffiliation/by-agreement', {
      resourceType: 'OrganizationAffiliation',
      id: 'by-agreement',
      active: true,
      ...(end === undefined ? {} : { period: { end } }),
      organization: { reference: 'Organization/solvik' },
      participatingOrganization: { reference: 'Organization/brygga' },
      code: [
        { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/affiliation-kind', code: 'privacy-officer' }] },
      ],
    });
  expect((await agreement()).status).toBe(201);
  expect(valuesOf((await mine('pal', task))!, 'status')).toEqual(['open']);
  await agreement('2026-01-01');
  expect(await mine('pal', task)).toBeUndefined();
  await agreement();
  const given = { outcome: 'justified', text: 'Han var bevisstløs.' };
  expect((await call('pal', `${task}/$review-outcome`, given)).status).toBe(200);
  await server.send('DELETE', 'OrganizationAffiliation/by-agreement');
});
