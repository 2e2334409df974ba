import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startProduct } from './harness/product.ts';
import { RecordWriter } from './harness/record.ts';
import { launch, logIn, newVisitor } from './harness/visitor.ts';

/** Pictures of the first story's citizen for the documentation: `npm run screenshots -w e2e [-- folder]`. */
const folder = process.argv[2] ?? join(import.meta.dirname, '..', '..', 'docs', 'screenshots');
const parts = {
  oversikt: '',
  tidslinje: '/tidslinje',
  legemidler: '/legemidler',
  malinger: '/malinger',
  provesvar: '/provesvar',
  plan: '/plan',
};

const product = await startProduct({ citizens: 100 });
const browser = await launch();
try {
  await mkdir(folder, { recursive: true });
  const kari = await new RecordWriter(product.url).find('Kari Testdal');
  for (const theme of ['light', 'dark'] as const) {
    for (const [width, height] of [
      [1440, 900],
      [360, 780],
    ] as const) {
      const visitor = await newVisitor(browser, product.url, { width, height, theme });
      await logIn(visitor, 'Ada Solli');
      for (const [name, path] of Object.entries(parts)) {
        await visitor.page.goto(`/pasient/${kari}${path}`);
        await visitor.page.getByRole('region', { name: 'Hvem journalen gjelder' }).getByText('Kari Testdal').waitFor();
        await visitor.page.waitForFunction(() => document.querySelector('.ej-wait') === null);
        await visitor.page.waitForTimeout(400);
        await visitor.page.screenshot({ path: join(folder, `${name}-${width}-${theme}.png`) });
      }
      await visitor.context.close();
    }
  }
} finally {
  await browser.close();
  await product.stop();
}
