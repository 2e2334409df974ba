import { afterAll, expect, inject, test } from 'vitest';
import { RecordWriter } from './harness/record.ts';
import {
  closeBrowser,
  expectAccessible,
  expectNoSidewaysScroll,
  logIn,
  logInAsCitizen,
  type Visitor,
  visit,
} from './harness/visitor.ts';

const url = inject('url');
afterAll(closeBrowser);

const phone = { width: 360, height: 780 } as const;

/** No finding of axe, contrast of 7:1 for all text (WCAG AAA) in the theme that is chosen, and nothing to the side. */
async function expectGood(visitor: Visitor, where: string): Promise<void> {
  await expectNoSidewaysScroll(visitor, where);
  await expectAccessible(visitor, where, 'color-contrast-enhanced');
}

/** To one of the pages that the bar at the foot or the first page names. */
const goTo = ({ page }: Visitor, name: string | RegExp) =>
  page.getByRole('link', { name, exact: true }).first().click();

test('on the phone, Mohammed finds the latest, follows a result over time, reads his medicines and who has seen', async () => {
  const visitor = await visit(url, phone);
  const { page } = visitor;
  await logInAsCitizen(visitor, 'Mohammed Tallaksen');
  await page.getByRole('heading', { level: 1, name: /^God .*, Mohammed$/ }).waitFor();
  await page.getByRole('region', { name: 'Det neste som skjer' }).waitFor();
  await page.getByRole('region', { name: 'Den siste måneden' }).getByRole('listitem').first().waitFor();
  await expectGood(visitor, 'home');

  // the latest: two touches
  await goTo(visitor, 'Journal');
  await page.getByRole('heading', { level: 1, name: 'Alt som har skjedd' }).waitFor();
  await page
    .getByRole('button', { name: /Prøvesvar/ })
    .first()
    .click();
  const word = page.getByRole('button', { name: / hva betyr det\?$/ }).first();
  await word.waitFor();
  await expectGood(visitor, 'what happened');
  const name = await word.textContent();
  await word.click();
  const explained = page.getByRole('dialog');
  await explained.getByRole('button', { name: 'Les høyt' }).waitFor();
  await expectGood(visitor, 'a word explained');
  await page.keyboard.press('Escape');
  await explained.waitFor({ state: 'hidden' });
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(name);

  await page.getByRole('searchbox', { name: 'Søk i journalen' }).fill('årskontroll innkalling');
  await page.getByText('Kom til årskontroll, du får innkalling', { exact: false }).first().waitFor();
  await page.getByText(/^\d+ treff/).waitFor();

  await page.getByRole('navigation', { name: 'Deler av journalen' }).getByRole('link', { name: 'Prøvesvar' }).click();
  await page.getByRole('button', { name: /^HbA1c 58 mmol\/mol Over det vanlige/ }).click();
  await page.getByText(/^Målt \d+ ganger siden .*steget på det siste\.$/).waitFor();
  await page.getByRole('img', { name: /^HbA1c/ }).waitFor();
  await page.getByText('Et svar utenfor det vanlige betyr ikke alltid at noe er galt', { exact: false }).waitFor();
  await expectGood(visitor, 'a result over time');

  await goTo(visitor, 'Medisiner');
  await page
    .getByRole('button', { name: /^Metformin 500 mg 1 tablett 2 ganger om dagen kl\. 08 og 20|^Metformin 500 mg/ })
    .click();
  await page.getByText('Senker blodsukkeret ved diabetes type 2', { exact: false }).waitFor();
  await page.getByText('Derfor bruker du den').waitFor();
  await page.getByText('Bestemt av').waitFor();
  await expectGood(visitor, 'medicines');

  await goTo(visitor, 'Hjem');
  await goTo(visitor, /^Hvem har sett/);
  await page.getByRole('region', { name: 'Hvem har sett journalen din' }).waitFor();
  const canSee = page.getByRole('region', { name: 'Hvem kan se journalen nå' });
  await canSee.getByText('Solli legekontor').first().waitFor();
  await canSee.getByRole('heading', { name: 'Datasystemer som kan lese av seg selv' }).waitFor();
  await canSee.getByText('Demo system').waitFor();
  await expectGood(visitor, 'who has seen');
  expect(visitor.foreign).toEqual([]);
  expect(visitor.errors).toEqual([]);
});

test('Kari sees who comes next, what matters to her and what may be dangerous not to know, in large letters and in the dark', async () => {
  const visitor = await visit(url, { ...phone, theme: 'dark' });
  const { page } = visitor;
  await logInAsCitizen(visitor, 'Kari Testdal');
  const next = page.getByRole('region', { name: 'Det neste som skjer' });
  await next.getByRole('link', { name: 'Alle timer og besøk' }).waitFor();
  await goTo(visitor, 'Meg');
  await page.getByRole('radio', { name: 'Størst' }).check();
  expect(
    await page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)),
  ).toBeGreaterThan(20);
  await expectGood(visitor, 'me');

  await goTo(visitor, 'Hjem');
  await expectGood(visitor, 'home in the largest letters');
  await goTo(visitor, /^Planen min/);
  await page.locator('#content').getByText('rekke koret på torsdager', { exact: false }).first().waitFor();
  await page.getByRole('region', { name: 'Individuell plan' }).getByText('Vekt hver morgen').waitFor();
  await expectGood(visitor, 'plan');

  for (const [part, what] of [
    ['Sykdom og allergi', /Penicillin/],
    ['Hjelpen jeg får', /Hjemmesykepleie sone 3/],
    ['Kontakter', /Liv Testdal/],
    ['Dokumenter', /Epikrise/],
    ['Vaksiner', /Influensavaksine/],
  ] as const) {
    await page.getByRole('navigation', { name: 'Deler av journalen' }).getByRole('link', { name: part }).click();
    await page.locator('#content').getByText(what).first().waitFor();
    await expectNoSidewaysScroll(visitor, part);
  }
  await expectGood(visitor, 'vaccinations');
  await page.goto('/timer');
  await page.getByText('Blodprøve, hjemme').waitFor();
  await expectGood(visitor, 'appointments');
  expect(visitor.errors).toEqual([]);
});

test('on a wide screen everything is reached by keyboard, and what a citizen keeps of an old address leads on', async () => {
  const visitor = await visit(url, { language: 'en' });
  const { page } = visitor;
  const kari = await new RecordWriter(url).find('Kari Testdal');
  await logInAsCitizen(visitor, 'Kari Testdal', `/pasient/${kari}/legemidler`);
  await page.getByRole('heading', { level: 1, name: 'My medicines' }).waitFor();
  expect(new URL(page.url()).pathname, 'no id in the address').toBe('/medisiner');
  const script = await page.locator('script[src]').first().getAttribute('src');
  const { 'content-encoding': packed } = (await page.request.get(script ?? '')).headers();
  expect(packed, 'code goes out compressed').toMatch(/^(br|gzip)$/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => location.hash)).toBe('#content');
  const first = page.getByRole('button', { expanded: false }).first();
  await first.focus();
  await page.keyboard.press('Enter');
  await page.getByText('Decided by').first().waitFor();
  await expectGood(visitor, 'medicines on a wide screen');
  await page.goto('/pasient/nobody/legemidler');
  await page.getByRole('heading', { name: 'This page does not exist' }).waitFor();
  await page.goto('/journal');
  await page.getByRole('combobox', { name: 'Show' }).selectOption({ label: 'Letters and messages' });
  await page.getByRole('combobox', { name: 'Show' }).press('Tab');
  await expectGood(visitor, 'the list on a wide screen');
});

test('who chose so reads without network what was opened, with a code, as of when; nobody else does, and log-out leaves nothing', async () => {
  const visitor = await visit(url, phone);
  const { page, context } = visitor;
  await logInAsCitizen(visitor, 'Mohammed Tallaksen', '/meg');
  const card = page.getByRole('region', { name: 'Les uten nett' });
  await card.getByLabel('Velg en kode på minst seks tegn').fill('123456');
  await card.getByLabel('Koden en gang til').fill('123456');
  await card.getByRole('button', { name: 'Slå på' }).click();
  await card.getByRole('link', { name: 'Velg en kode som ikke er det samme tegnet, eller en rekke.' }).waitFor();
  expect(await onDevice(page), 'nothing before it is chosen').toEqual({ answers: 0, files: false, chosen: false });
  for (const label of ['Velg en kode på minst seks tegn', 'Koden en gang til'])
    await card.getByLabel(label).fill('fjord 27');
  await card.getByRole('button', { name: 'Slå på' }).click();
  await card.getByText('Slått på.', { exact: false }).waitFor();
  await expectGood(visitor, 'reading without network is on');
  await goTo(visitor, 'Medisiner');
  await page.getByRole('button', { name: /^Metformin 500 mg/ }).waitFor();
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await keptAll(page);
  const sealed = await page.evaluate(readDevice);
  for (const secret of ['Metformin', 'Mohammed', 'MedicationRequest', 'fjord']) expect(sealed).not.toContain(secret);

  await context.setOffline(true);
  await page.getByText(/Uten nett: slik det var kl\. \d\d\.\d\d/).waitFor();
  await page.reload();
  const door = page.getByRole('heading', { name: 'Les uten nett' });
  await door.waitFor();
  expect(await page.getByText('Metformin').count()).toBe(0);
  await expectAccessible(visitor, 'the door without network');
  await page.getByLabel('Kode').fill('fjord 72');
  await page.getByRole('button', { name: 'Les', exact: true }).click();
  await page.getByText('Koden er feil.', { exact: false }).waitFor();
  await page.getByLabel('Kode').fill('fjord 27');
  await page.getByRole('button', { name: 'Les', exact: true }).click();
  await page.getByRole('button', { name: /^Metformin 500 mg/ }).waitFor();
  await page.getByText(/Uten nett: slik det var kl\. \d\d\.\d\d/).waitFor();
  await expectGood(visitor, 'medicines without network');

  // what is written is not sent, stays, and is not sent behind the writer's back either
  await goTo(visitor, 'Hjem');
  await goTo(visitor, /^Planen min/);
  await page.getByText('Ingen kontakt med tjeneren.', { exact: false }).first().waitFor();
  const own = page.getByRole('region', { name: 'Mine egne mål' });
  await own.getByRole('textbox', { name: 'Viktig for meg' }).fill('Å slippe å vente');
  await own.getByRole('button', { name: 'Legg til' }).first().click();
  await own.getByText('det er ikke sendt', { exact: false }).waitFor();

  await context.setOffline(false);
  await page.getByText('Uten nett:', { exact: false }).waitFor({ state: 'detached' });
  expect(await own.getByRole('textbox', { name: 'Viktig for meg' }).inputValue()).toBe('Å slippe å vente');
  expect(await own.getByText('«Å slippe å vente»').count()).toBe(0);

  await logInAsCitizen(visitor, 'Kari Testdal', '/meg');
  await page.getByRole('button', { name: 'Slå på' }).waitFor();
  await expect.poll(() => onDevice(page)).toEqual({ answers: 0, files: false, chosen: false });

  for (const label of ['Velg en kode på minst seks tegn', 'Koden en gang til'])
    await card.getByLabel(label).fill('fjord 27');
  await card.getByRole('button', { name: 'Slå på' }).click();
  await card.getByText('Slått på.', { exact: false }).waitFor();
  await keptAll(page);
  await page.getByRole('button', { name: 'Logg ut' }).click();
  await page.getByRole('button', { name: 'Logg inn med ID-porten' }).waitFor();
  await expect.poll(() => onDevice(page)).toEqual({ answers: 0, files: false, chosen: false });
  expect(visitor.foreign).toEqual([]);
});

/** All that stands in the device's store, as text. */
async function readDevice(): Promise<string> {
  if (!(await indexedDB.databases()).some(({ name }) => name === 'enjournal-reading')) return '[]';
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const asking = indexedDB.open('enjournal-reading');
    asking.onsuccess = () => resolve(asking.result);
    asking.onerror = () => reject(asking.error);
  });
  const all = await new Promise<unknown[]>((resolve) => {
    const asking = database.transaction('answers').objectStore('answers').getAll();
    asking.onsuccess = () => resolve(asking.result);
  });
  database.close();
  return JSON.stringify(all, (_name, value) =>
    value instanceof ArrayBuffer || ArrayBuffer.isView(value)
      ? new TextDecoder('latin1').decode(value as ArrayBuffer)
      : value,
  );
}

async function onDevice(page: Visitor['page']) {
  const answers = (JSON.parse(await page.evaluate(readDevice)) as unknown[]).length;
  const [files, chosen] = await page.evaluate(async () => [
    (await caches.keys()).length > 0,
    Object.keys(localStorage).some((name) => name.includes('reading')),
  ]);
  return { answers, files, chosen };
}

/** Until nothing more is being kept. */
async function keptAll(page: Visitor['page']): Promise<void> {
  let before = 0;
  await expect
    .poll(
      async () => {
        const { answers } = await onDevice(page);
        const isSame = answers > 0 && answers === before;
        before = answers;
        return isSame;
      },
      { interval: 500 },
    )
    .toBe(true);
}

test('what was put in a dispenser at home is told where it happened, and by an emergency whose last dose nobody has confirmed', async () => {
  const citizen = await visit(url, phone);
  await logInAsCitizen(citizen, 'Kari Testdal', '/journal');
  const filled = citizen.page.getByRole('button', { name: /Lagt i medisindispenseren/ }).first();
  await filled.waitFor();
  await filled.click();
  await citizen.page.getByText('Medisindispenser', { exact: true }).first().waitFor();
  await citizen.page.getByText('Lagt i medisindispenseren: Bisoprolol 5 mg').first().waitFor();
  await expectGood(citizen, 'what was put in a dispenser');

  const kari = await new RecordWriter(url).find('Kari Testdal');
  for (const look of [phone, { width: 1440, height: 900, theme: 'dark' }] as const) {
    const doctor = await visit(url, look);
    await logIn(doctor, 'Ada Solli', `/pasient/${kari}/akutt`);
    const dose = doctor.page.getByRole('row', { name: /Donepezil/ });
    await dose.getByText('ikke bekreftet').waitFor();
    await expectNoSidewaysScroll(doctor, 'the emergency page');
    await expectAccessible(doctor, 'the emergency page');
  }
});

test('a language that a municipality has laid beside ours is chosen, reads from right to left, and says the rest in bokmål', async () => {
  const visitor = await visit(url, phone);
  const { page } = visitor;
  await logInAsCitizen(visitor, 'Mohammed Tallaksen', '/meg');
  const looks = () =>
    page.evaluate(() => {
      const { documentElement: root } = document;
      return [root.lang, root.dir || 'ltr', getComputedStyle(root).direction];
    });
  await page.getByRole('radio', { name: 'Qaaqaa' }).click();
  await page.getByRole('heading', { level: 1, name: 'Meqa' }).waitFor();
  expect(await looks()).toEqual(['qaa', 'rtl', 'rtl']);
  const choices = page.getByRole('region', { name: 'Loqa' });
  await choices.getByRole('group', { name: 'Siqa' }).waitFor();
  // what nobody has translated is said in bokmål
  await choices.getByRole('group', { name: 'Språk' }).waitFor();
  const [first, second] = [
    await choices.getByText('Vanlig', { exact: true }).boundingBox(),
    await choices.getByText('Stor', { exact: true }).boundingBox(),
  ];
  expect(first?.x, 'the first stands to the right').toBeGreaterThan(second?.x ?? Number.POSITIVE_INFINITY);
  await expectGood(visitor, 'a page from right to left');
  // it stays chosen, on every page, and is fetched only by who chooses it
  await page.goto('/');
  await page.getByRole('heading', { level: 1, name: /Mohammed/ }).waitFor();
  expect(await looks()).toEqual(['qaa', 'rtl', 'rtl']);
  await expectGood(visitor, 'the first page from right to left');
  await page.goto('/meg');
  await page.getByRole('radio', { name: 'Bokmål' }).click();
  await page.getByRole('heading', { level: 1, name: 'Meg' }).waitFor();
  expect((await looks()).slice(1)).toEqual(['ltr', 'ltr']);
  expect(visitor.errors).toEqual([]);
});
