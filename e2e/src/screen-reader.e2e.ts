import { afterAll, expect, inject, test } from 'vitest';
import { Listener, listening } from './harness/listener.ts';
import { closeBrowser, logIn, type Visitor, visit } from './harness/visitor.ts';

const url = inject('url');
afterAll(closeBrowser);

/** To a page of the bar, and there: its title is said, and the browser's tab is called so. */
async function goTo(ear: Listener, { page }: Visitor, name: string, title: RegExp): Promise<void> {
  await ear.toLandmark('navigation', /^Sider$/);
  await ear.tabTo(new RegExp(`^link «${name}»`));
  await ear.press('Enter');
  await ear.expectFocus(new RegExp(`^heading «${title.source}».*level: 1`), `at ${name}`);
  await expect.poll(() => page.title()).toMatch(new RegExp(`^${title.source} – Min journal$`));
}

const pages = [
  ...['/', '/journal', '/medisiner', '/provesvar', '/helse', '/plan', '/livshistorie', '/valg', '/hjelp', '/kontakter'],
  ...['/dokumenter', '/vaksiner', '/timer', '/meldinger', '/skjema', '/egne-malinger', '/krav', '/varsler', '/tilgang'],
  ...['/handle-for', '/fullmakter', '/krets', '/deling', '/samtykker', '/meg'],
];
const used = new Set(
  'button link textbox searchbox combobox checkbox radio slider DisclosureTriangle image'.split(' '),
);

test('every page has a title of its own, headings in order, parts with names, and nothing without a name', async () => {
  const { ear, page } = await listening(url, 'Kari Testdal');
  const titles = new Set<string>();
  for (const path of pages) {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    // what is fetched is there: nothing says any more that it is being fetched
    await page.locator('main [aria-busy="true"]').first().waitFor({ state: 'detached' });
    titles.add(await page.title());
    expect(await page.title(), path).toMatch(/.+ – Min journal$/);
    const levels = (await ear.headings()).map(({ level }) => level);
    expect(levels.filter((one) => one === 1).length, `${path}: titles`).toBe(1);
    expect(
      levels.filter((one, at) => at > 0 && one > (levels[at - 1] ?? 0) + 1),
      `${path}: levels of headings ${levels}`,
    ).toEqual([]);
    const parts = (await ear.landmarks()).filter((one) => one !== 'form');
    expect(parts.slice(0, 3), path).toEqual(['banner', 'navigation Sider', 'main']);
    expect(
      parts.filter((one, at) => parts.indexOf(one) !== at),
      `${path}: parts of the same name`,
    ).toEqual([]);
    const all = await ear.all();
    expect(
      all.filter(({ role, name }) => used.has(role) && name === ''),
      `${path}: without a name`,
    ).toEqual([]);
    // heard out of its place, a button says what it is about; a word that can be explained, and who has looked, may stand several times
    const buttons = all.flatMap(({ role, name }) =>
      role !== 'button' || /hva betyr det\?$|^(Spør om at|Sperr for) /.test(name) ? [] : name,
    );
    expect(
      buttons.filter((one, at) => buttons.indexOf(one) !== at),
      `${path}: buttons that say the same`,
    ).toEqual([]);
  }
  expect(titles.size).toBe(pages.length);
});

test('from the door to the latest entry, a result over time and the medicines, without seeing', async () => {
  const visitor = await visit(url);
  const ear = await Listener.to(visitor);
  const { page } = visitor;
  await page.goto('/');
  await ear.toHeading(/^Én journal for hver innbygger$/);
  expect(await page.title()).toBe('Logg inn – Enjournal');
  await ear.tabTo(/^button «Logg inn med ID-porten»/);
  await ear.press('Enter');
  await page.waitForURL(/idp/);
  await ear.tabTo(/^button «.*Mohammed Tallaksen/);
  await ear.press('Enter');
  await ear.toHeading(/^God .*, Mohammed$/);
  await expect.poll(() => page.title()).toBe('Hjem – Min journal');
  await expect.poll(async () => (await ear.headings()).map(({ name }) => name)).toContain('Det neste som skjer');

  await goTo(ear, visitor, 'Journal', /Alt som har skjedd/);
  await ear.toHeading(/ 20\d\d$/); // the newest month
  const row = await ear.tabTo(/^button «.*Prøvesvar.*, collapsed/);
  expect(row.name, 'the day, what it was and where').toMatch(/^\d+\. \S+ Prøvesvar .*Solli legekontor$/);
  await ear.press('Enter');
  await ear.expectFocus(/^button «.*Prøvesvar.*, expanded/, 'an entry that is open');
  await page
    .getByRole('button', { name: /hva betyr det\?$/ })
    .first()
    .waitFor();
  const word = await ear.tabTo(/^button «.*: hva betyr det\?».*opens dialog/);
  await ear.press('Enter');
  const inside = await ear.expectFocus(/^button .*In: /, 'within the explanation');
  const [name] = word.name.split(':');
  expect(inside.within[0]?.toLowerCase()).toContain(name?.toLowerCase());
  const explained = (await ear.all()).find(({ role }) => role === 'dialog');
  expect(explained?.description, 'the explanation itself').toMatch(/\w+ \w+ \w+/);
  await ear.tabTo(/^button «Lukk»/, { most: 2 });
  await ear.press('Enter');
  await ear.expectFocus(new RegExp(`^button «${name}: hva betyr det`), 'back at the word');

  await ear.toLandmark('navigation', /^Deler av journalen$/);
  await ear.tabTo(/^link «Prøvesvar»/);
  await ear.press('Enter');
  await ear.expectFocus(/^heading «Prøvesvar og målinger»/, 'results');
  await ear.tabTo(/^button «HbA1c 58 mmol\/mol Over det vanlige.*collapsed/);
  await ear.press('Enter');
  const curve = async () =>
    (await ear.all()).find(({ role, name: said }) => role === 'image' && said.startsWith('HbA1c'))?.name ?? '';
  await expect
    .poll(curve, { message: 'the curve in a sentence' })
    .toMatch(/HbA1c 58 mmol\/mol.*over referanseområdet.*\d+ målinger siden/);
  await ear.tabTo(/^slider «Målepunkter, HbA1c», value .*: 58\smmol\/mol/);
  await ear.press('ArrowLeft');
  await ear.expectFocus(/^slider .*value \d\d\.\d\d .*: \d+\smmol\/mol/, 'the point before');
  await ear.tabTo(/^button «Vis som tabell HbA1c»/, { most: 2 });
  await ear.press('Enter');
  await ear.expectFocus(/^button «Vis som kurve HbA1c»/, 'shown as a table');
  const all = await ear.all();
  expect(all.filter(({ role }) => role === 'columnheader').map((one) => one.name)).toEqual([
    'Tid',
    expect.stringMatching(/^Verdi mmol\/mol/),
    'Målt av',
  ]);
  const cells = all.filter(({ role }) => role === 'cell' || role === 'gridcell').map((one) => one.name);
  expect(cells).toContainEqual(expect.stringMatching(/^58.*over det vanlige$/));

  await ear.toLandmark('navigation', /^Deler av journalen$/);
  await ear.tabTo(/^link «Medisiner»/);
  await ear.press('Enter');
  await ear.expectFocus(/^heading «Medisinene mine»/, 'medicines');
  await ear.tabTo(/^button «Metformin 500 mg .*collapsed.*In: Hver dag/);
  await ear.press('Enter');
  await ear.expectFocus(/^button «Metformin.*expanded/, 'a medicine');
  const terms = async () => (await ear.all()).filter(({ role }) => role === 'term').map((one) => one.name);
  await expect.poll(terms).toContain('Derfor bruker du den');
});

test('what is looked for and filtered is told in numbers', async () => {
  const { ear } = await listening(url, 'Mohammed Tallaksen', '/journal');
  await ear.tabTo(/^searchbox «Søk i journalen»/);
  await ear.type('årskontroll innkalling');
  await ear.expectHeard(/^\d+ treff\./, 'how many were found');
  await ear.press('ControlOrMeta+a');
  await ear.press('Delete');
  await ear.tabTo(/^combobox «Vis»/);
  await ear.hush();
  await ear.press('ArrowDown');
  await ear.expectHeard(/^\d+ hendelser? vises\./, 'how many of a kind');
  await ear.tabTo(/^button «Vis alt igjen»/);
  await ear.press('Enter');
  await ear.expectFocus(/^combobox «Vis»/, 'where the choice is, for its button is gone');
});

test('in English, what the record says is marked as Norwegian, and large letters and another language are chosen by ear', async () => {
  const { ear, page } = await listening(url, 'Mohammed Tallaksen', '/journal', { language: 'en' });
  await page.getByRole('listitem').getByRole('button', { expanded: false }).first().waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
  const written = page.locator('main li [lang="nb"]');
  await written.filter({ hasText: 'Solli' }).or(written).first().waitFor();
  await ear.toLandmark('navigation', /^Pages$/);
  await ear.tabTo(/^link «You and settings: Mohammed Tallaksen»/);
  await ear.press('Enter');
  await ear.expectFocus(/^heading «Me»/, 'settings');
  await ear.tabTo(/^radio «Normal», checked.*In: Size of text/);
  await ear.press('ArrowDown');
  await ear.expectFocus(/^radio «Large», checked/, 'large letters');
  await ear.tabTo(/^radio «English», checked/);
  await ear.press('ArrowUp');
  await ear.expectFocus(/^radio «Nynorsk», checked.*In: Språk/, 'another language, and still at it');
  await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('nn');
  await expect.poll(() => page.title()).toBe('Meg – Journalen min');
});

test('who works without seeing hears how many were found, whose record has opened, and which part of it', async () => {
  const visitor = await visit(url);
  const ear = await Listener.to(visitor);
  await logIn(visitor, 'Ada Solli');
  await ear.tabTo(/^combobox «Finn person»/);
  await ear.type('Kari Testdal');
  await ear.expectHeard(/^1 person funnet/, 'how many were found');
  await ear.press('Enter');
  await ear.expectFocus(/^main «Kari Testdal – Oversikt»/, 'whose record it is');
  await ear.press('Alt+2');
  await ear.expectFocus(/^main «Kari Testdal – Tidslinje»/, 'another part of it');
});
