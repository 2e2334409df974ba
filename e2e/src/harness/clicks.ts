import type { Page } from 'playwright-core';

/** Counts what a hand does on the page from now on: clicks and taps, not keys. */
export async function counted(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counter = window as { ejClicks?: number };
    const isCounting = counter.ejClicks !== undefined;
    counter.ejClicks = 0;
    if (isCounting) return;
    // A key that presses a button gives a click without a place.
    window.addEventListener(
      'click',
      ({ detail }) => detail > 0 && counter.ejClicks !== undefined && counter.ejClicks++,
      { capture: true },
    );
  });
  return () => page.evaluate(() => (window as { ejClicks?: number }).ejClicks ?? 0);
}
