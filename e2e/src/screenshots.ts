import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { accessPictures } from './guide/access.ts';
import { actingPictures } from './guide/acting.ts';
import { chartPictures } from './guide/chart.ts';
import { citizenPictures } from './guide/citizen.ts';
import { dialoguePictures } from './guide/dialogue.ts';
import { documentPicture } from './guide/document.ts';
import { doorPictures } from './guide/doors.ts';
import { givingPictures } from './guide/giving.ts';
import { medicinePictures } from './guide/medicines.ts';
import { municipalityPictures } from './guide/municipality.ts';
import { otherPictures } from './guide/newest.ts';
import { prescriptionPictures } from './guide/prescriptions.ts';
import { vaccinePictures } from './guide/vaccines.ts';
import { wardPictures } from './guide/ward.ts';
import { writingPictures } from './guide/writing.ts';
import { aChild } from './harness/child.ts';
import { startProduct } from './harness/product.ts';
import { RecordWriter } from './harness/record.ts';
import { launch, logIn, newVisitor } from './harness/visitor.ts';

/** Pictures for the documentation, all or those of some parts of the guide: `npm run screenshots -w e2e [-- folder [part …]]`. */
const [folder = join(import.meta.dirname, '..', '..', 'docs', 'screenshots'), ...wanted] = process.argv.slice(2);
const pages = {
  oversikt: '',
  tidslinje: '/tidslinje',
  legemidler: '/legemidler',
  malinger: '/malinger',
  provesvar: '/provesvar',
  plan: '/plan',
  skjema: '/skjema',
  problemer: '/problemer',
  kritisk: '/kritisk',
  akuttside: '/akutt',
  dokumenter: '/dokumenter',
};

const product = await startProduct({ citizens: 100 });
// hinted letters of this browser stand so close that words run together
const browser = await launch(['--font-render-hinting=none']);
const guide: Readonly<Record<string, () => Promise<void>>> = {
  record: recordPictures,
  chart: () => chartPictures(browser, product.url, folder),
  medicines: () => medicinePictures(browser, product.url, folder),
  prescriptions: () => prescriptionPictures(browser, product, folder),
  writing: () => writingPictures(browser, product.url, folder),
  giving: () => givingPictures(browser, product.url, folder),
  dialogue: () => dialoguePictures(browser, product.url, folder),
  document: () => documentPicture(browser, product.url, folder),
  vaccines: () => vaccinePictures(browser, product.url, folder),
  acting: () => actingPictures(browser, product.url, folder),
  citizen: () => citizenPictures(browser, product.url, folder),
  newest: () => otherPictures(browser, product.url, folder),
  doors: () => doorPictures(browser, product.url, folder),
  ward: () => wardPictures(browser, product.url, folder),
  access: () => accessPictures(browser, product.url, folder),
  municipality: () => municipalityPictures(browser, product.url, folder),
};
try {
  await mkdir(folder, { recursive: true });
  for (const [part, take] of Object.entries(guide)) if (wanted.length === 0 || wanted.includes(part)) await take();
} finally {
  await browser.close();
  await product.stop();
}

/** The first story's citizen, at both widths and in both themes. */
async function recordPictures(): Promise<void> {
  const writer = new RecordWriter(product.url);
  const kari = await writer.find('Kari Testdal');
  const child = await aChild(writer, { name: [{ use: 'official', family: 'Prøvesen', given: ['Selma'] }] });
  for (const theme of ['light', 'dark'] as const) {
    for (const [width, height] of [
      [1440, 900],
      [360, 780],
    ] as const) {
      const visitor = await newVisitor(browser, product.url, { width, height, theme });
      await logIn(visitor, 'Ada Solli');
      for (const [name, path] of Object.entries(pages)) {
        await visitor.page.goto(`/pasient/${kari}${path}`);
        await visitor.page.getByRole('region', { name: 'Hvem journalen gjelder' }).getByText('Kari Testdal').waitFor();
        await visitor.page.waitForFunction(() => document.querySelector('.ej-wait') === null);
        await visitor.page.waitForTimeout(400);
        await visitor.page.screenshot({ path: join(folder, `${name}-${width}-${theme}.png`) });
      }
      await work(visitor.page, { width, theme });
      await visitor.page.goto('/forlop');
      await visitor.page.getByRole('table').waitFor();
      await visitor.page.screenshot({ path: join(folder, `forlop-${width}-${theme}.png`) });
      await visitor.context.close();
      await growth(child.id, { width, height, theme });
    }
  }
}

/** The start page of a GP, and the inbox with a result opened. */
async function work(page: Page, { width, theme }: { width: number; theme: string }): Promise<void> {
  await page.goto('/');
  await page
    .getByRole('region', { name: 'Det som haster' })
    .getByText('Kritisk prøvesvar')
    .waitFor({ timeout: 60_000 });
  await page.waitForFunction(() => document.querySelector('.ej-wait') === null);
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(folder, `startside-${width}-${theme}.png`) });
  await page.goto('/innboks?vis=svar');
  await page.getByRole('button', { name: /Kalium 6,2/ }).click();
  await page.getByRole('button', { name: 'Signer', exact: true }).first().waitFor();
  await page.screenshot({ path: join(folder, `innboks-${width}-${theme}.png`) });
}

/** How a child grows, beside the check that is being written. */
async function growth(id: string, look: { width: number; height: number; theme: 'light' | 'dark' }): Promise<void> {
  const visitor = await newVisitor(browser, product.url, look);
  const { page } = visitor;
  await logIn(visitor, 'Helle Stasjon', `/pasient/${id}/malinger`, 'Fjordvik helsestasjon');
  await page
    .getByRole('img', { name: /persentil/ })
    .first()
    .waitFor();
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(folder, `vekst-${look.width}-${look.theme}.png`) });
  if (look.width > 1000) {
    await page.getByRole('button', { name: 'Nytt notat' }).click();
    await page.getByRole('option', { name: /^Helsestasjonskonsultasjon/, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    const pane = page.getByRole('complementary', { name: /^Skriving/ });
    await pane.getByLabel('Foreldrenes spørsmål og bekymringer').fill('Lurer på fast føde.');
    await pane.getByLabel('Vekt', { exact: true }).fill('7,4');
    await pane.getByLabel('Lengde eller høyde').fill('66');
    await page.waitForTimeout(1200);
    await page.screenshot({ path: join(folder, `helsestasjon-${look.width}-${look.theme}.png`) });
  }
  await visitor.context.close();
}
