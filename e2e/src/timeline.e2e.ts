import { afterAll, expect, inject, test } from 'vitest';
import { aMeasurement, aNote, hanne, type Json, RecordWriter, tagsOf } from './harness/record.ts';
import { closeBrowser, logIn, visit } from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

const daysAgo = (days: number, time = '10:00:00') =>
  `${new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)}T${time}+01:00`;

test('all services stand in one line of time, filtered by service, kind and period', async () => {
  const citizen = await writer.citizen();
  await writer.createAll([
    aNote(citizen, daysAgo(1), 'Fra fastlegen'),
    aNote(citizen, daysAgo(2), 'Fra hjemmetjenesten', { service: 'home-care', type: 'Sykepleie', author: hanne }),
    aNote(citizen, daysAgo(800), 'Fra sykehuset', { service: 'hospital', type: 'Epikrise' }),
    aMeasurement(citizen, daysAgo(3), 61.2),
  ]);
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/tidslinje`);
  const list = page.getByRole('list', { name: 'Innslag, nyeste først' });
  const lines = list.getByRole('button');
  await expect.poll(() => lines.count()).toBe(4);

  await page.getByRole('button', { name: 'Alle tjenester' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Sykehus' }).click();
  await page.keyboard.press('Escape');
  await expect.poll(() => lines.allTextContents()).toEqual([expect.stringContaining('Epikrise')]);
  await page.getByRole('button', { name: 'Nullstill filter' }).click();

  await page.getByRole('button', { name: 'Målinger' }).click();
  await expect.poll(() => lines.allTextContents()).toEqual([expect.stringContaining('Vekt 61,2')]);
  await page.getByRole('button', { name: 'Nullstill filter' }).click();

  await page.getByRole('combobox', { name: 'Periode' }).selectOption('Siste 3 måneder');
  await expect.poll(() => lines.count()).toBe(3);
  await page.getByRole('combobox', { name: 'Periode' }).selectOption(daysAgo(800).slice(0, 4));
  await expect.poll(() => lines.allTextContents()).toEqual([expect.stringContaining('Fra sykehuset')]);
  await page.getByRole('combobox', { name: 'Periode' }).selectOption('Hele journalen');

  await page.getByRole('searchbox', { name: /Søk i det som er hentet/ }).fill('hjemmetjenesten');
  await expect.poll(() => lines.count()).toBe(2);
  await page.getByText(/2 treff i 4 innslag/).waitFor();
});

test('an entry opens in place with its content, author, role and organisation', async () => {
  const citizen = await writer.citizen();
  const contact = await writer.create({
    resourceType: 'Encounter',
    meta: { tag: tagsOf('home-care') },
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'HH' },
    type: [{ text: 'Hjemmebesøk' }],
    subject: citizen.reference,
    period: { start: daysAgo(1), end: daysAgo(1, '10:20:00') },
  });
  const during: Json = { encounter: { reference: `Encounter/${contact.id}` } };
  await writer.createAll([
    {
      ...aNote(citizen, daysAgo(1, '10:15:00'), 'Gammel dosett funnet.', {
        service: 'home-care',
        type: 'Sykepleie',
        author: hanne,
      }),
      ...during,
    },
    aMeasurement(citizen, daysAgo(1, '10:05:00'), 61.2, during),
  ]);
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/tidslinje`);
  const line = page.getByRole('button', { name: /Sykepleie/ });
  await line.click();
  const entry = page.getByRole('article').filter({ has: line });
  await entry.getByText('Gammel dosett funnet.').last().waitFor();
  await entry.getByRole('row', { name: /Vekt 61,2 kg/ }).waitFor();
  await entry.getByText(/Hanne Hjem, sykepleier · Hjemmetjenesten sone 3 · signert/).waitFor();
  await expect
    .poll(() => page.getByRole('list', { name: 'Innslag, nyeste først' }).getByRole('article').count())
    .toBe(1);
});

test('a resource no screen was made for is read by its fields', async () => {
  const citizen = await writer.citizen();
  await writer.create({
    resourceType: 'FamilyMemberHistory',
    meta: { tag: tagsOf('gp') },
    status: 'completed',
    patient: citizen.reference,
    date: daysAgo(1).slice(0, 10),
    relationship: { text: 'Mor' },
    condition: [
      {
        code: { text: 'Brystkreft' },
        onsetAge: { value: 52, unit: 'år', system: 'http://unitsofmeasure.org', code: 'a' },
      },
    ],
  });
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/tidslinje`);
  await page.getByRole('button', { name: /Sykdom i familien/ }).click();
  const entry = page.getByRole('article').first();
  await entry.getByText('Brystkreft').last().waitFor();
  await entry.getByText('52 år').waitFor();
  expect(await entry.textContent()).not.toMatch(/[{}"]/);
});
