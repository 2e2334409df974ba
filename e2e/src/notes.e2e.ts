import { afterAll, expect, inject, test } from 'vitest';
import { aNote, type Citizen, type Json, RecordWriter } from './harness/record.ts';
import { closeBrowser, expectAccessible, logIn, type Visitor, visit } from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

const pane = ({ page }: Visitor) => page.getByRole('complementary', { name: /^Skriving/ });
const field = (visitor: Visitor, name: string) => pane(visitor).getByRole('textbox', { name, exact: true });
const news = (visitor: Visitor, text: RegExp) => visitor.page.getByRole('status').getByText(text).waitFor();

/** Somebody whom zone 3 gives home care. */
async function inZone3(): Promise<Citizen> {
  const citizen = await writer.citizen();
  await writer.create({
    resourceType: 'EpisodeOfCare',
    status: 'active',
    patient: citizen.reference,
    managingOrganization: { reference: 'Organization/hjemmetjenesten-sone-3' },
    period: { start: '2026-01-01' },
  });
  return citizen;
}

const notesOf = (citizen: Citizen): Promise<Json[]> => writer.search('Composition', { patient: citizen.id });

test('what a student signs waits on the supervisor’s start page, and is final when it is countersigned', async () => {
  const citizen = await inZone3();
  const student = await visit(url);
  await logIn(student, 'Stina Student', `/pasient/${citizen.id}`);
  await student.page.getByRole('button', { name: 'Nytt notat' }).click();
  await student.page.getByRole('option', { name: /^Rapport om tiltak/ }).click();
  await field(student, 'Rapport').fill('Hjalp til med dusj. Huden er hel.');
  await student.page.keyboard.press('Control+Enter');
  await news(student, /Rapport om tiltak er sendt til kontrasignering/);
  await expect.poll(() => notesOf(citizen)).toMatchObject([{ status: 'preliminary' }]);

  const nurse = await visit(url);
  const { page } = nurse;
  await logIn(nurse, 'Hanne Hjem');
  const waiting = page.getByRole('list', { name: 'Venter på din kontrasignering' }).getByRole('listitem');
  const own = waiting.filter({ hasText: citizen.name });
  await own.getByText(/Stina Student/).waitFor();
  await expectAccessible(nurse, 'notes that await a countersignature');
  let clicks = 0;
  await own.getByRole('link', { name: 'Les og signer Rapport om tiltak' }).click();
  clicks++;
  await page.getByText('Hjalp til med dusj. Huden er hel.').last().waitFor();
  await page.getByRole('button', { name: 'Kontrasigner' }).click();
  clicks++;
  await page.getByRole('button', { name: 'Kontrasigner' }).waitFor({ state: 'detached' });
  console.info(`Countersigning a student's note from the start page: ${clicks} clicks`);
  expect(await notesOf(citizen)).toMatchObject([
    { status: 'final', attester: [{}, { party: { display: 'Hanne Hjem' } }] },
  ]);
  await page.getByRole('link', { name: 'Enjournal, til startsiden' }).click();
  await page.getByRole('button', { name: 'Tilpass siden' }).waitFor();
  await own.waitFor({ state: 'detached' });
});

test('a note about the wrong person is moved to the right one, with a trace in both records', async () => {
  const [wrong, right] = [await writer.citizen(), await writer.citizen()];
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${wrong.id}/tidslinje`);
  await page.getByRole('button', { name: 'Nytt notat' }).click();
  await page.getByRole('option', { name: /^Konsultasjon/ }).click();
  await field(visitor, 'Kontaktårsak').fill('Kontroll av en annen');
  await page.keyboard.press('Control+Enter');
  await news(visitor, /^\s*Konsultasjon er signert/);
  // Others have the two records open.
  const [here, there] = [await visit(url), await visit(url)];
  await logIn(here, 'Ada Solli', `/pasient/${wrong.id}/tidslinje`);
  await logIn(there, 'Ada Solli', `/pasient/${right.id}/tidslinje`);
  const lineAt = (at: Visitor) => at.page.getByRole('button', { name: /Konsultasjon.*Ada Solli/ }).first();
  await lineAt(here).waitFor();
  await there.page.getByText('Ingen innslag i journalen ennå.').waitFor();
  const line = lineAt(visitor);
  await line.click();
  await page.getByRole('button', { name: 'Flytt til riktig person' }).click();
  const move = page.getByRole('region', { name: 'Flytt til riktig person' });
  await move.getByRole('searchbox', { name: 'Hvem gjelder notatet?' }).fill(right.name);
  await move.getByRole('button', { name: new RegExp(right.name) }).click();
  await move.getByRole('button', { name: `Flytt notatet til ${right.name}` }).click();
  await move.getByText('Skriv litt mer om hva som skjedde').waitFor();
  await move
    .getByRole('textbox', { name: /^Hvorfor ble det ført feil/ })
    .fill('Skrevet i feil journal, hadde to åpne.');
  await expectAccessible(visitor, 'moving a note');
  await move.getByRole('button', { name: `Flytt notatet til ${right.name}` }).click();
  await page.getByRole('status').getByText(`Notatet er flyttet til ${right.name}`).waitFor();
  // Nobody reads about another person here any longer.
  await line.waitFor({ state: 'detached' });
  // In what others have open it goes, and comes, without a reload.
  await lineAt(here).waitFor({ state: 'detached' });
  await lineAt(there).waitFor();
  await expect.poll(() => notesOf(wrong)).toMatchObject([{ status: 'entered-in-error' }]);
  await expect.poll(() => notesOf(right)).toMatchObject([{ status: 'final', subject: right.reference }]);
  await page.goto(`/pasient/${right.id}/tidslinje`);
  await page
    .getByRole('button', { name: /Konsultasjon.*Ada Solli/ })
    .first()
    .click();
  await page.getByText('Kontroll av en annen').last().waitFor();
});

test('a secretary writes for the doctor, who finds it among the own drafts, reads it through and signs', async () => {
  const citizen = await writer.citizen();
  const secretary = await visit(url);
  await logIn(secretary, 'Siri Solli', `/pasient/${citizen.id}`);
  // What the role does not see is said, and nothing is said not to be there.
  await secretary.page.getByText(/^Rollen din ser ikke notater og diagnoser, kritisk informasjon/).waitFor();
  await secretary.page.getByText('Rollen din ser ikke kritisk informasjon', { exact: true }).waitFor();
  expect(await secretary.page.getByText(/ikke kartlagt|Ingen legemidler/).count()).toBe(0);
  await secretary.page.getByRole('button', { name: 'Nytt notat' }).click();
  await secretary.page.getByRole('combobox', { name: 'Hvem skriver du for?' }).waitFor();
  await secretary.page.getByRole('option', { name: /^Telefonkontakt/ }).click();
  await pane(secretary).getByText('Skrives for Ada Solli').waitFor();
  await pane(secretary).getByRole('button', { name: 'Ferdig skrevet' }).click();
  await pane(secretary).getByText('Det er ingenting å signere: skriv noe først.').waitFor();
  await field(secretary, 'Kontaktårsak').fill('Ringer om svar på blodprøver');
  await expectAccessible(secretary, 'writing for a doctor');
  await pane(secretary).getByRole('button', { name: 'Ferdig skrevet' }).click();
  await news(secretary, /Telefonkontakt er lagret, og venter på signering/);
  // It can be gone on with until it is signed.
  await secretary.page.reload();
  await secretary.page.getByRole('button', { name: /^Fortsett Telefonkontakt/ }).waitFor();

  const doctor = await visit(url);
  const { page } = doctor;
  await logIn(doctor, 'Ada Solli');
  const drafts = page.getByRole('region', { name: /^Utkast og usignert/ });
  const own = drafts.getByRole('listitem').filter({ hasText: citizen.name });
  await own.getByText('skrevet for deg').waitFor();
  await own.getByRole('link', { name: /^Les og signer, Telefonkontakt/ }).click();
  await pane(doctor)
    .getByText(/Skrevet for deg av Siri Solli/)
    .waitFor();
  await expectAccessible(doctor, 'a note that was written for the reader');
  await page.keyboard.press('Control+Enter');
  await news(doctor, /^\s*Telefonkontakt er signert/);
  await expect.poll(() => notesOf(citizen)).toMatchObject([{ status: 'final', author: [{ display: 'Ada Solli' }] }]);
});

test('a phrase is made once, and then written with its short name', async () => {
  const citizen = await writer.citizen();
  await writer.create(aNote(citizen, '2026-11-20T09:00:00+01:00', 'Tidligere notat.'));
  const abbreviation = `p${citizen.id
    .slice(-6)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, 'x')}`;
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}`);
  await page.getByRole('button', { name: 'Nytt notat' }).click();
  await page.getByRole('option', { name: /^Konsultasjon/ }).click();
  await pane(visitor).getByRole('button', { name: 'Fraser' }).click();
  const phrases = pane(visitor).getByRole('region', { name: 'Fraser' });
  await phrases.getByRole('button', { name: 'Ny frase' }).click();
  await phrases.getByRole('textbox', { name: /^Forkortelse/ }).fill(abbreviation);
  await phrases.getByRole('textbox', { name: /^Tekst/ }).fill('Ny kontroll om ___ uker, tidligere ved behov.');
  await expectAccessible(visitor, 'a new phrase');
  await phrases.getByRole('button', { name: 'Lagre frasen' }).click();
  await phrases.getByRole('button', { name: new RegExp(`${abbreviation} Ny kontroll om`) }).waitFor();
  const note = field(visitor, 'Notat');
  await note.click();
  await page.keyboard.type(`.${abbreviation}`);
  // the first blank is marked within the same keystroke, so that who types on writes over it, however fast
  const marked = await note.evaluate((field: HTMLTextAreaElement) => {
    document.execCommand('insertText', false, ' ');
    return field.value.slice(field.selectionStart, field.selectionEnd);
  });
  expect(marked).toBe('___');
  await page.keyboard.type('fire');
  await expect.poll(() => note.inputValue()).toBe('Ny kontroll om fire uker, tidligere ved behov.');
});
