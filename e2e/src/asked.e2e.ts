import { afterAll, expect, inject, test } from 'vitest';
import { sections } from '../../web/src/clinician/record/sections.ts';
import { ada, aMeasurement, type Citizen, RecordWriter, tagsOf } from './harness/record.ts';
import { closeBrowser, expectAccessible, expectNoSidewaysScroll, logIn, visit } from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

const taskCode = (code: string) => ({ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/task-code', code }] });

/** A person of whom much is known, and a request to the cardiologists with a referral and a blood test sent along. */
async function asked(): Promise<Citizen> {
  const citizen = await writer.citizen();
  await writer.createAll([
    {
      resourceType: 'Condition',
      meta: { tag: tagsOf('gp') },
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
      category: [
        {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-category', code: 'problem-list-item' }],
        },
      ],
      code: { text: 'Hjertesvikt' },
      subject: citizen.reference,
    },
    {
      resourceType: 'MedicationRequest',
      meta: { tag: tagsOf('gp') },
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: { text: 'Furosemid 20 mg' },
      subject: citizen.reference,
      authoredOn: '2026-11-02T09:00:00+01:00',
    },
  ]);
  const weight = await writer.create(aMeasurement(citizen, '2026-11-20T08:00:00+01:00', 71.4));
  const referral = await writer.create({
    resourceType: 'ServiceRequest',
    meta: { tag: tagsOf('gp') },
    status: 'active',
    intent: 'order',
    code: { text: 'Ekkokardiografi' },
    subject: citizen.reference,
    authoredOn: '2026-11-25T09:00:00+01:00',
    requester: ada,
    performer: [{ reference: 'Organization/kystkardiologi', display: 'Kystkardiologi' }],
    reasonCode: [{ text: 'Tung pust i trapper' }],
  });
  await writer.create({
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    description: 'Henvisning: ekko av hjertet',
    for: citizen.reference,
    focus: { reference: `ServiceRequest/${referral.id}` },
    authoredOn: '2026-11-25T09:00:00+01:00',
    requester: ada,
    owner: { reference: 'Organization/kystkardiologi', display: 'Kystkardiologi' },
    input: [{ type: { text: 'Måling' }, valueReference: { reference: `Observation/${weight.id}` } }],
  });
  return citizen;
}

/** Words that say that something is not there, or has not been asked. */
const absences = {
  nb: /\b(ingen|ingenting)\b|ikke (kartlagt|avklart|registrert)/i,
  nn: /\b(ingen|ingenting|inga)\b|ikkje (kartlagt|avklart|registrert)/i,
  en: /\b(no|none|nothing|nobody)\b|not (recorded|clarified|registered)/i,
};
const notShown = {
  nb: 'vises ikke før enheten har sagt ja',
  nn: 'ikkje vist før eininga har sagt ja',
  en: 'is not shown until the unit has said yes',
};

/** Every part that a record has: one that is new is walked too. In the other languages, those that say most of what is not there. */
const partsIn = {
  nb: ['', ...sections.filter((part) => part !== 'oversikt'), 'besok'],
  nn: ['', 'problemer', 'akutt', 'kritisk'],
  en: ['', 'problemer', 'akutt', 'kritisk'],
};

test.each(['nb', 'nn', 'en'] as const)(
  'who is only asked sees what was sent, and in no part of the record (%s) that anything is not there',
  async (language) => {
    const citizen = await asked();
    const visitor = await visit(url, { language });
    const { page } = visitor;
    await logIn(visitor, 'Kai Kyst', `/pasient/${citizen.id}`);
    const main = page.getByRole('main');
    for (const part of partsIn[language]) {
      await page.goto(`/pasient/${citizen.id}/${part}`);
      await main.getByText(notShown[language]).first().waitFor();
      await main.getByText('Henvisning: ekko av hjertet').waitFor();
      await main.getByRole('button', { name: /Ekkokardiografi/ }).waitFor();
      await main.getByText('71,4 kg').or(main.getByText('71.4 kg')).first().waitFor();
      await page
        .getByRole('region', { name: /^(Hvem|Kven) journalen|^Whose record/ })
        .getByText(notShown[language])
        .waitFor();
      const said = await page.locator('body').innerText();
      expect(said.match(absences[language])?.[0], part).toBeUndefined();
      expect(said, part).not.toContain('Hjertesvikt');
      expect(await page.getByRole('navigation', { name: /^Del(er|ar) av journalen|^Sections/ }).count(), part).toBe(0);
    }
    expect(visitor.errors).toEqual([]);
  },
);

test('who says yes to what was asked sees the whole record at once, and a colleague who has it open too', async () => {
  const citizen = await asked();
  const [visitor, colleague] = [await visit(url), await visit(url)];
  await logIn(colleague, 'Kai Kyst', `/pasient/${citizen.id}`);
  await colleague.page.getByText('Resten av journalen vises ikke').waitFor();
  const { page } = visitor;
  await logIn(visitor, 'Kai Kyst', `/pasient/${citizen.id}`);
  await page.getByRole('note').filter({ hasText: 'Enheten er bedt om noe for personen.' }).waitFor();
  await page.getByRole('button', { name: /Ekkokardiografi/ }).click();
  await page.getByText('Tung pust i trapper').first().waitFor();
  await expectAccessible(visitor, 'a record of which a part is shown');
  await page.setViewportSize({ width: 360, height: 800 });
  await expectNoSidewaysScroll(visitor, 'a record of which a part is shown');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Ta den' }).click();
  for (const one of [page, colleague.page]) {
    await one.getByRole('region', { name: 'Problemer' }).getByText('Hjertesvikt').waitFor();
    await one.getByRole('row', { name: /Furosemid/ }).waitFor();
    await one.getByText('Allergier: ikke kartlagt').waitFor();
    expect(await one.getByText('vises ikke før enheten').count()).toBe(0);
  }
  expect([...visitor.errors, ...colleague.errors]).toEqual([]);
});

test('who says no to what was asked has the record closed', async () => {
  const citizen = await asked();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Kai Kyst', `/pasient/${citizen.id}`);
  await page.getByRole('button', { name: 'Avslå' }).click();
  await page.getByRole('textbox', { name: 'Hvorfor?' }).fill('Vi har ikke ledig time.');
  await page.getByRole('button', { name: 'Avslå' }).click();
  await page.getByRole('heading', { name: /^Du har ikke tilgang til/ }).waitFor();
});

test('a citizen’s question is a case that is answered to the citizen', async () => {
  const citizen = await writer.citizen();
  const question = await writer.create({
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    code: taskCode('log-question'),
    description: 'Hvorfor så hun i journalen min?',
    for: { reference: `Patient/${citizen.id}` },
    authoredOn: new Date().toISOString(),
    owner: { reference: 'Organization/fjordvik-kommune' },
    input: [
      { type: { text: 'who' }, valueReference: { reference: 'Practitioner/grete-granli', display: 'Grete Granli' } },
    ],
    restriction: { period: { start: new Date(Date.now() - 60_000).toISOString(), end: new Date().toISOString() } },
  });
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Petra Personvern');
  await page.waitForURL(/\/kommune\/personvern$/);
  await page.getByRole('list', { name: 'Saker' }).getByRole('button').filter({ hasText: citizen.name }).click();
  const panel = page.getByRole('region', { name: `Grete Granli åpnet journalen til ${citizen.name}` });
  await panel.getByRole('heading', { name: 'Innbyggeren spør' }).waitFor();
  await panel.getByText('«Hvorfor så hun i journalen min?»').waitFor();
  await panel.getByRole('textbox', { name: 'Svar til innbyggeren' }).fill('Hun ga deg medisinen din den dagen.');
  await expectAccessible(visitor, 'a question');
  await panel.getByRole('button', { name: 'Begrunnet, lukk saken' }).click();
  await page.getByRole('status').filter({ hasText: 'Saken er lukket.' }).waitFor();
  await expect.poll(() => writer.read(`Task/${question.id}`)).toMatchObject({ status: 'completed' });
  const answers = await writer.search('Communication', { subject: `Patient/${citizen.id}` });
  expect(JSON.stringify(answers)).toContain('Hun ga deg medisinen din den dagen.');
});
