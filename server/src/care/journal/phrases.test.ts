import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { nationalNumbers } from '../../test/national-numbers.ts';
import { phraseCode, phraseSystem, phrasesFor, phraseText } from './rules.ts';
import { appAs, type Ward, ward } from './test/ward.ts';

vi.setConfig({ testTimeout: 60_000 });

let w: Ward;
beforeAll(async () => {
  w = await ward();
});
afterAll(async () => {
  await w.close();
  expect(w.server.faults).toEqual([]);
});

const phrase = (owner: string, abbreviation: string, text = 'Kontroll om ___ uker.') => ({
  resourceType: 'Basic',
  code: { coding: [{ ...phraseCode }] },
  subject: { reference: owner },
  identifier: [{ system: phraseSystem, value: abbreviation }],
  extension: [{ url: phraseText, valueString: text }],
});
const code = `${phraseCode.system}|${phraseCode.code}`;
const ofAda = `Basic?code=${code}&subject=Practitioner/ada,Organization/solli`;
const keyOf = ({ issue }: { issue: object[] }) =>
  issue.map((one) => (one as { details: { coding: { code: string }[] } }).details.coding[0]?.code);

test('one writes phrases of one’s own and of the unit, finds both in one search, and others of the unit find theirs', async () => {
  expect((await w.post('ada', phrase('Practitioner/ada', 'ktr'))).status).toBe(201);
  expect((await w.post('ada', phrase('Organization/solli', 'ktr', 'Kontroll etter avtale.'))).status).toBe(201);
  const found = await w.get('ada', ofAda);
  const all = phrasesFor('Practitioner/ada', found.body.entry.map(({ resource }) => resource) as never);
  expect(all).toMatchObject([{ abbreviation: 'ktr', isOwn: true }]);
  const byName = await w.get('bo', `Basic?code=${code}&subject=Organization/solli&identifier=${phraseSystem}|ktr`);
  expect(byName.body.total).toBe(1);
  expect((await w.get('eva', ofAda)).body.total).toBe(0);
  appAs(w, 'editor', 'ada', ['user/Basic.rs']);
  expect((await w.get('editor', ofAda)).body.total).toBe(2);
});

test('nobody writes another’s or another unit’s, and the unit’s are changed by who works there', async () => {
  const { body } = await w.post('ada', phrase('Organization/solli', 'rtg'));
  expect(keyOf((await w.post('bo', phrase('Practitioner/ada', 'min'))).body)).toEqual(['phrase-owner']);
  expect(keyOf((await w.post('bo', phrase('Organization/zone', 'rtg'))).body)).toEqual(['phrase-owner']);
  expect((await w.put('eva', { ...body, status: 'x' })).status).toBe(404);
  const changed = { ...body, extension: [{ url: phraseText, valueString: 'Rtg. thorax bestilt.' }] };
  expect((await w.put('bo', changed)).status).toBe(200);
});

test('a name is taken once for each owner, and a phrase is about nobody', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => w.post('ada', phrase('Practitioner/ada', 'en-gang'))));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422]);
  const [number] = nationalNumbers();
  expect(keyOf((await w.post('ada', phrase('Practitioner/ada', 'nr', `Gjelder ${number}`))).body)).toEqual([
    'phrase-number',
  ]);
  expect(keyOf((await w.post('ada', phrase('Practitioner/ada', 'a b', ' '))).body)).toEqual([
    'phrase-name',
    'phrase-text',
  ]);
});
