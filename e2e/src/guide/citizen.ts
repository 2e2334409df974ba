import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { logInAsCitizen, newVisitor } from '../harness/visitor.ts';

const phone = { width: 360, height: 780 } as const;

/** The pictures of the guide for citizens, `docs/innbygger.md`. */
export async function citizenPictures(browser: Browser, url: string, folder: string): Promise<void> {
  const kari = await newVisitor(browser, url, phone);
  const { page } = kari;
  await logInAsCitizen(kari, 'Kari Testdal');
  const take = async (of: Page, name: string) => {
    await of.waitForFunction(() => document.querySelector('.ej-wait') === null);
    await of.waitForTimeout(500);
    await of.screenshot({ path: join(folder, `innbygger-${name}.png`) });
  };
  await page.getByRole('region', { name: 'Det neste som skjer' }).getByRole('link').last().waitFor();
  await take(page, 'hjem');
  await page.goto('/journal');
  await page
    .getByRole('button', { name: /Besøk av hjemmetjenesten/ })
    .first()
    .click();
  await page
    .getByRole('button', { name: / hva betyr det\?$/ })
    .first()
    .waitFor();
  await take(page, 'journal');
  await page.getByRole('button', { name: 'dosett: hva betyr det?' }).click();
  await take(page, 'ord');
  await page.goto('/medisiner');
  await page.getByRole('button', { name: /^Furosemid/ }).click();
  await page.evaluate(() => window.scrollBy(0, 420));
  await take(page, 'medisiner');
  await page.goto('/provesvar');
  await page.getByRole('button', { name: /^Kreatinin/ }).click();
  await page.evaluate(() => window.scrollBy(0, 420));
  await take(page, 'prove');
  await page.goto('/meg');
  const reading = page.getByRole('region', { name: 'Les uten nett' });
  await reading.evaluate((card) => scrollTo(0, card.getBoundingClientRect().top + scrollY - 76));
  await take(page, 'uten-nett');
  await kari.context.close();

  const wide = await newVisitor(browser, url, { width: 1280, height: 900 });
  await logInAsCitizen(wide, 'Kari Testdal', '/tilgang');
  await wide.page.getByRole('region', { name: 'Hvem kan se journalen nå' }).waitFor();
  await take(wide.page, 'tilgang');
  await wide.context.close();
}
