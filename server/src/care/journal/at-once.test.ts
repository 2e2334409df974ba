import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Ward, ward } from './test/ward.ts';

vi.setConfig({ testTimeout: 60_000 });

let w: Ward;
beforeAll(async () => {
  w = await ward();
});
afterAll(async () => {
  await w.close();
  expect(w.server.faults).toEqual([]);
});

const version = (body: { meta: { versionId: string } }) => ({ 'if-match': `W/"${body.meta.versionId}"` });

test('several people write and sign in one record at once, and every note is there', async () => {
  const kari = await w.citizen();
  const people = ['ada', 'bo', 'hanne', 'ola', 'eva'];
  const signed = await Promise.all(
    people.map(async (person) => {
      const draft = await w.draft(person, kari);
      for (let i = 0; i < 4; i++) {
        const saved = await w.save(person, draft, { note: `${person} ${i}`, diagnosis: false });
        expect(saved.status, saved.text).toBe(200);
      }
      return w.sign(person, draft);
    }),
  );
  for (const { status, text } of signed) expect(status, text).toBe(200);
  const notes = (await w.get('ada', `Composition?patient=${kari}`)).body;
  expect(notes.total).toBe(people.length);
  const texts = notes.entry.map(({ resource }) => JSON.stringify(resource)).join();
  for (const person of people) expect(texts).toContain(`${person} 3`);
});

test('two devices that save the same draft do not write over each other: the later one is told, and gives way', async () => {
  const kari = await w.citizen();
  const draft = await w.draft('ada', kari);
  const both = await Promise.all(
    ['fra pulten', 'fra telefonen'].map((note) => w.save('ada', draft, { note }, version(draft))),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  const [won, lost] = both[0]!.status === 200 ? ['fra pulten', 'fra telefonen'] : ['fra telefonen', 'fra pulten'];
  const there = (await w.get('ada', `QuestionnaireResponse/${draft.id}`)).body;
  expect(JSON.stringify(there)).toContain(won);
  const merged = await w.save('ada', there, { note: `${won} og ${lost}` }, version(there));
  expect(merged.status).toBe(200);
  const past = await w.get('ada', `QuestionnaireResponse/${draft.id}/_history`);
  expect(past.body.total).toBe(3);
});

test('what is signed is what was saved, whichever came first, and what came too late is not lost', async () => {
  for (let round = 0; round < 8; round++) {
    const kari = await w.citizen();
    const draft = await w.draft('ada', kari);
    const [saved, signed] = await Promise.all([
      w.save('ada', draft, { note: 'skrevet samtidig' }, version(draft)),
      w.sign('ada', draft, {}, version(draft)),
    ]);
    expect([saved.status, signed.status].sort(), `${saved.text} ${signed.text}`).toEqual([200, 412]);
    const stands = (await w.get('ada', `QuestionnaireResponse/${draft.id}`)).body;
    const notes = (await w.get('ada', `Composition?patient=${kari}`)).body;
    if (signed.status === 200) {
      expect([stands.status, notes.total]).toEqual(['completed', 1]);
      expect(JSON.stringify(notes)).not.toContain('skrevet samtidig');
    } else {
      expect([stands.status, notes.total]).toEqual(['in-progress', 0]);
      expect(JSON.stringify(stands)).toContain('skrevet samtidig');
    }
  }
});

test('a device that comes back after the note was signed cannot open it again by saving', async () => {
  const kari = await w.citizen();
  const draft = await w.draft('ada', kari);
  expect((await w.sign('ada', draft)).status).toBe(200);
  expect((await w.save('ada', draft, { note: 'for sent' }, version(draft))).status).toBe(412);
  const blind = await w.save('ada', draft, { note: 'for sent' });
  expect([blind.status, blind.body.issue[0]?.expression]).toEqual([422, ['QuestionnaireResponse.status']]);
});
