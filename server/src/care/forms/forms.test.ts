import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type TestServer, type Told, withServer } from '../../test/server.ts';
import { aForm, answered, aResponse, chosen, group, query, question, scale, startsWith } from './cases/builders.ts';
import { responseOf, templates } from './cases/examples.ts';
import { extensions } from './extensions.ts';
import { completedResponse } from './kept-response.ts';
import { formState } from './state.ts';
import type { QuestionnaireResponse } from './types.ts';

vi.setConfig({ testTimeout: 60_000 });

const loinc = 'http://loinc.org';
const icpc2 = 'urn:oid:2.16.578.1.12.4.1.1.7170';
const subject = { reference: 'Patient/p1' };

let server: TestServer;
beforeAll(async () => {
  server = await withServer({ content: true });
  await server.put('Patient/p1', { resourceType: 'Patient', id: 'p1', birthDate: '1950-05-01', gender: 'female' });
});
afterAll(() => server.close());

const template = (id: string) => templates.find((one) => one.id === id)!;
/** The first example of a template as somebody would have completed it. */
function completedExample(id: string): QuestionnaireResponse {
  const { questionnaire, examples } = template(id);
  const { response } = formState(questionnaire, responseOf(questionnaire, examples[0]!.answers));
  return { ...completedResponse(formState(questionnaire, response)), status: 'completed', subject };
}
const post = (response: QuestionnaireResponse, headers: Record<string, string> = {}) =>
  server.post('QuestionnaireResponse', response, headers);
const outcome = ({ issue }: Told) =>
  issue.map(({ expression, ...one }) => [
    (one as unknown as { details: { coding: { code: string }[] } }).details.coding[0]!.code,
    expression[0],
  ]);

test('a completed score is taken as it should be, and refused with each field that is not', async () => {
  const whole = completedExample('news2');
  const answer = await post(whole);
  expect(answer.status, answer.text).toBe(201);

  const result = whole.item!.find(({ linkId }) => linkId === 'result')!;
  const total = result.item!.find(({ linkId }) => linkId === 'total')!;
  const forged = {
    ...whole,
    item: whole.item!.map((one) =>
      one !== result
        ? one
        : {
            ...one,
            item: result.item!.map((each) => (each === total ? { ...each, answer: [{ valueInteger: 99 }] } : each)),
          },
    ),
  };
  const refused = await post(forged, { 'accept-language': 'nn' });
  expect(refused.status).toBe(422);
  expect(outcome(refused.body)).toContainEqual([
    'form-calculated-differs',
    "QuestionnaireResponse.item.where(linkId='result').item.where(linkId='total')",
  ]);
  const [issue] = refused.body.issue as unknown as { details: { text: string }; diagnostics: string }[];
  expect(issue).toMatchObject({ details: { text: 'NEWS2: er ikkje det som følgjer av svara' } });
  expect(issue!.diagnostics).toContain('linkId total');
});

test('a draft may be unfinished, but has the shape of its questionnaire', async () => {
  const { url, version } = template('news2').questionnaire;
  const draft = (item: QuestionnaireResponse['item']): QuestionnaireResponse => ({
    resourceType: 'QuestionnaireResponse',
    status: 'in-progress',
    questionnaire: `${url}|${version}`,
    subject,
    ...(item === undefined ? {} : { item }),
  });
  expect((await post(draft(undefined))).status).toBe(201);
  expect(
    (await post(draft([{ linkId: 'parameters', item: [answered('respiration', { valueInteger: 500 })] }]))).status,
  ).toBe(201);
  const wrong = await post(
    draft([
      {
        linkId: 'parameters',
        item: [answered('respiration', { valueString: 'fort' }), answered('mood', { valueBoolean: true })],
      },
    ]),
  );
  expect(wrong.status).toBe(422);
  expect(outcome(wrong.body)).toEqual([
    [
      'form-wrong-type',
      "QuestionnaireResponse.item.where(linkId='parameters').item.where(linkId='respiration').answer[0]",
    ],
    ['form-unknown-item', "QuestionnaireResponse.item.where(linkId='parameters').item.where(linkId='mood')"],
  ]);
});

test('a code that is not in the value set is refused, also in a draft, and in a transaction at its place', async () => {
  const { questionnaire } = template('consultation');
  const coded = (code: string) => ({
    ...responseOf(questionnaire, { 'diagnosis-code': [{ system: icpc2, code }] }),
    subject,
  });
  expect((await post(coded('K77'))).status).toBe(201);
  const wrong = await post(coded('-31'));
  expect(wrong.status).toBe(422);
  expect(outcome(wrong.body)[0]![0]).toBe('form-not-in-value-set');
  const bundle = await server.post('', {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [{ resource: coded('Z999'), request: { method: 'POST', url: 'QuestionnaireResponse' } }],
  });
  expect(bundle.status).toBe(422);
  expect(bundle.body.issue[0]!.expression[0]).toMatch(/^Bundle\.entry\[0\]\.resource\.item\.where/);
});

test('answers to a questionnaire that is not here are taken as other systems have them', async () => {
  const foreign = aResponse([answered('anything', { valueString: 'x' })], {
    questionnaire: 'http://elsewhere.example/Questionnaire/q',
    status: 'completed',
    subject,
  });
  expect((await post(foreign)).status).toBe(201);
  expect((await post({ ...foreign, questionnaire: `${template('news2').questionnaire.url}|0.1` })).status).toBe(201);
});

test('what was refused can be mended, and a change that leaves the answers alone asks nothing', async () => {
  const form = aForm([question('a', 'string', { required: true })], {
    url: 'https://example.org/fhir/Questionnaire/one',
  });
  const { id } = (await server.post('Questionnaire', form)).body;
  const empty = aResponse([], { questionnaire: form.url!, status: 'completed', subject });
  const refused = await post(empty);
  expect([refused.status, refused.body.issue[0]!.code]).toEqual([422, 'required']);
  const draft = (await post({ ...empty, status: 'in-progress' })).body;
  const whole = { ...draft, status: 'completed', item: [answered('a', { valueString: 'x' })] };
  expect((await server.put(`QuestionnaireResponse/${draft.id}`, whole)).status).toBe(200);
  // the questionnaire asks for more from now on; what is completed stands
  await server.put(`Questionnaire/${id}`, {
    ...form,
    id,
    item: [...form.item!, question('b', 'string', { required: true })],
  });
  const marked = { ...whole, meta: { tag: [{ system: 'urn:x', code: 'seen' }] } };
  expect((await server.put(`QuestionnaireResponse/${draft.id}`, marked)).status).toBe(200);
  expect((await post({ ...whole, id: undefined } as unknown as QuestionnaireResponse)).status).toBe(422);
});

const named = (answer: Told, linkId: string) =>
  (answer.item as { linkId: string; answer: JsonObject[]; item?: unknown }[]).find((one) => one.linkId === linkId)
    ?.answer;

test('a form begins with what the record knows, each answer with its source and time', async () => {
  const observation = (
    code: string,
    value: number,
    unit: string,
    effectiveDateTime: string,
    more: JsonObject = {},
  ) => ({
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: loinc, code }] },
    subject,
    effectiveDateTime,
    valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
    ...more,
  });
  const lately = new Date(Date.now() - 5 * 86_400_000).toISOString();
  await server.post('Observation', observation('29463-7', 70, 'kg', '2019-01-01'));
  const weight = (await server.post('Observation', observation('29463-7', 71_200, 'g', lately))).body;
  await server.post('Observation', observation('8302-2', 172, 'cm', '2001-01-01'));
  await server.post('Observation', observation('8867-4', 300, '/min', lately, { status: 'entered-in-error' }));
  await server.post('Condition', {
    resourceType: 'Condition',
    subject,
    code: { coding: [{ system: icpc2, code: 'K77', display: 'Hjertesvikt' }] },
    recordedDate: '2020-02-02',
  });
  const linked = {
    url: extensions.observationLinkPeriod,
    valueDuration: { value: 1, system: 'http://unitsofmeasure.org', code: 'a' },
  };
  const unit = {
    url: extensions.unit,
    valueCoding: { system: 'http://unitsofmeasure.org', code: 'kg', display: 'kg' },
  };
  const form = aForm(
    [
      question('born', 'date', { extension: [startsWith('%patient.birthDate')] }),
      question('weight', 'decimal', { code: [{ system: loinc, code: '29463-7' }], extension: [linked, unit] }),
      question('height', 'decimal', { code: [{ system: loinc, code: '8302-2' }], extension: [linked] }),
      question('pulse', 'integer', { code: [{ system: loinc, code: '8867-4' }], extension: [linked] }),
      question('heart', 'string', {
        extension: [startsWith("%problems.entry.resource.where(code.coding.code='K77').code.coding.display")],
      }),
      question('standard', 'boolean', { initial: [{ valueBoolean: true }] }),
      question('nasty', 'string', { extension: [startsWith('%nobody.name')] }),
    ],
    {
      url: 'https://example.org/fhir/Questionnaire/begins',
      extension: [query('problems', 'Condition?patient={{%patient.id}}')],
    },
  );
  const made = await server.post('Questionnaire', form);
  expect(made.status, made.text).toBe(201);
  const { id } = made.body;
  const asked = { resourceType: 'Parameters', parameter: [{ name: 'subject', valueReference: subject }] };
  const answer = await server.post(`Questionnaire/${id}/$populate`, asked);
  expect(answer.status, answer.text).toBe(200);
  expect(answer.body).toMatchObject({
    resourceType: 'QuestionnaireResponse',
    status: 'in-progress',
    subject,
    questionnaire: form.url,
  });
  const source = (reference: string, at: unknown) => [
    {
      url: extensions.prefillSource,
      extension: [
        { url: 'source', valueReference: expect.objectContaining({ reference }) },
        { url: 'at', valueDateTime: at },
      ],
    },
  ];
  expect(named(answer.body, 'born')).toEqual([
    { valueDate: '1950-05-01', extension: source('Patient/p1', expect.any(String)) },
  ]);
  expect(named(answer.body, 'weight')).toEqual([
    { valueDecimal: 71.2, extension: source(`Observation/${weight.id}`, lately) },
  ]);
  expect(named(answer.body, 'height')).toBeUndefined();
  expect(named(answer.body, 'pulse')).toBeUndefined();
  expect(named(answer.body, 'heart')).toMatchObject([{ valueString: 'Hjertesvikt' }]);
  expect(JSON.stringify(named(answer.body, 'heart'))).toContain('2020-02-02');
  expect(named(answer.body, 'standard')).toEqual([{ valueBoolean: true }]);

  const byCanonical = { ...asked, parameter: [...asked.parameter, { name: 'canonical', valueCanonical: form.url }] };
  expect((await server.post('Questionnaire/$populate', byCanonical)).status).toBe(200);
  expect((await post(answer.body as unknown as QuestionnaireResponse)).status).toBe(201);
});

test('a form is populated for somebody, and from a questionnaire that is here', async () => {
  const none = { resourceType: 'Parameters', parameter: [] as JsonObject[] };
  expect((await server.post('Questionnaire/news2/$populate', none)).status).toBe(400);
  const unknown = { ...none, parameter: [{ name: 'canonical', valueCanonical: 'urn:nothing' }] };
  expect((await server.post('Questionnaire/$populate', unknown)).status).toBe(404);
  const nobody = { ...none, parameter: [{ name: 'subject', valueReference: { reference: 'Patient/nobody' } }] };
  expect((await server.post('Questionnaire/news2/$populate', nobody)).status).toBe(404);
});

test('NEWS2 begins by the scale of saturation that a doctor has decided on, and nobody chooses another in the form', async () => {
  const subject = { name: 'subject', valueReference: { reference: 'Patient/p1' } };
  const asked = { resourceType: 'Parameters', parameter: [subject] as JsonObject[] };
  const scale = async () => {
    const { body } = await server.post('Questionnaire/news2/$populate', asked);
    const [parameters] = body.item as { item?: { linkId: string; answer: JsonObject[] }[] }[];
    return parameters?.item?.find(({ linkId }) => linkId === 'hypercapnic')?.answer[0]?.valueBoolean;
  };
  expect(await scale()).toBe(false);
  const flag = {
    resourceType: 'Flag',
    status: 'active',
    code: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/flag-kind', code: 'spo2-scale-2' }] },
    subject: { reference: 'Patient/p1' },
    period: { start: '2026-11-01' },
  };
  const { body } = await server.post('Flag', flag);
  expect(await scale()).toBe(true);
  await server.put(`Flag/${body.id}`, { ...body, status: 'inactive' });
  expect(await scale()).toBe(false);
});

const bundleOf = async (response: QuestionnaireResponse) => {
  const { id } = (await post(response)).body;
  const answer = await server.post(`QuestionnaireResponse/${id}/$extract`, { resourceType: 'Parameters' });
  expect(answer.status, answer.text).toBe(200);
  return { id, bundle: answer.body };
};

test('answers become observations with units, a panel for a blood pressure, and a score with what it means', async () => {
  const { id, bundle } = await bundleOf({ ...completedExample('news2'), authored: '2026-11-29T08:00:00Z' });
  const made = bundle.entry.map(({ resource }) => resource);
  const of = (code: string) => made.find((one) => JSON.stringify(one.code).includes(`"${code}"`));
  expect(of('8867-4')).toMatchObject({
    resourceType: 'Observation',
    subject,
    effectiveDateTime: '2026-11-29T08:00:00Z',
    valueQuantity: { code: '/min' },
    category: [{ coding: [{ code: 'vital-signs' }] }],
    derivedFrom: [{ reference: `QuestionnaireResponse/${id}` }],
  });
  expect(of('news2')).toMatchObject({
    valueInteger: expect.any(Number),
    interpretation: [{ text: expect.any(String) }],
  });
  const stored = await server.post('', bundle);
  expect(stored.status, stored.text).toBe(200);
});

test('a measurement line becomes observations, without what cannot be right', async () => {
  const { questionnaire } = template('consultation');
  const response = responseOf(questionnaire, { 'measurement-line': 'bt 140/90 puls 72 temp 374' });
  const { bundle } = await bundleOf({ ...response, subject });
  expect(bundle.entry.map(({ resource }) => (resource.code as { text: string }).text)).toEqual(['Blodtrykk', 'Puls']);
});

test('a diagnosis becomes a problem once: one that is on the list is referred to', async () => {
  await server.put('Patient/p2', { resourceType: 'Patient', id: 'p2' });
  const other = { reference: 'Patient/p2' };
  const { questionnaire } = template('consultation');
  const response = {
    ...responseOf(questionnaire, {
      'diagnosis-code': [{ system: icpc2, code: 'K86', display: 'Hypertensjon ukomplisert' }],
    }),
    subject: other,
  };
  const first = await bundleOf(response);
  const stored = await server.post('', first.bundle);
  expect(stored.status, stored.text).toBe(200);
  const again = await bundleOf(response);
  expect((await server.post('', again.bundle)).status).toBe(200);
  expect((await server.get('Condition?patient=p2')).body.total).toBe(1);
});

test('what the record filled in itself is not observed again, and what is not asked is not extracted', async () => {
  const observed = { url: extensions.observationExtract, valueBoolean: true };
  const form = aForm(
    [
      question('weight', 'decimal', { code: [{ system: loinc, code: '29463-7' }], extension: [observed] }),
      group(
        'g',
        [question('pain', 'choice', { answerOption: scale(0, 1), code: [{ system: loinc, code: '72514-3' }] })],
        {
          extension: [observed],
          enableWhen: [{ question: 'weight', operator: '>', answerDecimal: 80 }],
        },
      ),
    ],
    { url: 'https://example.org/fhir/Questionnaire/observes' },
  );
  await server.post('Questionnaire', form);
  const prefilled = {
    url: extensions.prefillSource,
    extension: [{ url: 'source', valueReference: { reference: 'Observation/x' } }],
  };
  const response = (weight: number, more: JsonObject) =>
    aResponse(
      [answered('weight', { valueDecimal: weight, ...more }), { linkId: 'g', item: [answered('pain', chosen(1))] }],
      { questionnaire: form.url!, subject },
    );
  const extract = async (resource: QuestionnaireResponse) =>
    (
      await server.post('QuestionnaireResponse/$extract', {
        resourceType: 'Parameters',
        parameter: [{ name: 'questionnaire-response', resource: resource as unknown as Resource }],
      })
    ).body.entry?.length ?? 0;
  expect(await extract(response(70, { extension: [prefilled] }))).toBe(0);
  expect(await extract(response(70, {}))).toBe(1);
  expect(await extract(response(90, {}))).toBe(2);
});
