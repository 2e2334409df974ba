import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { RecordWriter } from '../harness/record.ts';
import { logIn, newVisitor } from '../harness/visitor.ts';

/** The pictures of "Skriv i journalen" in the user guide. */
export async function writingPictures(browser: Browser, url: string, folder: string): Promise<void> {
  const kari = await new RecordWriter(url).find('Kari Testdal');
  const hanne = await newVisitor(browser, url);
  await logIn(hanne, 'Hanne Hjem', `/pasient/${kari}`);
  await hanne.page.getByRole('button', { name: 'Nytt notat' }).click();
  await hanne.page.getByRole('option', { name: /^Rapport Rapport/ }).click();
  await hanne.page.getByRole('textbox', { name: 'Rapport', exact: true }).fill('Morgenstell.');

  const ada = await newVisitor(browser, url);
  const { page } = ada;
  await logIn(ada, 'Ada Solli', `/pasient/${kari}/tidslinje`);
  await page.getByRole('button', { name: 'Nytt notat' }).waitFor();
  await page.keyboard.press('Alt+n');
  await page.getByRole('option', { name: /^Konsultasjon/, selected: true }).waitFor();
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(folder, 'nytt-notat.png') });
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Kontaktårsak' }).fill('Kontroll etter sykehus og korttidsopphold');
  await page
    .getByRole('textbox', { name: 'Notat', exact: true })
    .fill('Kommer med datter Liv. Føler seg bedre, sover 5–6 timer uten zopiklon. Ingen nye fall.');
  await page.getByText(/Hanne Hjem \(rapport\) skriver også nå/).waitFor();
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: join(folder, 'notat.png') });
  await page.getByRole('textbox', { name: 'Flere målinger' }).fill('bt 118/68 puls 74 vekt 61,2');
  await page.getByRole('combobox', { name: /^Diagnose/ }).click();
  await page.keyboard.type('fall');
  await page.getByRole('option', { name: /På problemlisten/ }).waitFor();
  await page.waitForTimeout(1_200);
  await page.screenshot({ path: join(folder, 'notat-diagnose.png') });
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('status').getByText('Konsultasjon er signert.').waitFor();

  const line = page.getByRole('button', { name: /Konsultasjon.*Ada Solli/ }).first();
  await line.click();
  await page.getByRole('button', { name: 'Rett', exact: true }).click();
  await page.getByRole('textbox', { name: 'Notat', exact: true }).fill('Føler seg bedre. Ett nytt fall i går.');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('status').getByText('Konsultasjon er rettet.').waitFor();
  await page.getByRole('button', { name: 'Vis forrige versjon' }).click();
  await page.locator('ins').first().waitFor();
  await page.waitForTimeout(11_000); // until the news is old
  await page.screenshot({ path: join(folder, 'rettet-notat.png') });

  await conflictPicture(browser, url, folder);
  const teacher = await newVisitor(browser, url);
  await logIn(teacher, 'Tuva Lærer');
  await teacher.page.getByRole('heading', { name: /gir ikke tilgang/ }).waitFor();
  await teacher.page.screenshot({
    path: join(folder, 'ingen-bruker.png'),
    clip: { x: 0, y: 0, width: 1440, height: 480 },
  });
  await teacher.context.close();

  const phone = await newVisitor(browser, url, { width: 360, height: 780 });
  await logIn(phone, 'Ada Solli', `/pasient/${kari}`);
  await phone.page.getByRole('button', { name: 'Nytt notat' }).click();
  await phone.page.getByRole('option', { name: /^Konsultasjon/ }).click();
  await phone.page.getByRole('textbox', { name: 'Kontaktårsak' }).fill('Kontroll etter sykehus');
  await phone.page.waitForTimeout(1_500);
  await phone.page.screenshot({ path: join(folder, 'notat-telefon.png') });
  for (const { context } of [hanne, ada, phone]) await context.close();
}

/** Two devices of one writer, of which one has lost contact. */
async function conflictPicture(browser: Browser, url: string, folder: string): Promise<void> {
  const citizen = await new RecordWriter(url).citizen({
    name: [{ use: 'official', family: 'Testdal', given: ['Per'] }],
  });
  const [one, two] = [await newVisitor(browser, url), await newVisitor(browser, url)];
  const reason = ({ page }: typeof one) => page.getByRole('textbox', { name: 'Kontaktårsak' });
  await logIn(one, 'Ada Solli', `/pasient/${citizen.id}/tidslinje`);
  await one.page.getByRole('button', { name: 'Nytt notat' }).click();
  await one.page.getByRole('option', { name: /^Konsultasjon/ }).click();
  await reason(one).fill('Kontroll');
  await one.page.getByText(/Lagret \d\d\.\d\d/).waitFor();
  await logIn(two, 'Ada Solli', `/pasient/${citizen.id}/tidslinje`);
  await two.page.getByRole('button', { name: /Fortsett Konsultasjon/ }).click();
  await reason(two).waitFor();
  await one.page.route('**/fhir/QuestionnaireResponse/*', (route) =>
    route.request().method() === 'PUT' ? route.abort('internetdisconnected') : route.continue(),
  );
  await reason(one).fill('Kontroll av blodtrykk');
  await one.page.getByText(/Uten kontakt/).waitFor();
  await reason(two).fill('Kontroll av puls');
  await two.page.waitForTimeout(3_000);
  await one.page.unroute('**/fhir/QuestionnaireResponse/*');
  await one.page.getByText(/To har endret det samme/).waitFor();
  await one.page.waitForTimeout(1_500);
  await one.page.screenshot({ path: join(folder, 'konflikt.png') });
  for (const { context } of [one, two]) await context.close();
}
