import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { RecordWriter } from '../harness/record.ts';
import { logIn, logInAsCitizen, newVisitor } from '../harness/visitor.ts';

/** What a citizen writes and measures, and the conversation in the record, for the guides. */
export async function dialoguePictures(browser: Browser, url: string, folder: string): Promise<void> {
  const citizen = await newVisitor(browser, url, { width: 360, height: 780 });
  const { page } = citizen;
  await logInAsCitizen(citizen, 'Mohammed Tallaksen', '/meldinger');
  await page.getByRole('link', { name: /Fornye metformin/ }).click();
  await page.getByText('Resepten er fornyet', { exact: false }).waitFor();
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(folder, 'innbygger-melding.png') });
  await page.goto(`${url}/egne-malinger#home-blood-pressure`);
  await page.getByRole('textbox', { name: /^Overtrykk/ }).fill('186');
  await page.getByRole('textbox', { name: /^Undertrykk/ }).fill('96');
  await page.getByText('mål på nytt om fem minutter', { exact: false }).scrollIntoViewIfNeeded();
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(folder, 'innbygger-maling.png') });
  await citizen.context.close();
  const record = await new RecordWriter(url).find('Mohammed Tallaksen');
  const doctor = await newVisitor(browser, url, { width: 1440, height: 900 });
  await logIn(doctor, 'Ada Solli', `/pasient/${record}/dialog`);
  await doctor.page.getByRole('button', { name: /Fornye metformin/ }).click();
  await doctor.page.getByText('Resepten er fornyet', { exact: false }).waitFor();
  await doctor.page.waitForTimeout(400);
  await doctor.page.screenshot({ path: join(folder, 'dialog.png') });
  await doctor.context.close();
}
