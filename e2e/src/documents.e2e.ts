import { afterAll, expect, inject, test } from 'vitest';
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

  await page.getByRole('combobox', { name: 'Innsyn for innbygger' }).selectOption('NORU');
  await page.getByRole('button', { name: 'Lagre innsyn' }).click();
  await page.getByText(/Skriv hvorfor innbyggeren ikke skal se dokumentet/).waitFor();
  await page.getByRole('textbox', { name: 'Begrunnelse' }).fill('Samtale om svaret først, avtalt fredag.');
  await page.getByRole('textbox', { name: 'Vurderes på nytt' }).fill('31.12.2099');
  await expectAccessible(visitor, 'access for the citizen');
  await page.getByRole('button', { name: 'Lagre innsyn' }).click();
  await page.getByText('Innsynet er endret').waitFor();
  expect(visitor.errors).toEqual([]);
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
