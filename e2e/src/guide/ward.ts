import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { RecordWriter } from '../harness/record.ts';
import { logIn, newVisitor } from '../harness/visitor.ts';
import { norwegianDates } from './norwegian-dates.ts';

const settled = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => document.querySelector('.ej-wait') === null);
  await page.waitForTimeout(600);
};

/** The nursing home's shift report and stock, a visit at home on a phone, and advice above the medicine list. */
export async function wardPictures(browser: Browser, url: string, folder: string): Promise<void> {
  const kari = await new RecordWriter(url).find('Kari Testdal');
  const grete = await newVisitor(browser, url);
  const { page } = grete;
  await logIn(grete, 'Grete Granli', '/vaktrapport');
  await page.getByLabel('Rapport om Kari Testdal').fill('Sov godt. Gikk til frokost med rullator.');
  await page.getByLabel('Målinger av Kari Testdal').fill('bt 128/76 puls 72 temp 36,9');
  await page.getByText('bt 128/76').first().waitFor();
  await page
    .getByText(/som utkast/)
    .first()
    .waitFor();
  await settled(page);
  await page.screenshot({ path: join(folder, 'vaktrapport.png'), clip: { x: 0, y: 0, width: 1440, height: 480 } });
  await page.goto('/lager');
  await stock(page, folder);
  await grete.context.close();

  const hanne = await newVisitor(browser, url, { width: 360, height: 780 });
  await logIn(hanne, 'Hanne Hjem', `/pasient/${kari}/besok`);
  await hanne.page
    .getByRole('button', { name: /^Gitt: / })
    .first()
    .waitFor();
  await settled(hanne.page);
  await hanne.page.screenshot({ path: join(folder, 'besok.png') });
  await hanne.context.close();

  const ada = await newVisitor(browser, url);
  await logIn(ada, 'Ada Solli', `/pasient/${kari}/legemidler`);
  await ada.page.getByRole('button', { name: 'Følger ikke rådet' }).first().waitFor();
  await settled(ada.page);
  await norwegianDates(ada.page);
  await ada.page.screenshot({ path: join(folder, 'rad.png') });
  await ada.context.close();
}

/** Three medicines: one that has been counted by one, and one with its book open. */
async function stock(page: Page, folder: string): Promise<void> {
  const lines = page.getByRole('region', { name: /^På lager/ });
  for (const [search, name, count] of [
    ['oxynorm kaps 5', 'OxyNorm kaps 5 mg', '56'],
    ['sobril tab 10', 'Sobril tab 10 mg', '100'],
    ['vival tab 5', 'Vival tab 5 mg', '100'],
  ] as const) {
    await page.getByRole('button', { name: 'Nytt legemiddel' }).click();
    const beginning = page.getByRole('region', { name: 'Nytt legemiddel' });
    await beginning.getByRole('textbox', { name: 'Søk i legemiddelkatalogen' }).fill(search);
    await beginning.getByRole('combobox', { name: 'Legemiddel' }).selectOption({ label: name });
    await beginning.getByRole('textbox', { name: /^Mottatt/ }).fill(count);
    await beginning.getByRole('button', { name: 'Signer mottak' }).click();
    await lines.getByRole('button', { name: new RegExp(name) }).waitFor();
  }
  await lines.getByRole('button', { name: /OxyNorm kaps 5 mg/ }).click();
  await lines.getByRole('button', { name: 'Tell', exact: true }).click();
  await lines.getByRole('textbox', { name: /^Antall/ }).fill('56');
  await lines.getByRole('button', { name: 'Signer tellingen' }).click();
  await page
    .getByRole('region', { name: /^Venter på en til/ })
    .getByText('OxyNorm kaps 5 mg')
    .waitFor();
  await lines.getByRole('button', { name: /OxyNorm kaps 5 mg/ }).click();
  await lines.getByRole('button', { name: /Vival tab 5 mg/ }).click();
  await lines.getByRole('button', { name: 'Ta ut' }).click();
  await lines.getByRole('textbox', { name: /^Antall/ }).fill('2');
  await lines.getByRole('textbox', { name: 'Hva gjelder det?' }).fill('Beredskapsskrin');
  await lines.getByRole('button', { name: 'Signer uttak' }).click();
  await lines.getByRole('row', { name: /Tatt ut/ }).waitFor();
  await settled(page);
  await page.screenshot({ path: join(folder, 'lager.png'), clip: { x: 0, y: 0, width: 1440, height: 480 } });
}
