import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { extensionOf, systems } from '../../access/rules/codes.ts';
import { type Example, patientOf, responseOf, type Template, templates } from '../../care/forms/cases/examples.ts';
import { completedResponse, formState } from '../../care/forms/rules.ts';
import type { QuestionnaireItem } from '../../care/forms/types.ts';
import type { Resource } from '../../fhir/resource.ts';
import { type TestServer, type Told, withServer } from '../../test/server.ts';
import { store } from '../../test/stored.ts';

vi.setConfig({ testTimeout: 60_000 });

let server: TestServer;
beforeAll(async () => {
  server = await withServer({ content: true });
  await store(server, [
    { resourceType: 'Organization', id: 'solli', name: 'Solli legekontor' },
    {
      resourceType: 'Practitioner',
      id: 'ada',
      name: [{ text: 'Ada Solli' }],
      qualification: [{ code: { coding: [{ system: systems.profession, code: 'LE' }] } }],
    },
    {
      resourceType: 'PractitionerRole',
      id: 'ada-solli',
      active: true,
      practitioner: { reference: 'Practitioner/ada' },
      organization: { reference: 'Organization/solli' },
      code: [{ coding: [{ system: systems.accessRole, code: 'lege' }] }],
    },
  ] as Resource[]);
  server.actors.set('ada', {
    kind: 'staff',
    id: 'Practitioner/ada',
    display: 'Ada Solli',
    clientId: 'web',
    scopes: ['user/*.cruds'],
    loa: 4,
    practitioner: 'ada',
    practitionerRole: 'ada-solli',
    organization: { id: 'solli', display: 'Solli legekontor' },
    legalEntity: 'solli',
    role: 'lege',
    purpose: 'TREAT',
  });
});
afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const asAda = { authorization: 'Bearer ada' };
let citizens = 0;

/** Somebody new whom the practice treats. */
async function citizenOf(example: Example): Promise<string> {
  const id = `c${++citizens}`;
  await store(server, [
    { ...patientOf(example), resourceType: 'Patient', id },
    {
      resourceType: 'EpisodeOfCare',
      id: `e-${id}`,
      status: 'active',
      patient: { reference: `Patient/${id}` },
      managingOrganization: { reference: 'Organization/solli' },
      period: { start: '2020-01-01' },
    },
  ] as Resource[]);
  return id;
}

/** The example filled in as a draft by an app, and signed. */
async function signed({ questionnaire }: Template, example: Example): Promise<{ patient: string; bundle: Told }> {
  const patient = await citizenOf(example);
  const state = formState(questionnaire, responseOf(questionnaire, example.answers), {
    environment: { patient: patientOf(example) },
  });
  const draft = await server.post(
    'QuestionnaireResponse',
    {
      ...completedResponse(state),
      subject: { reference: `Patient/${patient}` },
      author: { reference: 'Practitioner/ada' },
    },
    asAda,
  );
  expect(draft.status, draft.text).toBe(201);
  const answer = await server.post(
    `QuestionnaireResponse/${draft.body.id}/$sign`,
    { resourceType: 'Parameters' },
    asAda,
  );
  expect(answer.status, answer.text).toBe(200);
  return { patient, bundle: answer.body };
}

const ofType = (bundle: Told, type: string): Told[] =>
  bundle.entry.map(({ resource }) => resource).filter(({ resourceType }) => resourceType === type);

const isKind = ({ questionnaire }: Template, kind: string): boolean =>
  questionnaire.extension!.some(({ url, valueCode }) => url === extensionOf('template-kind') && valueCode === kind);
const first = (kind: string) =>
  templates.filter((one) => isKind(one, kind)).map((one) => [one.id, one, one.examples[0]!] as const);

type Coded = { coding: { system?: string; code?: string }[] };
type Observed = Told & { code: Coded; component?: { code: Coded }[] };

/** What has been observed of somebody, by code; of a panel its parts. */
async function observedOf(patient: string): Promise<Set<string | undefined>> {
  const { body } = await server.get(`Observation?patient=${patient}&_count=200`);
  const all = (body.entry ?? []).map(({ resource }) => resource as Observed);
  const codes = all.flatMap((one) => [one.code, ...(one.component ?? []).map(({ code }) => code)]);
  return new Set(codes.flatMap(({ coding }) => coding.map(({ code }) => code)));
}

test.each(first('note'))(
  '%s, filled in and signed, is a note with a section for each part that was written in',
  async (...of) => {
    const [id, template, example] = of;
    const { patient, bundle } = await signed(template, example);
    const note = ofType(bundle, 'Composition')[0]!;
    expect(note).toMatchObject({ status: 'final', title: template.questionnaire.title });
    expect((note.type as Coded).coding[0]).toMatchObject({ system: systems.noteType, code: id });
    const written = (item: QuestionnaireItem): boolean =>
      example.answers[item.linkId] !== undefined || (item.item ?? []).some(written);
    const expected = template.questionnaire.item!.filter(written).map(({ code }) => code![0]!.code);
    const sections = note.section as { code: Coded; text: { div: string } }[];
    expect(sections.map(({ code }) => code.coding[0]?.code)).toEqual(expected);
    const observed = await observedOf(patient);
    for (const [code] of example.observations ?? []) expect(observed).toContain(code);
    const diagnoses = (example.answers['diagnosis-code'] ?? []) as { code: string }[];
    const { body } = await server.get(`Condition?patient=${patient}`);
    const problems = (body.entry ?? []).map(({ resource }) => (resource.code as Coded).coding[0]?.code);
    expect(problems).toEqual(diagnoses.map(({ code }) => code));
  },
);

test.each(first('score'))('%s, filled in and signed, leaves its total in the record', async (id, template, example) => {
  const { patient, bundle } = await signed(template, example);
  expect(ofType(bundle, 'Composition')).toEqual([]);
  const system = 'https://enjournal.no/fhir/CodeSystem/score';
  const { body } = await server.get(`Observation?patient=${patient}&code=${encodeURIComponent(`${system}|${id}`)}`);
  const total = body.entry[0]!.resource;
  const value = total.valueInteger ?? (total.valueQuantity as { value: number }).value;
  expect(value).toBe(example.calculated?.total);
});
