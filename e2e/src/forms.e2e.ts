import { afterAll, expect, inject, test } from 'vitest';
import { aMeasurement, RecordWriter } from './harness/record.ts';
import {
  closeBrowser,
  expectAccessible,
  expectNoSidewaysScroll,
  expectWithinCards,
  logIn,
  type Visitor,
  visit,
} from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

const pane = ({ page }: Visitor) => page.getByRole('complementary', { name: /^Skriving/ });
const score = (visitor: Visitor) => pane(visitor).getByRole('status', { name: 'NEWS2' });

/** Seven measurements, written and chosen by keyboard alone. */
async function fillNews2(visitor: Visitor) {
  const form = pane(visitor);
  const { keyboard } = visitor.page;
  await form.getByRole('textbox', { name: 'Respirasjonsfrekvens' }).waitFor();
  for (const [field, value] of [
    ['Respirasjonsfrekvens', '26'],
    ['SpO₂', '91'],
    ['Overtrykk', '89'],
    ['Undertrykk', '55'],
    ['Puls', '131'],
    ['Temperatur', '39,5'],
  ] as const) {
    await form.getByRole('textbox', { name: field }).focus();
    await keyboard.type(value);
  }
  await form
    .getByRole('radiogroup', { name: 'Puster i' })
    .getByRole('radio', { name: /^Oksygen/ })
    .focus();
  await keyboard.press('Space');
  await expect.poll(() => score(visitor).textContent()).toContain('Vises når alt er besvart');
  await form
    .getByRole('radiogroup', { name: 'Bevissthet' })
    .getByRole('radio', { name: 'Nyoppstått forvirring' })
    .focus();
  await keyboard.press('Space');
}

test('a score is found, filled in by keyboard, shown as one answers, signed and read again', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/skjema`);
  await page.getByText('Ingen skjemaer er fylt ut for denne personen.').waitFor();
  await expectAccessible(visitor, 'no forms');
  await page.getByRole('searchbox', { name: 'Søk etter skjema' }).fill('news');
  await page.keyboard.press('Enter');
  await fillNews2(visitor);
  await expect.poll(() => score(visitor).textContent()).toBe('NEWS219');
  await pane(visitor)
    .getByText(/Høy risiko/)
    .waitFor();
  await expectAccessible(visitor, 'a score with its total');

  await page.keyboard.press('Control+Enter');
  await page.getByText('NEWS2 er signert').waitFor();
  const scores = page.getByRole('list', { name: 'Skårer' });
  await scores.getByRole('button', { name: /NEWS2.*19/ }).click();
  await scores.getByText('39,5 °C').waitFor();
  await expectAccessible(visitor, 'a score that is read');
  await expectWithinCards(visitor, 'a score that is read');
  const found = await writer.search('Observation', { patient: citizen.id, code: 'http://loinc.org|8867-4' });
  expect(found).toMatchObject([{ valueQuantity: { value: 131, code: '/min' } }]);
  expect(visitor.errors).toEqual([]);
});

test('a form that is left is gone on with, and stands below what was measured last', async () => {
  const citizen = await writer.citizen();
  await writer.create(aMeasurement(citizen, new Date(Date.now() - 3 * 86_400_000).toISOString(), 72));
  const visitor = await visit(url, { width: 360, height: 780 });
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/skjema`);
  await expectNoSidewaysScroll(visitor, 'forms on a phone');
  await page.getByRole('button', { name: 'Fyll ut Ernæringsrisiko' }).click();
  const weight = pane(visitor).getByRole('textbox', { name: 'Vekt', exact: true });
  await weight.fill('tung');
  await pane(visitor).getByText('Skriv et tall, for eksempel 37,4').waitFor();
  await weight.fill('61,5');
  await expectNoSidewaysScroll(visitor, 'a form on a phone');
  await expectAccessible(visitor, 'a form on a phone');
  await pane(visitor)
    .getByText(/Lagret \d\d\.\d\d/)
    .waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Fortsett på Ernæringsrisiko' }).click();
  await expect.poll(() => weight.inputValue()).toBe('61,5');
});

test('a diagnosis is found by its words, with the person’s own problems first', async () => {
  const citizen = await writer.citizen();
  const icpc2 = 'urn:oid:2.16.578.1.12.4.1.1.7170';
  await writer.create({
    resourceType: 'Condition',
    subject: citizen.reference,
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
    },
    code: { coding: [{ system: icpc2, code: 'K77', display: 'Hjertesvikt' }] },
  });
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}`);
  await page.getByRole('button', { name: 'Nytt notat' }).waitFor();
  await page.keyboard.press('Alt+n');
  await page.getByRole('option', { name: /^Konsultasjon/, selected: true }).waitFor();
  await page.keyboard.press('Enter');
  const code = pane(visitor).getByRole('combobox', { name: /Diagnose/ });
  await code.fill('hjerte');
  const options = pane(visitor).getByRole('option');
  await expect.poll(() => options.count()).toBeGreaterThan(2);
  await expect.poll(() => options.first().textContent()).toContain('På problemlisten');
  await page.keyboard.press('Enter');
  await pane(visitor).getByRole('button', { name: 'Fjern Hjertesvikt' }).waitFor();
  const line = pane(visitor)
    .getByRole('textbox', { name: /linje|hurtig|måling/i })
    .first();
  await line.fill('bt 140/90 puls 72 temp 374');
  await pane(visitor).getByText('Lest: 3 målinger').waitFor();
  await pane(visitor)
    .getByText(/lagres ikke som måling/)
    .waitFor();
  await expectAccessible(visitor, 'codes and a measurement line');
});
