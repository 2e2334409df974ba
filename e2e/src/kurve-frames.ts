import { startProduct } from './harness/product.ts';
import { RecordWriter } from './harness/record.ts';
import { launch, logIn, newVisitor } from './harness/visitor.ts';

/**
 * How many frames a second the chart draws while one moves along 10 000 points: `npm run kurve-frames -w e2e`. On one core:
 * `taskset -c 0 npm run kurve-frames -w e2e`.
 */
const points = 10_000;
const seconds = 8;

const product = await startProduct({ citizens: 100 });
const browser = await launch();
try {
  const writer = new RecordWriter(product.url);
  const citizen = await writer.citizen();
  const now = Date.now();
  const spread = (46 * 3_600_000) / (points / 2);
  const quantity = (value: number, code: string, unit = code) => ({
    value,
    unit,
    system: 'http://unitsofmeasure.org',
    code,
  });
  const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] });
  const vital = {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }],
  };
  await writer.createAll(
    Array.from({ length: points / 2 }, (_, i) => {
      const wave = Math.sin(i / 40) * 14 + Math.sin(i / 3) * 5;
      const of = {
        resourceType: 'Observation',
        status: 'final',
        category: [vital],
        subject: citizen.reference,
        effectiveDateTime: new Date(now - 28 * 3_600_000 + (i * spread * 28) / 46).toISOString(),
      };
      return [
        { ...of, code: loinc('8867-4'), valueQuantity: quantity(Math.round(80 + wave), '/min') },
        {
          ...of,
          code: loinc('85354-9'),
          component: [
            { code: loinc('8480-6'), valueQuantity: quantity(Math.round(120 + wave), 'mm[Hg]', 'mmHg') },
            { code: loinc('8462-4'), valueQuantity: quantity(Math.round(70 + wave / 2), 'mm[Hg]', 'mmHg') },
          ],
        },
      ];
    }).flat(),
  );
  const visitor = await newVisitor(browser, product.url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/kurve`);
  await page.getByRole('img', { name: /^Sist målt/ }).waitFor({ timeout: 60_000 });
  await page.waitForFunction(
    () => document.querySelector('.ej-kurve-card')?.getAttribute('data-refreshing') === 'false',
    undefined,
    { timeout: 120_000 },
  );
  // on a busy machine the chart may be laid out anew after it was read
  await page.waitForTimeout(1_500);
  await page.locator('.ej-kurve-frame canvas').waitFor();
  // what drawing costs the page itself: the rest of a frame is the browser's
  await page.evaluate(() => {
    const ask = window.requestAnimationFrame.bind(window);
    const costs: number[] = [];
    Object.assign(window, { costs });
    window.requestAnimationFrame = (paint) =>
      ask((at) => {
        const began = performance.now();
        paint(at);
        costs.push(performance.now() - began);
      });
  });
  // an hour to and fro, so that all of the points stay in sight
  const times = await page.evaluate(
    (forMs) =>
      new Promise<number[]>((resolve) => {
        const frame = document.querySelector('.ej-kurve-frame') as HTMLElement;
        const frames: number[] = [];
        const began = performance.now();
        let last = began;
        const step = (at: number) => {
          frames.push(at - last);
          last = at;
          if (at - began > forMs) return resolve(frames.slice(5));
          frame.dispatchEvent(
            new WheelEvent('wheel', {
              deltaX: Math.floor((at - began) / 1000) % 2 ? 6 : -6,
              bubbles: true,
              cancelable: true,
            }),
          );
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    seconds * 1000,
  );
  const costs = await page.evaluate(() => (window as unknown as { costs: number[] }).costs);
  const sorted = [...times].sort((a, b) => a - b);
  const cost = [...costs].sort((a, b) => a - b)[Math.floor(costs.length / 2)]!.toFixed(1);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(1);
  const mean = times.reduce((sum, one) => sum + one, 0) / times.length;
  console.info(
    `${points} points: ${(1000 / mean).toFixed(1)} frames a second; a frame takes ${at(0.5)} ms in the middle, ${at(0.95)} ms at the 95th of 100, ${at(1)} ms at most (${times.length} frames); drawing takes ${cost} ms of each`,
  );
  if (visitor.errors.length > 0) console.info(visitor.errors);
} finally {
  await browser.close();
  await product.stop();
}
