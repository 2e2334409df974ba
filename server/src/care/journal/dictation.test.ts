import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Told } from '../../test/server.ts';
import { appAs, draftOf, type Ward, ward } from './test/ward.ts';

vi.setConfig({ testTimeout: 60_000 });

let w: Ward;
beforeAll(async () => {
  w = await ward();
});
afterAll(async () => {
  await w.close();
  expect(w.server.faults).toEqual([]);
});

const forAda = { 'x-on-behalf-of': 'Practitioner/ada' };
const keysOf = ({ issue }: Told): string[] =>
  issue.map((one) => String((one as unknown as { details: { coding: { code: string }[] } }).details.coding[0]?.code));

/** A draft that the secretary writes in the doctor's name, as any app may. */
async function dictated(kari: string): Promise<Told> {
  const { status, body, text } = await w.post('rita', draftOf(kari, 'ada'), forAda);
  expect(status, text).toBe(201);
  return body;
}

test('a secretary writes a note for the doctor she works for, and the two alone see it until the doctor signs', async () => {
  const kari = await w.citizen();
  const draft = await dictated(kari);
  const path = `QuestionnaireResponse/${draft.id}`;
  const found = `QuestionnaireResponse?patient=${kari}&status=in-progress&_tag=https://enjournal.no/fhir/CodeSystem/recorder|rita`;
  expect((await w.get('rita', path)).status).toBe(200);
  expect((await w.get('rita', found)).body.total).toBe(1);
  expect(
    (await w.get('ada', `QuestionnaireResponse?author=Practitioner/ada&status=in-progress&patient=${kari}`)).body.total,
  ).toBe(1);
  expect((await w.get('bo', path)).status).toBe(404);
  expect((await w.save('rita', draft, { note: 'Skrevet etter diktat' }, forAda)).status).toBe(200);

  const signed = await w.sign('ada', draft);
  expect(signed.status, signed.text).toBe(200);
  const note = await w.noteOf(draft);
  expect(note).toMatchObject({
    status: 'final',
    author: [{ reference: 'Practitioner/ada' }],
    attester: [{ party: { reference: 'PractitionerRole/ada-solli' } }],
  });
  expect(JSON.stringify(note)).toContain('Skrevet etter diktat');
  expect((await w.get('bo', `Composition/${note.id}`)).status).toBe(200);
  // Who wrote it is remembered, and sees it no more.
  const answers = (await w.get('ada', path)).body;
  expect((answers.meta as { tag?: object[] }).tag).toContainEqual({
    system: 'https://enjournal.no/fhir/CodeSystem/recorder',
    code: 'rita',
  });
  expect([(await w.get('rita', path)).status, (await w.get('rita', `Composition/${note.id}`)).status]).toEqual([
    403, 403,
  ]);
  expect((await w.get('rita', found)).body.total).toBe(0);
});

test('the secretary signs nothing, in whatever way it is written', async () => {
  const kari = await w.citizen();
  const draft = await dictated(kari);
  const now = new Date().toISOString();
  const note = (party: string, author: string) => ({
    resourceType: 'Composition',
    status: 'final',
    type: { text: 'Konsultasjon' },
    title: 'Konsultasjon',
    subject: { reference: `Patient/${kari}` },
    date: now,
    author: [{ reference: author }],
    attester: [{ mode: 'professional', time: now, party: { reference: party } }],
  });
  const tries = [
    await w.sign('rita', draft, {}, forAda),
    await w.put('rita', { ...draft, status: 'completed' }, forAda),
    await w.post('rita', note('Practitioner/rita', 'Practitioner/rita'), forAda),
    await w.post('rita', note('Practitioner/ada', 'Practitioner/ada'), forAda),
  ];
  expect(tries.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  expect((await w.get('ada', `QuestionnaireResponse/${draft.id}`)).body.status).toBe('in-progress');
});

test('she writes only for whom the register says she works for, and in that doctor’s name', async () => {
  const kari = await w.citizen();
  const draft = draftOf(kari, 'ada');
  expect((await w.post('rita', draft)).status, 'for nobody').toBe(403);
  const forBo = { 'x-on-behalf-of': 'Practitioner/bo' };
  expect((await w.post('rita', draftOf(kari, 'bo'), forBo)).status, 'for whom she does not work').toBe(403);
  const own = await w.post('rita', draftOf(kari, 'rita'), forAda);
  expect([own.status, keysOf(own.body)]).toEqual([422, ['dictation-author']]);
  const stored = await dictated(kari);
  expect((await w.save('rita', stored, { note: 'Uten å si for hvem' })).status).toBe(403);
  // What others write stays theirs.
  const ours = await w.draft('ada', kari);
  expect((await w.get('rita', `QuestionnaireResponse/${ours.id}`)).status).toBe(404);
  const { note } = await w.signed('ada', kari);
  expect((await w.get('rita', `Composition/${note.id}`)).status).toBe(403);
});

test('she throws away what she has begun, and the doctor what was begun for her', async () => {
  const kari = await w.citizen();
  const [first, second] = [await dictated(kari), await dictated(kari)];
  const remove = (token: string, { id }: Told, more = {}) =>
    w.server.send('DELETE', `QuestionnaireResponse/${id}`, undefined, w.as(token, more));
  expect((await remove('rita', first, forAda)).status).toBe(204);
  expect((await remove('ada', second)).status).toBe(204);
});

test('what is written out is said to be so, waits for the doctor’s signature, and is taken back by either', async () => {
  const kari = await w.citizen();
  const draft = await dictated(kari);
  const path = `QuestionnaireResponse/${draft.id}`;
  const url = 'https://enjournal.no/fhir/StructureDefinition/ready-to-sign';
  const ready = { extension: [{ url, valueInstant: new Date().toISOString() }] };
  // another program that the secretary works in says it by a plain update
  appAs(w, 'rita-app', 'rita', ['user/QuestionnaireResponse.cruds', 'user/Patient.rs']);
  const said = await w.put('rita-app', { ...draft, ...ready }, forAda);
  expect(said.status, said.text).toBe(200);
  const waiting = await w.get(
    'ada',
    `QuestionnaireResponse?author=Practitioner/ada&status=in-progress&patient=${kari}`,
  );
  expect(waiting.body.entry[0]?.resource).toMatchObject({ id: draft.id, ...ready });
  expect((await w.get('bo', path)).status).toBe(404);
  // the doctor wants more, and sends it back; the secretary says it again
  expect((await w.put('ada', draft)).status).toBe(200);
  expect((await w.get('rita', path)).body.extension).toBeUndefined();
  expect((await w.put('rita', { ...draft, ...ready }, forAda)).status).toBe(200);
  // while the doctor mends the words it stays said
  expect((await w.save('ada', { ...draft, ...ready } as Told, { note: 'Rettet av legen' })).status).toBe(200);
  expect((await w.sign('ada', draft)).status).toBe(200);
  expect((await w.put('rita', { ...draft, ...ready }, forAda)).status).toBe(404);
});

test('nobody says so of their own draft, nor of one in which nothing is written', async () => {
  const kari = await w.citizen();
  const extension = [
    { url: 'https://enjournal.no/fhir/StructureDefinition/ready-to-sign', valueInstant: new Date().toISOString() },
  ];
  const ours = await w.draft('ada', kari);
  const own = await w.put('ada', { ...ours, extension });
  expect([own.status, keysOf(own.body)]).toEqual([422, ['ready-own']]);
  const { item: _, ...nothing } = draftOf(kari, 'ada', { extension });
  const empty = await w.post('rita', nothing, forAda);
  expect([empty.status, keysOf(empty.body)]).toEqual([422, ['ready-empty']]);
  expect((await w.post('rita', draftOf(kari, 'ada', { extension }), forAda)).status).toBe(201);
});
