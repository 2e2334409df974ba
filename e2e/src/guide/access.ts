import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { RecordWriter } from '../harness/record.ts';
import { logIn, newVisitor } from '../harness/visitor.ts';

const settled = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => document.querySelector('.ej-wait') === null);
  await page.waitForTimeout(600);
};

/** A record that is closed, the same opened in an emergency, and who can open it now. */
export async function accessPictures(browser: Browser, url: string, folder: string): Promise<void> {
  const tor = await new RecordWriter(url).find('Tor Prøvesen');
  const vera = await newVisitor(browser, url, { width: 1280, height: 800 });
  const { page } = vera;
  await logIn(vera, 'Vera Vakt', `/pasient/${tor}`);
  await page.getByRole('radio', { name: /^Livstruende/ }).check();
  await page
    .getByRole('textbox', { name: 'Forklar kort' })
    .fill('Funnet bevisstløs, pustefrekvens 6, antatt overdose.');
  await page.screenshot({ path: join(folder, 'ingen-tilgang.png') });
  await page.getByRole('button', { name: /^Åpne med nødtilgang/ }).click();
  await page.getByRole('region', { name: 'Nødtilgang pågår' }).waitFor();
  await settled(page);
  await page.screenshot({ path: join(folder, 'nodtilgang.png') });
  await page.getByRole('region', { name: 'Nødtilgang pågår' }).getByRole('button', { name: 'Avslutt nå' }).click();
  await page.getByRole('heading', { name: /^Du har ikke tilgang/ }).waitFor();
  await vera.context.close();

  const ada = await newVisitor(browser, url, { width: 1280, height: 800 });
  await logIn(ada, 'Ada Solli', `/pasient/${tor}/tilgang`);
  await ada.page.getByRole('row').nth(3).waitFor();
  await settled(ada.page);
  await ada.page.screenshot({ path: join(folder, 'tilgang.png') });
  await ada.context.close();
}
