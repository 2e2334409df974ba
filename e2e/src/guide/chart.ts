import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { RecordWriter } from '../harness/record.ts';
import { logIn, newVisitor } from '../harness/visitor.ts';

/** The pictures of "Kurven" in the user guide: the first days in hospital, and the same on a phone. */
export async function chartPictures(browser: Browser, url: string, folder: string): Promise<void> {
  const kari = await new RecordWriter(url).find('Kari Testdal');
  for (const [name, width, height] of [
    ['kurve', 1440, 1160],
    ['kurve-telefon', 360, 780],
  ] as const) {
    const visitor = await newVisitor(browser, url, { width, height });
    const { page } = visitor;
    await logIn(visitor, 'Ada Solli', `/pasient/${kari}/kurve`);
    await page.getByRole('img', { name: /^Sist målt/ }).waitFor();
    await page.getByRole('button', { name: '48 t', exact: true }).click();
    for (let half = 0; half < 4; half += 1) await page.getByRole('button', { name: 'Tidligere', exact: true }).click();
    await page.waitForFunction(
      () => document.querySelector('.ej-kurve-card')?.getAttribute('data-refreshing') === 'false',
    );
    await page.waitForTimeout(1_000);
    if (width < 700)
      await page.evaluate(() => {
        document.querySelector('.ej-kurve-card')?.scrollIntoView();
        window.scrollBy(0, -112);
      });
    await page.screenshot({ path: join(folder, `${name}.png`) });
    await visitor.context.close();
  }
}
