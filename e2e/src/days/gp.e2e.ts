import { afterAll, expect, inject, onTestFinished, test } from 'vitest';
import { counted } from '../harness/clicks.ts';
import { type Citizen, RecordWriter } from '../harness/record.ts';
import { closeBrowser, expectAccessible, logIn, type Visitor, visit } from '../harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

const zone = { reference: 'Organization/hjemmetjenesten-sone-3' };
const hanneInZone3 = { reference: 'PractitionerRole/hanne-hjem-hjemmetjenesten-sone-3' };
const pane = ({ page }: Visitor) => page.getByRole('complementary', { name: /^Skriving/ });
const field = (visitor: Visitor, name: string) => pane(visitor).getByRole('textbox', { name, exact: true });
const news = (visitor: Visitor, text: RegExp) => visitor.page.getByRole('status').getByText(text).waitFor();

test('a general practitioner’s morning: Kari from today’s list, a note signed and corrected, a colleague writing at once', async () => {
  const kari = await writer.find('Kari Testdal');
  const [ada, hanne] = [await visit(url), await visit(url)];
  await logIn(ada, 'Ada Solli');
  const { page } = ada;
  await page
    .getByRole('link', { name: /Kari Testdal/ })
    .first()
    .click();
  await page.getByRole('region', { name: 'Hvem journalen gjelder' }).getByText('Kari Testdal').waitFor();

  // The home nurse writes too; neither waits for the other.
  await logIn(hanne, 'Hanne Hjem', `/pasient/${kari}/tidslinje`);
  await hanne.page.getByRole('button', { name: 'Nytt notat' }).click();
  await hanne.page.getByRole('option', { name: /^Rapport Rapport/ }).click();
  await field(hanne, 'Rapport').fill('Morgenstell.');

  const clicks = await counted(page);
  await page.getByRole('button', { name: 'Nytt notat' }).click();
  await page.getByRole('option', { name: /^Konsultasjon/ }).click();
  await field(ada, 'Kontaktårsak').waitFor();
  await page.keyboard.type('Kontroll etter sykehus og korttidsopphold');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Føler seg bedre, sover 5–6 timer uten zopiklon. Ingen nye fall.');
  await field(ada, 'Flere målinger').click();
  await page.keyboard.type('bt 118/68 puls 74 vekt 61,2');
  await pane(ada).getByText('118/68 mmHg').waitFor();
  await pane(ada)
    .getByRole('combobox', { name: /^Diagnose/ })
    .click();
  await page.keyboard.type('fall');
  await pane(ada)
    .getByRole('option', { name: /A29.*På problemlisten|På problemlisten.*A29/s })
    .click();
  await pane(ada)
    .getByText(/Hanne Hjem \(rapport\) skriver også nå\. Dere låser ikke for hverandre\./)
    .waitFor();
  await expectAccessible(ada, 'a consultation');
  await pane(ada).getByRole('button', { name: 'Signer', exact: true }).click();
  await news(ada, /^\s*Konsultasjon er signert/);
  const used = await clicks();
  console.info(`Consultation note with diagnosis and measurements: ${used} clicks beyond typing (at most 6)`);
  expect(used).toBeLessThanOrEqual(6);

  // It stands in the timeline, with what it became.
  await page.keyboard.press('Alt+2');
  const line = page.getByRole('button', { name: /Konsultasjon.*Ada Solli/ }).first();
  await line.click();
  const entry = page.getByRole('article').filter({ has: line });
  await entry
    .getByText(/sover 5–6 timer uten zopiklon/)
    .last()
    .waitFor();
  await entry.getByRole('row', { name: /Blodtrykk 118\/68/ }).waitFor();
  await entry.getByText(/Ada Solli, fastlege · Solli legekontor · signert i dag/).waitFor();

  // Something was wrong: a new version, and the old one can be read.
  await entry.getByRole('button', { name: 'Rett', exact: true }).click();
  await field(ada, 'Notat').fill('Føler seg bedre, sover 5–6 timer uten zopiklon. Ett nytt fall i går, uten skade.');
  await page.keyboard.press('Control+Enter');
  await news(ada, /^\s*Konsultasjon er rettet/);
  await entry.getByRole('button', { name: 'Vis forrige versjon' }).click();
  await expect.poll(() => entry.locator('del').first().textContent(), { timeout: 15_000 }).toMatch(/Ingen nye fall\./);
  await expect.poll(() => entry.locator('ins').first().textContent()).toMatch(/Ett nytt fall i går, uten skade\./);
  await expectAccessible(ada, 'a corrected note');

  // What the nurse wrote meanwhile was never touched.
  await expect.poll(() => field(hanne, 'Rapport').inputValue()).toBe('Morgenstell.');
  await hanne.page.keyboard.press('Control+Enter');
  await news(hanne, /^\s*Rapport er signert/);
});

/** Four of zone 3 whom Hanne visits now, whatever the time of day is; nobody after the test. */
async function visited(): Promise<Citizen[]> {
  const citizens: Citizen[] = [];
  for (let n = 0; n < 4; n++) citizens.push(await writer.citizen());
  const before = Date.now() - 60_000;
  const visits = await Promise.all(
    citizens.map(async ({ reference: patient, name }, n) => {
      const period = { start: '2026-11-01' };
      await writer.create({
        resourceType: 'EpisodeOfCare',
        status: 'active',
        patient,
        managingOrganization: zone,
        period,
      });
      return writer.create({
        resourceType: 'Appointment',
        status: 'booked',
        description: 'Morgenstell',
        start: new Date(before + n * 1_000).toISOString(),
        end: new Date(before + 30_000).toISOString(),
        participant: [
          { actor: { ...patient, display: name }, status: 'accepted' },
          { actor: hanneInZone3, status: 'accepted' },
        ],
      });
    }),
  );
  onTestFinished(async () => {
    for (const one of visits) await writer.update({ ...one, status: 'cancelled' });
  });
  return citizens;
}

test('a round of shift reports is one press for each person beyond the text', async () => {
  const [first] = await visited();
  const hanne = await visit(url);
  const { page } = hanne;
  await logIn(hanne, 'Hanne Hjem', `/pasient/${first?.id}`);
  await page.getByRole('button', { name: 'Nytt notat' }).waitFor();
  await page.keyboard.press('Alt+n');
  await page.getByRole('option', { name: /^Rapport Rapport/, selected: true }).waitFor();
  await page.keyboard.press('Enter');
  const clicks = await counted(page);
  const persons: string[] = [];
  const next = pane(hanne).getByRole('button', { name: 'Signer og neste person' });
  for (let person = 0; person < 3; person++) {
    await field(hanne, 'Rapport').waitFor();
    await page.keyboard.type('Stell og frokost som avtalt.');
    const here = new URL(page.url()).pathname;
    persons.push(here);
    await next.click();
    await page.waitForURL((address) => address.pathname !== here);
  }
  const each = (await clicks()) / persons.length;
  console.info(`Shift report: ${each} clicks for each person beyond the text, ${persons.length} persons (at most 1)`);
  expect(new Set(persons).size).toBe(3);
  expect(each).toBeLessThanOrEqual(1);
});

test('a set of vital signs on a phone is at most eight taps', async () => {
  const citizen = await writer.citizen();
  const phone = await visit(url, { width: 360, height: 780 });
  const { page } = phone;
  await logIn(phone, 'Ada Solli', `/pasient/${citizen.id}`);
  await page.getByRole('button', { name: 'Nytt notat' }).waitFor();
  const clicks = await counted(page);
  await page.getByRole('button', { name: 'Nytt notat' }).tap();
  await page.getByRole('option', { name: /^Konsultasjon/ }).tap();
  await field(phone, 'Flere målinger').tap();
  await page.keyboard.type('bt 132/78 puls 82 temp 37,4 rf 16 spo2 97');
  await pane(phone).getByText('132/78 mmHg').waitFor();
  await pane(phone).getByRole('button', { name: 'Signer', exact: true }).tap();
  await news(phone, /^\s*Konsultasjon er signert/);
  const used = await clicks();
  console.info(`Vital signs, five values, at phone size: ${used} taps beyond typing (at most 8)`);
  expect(used).toBeLessThanOrEqual(8);
});

test('no field of the consultation is asked twice, and moving about in the record takes no time', async () => {
  const kari = await writer.find('Kari Testdal');
  const ada = await visit(url);
  const { page } = ada;
  await logIn(ada, 'Ada Solli', `/pasient/${kari}`);
  await page.getByRole('button', { name: 'Nytt notat' }).waitFor();
  await page.keyboard.press('Alt+n');
  await page.getByRole('option', { name: /^Konsultasjon/, selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await field(ada, 'Kontaktårsak').waitFor();
  const labels = await pane(ada)
    .locator('[data-link-id] label')
    .evaluateAll((all) => all.map((one) => one.textContent ?? ''));
  const twice = labels.filter((label, at) => labels.indexOf(label) !== at);
  console.info(`Fields asked twice in the consultation: ${twice.length} of ${labels.length}`);
  expect(labels.length).toBeGreaterThan(5);
  expect(twice).toEqual([]);
  await page.keyboard.press('Escape');

  const parts = ['Tidslinje', 'Problemer', 'Målinger', 'Prøvesvar', 'Avtaler', 'Dokumenter', 'Oversikt'];
  const times: number[] = [];
  for (let round = 0; round < 4; round++) {
    for (const part of parts) {
      const ms = await page.evaluate(async (name) => {
        const link = [...document.querySelectorAll<HTMLAnchorElement>('.ej-nav a')].find(
          (one) => one.title === name,
        ) as HTMLAnchorElement;
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        const began = performance.now();
        link.click();
        while (link.getAttribute('aria-current') !== 'page' || document.querySelector('main .ej-wait')) await frame();
        await frame();
        return performance.now() - began;
      }, part);
      // The first time the part itself and what stands in it are fetched.
      if (round > 0) times.push(ms);
    }
  }
  const p95 = times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] as number;
  console.info(`Page changes in the record: p95 ${Math.round(p95)} ms over ${times.length} (at most 300)`);
  // Other work on the machine is measured along: twice as much is a fault of ours all the same.
  expect(p95).toBeLessThanOrEqual(600);
});
