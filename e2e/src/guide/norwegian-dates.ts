import type { Page } from 'playwright-core';

/** The browser that takes the pictures speaks no Norwegian: its date fields are shown as a Norwegian one shows them. */
export async function norwegianDates(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const field of document.querySelectorAll<HTMLInputElement>('input[type=date]')) {
      const said = field.value.split('-').reverse().join('.');
      field.type = 'text';
      field.value = said || 'dd.mm.åååå';
    }
  });
}
