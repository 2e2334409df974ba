import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Actor } from '../../access/actor.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { nationalNumbers } from '../../test/national-numbers.ts';
import { type TestServer, type Told, withServer } from '../../test/server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

/** What citizens tell of themselves, by an outside app through FHIR. */
let server: TestServer;
const numbers = nationalNumbers();
const numberOf = new Map<string, string>();

beforeAll(async () => {
  server = await withServer({ content: true });
  const tag = [{ system: 'https://enjournal.no/fhir/CodeSystem/service-kind', code: 'home-care' }];
  await stored({ resourceType: 'Organization', id: 'zone', name: 'zone', meta: { tag } });
  for (const [id, role, profession] of [
    ['assistant', 'assistent', 'XX'],
    ['nurse', 'sykepleier', 'SP'],
  ] as const) {
    const code = { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9060', code: profession }] };
    await stored({ resourceType: 'Practitioner', id, qualification: [{ code }] });
    await stored({
      resourceType: 'PractitionerRole',
      id: `${id}-role`,
      active: true,
      period: { start: '2020-01-01' },
      practitioner: { reference: `Practitioner/${id}` },
      organization: { reference: 'Organization/zone' },
      code: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: role }] }],
    });
    server.actors.set(id, {
      ...{ kind: 'staff', id: `Practitioner/${id}`, display: id, clientId: 'outside-app', loa: 4 },
      ...{ scopes: ['user/*.cruds'], practitioner: id, practitionerRole: `${id}-role`, role },
      ...{ organization: { id: 'zone', display: 'zone' }, legalEntity: 'zone', purpose: 'TREAT' },
    } as Actor);
  }
  for (const id of ['kari', 'odd', 'liv']) {
    numberOf.set(id, numbers.next().value as string);
    await stored({
      resourceType: 'Patient',
      id,
      identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: numberOf.get(id) as string }],
      name: [{ use: 'official', family: `Prøve${id}`, given: ['Syntetisk'] }],
      birthDate: '1950-01-01',
    });
    server.actors.set(id, {
      ...{ kind: 'citizen', id: `Patient/${id}`, display: id, clientId: 'outside-app', loa: 4 },
      ...{ scopes: ['user/*.cruds'], ownPatient: id, purpose: 'PATRQT' },
    } as Actor);
  }
  await stored({
    resourceType: 'EpisodeOfCare',
    id: 'kari-zone',
    status: 'active',
    patient: { reference: 'Patient/kari' },
    managingOrganization: { reference: 'Organization/zone' },
    period: { start: '2020-01-01' },
  });
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

async function stored(resource: JsonObject): Promise<void> {
  const { status, text } = await server.put(`${resource.resourceType}/${resource.id}`, resource);
  if (status >= 300) throw new Error(`${status} ${text}`);
}

const as = (who: string) => ({ authorization: `Bearer ${who}` });

const told = (form: string, item: JsonObject[], more: JsonObject = {}): JsonObject => ({
  resourceType: 'QuestionnaireResponse',
  questionnaire: `https://enjournal.no/fhir/Questionnaire/${form}`,
  status: 'completed',
  subject: { reference: 'Patient/kari' },
  source: { reference: 'Patient/kari' },
  authored: new Date().toISOString(),
  item,
  ...more,
});
const unanswered = (form: string, more: JsonObject): JsonObject => {
  const { item: _, ...response } = told(form, [], more);
  return response;
};
const lifeStory = (text: string, more: JsonObject = {}) =>
  told('what-matters-life', [{ linkId: 'now', item: [{ linkId: 'calm', answer: [{ valueString: text }] }] }], more);
const choice = told('choice-psa', [{ linkId: 'questions', answer: [{ valueString: 'Faren min hadde det.' }] }]);

test('a life story is read by all who work by the plan, says who wrote it, and is changed by its teller alone', async () => {
  const more = { author: { reference: 'Practitioner/nurse', display: 'somebody else' } };
  const made = await server.post('QuestionnaireResponse', lifeStory('Syng for meg', more), as('kari'));
  expect(made.status).toBe(201);
  expect(made.body.author, 'by the log-on, whatever is said').toEqual({ reference: 'Patient/kari', display: 'kari' });
  const path = `QuestionnaireResponse/${(made.body as Told).id}`;
  for (const who of ['assistant', 'nurse']) expect((await server.get(path, as(who))).status, who).toBe(200);
  const changed = { ...made.body, item: (lifeStory('Ikke syng') as { item: JsonObject[] }).item };
  const answer = await server.put(path, changed, as('nurse'));
  expect([answer.status, JSON.stringify(answer.body)]).toEqual([422, expect.stringContaining('own-words')]);
  expect((await server.put(path, { ...changed, status: 'amended' }, as('kari'))).status).toBe(200);
});

test('a choice that somebody weighs is read by those who read notes, and by nobody without ground', async () => {
  const made = await server.post('QuestionnaireResponse', choice, as('kari'));
  expect(made.status).toBe(201);
  const path = `QuestionnaireResponse/${(made.body as Told).id}`;
  expect((await server.get(path, as('nurse'))).status).toBe(200);
  expect((await server.get(path, as('assistant'))).status).not.toBe(200);
  expect((await server.get(path, as('odd'))).status).not.toBe(200);
});

describe('a life story told by another', () => {
  const asLiv = { ...as('liv'), 'x-acting-for': 'Patient/kari' };
  const given = async (...categories: string[]): Promise<string> => {
    const parameter = [
      { name: 'number', valueString: numberOf.get('liv') },
      { name: 'family', valueString: 'Prøveliv' },
      { name: 'until', valueDate: new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10) },
      ...categories.map((valueCode) => ({ name: 'category', valueCode })),
    ];
    const answer = await server.post('Patient/kari/$give-power', { resourceType: 'Parameters', parameter }, as('kari'));
    expect(answer.status).toBe(200);
    return `Consent/${answer.body.id}`;
  };
  const withdrawn = (power: string) =>
    server.post(
      'Patient/kari/$withdraw-power',
      { resourceType: 'Parameters', parameter: [{ name: 'power', valueReference: { reference: power } }] },
      as('kari'),
    );

  test('is hers who has a power of attorney, stands in her name, and is hers no more when it is withdrawn', async () => {
    const power = await given();
    const more = { author: { reference: 'Patient/kari', display: 'kari' } };
    const made = await server.post('QuestionnaireResponse', lifeStory('Hun liker ikke støy', more), asLiv);
    expect(made.status).toBe(201);
    expect(made.body.author).toEqual({ reference: 'Patient/liv', display: 'liv' });
    const path = `QuestionnaireResponse/${(made.body as Told).id}`;
    for (const who of ['kari', 'assistant']) expect((await server.get(path, as(who))).status, who).toBe(200);
    const changed = { ...made.body, item: (lifeStory('Hun liker korps') as { item: JsonObject[] }).item };
    expect((await server.put(path, { ...changed, status: 'amended' }, asLiv)).status).toBe(200);
    expect((await server.put(path, changed, as('nurse'))).status, 'nor does the nurse rewrite it').toBe(422);
    expect((await withdrawn(power)).status).toBe(200);
    expect((await server.post('QuestionnaireResponse', lifeStory('Sint'), asLiv)).status).toBe(404);
    expect((await server.put(path, changed, asLiv)).status).toBe(404);
  });

  test('is not told by whose power is for something else', async () => {
    const power = await given('medication');
    const answer = await server.post('QuestionnaireResponse', lifeStory('Sint'), asLiv);
    expect([403, 404]).toContain(answer.status);
    await withdrawn(power);
  });

  test('is not told without a power of attorney, in one’s own name or another’s', async () => {
    const asOdd = { ...as('odd'), 'x-acting-for': 'Patient/kari' };
    for (const headers of [as('odd'), asOdd])
      expect((await server.post('QuestionnaireResponse', lifeStory('Sint'), headers)).status).toBe(404);
  });
});

test('personnel begin no form by which citizens tell of themselves, and put no words in their mouths', async () => {
  const ask = async (response: JsonObject) => {
    const { status, body } = await server.post('QuestionnaireResponse', response, as('nurse'));
    return [status, /own-form|own-author/.exec(JSON.stringify(body))?.[0]];
  };
  const byNurse = { author: { reference: 'Practitioner/nurse' }, status: 'in-progress' };
  for (const form of ['choice-psa', 'home-weight'])
    expect(await ask(unanswered(form, byNurse)), form).toEqual([422, 'own-form']);
  expect(await ask({ ...lifeStory('Syng'), author: { reference: 'Patient/kari' } })).toEqual([422, 'own-author']);
  expect(await ask(unanswered('before-visit', { author: { reference: 'Patient/kari' } }))).toEqual([422, 'own-author']);
  expect(await ask(unanswered('before-visit', byNurse)), 'asked on the telephone, in the own name').toEqual([
    201,
    undefined,
  ]);
});

describe('a life story that personnel write down', () => {
  const answers = (...given: [question: string, text: string][]): JsonObject[] => [
    { linkId: 'now', item: given.map(([linkId, valueString]) => ({ linkId, answer: [{ valueString }] })) },
  ];
  const story = (whose: string, item: JsonObject[], more: JsonObject = {}): JsonObject =>
    told('what-matters-life', item, {
      subject: { reference: `Patient/${whose}` },
      source: { reference: `Patient/${whose}` },
      ...more,
    });
  const sent = async (who: string, response: JsonObject) => {
    const { status, body } = await server.post('QuestionnaireResponse', response, as(who));
    return { status, body: body as Told, why: /own-\w+|author-is-another/.exec(JSON.stringify(body))?.[0] };
  };

  beforeAll(async () => {
    for (const whose of ['tora', 'odd'])
      await stored({
        resourceType: 'EpisodeOfCare',
        id: `${whose}-zone`,
        status: 'active',
        patient: { reference: `Patient/${whose}` },
        managingOrganization: { reference: 'Organization/zone' },
        period: { start: '2020-01-01' },
      });
    await stored({ resourceType: 'Patient', id: 'tora', birthDate: '1938-01-01' });
    server.actors.set('tora', {
      ...{ kind: 'citizen', id: 'Patient/tora', display: 'Tora', clientId: 'outside-app', loa: 4 },
      ...{ scopes: ['user/*.cruds'], ownPatient: 'tora', purpose: 'PATRQT' },
    } as Actor);
    for (const [id, whose] of [
      ['daughter', 'tora'],
      ['stranger', 'liv'],
    ] as const)
      await stored({
        resourceType: 'RelatedPerson',
        id,
        active: true,
        patient: { reference: `Patient/${whose}` },
        name: [{ family: id }],
      });
  });

  test('stands in the name of who wrote, as told by the resident, who reads it and goes on with it', async () => {
    const made = await sent('nurse', story('tora', answers(['calm', 'Salmer'])));
    expect(made).toMatchObject({
      status: 201,
      body: {
        author: { reference: 'Practitioner/nurse', display: 'nurse' },
        source: { reference: 'Patient/tora' },
      },
    });
    const path = `QuestionnaireResponse/${made.body.id}`;
    expect((await server.get(path, as('tora'))).body).toMatchObject({ author: { reference: 'Practitioner/nurse' } });
    const hers = await sent('tora', story('tora', answers(['calm', 'Salmer, og stillhet'])));
    expect(hers).toMatchObject({ status: 201, body: { author: { reference: 'Patient/tora' } } });
    // what she wrote herself stays in all that is written down after it
    expect(await sent('nurse', story('tora', answers(['calm', 'Salmer'], ['joy', 'Katten'])))).toMatchObject({
      status: 422,
      why: 'own-words',
    });
    expect((await sent('nurse', story('tora', answers(['joy', 'Katten'])))).why).toBe('own-words');
    const both = story('tora', answers(['calm', 'Salmer, og stillhet'], ['joy', 'Katten']));
    const added = await sent('nurse', both);
    expect(added.status).toBe(201);
    const answer = await server.put(
      `QuestionnaireResponse/${added.body.id}`,
      { ...added.body, status: 'amended', item: answers(['calm', 'Noe annet'], ['joy', 'Katten']) },
      as('nurse'),
    );
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('own-words')]);
  });

  test('may be told by kin in the record, and by nobody else', async () => {
    const by = (reference: string) => ({ source: { reference } });
    expect((await sent('nurse', story('odd', answers(['calm', 'Ro'])))).status).toBe(201);
    const item = answers(['calm', 'Salmer, og stillhet'], ['joy', 'Barnebarna']);
    expect(await sent('nurse', story('tora', item, by('RelatedPerson/daughter')))).toMatchObject({
      status: 201,
      body: { author: { reference: 'Practitioner/nurse' } },
    });
    for (const other of ['RelatedPerson/stranger', 'RelatedPerson/nobody', 'Patient/odd', 'Practitioner/nurse'])
      expect(await sent('nurse', story('tora', item, by(other))), other).toMatchObject({
        status: 422,
        why: 'own-source',
      });
    const { source: _, ...untold } = story('tora', item, { author: { reference: 'Practitioner/nurse' } });
    expect(await sent('nurse', untold)).toMatchObject({ status: 422, why: 'own-source' });
  });

  test('never in the citizen’s name, nor in another colleague’s, and not without ground', async () => {
    const item = answers(['calm', 'Salmer, og stillhet']);
    const inHers = { author: { reference: 'Patient/tora' } };
    expect(await sent('nurse', story('tora', item, inHers))).toMatchObject({ status: 422, why: 'own-author' });
    const inAnothers = { author: { reference: 'Practitioner/assistant' } };
    expect(await sent('nurse', story('tora', item, inAnothers))).toMatchObject({
      status: 422,
      why: 'author-is-another',
    });
    expect([403, 404]).toContain((await sent('nurse', story('liv', item))).status);
  });
});
