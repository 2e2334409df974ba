import { afterAll, expect, inject, test } from 'vitest';
import { RecordWriter } from './harness/record.ts';
import { closeBrowser, expectAccessible, expectNoSidewaysScroll, logIn, visit } from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

const taskCode = (code: string) => ({ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/task-code', code }] });

test('who is asked for something sees that the record holds more than what was sent', async () => {
  const citizen = await writer.citizen();
  await writer.create({
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    for: { reference: `Patient/${citizen.id}` },
    owner: { reference: 'Organization/kystkardiologi' },
    basedOn: [{ display: 'En samtale' }],
  });
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Kai Kyst');
  await page.goto(`/pasient/${citizen.id}`);
  const note = page.getByRole('note').filter({ hasText: 'Enheten er bedt om noe for personen.' });
  await note.waitFor();
  await expectAccessible(visitor, 'a record of which a part is shown');
  await page.setViewportSize({ width: 360, height: 800 });
  await expectNoSidewaysScroll(visitor, 'a record of which a part is shown');
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
  expect(await writer.read(`Task/${question.id}`)).toMatchObject({ status: 'completed' });
  const answers = await writer.search('Communication', { subject: `Patient/${citizen.id}` });
  expect(JSON.stringify(answers)).toContain('Hun ga deg medisinen din den dagen.');
});
