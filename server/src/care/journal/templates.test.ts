import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { narrativeFault } from '../../fhir/validate/narrative.ts';
import { contentResources } from '../../terminology/index.ts';
import type { Told } from '../../test/server.ts';
import { extensions } from './terms.ts';
import { appAs, DAY_MS, type Ward, ward } from './test/ward.ts';
import type { Questionnaire, QuestionnaireItem } from './types.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

/** The house's own processes and templates together: what is written on each becomes a note. */
let w: Ward;
beforeAll(async () => {
  w = await ward({ content: true });
});
afterAll(async () => {
  await w.close();
  expect(w.server.faults).toEqual([]);
});

const notes = (contentResources(new Set(['Questionnaire'])) as Questionnaire[]).filter((one) =>
  one.extension?.some(({ url, valueCode }) => url === extensions.templateKind && valueCode === 'note'),
);

/** All text fields answered, and what must be. */
function filled(items: readonly QuestionnaireItem[] = []): object[] {
  return items.flatMap((item): object[] => {
    if (item.type === 'group') {
      const inner = filled(item.item);
      return inner.length === 0 ? [] : [{ linkId: item.linkId, text: item.text, item: inner }];
    }
    const isHeld = item.extension?.some(({ url }) =>
      /enableWhenExpression|calculatedExpression|measurement-line|hidden/.test(url),
    );
    if (item.enableWhen !== undefined || isHeld === true || item.readOnly === true) return [];
    if (item.type === 'text' || item.type === 'string')
      return [{ linkId: item.linkId, answer: [{ valueString: 'Skrevet <b> & lest' }] }];
    const [option] = (item.answerOption ?? []) as { valueCoding?: object }[];
    if (item.required === true && option?.valueCoding !== undefined)
      return [{ linkId: item.linkId, answer: [{ valueCoding: option.valueCoding }] }];
    if (item.required === true && item.type === 'boolean')
      return [{ linkId: item.linkId, answer: [{ valueBoolean: true }] }];
    return [];
  });
}

const draftOn = (url: string, patient: string, item: object[]) => ({
  resourceType: 'QuestionnaireResponse',
  status: 'in-progress',
  questionnaire: url,
  subject: { reference: `Patient/${patient}` },
  author: { reference: 'Practitioner/ada' },
  authored: new Date(Date.now() - DAY_MS / 2).toISOString(),
  item,
});

describe('a note on the template', () => {
  test.each(notes.map((one) => [String(one.title), one] as const))(
    '%s is signed, and reads as it was written',
    async (_, template) => {
      const kari = await w.citizen();
      const draft = await w.post('ada', draftOn(`${template.url}|${template.version}`, kari, filled(template.item)));
      expect(draft.status, draft.text).toBe(201);
      const answer = await w.sign('ada', draft.body);
      expect(answer.status, answer.text).toBe(200);
      const note = await w.noteOf(draft.body);
      expect(note).toMatchObject({ status: 'final', title: template.title, type: { coding: [template.code?.[0]] } });
      const texts = (note.section as { text: { div: string } }[]).map(({ text }) => text.div);
      expect(texts.map(narrativeFault)).toEqual(texts.map(() => undefined));
      expect(texts.join('')).toContain('Skrevet &lt;b&gt; &amp; lest');
    },
  );
});

const answered = (linkId: string, ...answer: object[]) => ({ linkId, answer });
const hypertension = {
  system: 'urn:oid:2.16.578.1.12.4.1.1.7170',
  code: 'K86',
  display: 'Hypertensjon ukomplisert',
};
const consultation = (patient: string, systolic: number, line: string) =>
  draftOn('https://enjournal.no/fhir/Questionnaire/consultation|1', patient, [
    { linkId: 'note', item: [answered('note-text', { valueString: 'Kontroll av blodtrykk' })] },
    {
      linkId: 'measurements',
      item: [
        {
          linkId: 'blood-pressure',
          item: [answered('systolic', { valueInteger: systolic }), answered('diastolic', { valueInteger: 90 })],
        },
        answered('measurement-line', { valueString: line }),
      ],
    },
    { linkId: 'diagnosis', item: [answered('diagnosis-code', { valueCoding: hypertension })] },
  ]);
const systolicOf = ({ component }: Told) =>
  (component as { code: { coding: { code: string }[] }; valueQuantity: { value: number } }[]).find(
    ({ code }) => code.coding[0]?.code === '8480-6',
  )?.valueQuantity.value;

test('a consultation with measurements and a diagnosis is signed, corrected, and moved with all that it made', async () => {
  const [kari, per] = [await w.citizen(), await w.citizen()];
  const draft = (await w.post('ada', consultation(kari, 150, 'puls 72'))).body;
  const signed = await w.sign('ada', draft);
  expect(signed.status, signed.text).toBe(200);
  const note = await w.noteOf(draft);
  expect(JSON.stringify(note)).toContain('Hypertensjon ukomplisert (K86)');
  const pressure = await w.only('Observation', kari, 'code=http://loinc.org|85354-9');
  const pulse = await w.only('Observation', kari, 'code=http://loinc.org|8867-4');
  const problem = await w.only('Condition', kari, 'code=K86');
  expect(systolicOf(pressure)).toBe(150);
  const made = [pressure, pulse, problem].map(({ resourceType, id }) => `${resourceType}/${id}`);
  const entries = (note.section as { title: string; entry?: { reference: string }[] }[]).map(
    ({ title, entry = [] }) => [title, entry.map(({ reference }) => made.indexOf(reference)).filter((at) => at >= 0)],
  );
  expect(entries).toEqual([
    ['Notat', []],
    ['Målinger', [0, 1]],
    ['Diagnose', [2]],
  ]);

  const began = (await w.operate('ada', `Composition/${note.id}/$correct`)).body;
  const corrected = await w.put('ada', { ...began, item: consultation(kari, 140, 'puls 72').item });
  expect(corrected.status, corrected.text).toBe(200);
  const again = await w.sign('ada', corrected.body);
  expect(again.status, again.text).toBe(200);
  const amended = await w.only('Observation', kari, 'code=http://loinc.org|85354-9');
  expect([amended.id, amended.status, systolicOf(amended)]).toEqual([pressure.id, 'amended', 140]);
  expect(amended.effectiveDateTime).toBe(pressure.effectiveDateTime);
  expect((await w.noteOf(draft)).date).toBe(note.date);
  expect((await w.only('Condition', kari, 'code=K86')).id).toBe(problem.id);

  const moved = await w.operate('ada', `Composition/${note.id}/$wrong-person`, {
    patient: { valueReference: { reference: `Patient/${per}` } },
    reason: { valueString: 'Skrevet i feil journal' },
  });
  expect(moved.status, moved.text).toBe(200);
  expect(systolicOf(await w.only('Observation', per, 'code=http://loinc.org|85354-9'))).toBe(140);
  await w.only('Condition', per, 'code=K86');
  await w.settle();
  for (const type of ['Composition', 'QuestionnaireResponse', 'Condition', 'Observation']) {
    expect((await w.get('bo', `${type}?patient=${kari}`)).body.total, type).toBe(0);
  }
});

test('an outside app writes, signs and corrects with the scopes of that, in the record it was launched in and no other', async () => {
  const [kari, per] = [await w.citizen(), await w.citizen()];
  const scopes = [
    ...['QuestionnaireResponse.crus', 'Questionnaire.s', 'Composition.crus', 'Observation.cru', 'Condition.crs'],
    ...['Patient.r', 'Provenance.c', 'Task.crus'],
  ].map((one) => `user/${one}`);
  appAs(w, 'app', 'ada', scopes);
  w.server.actors.set('app', { ...w.server.actors.get('app')!, patient: kari });
  const elsewhere = await w.post('app', consultation(per, 120, 'puls 60'));
  expect(elsewhere.status).toBe(403);
  const draft = (await w.post('app', consultation(kari, 150, 'puls 72'))).body;
  const signed = await w.sign('app', draft, {}, { 'if-match': 'W/"1"' });
  expect(signed.status, signed.text).toBe(200);
  const note = await w.noteOf(draft);
  const began = (await w.operate('app', `Composition/${note.id}/$correct`)).body;
  const saved = await w.put('app', { ...began, item: consultation(kari, 145, 'puls 72').item });
  const corrected = await w.sign('app', saved.body);
  expect(corrected.status, corrected.text).toBe(200);
  expect((await w.noteOf(draft)).status).toBe('amended');
  appAs(w, 'reading-app', 'ada', ['user/QuestionnaireResponse.rs', 'user/Composition.rs']);
  const other = (await w.post('ada', consultation(kari, 150, 'puls 72'))).body;
  expect((await w.sign('reading-app', other)).status).toBe(403);
  expect((await w.operate('reading-app', `Composition/${note.id}/$correct`)).status).toBe(403);
});

test('what the template does not allow is told with the field, and the draft stays as it was', async () => {
  const kari = await w.citizen();
  const draft = (await w.post('ada', consultation(kari, 900, 'puls 72'))).body;
  const answer = await w.sign('ada', draft);
  expect(answer.status).toBe(422);
  expect(answer.body.issue[0]?.expression[0]).toMatch(/^QuestionnaireResponse\..*linkId='systolic'/);
  expect((await w.get('ada', `QuestionnaireResponse/${draft.id}`)).body.status).toBe('in-progress');
  expect((await w.server.get(`Observation?patient=${kari}`)).body.total).toBe(0);
});

test('a municipality says by content whose notes a supervisor signs too: by operation and by a plain write', async () => {
  const url = 'https://enjournal.no/fhir/ValueSet/countersigned-roles';
  const concept = ['student', 'sykepleier'].map((code) => ({ code }));
  const include = [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', concept }];
  const wider = await w.server.put('ValueSet/own-countersigned-roles', {
    ...{ resourceType: 'ValueSet', id: 'own-countersigned-roles', status: 'active', url, version: '2' },
    compose: { include },
  });
  expect(wider.status, wider.text).toBe(201);
  const job = (await w.server.get('PractitionerRole/ola-zone')).body;
  const supervisor = {
    url: 'https://enjournal.no/fhir/StructureDefinition/supervisor',
    valueReference: { reference: 'Practitioner/hanne' },
  };
  await w.server.put('PractitionerRole/ola-zone', { ...job, extension: [supervisor] });
  const kari = await w.citizen();
  const template = notes.find(({ url: of }) => of === 'https://enjournal.no/fhir/Questionnaire/care-report')!;
  const form = { ...draftOn(`${template.url}|${template.version}`, kari, filled(template.item)) };
  const draft = await w.post('ola', { ...form, author: { reference: 'Practitioner/ola' } });
  expect(draft.status, draft.text).toBe(201);
  const answer = await w.sign('ola', draft.body);
  expect(answer.status, answer.text).toBe(200);
  const note = await w.noteOf(draft.body);
  expect(note.status).toBe('preliminary');
  const tasks = (await w.get('hanne', `Task?patient=${kari}&code=countersign`)).body.entry;
  expect(tasks?.map(({ resource }) => resource)).toMatchObject([{ owner: { reference: 'Practitioner/hanne' } }]);
  const { id: _, meta: __, ...plain } = note;
  const time = new Date().toISOString();
  const alone = await w.post('ola', {
    ...plain,
    status: 'final',
    attester: [{ mode: 'professional', time, party: { reference: 'Practitioner/ola' } }],
  });
  expect([alone.status, alone.text]).toEqual([422, expect.stringContaining('countersign-needed')]);
});
