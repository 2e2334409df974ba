import type { Page } from 'playwright-core';
import { afterAll, expect, inject, test } from 'vitest';
import { aMeasurement, aNote, hanne, RecordWriter } from './harness/record.ts';
import {
  closeBrowser,
  expectAccessible,
  expectNoSidewaysScroll,
  logIn,
  type Visitor,
  visit,
} from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

/** A draft is saved at a pause, and what another device wrote comes with the record's stream. */
const soon = { timeout: 15_000 };
const pane = ({ page }: Visitor) => page.getByRole('complementary', { name: /^Skriving/ });
const reason = (visitor: Visitor) => pane(visitor).getByRole('textbox', { name: 'Kontaktårsak' });
const saved = (visitor: Visitor) =>
  pane(visitor)
    .getByText(/Lagret \d\d\.\d\d/)
    .waitFor();

/** Alt N, and Enter for the template that stands first: a consultation, for a doctor. */
async function beginNote(visitor: Visitor) {
  await visitor.page.getByRole('button', { name: 'Nytt notat' }).waitFor();
  await visitor.page.keyboard.press('Alt+n');
  await visitor.page.getByRole('option', { name: /^Konsultasjon/, selected: true }).waitFor();
  await visitor.page.keyboard.press('Enter');
  await reason(visitor).waitFor();
}

test('a note is begun, written beside the record, and resumed after a closed tab', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/tidslinje`);
  await beginNote(visitor);
  // What is typed at once goes into the first field.
  await page.keyboard.type('Kontroll');
  await saved(visitor);
  // The record is still there to be read, and the person is named where one writes.
  await page.getByRole('heading', { name: 'Tidslinje', exact: true }).waitFor();
  await pane(visitor).getByText(citizen.name).waitFor();
  await expectAccessible(visitor, 'writing');

  await page.close();
  visitor.page = await visitor.context.newPage();
  await visitor.page.goto(`/pasient/${citizen.id}`);
  await reason(visitor).waitFor();
  await expect.poll(() => reason(visitor).inputValue()).toBe('Kontroll');
});

test('a note belongs to the contact that goes on, and to another when that is chosen', async () => {
  const citizen = await writer.citizen();
  const contact = (status: string, start: string, text: string) =>
    writer.create({
      resourceType: 'Encounter',
      status,
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      type: [{ text }],
      subject: citizen.reference,
      serviceProvider: { reference: 'Organization/solli-legekontor', display: 'Solli legekontor' },
      period: { start, ...(status === 'finished' ? { end: start } : {}) },
    });
  const earlier = await contact('finished', '2026-11-02T09:00:00+01:00', 'Årskontroll');
  const now = await contact('in-progress', new Date().toISOString(), 'Øyeblikkelig hjelp');
  const visitor = await visit(url);
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}`);
  await beginNote(visitor);
  const field = pane(visitor).getByRole('combobox', { name: 'Kontakt' });
  await expect.poll(() => field.inputValue()).toBe(`Encounter/${now.id}`);
  await visitor.page.keyboard.type('Kontroll');
  await saved(visitor);
  const draft = async () => (await writer.search('QuestionnaireResponse', { patient: citizen.id }))[0];
  await expect.poll(() => draft()).toMatchObject({ encounter: { reference: `Encounter/${now.id}` } });
  await field.selectOption(`Encounter/${earlier.id}`);
  await expect.poll(draft, soon).toMatchObject({ encounter: { reference: `Encounter/${earlier.id}` } });
  await expectAccessible(visitor, 'a note of another contact');
  await visitor.page.keyboard.press('Control+Enter');
  await visitor.page.getByText('Konsultasjon er signert.').waitFor();
  const [note] = await writer.search('Composition', { patient: citizen.id });
  expect(note).toMatchObject({ encounter: { reference: `Encounter/${earlier.id}` } });
});

test('several drafts wait in the strip while one is open, and Esc gives the focus back', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}`);
  for (const words of ['Første', 'Andre']) {
    await beginNote(visitor);
    await page.keyboard.type(words);
    await saved(visitor);
  }
  const strip = page.getByRole('navigation', { name: 'Utkast' });
  await expect.poll(() => strip.getByRole('button').count()).toBe(1);
  await strip.getByRole('button').click();
  await expect.poll(() => reason(visitor).inputValue(), soon).toBe('Første');
  await page.keyboard.press('Escape');
  await pane(visitor).waitFor({ state: 'detached' });
  await expect.poll(() => strip.getByRole('button').count()).toBe(2);
  // Alt W goes back to the writing, and from there to the record.
  await page.keyboard.press('Alt+w');
  await reason(visitor).waitFor();
  await page.keyboard.press('Alt+w');
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content');
});

test('what is typed without contact outlives a closed tab and the session, and is saved when contact is back', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page, context } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}`);
  await beginNote(visitor);
  await page.keyboard.type('Med nett');
  await saved(visitor);
  await page.route('**/fhir/QuestionnaireResponse/*', (route) =>
    route.request().method() === 'PUT' ? route.abort('internetdisconnected') : route.continue(),
  );
  await reason(visitor).fill('Uten nett');
  await pane(visitor)
    .getByText(/Uten kontakt med tjeneren\. Fortsett å skrive/)
    .waitFor();
  await expect
    .poll(() => page.evaluate(() => Object.keys(localStorage).some((key) => key.startsWith('enjournal.unsent'))), soon)
    .toBe(true);
  // Nobody who reads the machine's storage can read it.
  expect(await page.evaluate(() => JSON.stringify(Object.values(localStorage)))).not.toContain('Uten nett');

  await page.close();
  await context.clearCookies();
  visitor.page = await context.newPage();
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}`);
  await expect.poll(() => reason(visitor).inputValue(), soon).toBe('Uten nett');
  await saved(visitor);
  await expect
    .poll(() =>
      visitor.page.evaluate(() => Object.keys(localStorage).some((key) => key.startsWith('enjournal.unsent'))),
    )
    .toBe(false);
});

test('two devices that write in different fields are put together, and in the same field choose', async () => {
  const citizen = await writer.citizen();
  const [one, two] = [await visit(url), await visit(url)];
  await logIn(one, 'Ada Solli', `/pasient/${citizen.id}`);
  await beginNote(one);
  await one.page.keyboard.type('Kontroll');
  await saved(one);
  await logIn(two, 'Ada Solli', `/pasient/${citizen.id}/tidslinje`);
  await two.page.getByRole('button', { name: /Fortsett Konsultasjon/ }).click();
  await expect.poll(() => reason(two).inputValue(), soon).toBe('Kontroll');

  // The other device's words come by themselves.
  const note = (of: Visitor) => pane(of).getByRole('textbox', { name: 'Notat', exact: true });
  await note(two).fill('Fra den andre enheten');
  await expect.poll(() => note(one).inputValue(), soon).toBe('Fra den andre enheten');

  // Both write in the same field, neither having heard of the other.
  await one.page.route('**/fhir/QuestionnaireResponse/*', (route) =>
    route.request().method() === 'PUT' ? route.abort('internetdisconnected') : route.continue(),
  );
  await reason(one).fill('Kontroll av blodtrykk');
  await pane(one)
    .getByText(/Uten kontakt/)
    .waitFor();
  await reason(two).fill('Kontroll av puls');
  await saved(two);
  await one.page.unroute('**/fhir/QuestionnaireResponse/*');
  await pane(one)
    .getByText(/To har endret det samme/)
    .waitFor();
  await expectAccessible(one, 'conflict');
  // The choice stands at the field itself, and the notice on top leads there.
  await pane(one).getByRole('region', { name: 'Velg versjon' }).getByRole('button', { name: 'Kontaktårsak' }).click();
  const choice = pane(one).locator('[data-link-id="reason-text"]').getByRole('group', { name: 'Kontaktårsak' });
  await choice.getByText('Kontroll av blodtrykk').waitFor();
  await choice.getByText('Kontroll av puls').waitFor();
  await choice.getByRole('button', { name: 'Bruk mitt' }).click();
  await expect.poll(() => reason(two).inputValue(), soon).toBe('Kontroll av blodtrykk');
});

test('a draft is open again where it was when the screen has been locked', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/tidslinje`);
  await beginNote(visitor);
  await page.keyboard.type('Før låsen');
  // In the same breath, before the pause in which it would have been saved.
  await page.getByRole('button', { name: /^Deg og innstillinger/ }).click();
  await page.getByRole('menuitem', { name: 'Lås skjermen' }).click();
  await page.getByRole('heading', { name: 'Låst' }).waitFor();
  expect(await page.evaluate(() => document.body.textContent ?? '')).not.toContain('Før låsen');
  expect(await page.evaluate(() => JSON.stringify([...Object.values(localStorage)]))).not.toContain('Før låsen');
  await page.getByRole('button', { name: 'Lås opp' }).click();
  await page.getByRole('button', { name: 'Ada Solli' }).first().click();
  await expect.poll(() => reason(visitor).inputValue(), soon).toBe('Før låsen');
  await saved(visitor);
});

test('records in tabs side by side are never mixed: each write says whose record it is for', async () => {
  const [one, two] = [await writer.citizen(), await writer.citizen()];
  const visitor = await visit(url);
  const { page, context } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${one.id}`);
  await beginNote(visitor);
  const other = { ...visitor, page: await context.newPage() };
  await other.page.goto(`/pasient/${two.id}`);
  await beginNote(other);
  const told: [string, string | undefined][] = [];
  for (const [of, { page }] of [
    [one, visitor],
    [two, other],
  ] as const)
    page.on('request', (request) => {
      if (request.method() !== 'PUT' && !/QuestionnaireResponse$/.test(request.url())) return;
      if (request.method() !== 'GET') told.push([`Patient/${of.id}`, request.headers()['x-record']]);
    });
  await reason(visitor).fill('Til den ene');
  await reason(other).fill('Til den andre');
  await Promise.all([saved(visitor), saved(other)]);
  expect(told.length).toBeGreaterThan(1);
  expect(told.filter(([record, said]) => record !== said)).toEqual([]);

  // What belongs in the one is refused in the other, and nothing is written.
  const status = await other.page.evaluate(async (id) => {
    const answer = await fetch('/fhir/Flag', {
      method: 'POST',
      headers: {
        'content-type': 'application/fhir+json',
        'x-enjournal-web': '1',
        'x-record': `Patient/${location.pathname.split('/')[2]}`,
      },
      body: JSON.stringify({
        resourceType: 'Flag',
        status: 'active',
        code: { text: 'x' },
        subject: { reference: `Patient/${id}` },
      }),
    });
    return answer.status;
  }, one.id);
  expect(status).toBe(412);
  await page.bringToFront();
  await expect.poll(() => reason(visitor).inputValue()).toBe('Til den ene');
});

test('a result is put into the note with its source, and a discarded draft can be regretted', async () => {
  const citizen = await writer.citizen();
  await writer.createAll([
    aMeasurement(citizen, '2026-11-20T08:00:00+01:00', 61.2),
    aNote(citizen, '2026-11-20T09:00:00+01:00', 'Sov dårlig. Fikk hjelp til dusj.', {
      service: 'home-care',
      type: 'Sykepleie',
      author: hanne,
    }),
  ]);
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/tidslinje`);
  await beginNote(visitor);
  await page.keyboard.type('Kontroll');
  await pane(visitor).getByRole('button', { name: 'Sett inn fra journalen' }).click();
  await pane(visitor)
    .getByRole('button', { name: /Vekt 61,2/ })
    .click();
  await pane(visitor).getByRole('button', { name: 'Tidligere notater' }).click();
  await pane(visitor)
    .getByRole('button', { name: /^Sov dårlig\./ })
    .click();
  const note = pane(visitor).getByRole('textbox', { name: 'Notat', exact: true });
  await expect
    .poll(() => note.inputValue())
    .toMatch(
      /^Vekt 61,2\skg \(Hjemmetjenesten sone 3, 20\.11\.26\)\nSov dårlig\. \(Hjemmetjenesten sone 3, 20\.11\.26\)/,
    );
  await pane(visitor)
    .getByText(/Satt inn fra journalen: Hjemmetjenesten sone 3/)
    .waitFor();
  // what is written on leaves the source where it is
  await note.press('End');
  await note.pressSequentially('Sover bedre.');
  await pane(visitor)
    .getByText(/Satt inn fra journalen: Hjemmetjenesten sone 3/)
    .waitFor();
  await saved(visitor);
  await expectAccessible(visitor, 'inserting');

  await pane(visitor).getByRole('button', { name: 'Forkast' }).click();
  await page.getByText('Utkastet til Konsultasjon er forkastet.').waitFor();
  await page.getByRole('button', { name: 'Angre' }).click();
  await expect.poll(() => reason(visitor).inputValue(), soon).toBe('Kontroll');
});

test('on a phone the writing fills the screen, and in the dark it can be read', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url, { width: 360, height: 780, theme: 'dark' });
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}`);
  await page.getByRole('button', { name: 'Nytt notat' }).click();
  await page.getByRole('option', { name: /^Konsultasjon/ }).click();
  await reason(visitor).fill('Kontroll');
  await saved(visitor);
  const box = await pane(visitor).boundingBox();
  expect(box).toEqual({ x: 0, y: 0, width: 360, height: 780 });
  // the banner is covered: whom it is about stands here
  const number = `${citizen.number.slice(0, 6)} ${citizen.number.slice(6)}`;
  await expect.poll(() => pane(visitor).getByText(number).isVisible()).toBe(true);
  await expectNoSidewaysScroll(visitor, 'writing on a phone');
  await expectAccessible(visitor, 'writing on a phone');
  await pane(visitor).getByRole('button', { name: 'Minimer' }).click();
  await page.getByRole('button', { name: /Fortsett Konsultasjon, lagret/ }).waitFor();
  await expectAccessible(visitor, 'a draft in the strip');
});

test('parts of the record and acts are found with Ctrl K, also while writing', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}`);
  await page.getByRole('button', { name: 'Nytt notat' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('nytt not');
  await enter(page, /^Nytt notat/);
  await page.getByRole('option', { name: /^Konsultasjon/, selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await reason(visitor).waitFor();
  await page.keyboard.type('Kontroll');
  await page.keyboard.press('Control+k');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('combobox');
  await page.keyboard.type('tidsl');
  await enter(page, /^Tidslinje/);
  await page.getByRole('heading', { name: 'Tidslinje', exact: true }).waitFor();
  // What is written stays open beside.
  await expect.poll(() => reason(visitor).inputValue()).toBe('Kontroll');
});

/** Takes what is found by Enter, also while persons of that name are still looked for. */
async function enter(page: Page, name: RegExp): Promise<void> {
  const option = page.getByRole('option', { name });
  await option.waitFor();
  await page.keyboard.press('Enter');
  await option.waitFor({ state: 'detached' });
}
