import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadTerminology } from '../../../terminology/index.ts';
import { type TestServer, withServer } from '../../../test/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await withServer();
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

test('$validate tells what is wrong and where, and answers 200', async () => {
  const answer = await server.post('Patient/$validate', { resourceType: 'Patient', gender: 'unknown-word' });
  expect(answer.status).toBe(200);
  expect(answer.body.issue[0]).toMatchObject({ severity: 'error', expression: ['Patient.gender'] });
  const fine = await server.post('Patient/$validate', {
    resourceType: 'Parameters',
    parameter: [{ name: 'resource', resource: { resourceType: 'Patient', active: true } }],
  });
  expect(fine.body.issue[0]?.severity).toBe('information');
});

test('$validate says when it cannot check what was asked for', async () => {
  const against = async (query: string, profile: string[] = []) =>
    (await server.post(`Patient/$validate?${query}`, { resourceType: 'Patient', active: true, meta: { profile } }))
      .body;
  const claimed = 'http://example.org/claimed';
  const asked = await against('profile=http://example.org/none', [claimed]);
  expect(asked.issue.map(({ severity }) => severity)).toEqual(['warning', 'error']);
  expect((await against('mode=create', [claimed])).issue.map(({ severity }) => severity)).toEqual(['warning']);
  expect((await against('mode=destroy')).issue[0]).toMatchObject({ severity: 'error', code: 'value' });
});

test('a search finds by a value set that is named by its address', async () => {
  await server.put('ValueSet/by-address', {
    resourceType: 'ValueSet',
    id: 'by-address',
    status: 'active',
    url: 'http://example.org/by-address',
    compose: { include: [{ system: 'http://example.org/c', concept: [{ code: 'in' }] }] },
  });
  const basic = (code: string) => ({
    resourceType: 'Basic',
    code: { coding: [{ system: 'http://example.org/c', code }] },
  });
  const made = await server.post('Basic', basic('in'));
  await server.post('Basic', basic('out'));
  for (const named of ['http://example.org/by-address', 'ValueSet/by-address', `${server.base}/ValueSet/by-address`]) {
    const found = await server.get(`Basic?code:in=${encodeURIComponent(named)}`);
    expect([named, found.body.entry?.map(({ resource }) => resource.id)]).toEqual([named, [made.body.id]]);
  }
  expect((await server.get('Basic?code:in=ValueSet/none')).status).toBe(400);
});

test('a write that breaks R4 is refused and names the place', async () => {
  const answer = await server.post('Patient', { resourceType: 'Patient', birthDate: '2026-02-30' });
  expect(answer.status).toBe(400);
  expect(answer.body.issue[0]?.expression).toEqual(['Patient.birthDate']);
});

test('$meta, $meta-add and $meta-delete change tags and make a version', async () => {
  const made = await server.post('Patient', { resourceType: 'Patient' });
  const meta = { tag: [{ system: 'http://example.org', code: 'a' }] };
  const parameters = { resourceType: 'Parameters', parameter: [{ name: 'meta', valueMeta: meta }] };
  const added = await server.post(`Patient/${made.body.id}/$meta-add`, parameters);
  expect(added.body.parameter[0]?.valueMeta).toMatchObject(meta);
  expect((await server.get('Patient?_tag=http://example.org|a')).body.total).toBe(1);
  expect((await server.get(`Patient/${made.body.id}/$meta`)).body.parameter[0]?.valueMeta).toMatchObject({
    versionId: '2',
  });
  await server.post(`Patient/${made.body.id}/$meta-delete`, parameters);
  expect((await server.get('Patient?_tag=http://example.org|a')).body.total).toBe(0);
});

test('$document gathers a composition and what it refers to', async () => {
  await server.put('Patient/doc-p', { resourceType: 'Patient', id: 'doc-p' });
  await server.put('Practitioner/doc-a', { resourceType: 'Practitioner', id: 'doc-a' });
  await server.put('Composition/doc-c', {
    resourceType: 'Composition',
    id: 'doc-c',
    status: 'final',
    type: { text: 'Epikrise' },
    subject: { reference: 'Patient/doc-p' },
    date: '2026-11-24',
    author: [{ reference: 'Practitioner/doc-a' }],
    title: 'Epikrise',
  });
  const answer = await server.get('Composition/doc-c/$document');
  expect(answer.body).toMatchObject({ resourceType: 'Bundle', type: 'document' });
  expect(answer.body.entry.map(({ resource }) => resource.resourceType).sort()).toEqual([
    'Composition',
    'Patient',
    'Practitioner',
  ]);
  expect(answer.body.entry[0]?.resource.resourceType).toBe('Composition');
});

test('Patient/$everything has the patient’s own devices and binaries, and those of the house that they were measured with', async () => {
  const subject = { reference: 'Patient/ev-p' };
  await server.put('Patient/ev-p', { resourceType: 'Patient', id: 'ev-p' });
  await server.put('Device/ev-own', { resourceType: 'Device', id: 'ev-own', patient: subject });
  await server.put('Device/ev-house', { resourceType: 'Device', id: 'ev-house' });
  await server.put('Device/ev-other', {
    resourceType: 'Device',
    id: 'ev-other',
    patient: { reference: 'Patient/ev-q' },
  });
  for (const device of ['ev-own', 'ev-house', 'ev-other']) {
    await server.put(`Observation/ev-of-${device}`, {
      resourceType: 'Observation',
      id: `ev-of-${device}`,
      status: 'final',
      code: { text: 'vekt' },
      subject,
      effectiveDateTime: '2026-11-29T08:00:00+01:00',
      valueString: '70',
      device: { reference: `Device/${device}` },
    });
  }
  await server.put('DocumentReference/ev-d', {
    resourceType: 'DocumentReference',
    id: 'ev-d',
    status: 'current',
    subject,
    content: [{ attachment: { url: 'Binary/ev-b' } }],
  });
  const securityContext = { reference: 'DocumentReference/ev-d' };
  await server.put('Binary/ev-b', { resourceType: 'Binary', id: 'ev-b', contentType: 'text/plain', securityContext });
  const answer = await server.get('Patient/ev-p/$everything');
  const ids = answer.body.entry.map(({ resource }) => `${resource.resourceType}/${resource.id}`);
  expect(ids.filter((one) => !one.startsWith('Observation')).sort()).toEqual([
    'Binary/ev-b',
    'Device/ev-house',
    'Device/ev-own',
    'DocumentReference/ev-d',
    'Patient/ev-p',
  ]);
});

test('Encounter/$everything has the encounter, what is about it and what it refers to', async () => {
  await server.put('Patient/enc-p', { resourceType: 'Patient', id: 'enc-p' });
  await server.put('Encounter/enc-e', {
    resourceType: 'Encounter',
    id: 'enc-e',
    status: 'finished',
    class: { code: 'AMB' },
    subject: { reference: 'Patient/enc-p' },
  });
  await server.post('Observation', {
    resourceType: 'Observation',
    status: 'final',
    code: { text: 't' },
    subject: { reference: 'Patient/enc-p' },
    encounter: { reference: 'Encounter/enc-e' },
  });
  const answer = await server.get('Encounter/enc-e/$everything');
  const types = answer.body.entry.map(({ resource }) => resource.resourceType).sort();
  expect(types).toEqual(['Encounter', 'Observation', 'Patient']);
});

test('terminology operations are answered, and follow what is written', async () => {
  await loadTerminology((work) => server.database.transaction(work));
  const expanded = await server.get('ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/administrative-gender');
  expect(expanded.status).toBe(200);
  await server.put('CodeSystem/colours', {
    resourceType: 'CodeSystem',
    id: 'colours',
    url: 'http://example.org/colours',
    status: 'active',
    content: 'complete',
    concept: [{ code: 'red', display: 'Rød', concept: [{ code: 'crimson', display: 'Karmosin' }] }],
  });
  const looked = await server.get('CodeSystem/$lookup?system=http://example.org/colours&code=crimson');
  expect(looked.text).toContain('Karmosin');
  const subsumed = await server.get('CodeSystem/$subsumes?system=http://example.org/colours&codeA=red&codeB=crimson');
  expect(subsumed.text).toContain('subsumes');
  expect((await server.get('CodeSystem/$lookup?system=http://example.org/colours&code=blue')).status).toBe(404);
}, 60_000);

test('JSON and XML say the same', async () => {
  const xml =
    '<Patient xmlns="http://hl7.org/fhir"><active value="true"/><name><family value="Testdal"/></name></Patient>';
  const made = await server.send('POST', 'Patient', xml, { 'content-type': 'application/fhir+xml' });
  expect(made.body).toMatchObject({ active: true, name: [{ family: 'Testdal' }] });
  const read = await server.get(`Patient/${made.body.id}?_format=xml`);
  expect(read.headers.get('content-type')).toContain('application/fhir+xml');
  expect(read.text).toContain('<family value="Testdal"/>');
  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><Patient xmlns="http://hl7.org/fhir"><active value="&a;"/></Patient>';
  expect((await server.send('POST', 'Patient', bomb, { 'content-type': 'application/fhir+xml' })).status).toBe(400);
});

test('a summary and chosen elements say that something is left out', async () => {
  const made = await server.post('Patient', {
    resourceType: 'Patient',
    active: true,
    photo: [{ title: 'p' }],
    name: [{ family: 'A' }],
  });
  const summary = await server.get(`Patient/${made.body.id}?_summary=true`);
  expect(summary.body.photo).toBeUndefined();
  expect(summary.text).toContain('SUBSETTED');
  const elements = await server.get(`Patient?_id=${made.body.id}&_elements=active`);
  expect(elements.body.entry[0]?.resource).toMatchObject({ active: true });
  expect(elements.body.entry[0]?.resource.name).toBeUndefined();
});

test('a profile that a resource names is held to, HL7’s, Norway’s and one of our own', async () => {
  const pressure = (components: unknown[]) => ({
    resourceType: 'Observation',
    meta: { profile: ['http://hl7.org/fhir/StructureDefinition/bp'] },
    status: 'final',
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] },
    ],
    code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
    subject: { reference: 'Patient/x' },
    effectiveDateTime: '2026-11-24T08:00:00+01:00',
    component: components,
  });
  const part = (code: string, value: number) => ({
    code: { coding: [{ system: 'http://loinc.org', code }] },
    valueQuantity: { value, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
  });
  expect((await server.post('Observation', pressure([part('8480-6', 140), part('8462-4', 90)]))).status).toBe(201);
  expect((await server.post('Observation', pressure([part('8480-6', 140)]))).status).toBeGreaterThanOrEqual(400);

  const norwegian = (value: string) => ({
    resourceType: 'Patient',
    meta: { profile: ['http://hl7.no/fhir/StructureDefinition/no-basis-Patient'] },
    identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value }],
  });
  expect((await server.post('Patient', norwegian('26812297073'))).status).toBe(201);
  expect((await server.post('Patient', norwegian('26812297074'))).status).toBe(400);

  await server.put('StructureDefinition/own', {
    resourceType: 'StructureDefinition',
    id: 'own',
    url: 'http://example.org/own',
    name: 'Own',
    status: 'active',
    kind: 'resource',
    abstract: false,
    type: 'Basic',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Basic',
    derivation: 'constraint',
    differential: { element: [{ id: 'Basic.author', path: 'Basic.author', min: 1 }] },
  });
  const basic = { resourceType: 'Basic', meta: { profile: ['http://example.org/own'] }, code: { text: 't' } };
  await expect
    .poll(async () => (await server.post('Basic', basic)).status, { timeout: 5_000 })
    .toBeGreaterThanOrEqual(400);
});

test('a document is kept by POST alone: a link that is followed writes nothing', async () => {
  await server.put('Patient/kept-p', { resourceType: 'Patient', id: 'kept-p' });
  await server.put('Composition/kept-c', {
    resourceType: 'Composition',
    id: 'kept-c',
    status: 'final',
    type: { text: 'Notat' },
    subject: { reference: 'Patient/kept-p' },
    date: '2026-11-24',
    author: [{ display: 'Somebody' }],
    title: 'Notat',
  });
  const bundles = async () => (await server.get('Bundle?_summary=count')).body.total;
  const before = await bundles();
  const followed = await server.get('Composition/kept-c/$document?persist=true');
  expect([followed.status, await bundles()]).toEqual([405, before]);
  const posted = await server.post('Composition/kept-c/$document', {
    resourceType: 'Parameters',
    parameter: [{ name: 'persist', valueBoolean: true }],
  });
  expect([posted.status, await bundles()]).toEqual([200, before! + 1]);
});

test('$validate of an instance is answered to those who may read it', async () => {
  const parameter = [{ name: 'resource', resource: { resourceType: 'Patient', gender: 'female' } }];
  const there = await server.post('Patient/kept-p/$validate', { resourceType: 'Parameters', parameter });
  expect(there.status).toBe(200);
  const absent = await server.post('Patient/no-such/$validate', { resourceType: 'Parameters', parameter });
  expect(absent.status).toBe(404);
});
