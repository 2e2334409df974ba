import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { reportOf, type Ward, ward } from '../../care/journal/test/ward.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { guessRecord, Presence, type Present } from '../../record/index.ts';

vi.setConfig({ testTimeout: 60_000 });

let w: Ward;
beforeAll(async () => {
  w = await ward();
});
afterAll(async () => {
  await w.close();
  expect(w.server.faults).toEqual([]);
});

const here = (token: string, kari: string, where = 'note', more: Record<string, object> = {}) =>
  w.operate(token, `Patient/${kari}/$presence`, { where: { valueCode: where }, ...(more as object) } as never);
const othersOf = (body: { parameter: { name: string; part?: unknown }[] }) =>
  body.parameter
    .filter(({ name }) => name === 'present')
    .map(({ part }) => {
      const [who, place, writes] = part as [
        { valueReference: { display: string } },
        { valueCode: string },
        { valueBoolean: boolean },
      ];
      return [who.valueReference.display, place.valueCode, writes.valueBoolean];
    });

/** What a stream has told so far. */
async function listening(token: string, kari: string) {
  const controller = new AbortController();
  const { base } = w.server;
  const answer = await fetch(`${base}/Patient/${kari}/$changes`, { headers: w.as(token), signal: controller.signal });
  let text = '';
  void (async () => {
    for await (const chunk of answer.body!) text += Buffer.from(chunk).toString();
  })().catch(() => undefined);
  return { told: () => text, stop: () => controller.abort() };
}

test('colleagues in a record know of each other: names and kinds of parts, and nothing of what is written', async () => {
  const kari = await w.citizen();
  const stream = await listening('bo', kari);
  const draft = await w.draft('ada', kari);
  const said = await here('ada', kari, 'note', {
    draft: { valueReference: { reference: `QuestionnaireResponse/${draft.id}` } },
  });
  expect([said.status, othersOf(said.body)], said.text).toEqual([200, []]);
  expect(othersOf((await here('bo', kari, 'overview')).body)).toEqual([['Ada Solli', 'note', true]]);
  await vi.waitFor(() => expect(stream.told()).toContain('event: presence'), { timeout: 10_000 });
  expect(stream.told()).toContain(
    '"name":"Ada Solli","where":"note","writes":true,"template":"https://enjournal.no/fhir/Questionnaire/consultation"',
  );
  expect(stream.told()).not.toContain(draft.id);
  expect(stream.told()).not.toContain('Bo Havn');
  await w.operate('ada', `Patient/${kari}/$presence`, { leave: { valueBoolean: true } });
  await vi.waitFor(() => expect(stream.told()).toContain('data: {"present":[]}'), { timeout: 10_000 });
  stream.stop();
});

test('whoever may not see the record hears nothing of it, nor does the citizen', async () => {
  const kari = await w.citizen();
  await w.server.put('Patient/theirs', { resourceType: 'Patient', id: 'theirs' });
  expect((await here('ada', 'theirs')).status).toBe(403);
  expect((await here(`kari-${kari}`, kari)).status).toBe(403);
  expect((await w.get('ada', 'Patient/nobody-here/$presence')).status).toBe(404);
  const stream = await listening(`kari-${kari}`, kari);
  await here('ada', kari);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(stream.told()).not.toContain('presence');
  stream.stop();
  expect((await here('ada', kari, 'HIV-testen')).status).toBe(400);
});

test('another server of the store tells the same, and who goes without a word is gone after half a minute', async () => {
  const kari = await w.citizen();
  const other = new Presence(w.server.database);
  const told: string[][] = [];
  const stop = other.listen(guessRecord('Patient', kari), (present: readonly Present[]) => {
    told.push(present.map(({ display }) => display));
  });
  await here('ada', kari);
  await vi.waitFor(() => expect(told.at(-1)).toEqual(['Ada Solli']), { timeout: 10_000 });
  await w.server.database.writer.query("UPDATE presence SET until = until - interval '31 seconds'", []);
  await vi.waitFor(() => expect(told.at(-1)).toEqual([]), { timeout: 10_000 });
  stop();
  expect(othersOf((await w.get('bo', `Patient/${kari}/$presence`)).body as never)).toEqual([]);
});

test('to say again that one is there leaves no line in the citizen’s log', async () => {
  const kari = await w.citizen();
  const lines = async () =>
    (await w.server.get(`AuditEvent?patient=Patient/${kari}&_count=50`)).body.entry?.length ?? 0;
  const before = await lines();
  for (let i = 0; i < 5; i++) await here('ada', kari);
  expect((await lines()) - before).toBeLessThanOrEqual(1); // what this very question leaves
});

test('from whom something is kept is not told who is there, for that could tell what it is', async () => {
  const kari = await w.citizen();
  const stream = await listening('bo', kari);
  await here('ada', kari);
  await vi.waitFor(() => expect(stream.told()).toContain('Ada Solli'), { timeout: 10_000 });
  const blocked = await w.server.post(`Patient/${kari}/$block`, {
    resourceType: 'Parameters',
    parameter: [
      { name: 'kind', valueCode: 'category' },
      { name: 'category', valueCode: 'psych-note' },
      { name: 'from', valueReference: { reference: 'Practitioner/bo' } },
    ],
  });
  expect(blocked.status, blocked.text).toBe(200);
  expect(othersOf((await here('bo', kari)).body)).toEqual([]);
  expect(othersOf((await here('ada', kari)).body)).toEqual([['Bo Havn', 'note', false]]);
  await here('ada', kari, 'plan');
  await vi.waitFor(() => expect(stream.told()).toMatch(/data: \{"present":\[\]\}\n\n$/), { timeout: 10_000 });
  const leaves = await w.get('bo', `Patient/${kari}/$presence?leave=true`);
  expect(leaves.status, 'to go is a change').toBe(405);
  stream.stop();
});

test('what kind of note a colleague writes is told to those who could read one, and is what the draft itself says', async () => {
  const kari = await w.citizen();
  const [note, report] = [await w.draft('ada', kari), await w.post('ola', reportOf(kari, 'ola'))];
  const writing = (draft: string) => ({ draft: { valueReference: { reference: `QuestionnaireResponse/${draft}` } } });
  const templateFor = async (who: string, of: string) => {
    const { body } = await w.get(who, `Patient/${kari}/$presence`);
    const present = (body as unknown as { parameter: { part?: JsonObject[] }[] }).parameter.flatMap(({ part }) =>
      part === undefined ? [] : [part],
    );
    const one = present.find((part) => JSON.stringify(part).includes(`Practitioner/${of}"`)) ?? [];
    return one.find(({ name }) => name === 'template')?.valueCanonical;
  };
  await here('ada', kari, 'note', writing(note.id));
  await here('ola', kari, 'note', writing(report.body.id as string));
  expect(await templateFor('bo', 'ada')).toBe('https://enjournal.no/fhir/Questionnaire/consultation');
  expect(await templateFor('siri', 'ada'), 'who reads no such notes').toBeUndefined();
  expect(await templateFor('siri', 'ola'), 'but reports').toBe('https://enjournal.no/fhir/Questionnaire/care-report');
  // Nobody says that they write what is another's, or stands in another record.
  await here('bo', kari, 'note', writing(note.id));
  expect(await templateFor('ada', 'bo')).toBeUndefined();
  const other = await w.draft('bo', await w.citizen());
  await here('bo', kari, 'note', writing(other.id));
  expect(await templateFor('ada', 'bo')).toBeUndefined();
});
