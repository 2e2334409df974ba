import { afterAll, expect, inject, test } from 'vitest';
import { aChild } from '../harness/child.ts';
import { RecordWriter } from '../harness/record.ts';
import {
  closeBrowser,
  expectAccessible,
  expectNoSidewaysScroll,
  logIn,
  type Visitor,
  visit,
} from '../harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

const pane = ({ page }: Visitor) => page.getByRole('complementary', { name: /^Skriving/ });

test('a helsesykepleier sees how a child grows, writes the check at six months and signs it', async () => {
  const child = await aChild(writer);
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Helle Stasjon', '/', 'Fjordvik helsestasjon');
  await page.keyboard.press('Control+k');
  await page.keyboard.type(child.name);
  await page.getByRole('option', { name: new RegExp(child.name) }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Hvem journalen gjelder' }).getByText(child.name).waitFor();
  await page.getByRole('link', { name: 'Målinger' }).first().click();
  await page.waitForURL(/\/malinger$/);

  const weight = page.getByRole('region', { name: 'Vekt' });
  await weight
    .getByRole('img', { name: /^Vekt 6,9 kg ved 5 md\., .*: 5\d\. persentil, følger sin kurve, 4 målinger\.$/ })
    .waitFor();
  await page
    .getByRole('region', { name: 'Hodeomkrets' })
    .getByRole('img', { name: /persentil/ })
    .waitFor();
  await expectAccessible(visitor, 'growth');
  await weight.getByRole('slider', { name: 'Målepunkter, Vekt' }).press('ArrowLeft');
  await weight.getByText(/^Vekt 5,8\skg ved 3\smd\./).waitFor();
  await weight.getByRole('button', { name: 'Vis som tabell Vekt' }).click();
  await weight.getByRole('row', { name: /3,4/ }).waitFor();
  await expect.poll(() => weight.getByRole('row').count()).toBe(5);
  await weight.getByRole('button', { name: 'Vis som kurve Vekt' }).click();

  let clicks = 0;
  const click = async (name: string, of: string) => {
    clicks += 1;
    await pane(visitor).getByRole('radiogroup', { name: of }).getByRole('radio', { name, exact: true }).click();
  };
  // What is made for a helsesykepleier stands first; the consultation follows from the age.
  await page.getByRole('button', { name: 'Nytt notat' }).waitFor();
  await page.keyboard.press('Alt+n');
  await page.getByRole('option', { name: /^Helsestasjonskonsultasjon/, selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await expect
    .poll(() =>
      pane(visitor)
        .getByLabel('Konsultasjon', { exact: true })
        .evaluate((e) => (e as HTMLSelectElement).selectedOptions?.[0]?.text),
    )
    .toBe('6 måneder');
  const field = (name: string) => pane(visitor).getByLabel(name, { exact: true });
  await field('Foreldrenes spørsmål og bekymringer').fill('Lurer på fast føde.');
  await pane(visitor)
    .getByText(/Sist 6,9\skg/)
    .waitFor();
  await field('Vekt').fill('6,4');
  await field('Lengde eller høyde').fill('66');
  await field('Hodeomkrets').fill('42,4');
  await click('Krysser kurver', 'Vekstkurven');
  await field('Vurdering av veksten, og ny måling når').fill(
    'Lite mat siste uke etter forkjølelse. Veies igjen om to uker.',
  );
  await click('Morsmelk og annen mat', 'Mat');
  await click('Som ventet', 'Motorikk');
  await click('Nei', 'Bekymring for barnet');
  await expectAccessible(visitor, 'child health check');
  expect(clicks).toBeLessThanOrEqual(4);
  await page.keyboard.press('Control+Enter');
  await page.getByText('Helsestasjonskonsultasjon er signert.').waitFor();

  // The curve and the timeline have it at once.
  await weight
    .getByRole('img', { name: /^Vekt 6,4 kg ved 6 md\., .*: 1\d\. persentil, krysser kurver nedover, 5 målinger\.$/ })
    .waitFor();
  await page.getByRole('link', { name: 'Tidslinje' }).first().click();
  await page.getByText('Helsestasjonskonsultasjon').first().waitFor();
  const signed = await writer.search('Composition', { patient: child.id });
  expect(signed).toMatchObject([{ status: 'final', title: 'Helsestasjonskonsultasjon' }]);
  expect(visitor.errors).toEqual([]);
});

test('growth is read on a phone, in the dark and in English', async () => {
  const child = await aChild(writer);
  const visitor = await visit(url, { width: 360, height: 780, theme: 'dark', language: 'en' });
  const { page } = visitor;
  await logIn(visitor, 'Helle Stasjon', `/pasient/${child.id}/malinger`, 'Fjordvik helsestasjon');
  await page.getByRole('img', { name: /^Vekt 6\.9 kg at 5 months, .*: percentile 5\d, follows its curve/ }).waitFor();
  await expectNoSidewaysScroll(visitor, 'growth on a phone');
  await expectAccessible(visitor, 'growth on a phone');
});
