import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { RecordWriter } from '../harness/record.ts';
import { logIn, newVisitor } from '../harness/visitor.ts';
import { norwegianDates } from './norwegian-dates.ts';

/** The pictures of "Legemiddellisten" in the user guide. */
export async function medicinePictures(browser: Browser, url: string, folder: string): Promise<void> {
  const kari = await new RecordWriter(url).find('Kari Testdal');
  const ada = await newVisitor(browser, url);
  const { page } = ada;
  await logIn(ada, 'Ada Solli', `/pasient/${kari}/legemidler`);
  await page
    .getByRole('button', { name: /Bisoprolol/ })
    .first()
    .click();
  await page.getByRole('textbox', { name: 'Ny dose' }).fill('½ x 1');
  await page.getByText('Historikk').first().click();
  await page.getByRole('heading', { name: 'Legemiddelliste', exact: true }).evaluate((one) => {
    one.scrollIntoView();
    window.scrollBy(0, -160);
  });
  await page.waitForTimeout(800);
  await norwegianDates(page);
  await page.screenshot({ path: join(folder, 'legemidler.png') });
  await page.getByRole('button', { name: 'Nytt legemiddel' }).click();
  await page.getByRole('combobox', { name: 'Legemiddel' }).fill('prednisolon');
  await page.getByRole('listbox').getByRole('option').first().click();
  await page.getByRole('combobox', { name: 'Slik tas det' }).selectOption('taper');
  await page.getByRole('textbox', { name: 'Morgen trinn 1' }).fill('4');
  await page.getByRole('textbox', { name: 'Dager trinn 1' }).fill('3');
  await page.getByRole('textbox', { name: 'Morgen trinn 2' }).fill('2');
  await page.getByRole('status', { name: 'Slik blir det' }).scrollIntoViewIfNeeded();
  await page.waitForTimeout(400);
  await norwegianDates(page);
  await page.screenshot({ path: join(folder, 'ordiner.png') });
  await ada.context.close();
  await reconciling(browser, url, folder, kari);
}

/** What the hospital found, line by line; nothing is signed. */
async function reconciling(browser: Browser, url: string, folder: string, kari: string): Promise<void> {
  const nina = await newVisitor(browser, url);
  const { page } = nina;
  await logIn(nina, 'Nina Nordås', `/pasient/${kari}/samstemming`);
  await page.getByRole('button', { name: /^Fortsett de \d+ uten avvik/ }).click();
  await page.getByRole('button', { name: /^Endre Furosemid/ }).click();
  await page.getByRole('textbox', { name: /^Ny dose Furosemid/ }).fill('½ x 1');
  await page.getByRole('textbox', { name: /^Grunn Furosemid/ }).fill('BT 96/52, kreatinin 121');
  await page.getByText(/Utkast lagret/).waitFor();
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForTimeout(600);
  await page.screenshot({ path: join(folder, 'samstemming.png') });
  await nina.context.close();
}
