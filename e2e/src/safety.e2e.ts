import { afterAll, expect, inject, test } from 'vitest';
import { aNote, RecordWriter, tagsOf } from './harness/record.ts';
import { closeBrowser, logIn, visit } from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

test('a note cannot reach out of the record, nor stand above its headings', async () => {
  const citizen = await writer.citizen();
  const note = aNote(citizen, '2026-03-02T10:00:00+01:00', '');
  // What loads from elsewhere or runs, the server refuses; a link it takes.
  const div =
    '<div xmlns="http://www.w3.org/1999/xhtml"><p>Før</p><p><a href="https://attacker.example/a">lenke</a></p>' +
    '<h1>Tittel</h1><table><tr><td>celle</td></tr></table><p>Etter</p></div>';
  await writer.create({ ...note, section: [{ title: 'Notat', text: { status: 'additional', div } }] });
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/tidslinje`);
  await page.getByRole('button', { name: /Legenotat/ }).click();
  const entry = page.getByRole('article');
  await entry.getByText('Etter').last().waitFor();
  await expect.poll(() => entry.getByText('lenke').last().isVisible()).toBe(true);
  expect(await entry.getByRole('link', { name: 'lenke' }).count()).toBe(0);
  expect(await entry.getByRole('heading', { level: 1 }).count()).toBe(0);
  expect(visitor.foreign).toEqual([]);
});

test('a document in HTML is read as text, and any file that could run is only saved', async () => {
  const citizen = await writer.citizen();
  const html =
    '<html><body><script>document.title="taken"</script><p>Brevet</p><img src="https://attacker.example/x"/></body></html>';
  const attach = (contentType: string, title: string) => ({
    attachment: { contentType, title, data: Buffer.from(html).toString('base64') },
  });
  await writer.create({
    resourceType: 'DocumentReference',
    meta: { tag: tagsOf('gp') },
    status: 'current',
    type: { text: 'Brev' },
    subject: citizen.reference,
    date: '2026-03-02T10:00:00+01:00',
    content: [attach('text/html', 'brev.html'), attach('image/svg+xml', 'tegning.svg')],
  });
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/dokumenter`);
  await page.getByRole('button', { name: /Brev/ }).click();
  await page.getByText('Brevet').waitFor();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: /tegning\.svg/ }).click();
  expect((await saved).suggestedFilename()).toBe('tegning.svg');
  expect(await page.title()).not.toBe('taken');
  expect(visitor.foreign).toEqual([]);
});
