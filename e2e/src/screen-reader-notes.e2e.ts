import { randomUUID } from 'node:crypto';
import { afterAll, expect, inject, test } from 'vitest';
import { listeningAtWork } from './harness/listener.ts';
import { aMeasurement, type Json, RecordWriter } from './harness/record.ts';
import { closeBrowser } from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

/** A template with two headings that must be filled in, under a name nobody else has. */
async function aTemplate(): Promise<string> {
  const [own] = await writer.search('Questionnaire', { url: 'https://enjournal.no/fhir/Questionnaire/phone-contact' });
  const title = `Prøvenotat ${randomUUID().slice(0, 6)}`;
  const heading = (linkId: string, text: string): Json => ({ linkId, text, type: 'text', required: true });
  const { id: _, _title, _description, ...like } = own as Json & { id: string };
  await writer.create({
    ...like,
    resourceType: 'Questionnaire',
    url: `https://test.enjournal.no/fhir/Questionnaire/${randomUUID()}`,
    title,
    item: [heading('why', 'Årsak'), heading('what', 'Vurdering')],
  });
  return title;
}

test('a note is written, put right and signed by ear: what is shown is said, and the focus is never lost', async () => {
  const citizen = await writer.citizen();
  await writer.create(aMeasurement(citizen, new Date(Date.now() - 3_600_000).toISOString(), 61.2));
  const title = await aTemplate();
  const { ear, page } = await listeningAtWork(url, 'Ada Solli', `/pasient/${citizen.id}`);
  const nowhere = async (where: string) => expect((await ear.focused()).role, where).not.toBe('nothing');

  await ear.tabTo(/^button «Nytt notat/);
  await ear.press('Enter');
  await ear.expectFocus(/^combobox «Hva skal du skrive.*In: Skriving/, 'the choice of a template');
  await ear.type(title);
  await page.getByRole('option', { name: title }).waitFor();
  await ear.press('Enter');
  await ear.expectFocus(/^textbox «Årsak.*In: .*Skriving/, 'the first heading');

  // nothing written
  await ear.hush();
  await ear.press('ControlOrMeta+Enter');
  await ear.expectHeard(/Notatet er ikke signert.*ingenting å signere/, 'that there is nothing to sign');
  await nowhere('after an empty note');

  // a phrase, first made wrongly
  await ear.tabTo(/^button «Fraser», collapsed/, { key: 'Shift+Tab' });
  await ear.press('Enter');
  await ear.tabTo(/^button «Ny frase»/);
  await ear.press('Enter');
  await ear.expectFocus(/^textbox «Forkortelse/, 'the form, whose button is gone');
  await ear.type('a');
  await ear.tabTo(/^button «Lagre frasen»/);
  await ear.press('Enter');
  await ear.expectFocus(/^textbox «Forkortelse.*invalid.*; Skriv en forkortelse/, 'what is wrong first');
  const abbreviation = `f${randomUUID()
    .replace(/[^a-z]/g, '')
    .slice(0, 6)}xy`;
  await ear.press('ControlOrMeta+a');
  await ear.type(abbreviation);
  await ear.tabTo(/^textbox «Tekst.*invalid.*; Skriv teksten/);
  await ear.type('Ny kontroll om to uker.');
  await ear.tabTo(/^button «Lagre frasen»/);
  await ear.press('Enter');
  await page.getByRole('button', { name: new RegExp(`${abbreviation} Ny kontroll`) }).waitFor();
  await expect
    .poll(async () => (await ear.focused()).role, { message: 'after the phrase is made' })
    .not.toBe('nothing');
  await ear.tabTo(new RegExp(`^button «\\.?${abbreviation} Ny kontroll`), { key: 'Shift+Tab' });
  await ear.press('Enter');
  await ear.expectFocus(/^textbox «Årsak.*Ny kontroll om to uker/, 'where the phrase was put');

  // something of the record
  await ear.tabTo(/^button «(Sett inn|Fra journalen)/, { key: 'Shift+Tab' });
  await ear.press('Enter');
  await ear.expectFocus(/^searchbox /, 'what is looked for in the record');
  await ear.tabTo(/^button «.*61,2/);
  await ear.press('Enter');
  await ear.expectFocus(/^textbox «Årsak.*61,2/, 'where the value was put');

  // one heading lacks
  await ear.hush();
  await ear.press('ControlOrMeta+Enter');
  await ear.expectFocus(
    /^textbox «Vurdering.*invalid.*; .*(må|mangler|Fyll)/i,
    'the heading that lacks, and that it does',
  );
  const said = (await ear.heard()).join(' | ');
  expect(said).toMatch(/Notatet er ikke signert/);
  // it is read with the field, and not once more
  expect(said.match(/må fylles ut|mangler/gi)?.length ?? 0, said).toBeLessThanOrEqual(1);

  await ear.type('Bra.');
  await ear.hush();
  await ear.press('ControlOrMeta+Enter');
  await ear.expectHeard(new RegExp(`${title} er signert`), 'that it is signed');
  await expect.poll(async () => (await ear.focused()).role, { message: 'after signing' }).not.toBe('nothing');
});

test('a note in which several headings lack says which in one list, and each leads to its field', async () => {
  const citizen = await writer.citizen();
  const title = await aTemplate();
  const { ear, page } = await listeningAtWork(url, 'Ada Solli', `/pasient/${citizen.id}`);
  await ear.tabTo(/^button «Nytt notat/);
  await ear.press('Enter');
  await ear.expectFocus(/^combobox «Hva skal du skrive/, 'the choice of a template');
  await ear.type(title);
  await page.getByRole('option', { name: title }).waitFor();
  await ear.press('Enter');
  await ear.expectFocus(/^textbox «Årsak/, 'the first heading');
  // a space is something, and no answer
  await ear.type('x');
  await page
    .getByText(/Lagret/)
    .first()
    .waitFor();
  await ear.press('Backspace');
  await ear.hush();
  await ear.press('ControlOrMeta+Enter');
  await ear.expectFocus(/^group «2 ting mangler[^»]*»; Årsak: .*Vurdering: /, 'what lacks, all of it');
  await ear.tabTo(/^link «Vurdering/, { most: 3 });
  await ear.press('Enter');
  await ear.expectFocus(/^textbox «Vurdering.*invalid.*; /, 'the second field');
});

test('in forms of personnel what is wrong has the focus after a try, and is said once', async () => {
  const citizen = await writer.citizen();
  const { ear, page } = await listeningAtWork(url, 'Ada Solli', `/pasient/${citizen.id}/kritisk`);
  await page.getByRole('button', { name: 'Ny avklaring' }).first().click();
  await ear.expectFocus(/^textbox «/, 'the form');
  await ear.tabTo(/^button «Legg til»/);
  await ear.hush();
  await ear.press('Enter');
  const found = await ear.expectFocus(/^textbox «.*invalid.*; /, 'the first field, and what is wrong with it');
  const heard = (await ear.heard()).join(' | ');
  expect(heard).not.toContain(found.description);
  // what becomes wrong while one writes is said there and then
  await ear.type('Full behandling');
  await ear.tabTo(/^button «Legg til»/);
  await ear.press('Enter');
  await ear.expectFocus(/invalid|»/, 'the next thing');
});
