import { afterAll, expect, inject, test } from 'vitest';
import { listening } from './harness/listener.ts';
import { RecordWriter } from './harness/record.ts';
import { closeBrowser, logIn, visit } from './harness/visitor.ts';

const url = inject('url');
afterAll(closeBrowser);

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('a message with a file is written, put right and sent, and it is said that it is', async () => {
  const { ear, page } = await listening(url, 'Mohammed Tallaksen', '/meldinger');
  // from now on the browser hands over what would choose a file, instead of opening a window
  page.on('filechooser', () => undefined);
  await ear.tabTo(/^button «Skriv ny melding»/);
  await ear.press('Enter');
  await ear.expectFocus(/^heading «Skriv ny melding», level: 2/, 'the new message, whose button is gone');
  await page.getByRole('combobox', { name: 'Hvem skriver du til?' }).waitFor();
  await ear.tabTo(/^combobox «Hvem skriver du til\?»/, { most: 2 });
  await ear.press('Home');
  await ear.press('ArrowDown');
  await ear.expectFocus(/^combobox .*value Solli legekontor/, 'to whom');
  await ear.tabTo(/^button «Send»/);
  await ear.press('Enter');
  const told = await ear.expectFocus(/^group «Rett opp dette først/, 'what is wrong');
  expect(told.description, 'in the order of the fields').toMatch(
    /Velg hva meldingen handler om\..*Skriv med noen få ord.*Skriv en melding\./,
  );
  await ear.tabTo(/^link «Skriv med noen få ord/);
  await ear.press('Enter');
  await ear.expectFocus(
    /^textbox «Kort sagt».*invalid.*; Skriv med noen få ord/,
    'the field and what is wrong with it',
  );
  await ear.type('Uten å se');
  await ear.tabTo(/^textbox «Melding»/, { most: 2 });
  await ear.type('Kan jeg komme på torsdag?');
  await ear.tabTo(/^combobox «Hva handler det om\?».*invalid.*; Velg hva/, { key: 'Shift+Tab', most: 4 });
  await ear.press('ArrowDown');
  await ear.press('ArrowDown');
  await ear.tabTo(/^button «Legg ved filer.*; .*bilde/i);
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), ear.press('Space')]);
  await chooser.setFiles({ name: 'spill.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') });
  await ear.expectHeard(/spill\.exe er lagt ved\. Vedlegget må være/, 'a file that cannot be sent');
  await ear.tabTo(/^button «Ta bort spill\.exe»/, { most: 2 });
  await ear.press('Enter');
  await ear.expectFocus(/^button «Legg ved filer/, 'the field, for the button of the file is gone');
  const [again] = await Promise.all([page.waitForEvent('filechooser'), ear.press('Space')]);
  await again.setFiles({ name: 'fot.png', mimeType: 'image/png', buffer: png });
  await ear.expectHeard(/^fot\.png er lagt ved\.$/, 'a file');
  await ear.hush();
  await ear.tabTo(/^button «Send»/);
  await ear.press('Enter');
  await ear.expectHeard(/Meldingen er sendt\./, 'that it is sent');
  await ear.expectFocus(/^heading «Uten å se», level: 2/, 'the conversation');
  await ear.hush();
  await ear.tabTo(/^textbox «Svar|^textbox «Skriv/);
  await ear.type('Eller på fredag.');
  await ear.tabTo(/^button «Send»/);
  await ear.press('Enter');
  await ear.expectHeard(/Meldingen er sendt\./, 'that more is sent');
  await ear.expectFocus(/^button «Send»/, 'still at the answer');
});

test('a form with a wrong answer says which, and where; a measurement that is high gives its advice aloud', async () => {
  const { ear, page } = await listening(url, 'Mohammed Tallaksen', '/egne-malinger');
  await ear.tabTo(/^button «Blodtrykk målt hjemme»/);
  await ear.press('Enter');
  await ear.expectFocus(/^heading «Blodtrykk målt hjemme», level: 2/, 'the form, whose button is gone');
  await page.getByRole('textbox', { name: /^Overtrykk/ }).waitFor();
  await ear.tabTo(/^textbox «Overtrykk/);
  await ear.type('186');
  await ear.expectHeard(/mål på nytt om fem minutter/i, 'advice');
  await ear.tabTo(/^textbox «Undertrykk/, { most: 2 });
  await ear.type('999');
  await ear.expectHeard(/999|høyst|mellom/, 'that it is too high to be right');
  await ear.tabTo(/^button «Lagre målingen»/);
  await ear.press('Enter');
  await ear.expectFocus(/^group «Én ting mangler eller må rettes»; Undertrykk: kan være høyst/, 'what is wrong');
  await ear.tabTo(/^link «Undertrykk: /, { most: 2 });
  await ear.press('Enter');
  await ear.expectFocus(/^textbox «Undertrykk.*invalid.*; /, 'the field and what is wrong with it');
  await ear.press('ControlOrMeta+a');
  await ear.type('96');
  await ear.tabTo(/^button «Lagre målingen»/);
  await ear.press('Enter');
  await ear.expectHeard(/^Målingen er lagret\./, 'that it is stored');
  await ear.expectFocus(/^heading «Hva vil du skrive ned\?»/, 'where one began, for the form is gone');
  await page.getByRole('region', { name: 'Det du har målt' }).getByText('186').first().waitFor();
});

test('the log is filtered, proved and asked about, and something is kept from somebody and opened again', async () => {
  const record = await new RecordWriter(url).find('Odd Testdal');
  const stranger = await visit(url);
  await logIn(stranger, 'Frida Fri', `/pasient/${record}`);
  await stranger.page.getByRole('heading', { name: /Du har ikke tilgang/ }).waitFor();

  const { ear } = await listening(url, 'Odd Testdal', '/tilgang');
  await ear.tabTo(/^combobox «Hvem».*Alle andre enn meg/);
  await ear.hush();
  await ear.press('ArrowDown');
  await ear.expectHeard(/^\d+ oppslag vises\./, 'how many were stopped');
  await ear.tabTo(/^button «Spør om at Frida Fri/);
  await ear.press('Enter');
  await ear.expectFocus(/^textbox «Hva lurer du på\?»/, 'the question, whose button is gone');
  await ear.tabTo(/^button «Send spørsmålet»/, { most: 3 });
  await ear.press('Enter');
  await ear.expectFocus(/^textbox .*invalid.*; .*Skriv minst 5 tegn/, 'what is wrong with the question');
  await ear.type('Hvorfor prøvde hun?');
  await ear.tabTo(/^button «Send spørsmålet»/, { most: 3 });
  await ear.press('Enter');
  await ear.expectFocus(/^paragraph «.*Du får svar innen/, 'when the answer comes');

  await ear.tabTo(/^button «Sperr for Frida Fri»/);
  await ear.press('Enter');
  await ear.expectFocus(/^heading «Sperr opplysninger», level: 3/, 'what is to be blocked');
  await ear.tabTo(/^button «Sperr opplysninger»/);
  await ear.press('Enter');
  await ear.expectFocus(/^checkbox .*In: Hva vil du sperre\?/, 'what lacks an answer');
  await ear.hush();
  await ear.tabTo(/^checkbox «Psykisk helse», not checked/);
  await ear.press('Space');
  await ear.expectHeard(
    /Dette betyr sperringen\. .*De ser ikke dette: psykisk helse.*Den du har nevnt med navn, kan aldri åpne/,
    'what it means, before it is done',
  );
  await ear.tabTo(/^button «Sperr psykisk helse for Frida Fri»/);
  await ear.press('Enter');
  await ear.expectHeard(/^Sperringen gjelder nå\./, 'that it is done');
  await ear.expectFocus(/^button «Sperr opplysninger»/, 'the way to another one, for the form is gone');
  await ear.hush();
  await ear.tabTo(/^button «Åpne igjen: Psykisk helse, for .*Frida Fri/);
  await ear.press('Enter');
  await ear.expectHeard(/^Det er åpnet igjen\./, 'that it is open');
  await ear.expectFocus(/^heading «Hva du har sperret»/, 'its part, for the button is gone');

  await ear.tabTo(/^button «Sjekk loggen»/);
  await ear.press('Enter');
  await ear.expectHeard(/\d+ hendelser er slik de ble skrevet/, 'that the log is genuine');
  await ear.expectFocus(/^button «Sjekk loggen»/, 'still at the button');
});

test('who acts for another hears whose record it is, on every page, and where they are when they are back in their own', async () => {
  const { ear, page } = await listening(url, 'Liv Testdal', '/handle-for');
  await ear.tabTo(/^button «Handle for Kari»/);
  await ear.press('Enter');
  const title = /^heading «Slik er dagen for Kari».*; Du ser dette for Kari Testdal\./;
  await ear.expectFocus(title, 'the first page of Kari');
  expect(await page.title()).toBe('Hjem – for en annen – Min journal');
  await ear.toLandmark('navigation', /^Sider$/);
  await ear.tabTo(/^link «Medisiner»/);
  await ear.press('Enter');
  await ear.expectFocus(/^heading «Medisinene mine».*; Du ser dette for Kari Testdal\./, 'her medicines');
  await ear.toLandmark('region', /^Du handler for noen andre$/);
  await ear.tabTo(/^button «Bytt til meg selv»/, { most: 3 });
  await ear.press('Enter');
  const back = await ear.expectFocus(/^heading «Andre jeg hjelper»/, 'in the own record');
  expect(back.description).toBe('');
  expect(await page.title()).toBe('Andre jeg hjelper – Min journal');
});

test('the record is taken out as files, and a code is made and withdrawn, each told aloud', async () => {
  const { ear, page } = await listening(url, 'Kari Testdal', '/deling');
  await ear.tabTo(/^button «Last ned sammendraget»/);
  await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), ear.press('Enter')]);
  await ear.expectHeard(/^Filen er lastet ned\./, 'that it is downloaded');
  await ear.expectFocus(/^button «Last ned sammendraget»/, 'still at the button');
  await ear.toLandmark('region', /^Del med helsepersonell/);
  await ear.tabTo(/^textbox «Hvem/);
  await ear.press('Enter');
  await ear.expectFocus(/^textbox .*invalid/, 'whom it is for');
  await ear.type('Tannlegen');
  await ear.press('Enter');
  await ear.expectFocus(/^group «.*[A-Z0-9]{4}/, 'the code');
  await ear.hush();
  await ear.tabTo(/^button «.*Tannlegen»/);
  await ear.press('Enter');
  await ear.expectHeard(/^Det er lagret\./, 'that it is withdrawn');
  await ear.expectFocus(/^heading «Koder du har laget»/, 'the list, for the button is gone');
});
