import { afterAll, expect, inject, test } from 'vitest';
import { aPdf } from './harness/pdf.ts';
import { ada, RecordWriter, tagsOf } from './harness/record.ts';
import { closeBrowser, expectAccessible, expectNoSidewaysScroll, logIn, visit } from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

test('a file becomes a document with type, title and date, and is kept from the citizen only with a reason and a date', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/dokumenter`);
  await page.getByRole('button', { name: 'Legg til dokument' }).click();
  await page.getByRole('button', { name: 'Legg til', exact: true }).click();
  await page.getByText('Velg en fil.').waitFor();
  await page.getByText('Velg hva slags dokument det er.').waitFor();
  await expectAccessible(visitor, 'a new document that lacks something');
  const file = { name: 'brev.txt', mimeType: 'text/plain', buffer: Buffer.from('Brev fra spesialisten.') };
  await page.getByLabel('Fil', { exact: true }).setInputFiles(file);
  await page.getByRole('combobox', { name: 'Hva slags dokument er det?' }).fill('epikrise');
  await page.getByRole('option', { name: /^A03-2/ }).click();
  await page.getByRole('textbox', { name: 'Tittel' }).fill('Epikrise fra Kystkardiologi');
  await page.getByRole('button', { name: 'Legg til', exact: true }).click();
  const row = page.getByRole('button', { name: /Epikrise fra Kystkardiologi/ });
  await row.click();
  await page.getByText('Brev fra spesialisten.').waitFor();
  await page.getByRole('button', { name: 'Slik ser innbyggeren det' }).click();
  await page.getByText('Innbyggeren ser dette nå.').waitFor();
  const preview = page.locator('.ej-citizen-preview');
  await preview.getByText('Brev fra spesialisten.').waitFor();
  expect(await preview.getByRole('button', { name: 'Sperr bare dette' }).count()).toBe(0);
  await expectAccessible(visitor, 'an entry as the citizen’s own page draws it');

  await page.getByRole('combobox', { name: 'Innsyn for innbygger' }).selectOption('NORU');
  await page.getByRole('button', { name: 'Lagre innsyn' }).click();
  await page.getByText(/Skriv hvorfor innbyggeren ikke skal se dokumentet/).waitFor();
  await page.getByRole('textbox', { name: 'Begrunnelse' }).fill('Samtale om svaret først, avtalt fredag.');
  await page.getByRole('textbox', { name: 'Vurderes på nytt' }).fill('31.12.2099');
  await expectAccessible(visitor, 'access for the citizen');
  await page.getByRole('button', { name: 'Lagre innsyn' }).click();
  await page.getByText('Innsynet er endret').waitFor();
  await page.getByText('Innbyggeren ser dette senere.').waitFor();
  // what is kept is not drawn
  await preview.waitFor({ state: 'hidden' });
  expect(visitor.errors).toEqual([]);
  await page.goto(`/pasient/${citizen.id}/tilgang`);
  await page.getByRole('button', { name: 'Vis hva innbyggeren ser' }).click();
  const view = page.locator('section', { has: page.getByText('Innbyggeren ser dette senere.') }).last();
  await view.getByText('Begrunnelse: Samtale om svaret først, avtalt fredag.').waitFor();
  await view.getByText('Vurderes på nytt 31.12.2099.').waitFor();
  await view.getByText('Epikrise fra Kystkardiologi').waitFor();
  await expectAccessible(visitor, 'what the citizen sees');
});

test('a document with markup is read in place, and nothing of it runs', async () => {
  const citizen = await writer.citizen();
  const html =
    '<h1>Brev</h1><p onclick="document.title=1">Hei</p><script>window.ran = true</script><img src="https://elsewhere.example/x.png" onerror="window.ran = true">';
  await writer.create({
    resourceType: 'DocumentReference',
    meta: { tag: tagsOf('gp') },
    status: 'current',
    type: { text: 'Brev' },
    subject: citizen.reference,
    date: new Date().toISOString(),
    author: [ada],
    description: 'Brev med tegn',
    content: [{ attachment: { contentType: 'text/html', data: Buffer.from(html).toString('base64') } }],
  });
  const visitor = await visit(url, { width: 360, height: 780 });
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/dokumenter`);
  await page
    .getByRole('button', { name: /Brev med tegn|^.*Brev/ })
    .first()
    .click();
  await page.getByText('Hei').click();
  expect(await page.evaluate(() => (window as unknown as { ran?: boolean }).ran)).toBeUndefined();
  expect(visitor.foreign).toEqual([]);
  await expectNoSidewaysScroll(visitor, 'documents on a phone');
});

test('a PDF is read page by page in place, replaced by a larger one, marked as an error, and moved to whom it is about', async () => {
  const [citizen, other] = [await writer.citizen(), await writer.citizen()];
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/dokumenter`);
  const add = async (title: string, buffer: Buffer, within = page.getByRole('form', { name: 'Legg til dokument' })) => {
    const file = { name: 'skann.pdf', mimeType: 'application/pdf', buffer };
    await within.getByLabel('Fil', { exact: true }).setInputFiles(file);
    if (title === '') return;
    await within.getByRole('combobox', { name: 'Hva slags dokument er det?' }).fill('epikrise');
    await page.getByRole('option', { name: /^A03-2/ }).click();
    await within.getByRole('textbox', { name: 'Tittel' }).fill(title);
  };
  await page.getByRole('button', { name: 'Legg til dokument' }).click();
  await add('Skannet brev', Buffer.concat([aPdf(['Side en']), Buffer.from('\n/Launch')]));
  await page.getByRole('button', { name: 'Legg til', exact: true }).click();
  await page.getByText(/Filen inneholder skript eller andre filer/).waitFor();
  await add('', aPdf(['Side en sier dette', 'Side to sier mer']));
  await page.getByRole('button', { name: 'Legg til', exact: true }).click();
  const rowOf = (title: string) => page.locator('[data-row]').filter({ hasText: title });
  const row = rowOf('Skannet brev');
  await row.click();
  const viewer = page.getByRole('region', { name: 'Sidene i Skannet brev' });
  await viewer.getByRole('img', { name: /^Side 2/ }).waitFor();
  await viewer.getByText('Side to sier mer').waitFor({ state: 'attached' });
  const isDrawn = () =>
    page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.ej-pdf-page canvas')!;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return data.some((value, at) => at % 4 === 0 && value < 100);
    });
  await expect.poll(isDrawn).toBe(true);
  await viewer.getByRole('button', { name: 'Større' }).click();
  await expectAccessible(visitor, 'a PDF in the record');

  await page.getByRole('button', { name: 'Erstatt', exact: true }).click();
  const form = page.getByRole('form', { name: 'Erstatt' });
  await form.getByRole('textbox', { name: 'Tittel' }).fill('Rettet brev');
  await add('', aPdf(['Den rette siden'], 3_500_000), form);
  await expectAccessible(visitor, 'a document that replaces another');
  await form.getByRole('button', { name: 'Erstatt', exact: true }).click();
  const next = rowOf('Rettet brev');
  await next.getByText('Erstatter et eldre dokument').waitFor();
  await page.getByText('Erstattet av et nyere dokument').waitFor();
  await row.click();
  await next.click();
  await page.getByText('Den rette siden').waitFor({ state: 'attached' });

  await page.getByRole('button', { name: 'Gjelder en annen person' }).click();
  await page.getByRole('searchbox', { name: 'Hvem gjelder dokumentet?' }).fill(other.name);
  await page.getByRole('button', { name: new RegExp(other.name.split(' ')[1]!) }).click();
  await page.getByRole('button', { name: /^Flytt dokumentet til/ }).click();
  await page.getByText('Skriv litt mer om hva som skjedde').waitFor();
  await page.getByRole('textbox', { name: 'Hva skjedde?' }).fill('Skannet i feil journal');
  await expectAccessible(visitor, 'a document that is moved');
  await page.getByRole('button', { name: /^Flytt dokumentet til/ }).click();
  await page.getByText(/^Dokumentet er flyttet til/).waitFor();
  await next.waitFor({ state: 'detached' });

  await page.goto(`/pasient/${other.id}/dokumenter`);
  await next.click();
  await page.getByText('Den rette siden').waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'Marker som feilført' }).click();
  await page.getByRole('button', { name: 'Marker dokumentet' }).click();
  await page.getByText('Skriv hvorfor', { exact: true }).waitFor();
  await page.getByRole('textbox', { name: 'Hvorfor er det feilført?' }).fill('Uleselig skanning');
  await page.getByRole('button', { name: 'Marker dokumentet' }).click();
  await page
    .getByText(/Uleselig skanning/)
    .first()
    .waitFor();
  expect(visitor.errors).toEqual([]);
  expect(visitor.foreign).toEqual([]);
});

test('a CDA letter is read as headings, lists and tables, with whose it is first, and a PDF within it is drawn', async () => {
  const citizen = await writer.citizen();
  const letter = (title: string, body: string) => `<?xml version="1.0"?>
    <ClinicalDocument xmlns="urn:hl7-org:v3"><title>${title}</title><effectiveTime value="20261120101500+0100"/>
    <recordTarget><patientRole><patient><name><given>Syntetisk</given> <family>Brevesen</family></name></patient></patientRole></recordTarget>
    <author><assignedAuthor><assignedPerson><name>Nina Nordås</name></assignedPerson></assignedAuthor></author>
    <component>${body}</component></ClinicalDocument>`;
  const letters = [
    letter(
      'Epikrise i CDA',
      `<structuredBody><component><section><title>Vurdering</title><text><paragraph>Stabil.</paragraph>
      <list listType="ordered"><item>Kontroll om en uke</item></list>
      <table><thead><tr><th>Prøve</th></tr></thead><tbody><tr><td>CRP 12</td></tr></tbody></table>
      <script>window.ran = true</script></text></section></component></structuredBody>`,
    ),
    letter(
      'Brev med PDF',
      `<nonXMLBody><text mediaType="application/pdf" representation="B64">${aPdf(['Inne i brevet']).toString('base64')}</text></nonXMLBody>`,
    ),
  ];
  for (const xml of letters)
    await writer.create({
      resourceType: 'DocumentReference',
      meta: { tag: tagsOf('hospital') },
      status: 'current',
      type: { text: 'Epikrise' },
      subject: citizen.reference,
      date: new Date().toISOString(),
      description: /<title>(.*?)</.exec(xml)![1]!,
      content: [{ attachment: { contentType: 'application/hl7-cda+xml', data: Buffer.from(xml).toString('base64') } }],
    });
  const visitor = await visit(url, { width: 360, height: 780, theme: 'dark' });
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/dokumenter`);
  await page.getByRole('button', { name: /Epikrise i CDA/ }).click();
  await page.getByRole('heading', { name: 'Vurdering' }).waitFor();
  await page.getByText('Syntetisk Brevesen').waitFor();
  await page.getByRole('cell', { name: 'CRP 12' }).waitFor();
  await expectAccessible(visitor, 'a CDA letter');
  await expectNoSidewaysScroll(visitor, 'a CDA letter on a phone');
  await page.getByRole('button', { name: /Brev med PDF/ }).click();
  await page.getByText('Inne i brevet').waitFor({ state: 'attached' });
  await expectNoSidewaysScroll(visitor, 'a PDF on a phone');
  expect(await page.evaluate(() => (window as unknown as { ran?: boolean }).ran)).toBeUndefined();
  expect(visitor.errors).toEqual([]);
});
