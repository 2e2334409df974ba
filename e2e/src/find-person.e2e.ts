import { afterAll, expect, inject, test } from 'vitest';
import { RecordWriter } from './harness/record.ts';
import { closeBrowser, logIn, visit } from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

test('a citizen is found by name as you type, and opened', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli');
  const field = page.getByRole('combobox', { name: 'Finn person' });
  await field.pressSequentially(citizen.name.split(' ')[1]?.slice(0, -1) ?? '', { delay: 20 });
  const option = page.getByRole('option', { name: citizen.name });
  await expect.poll(() => option.textContent()).toContain(citizen.number.slice(0, 6));
  await option.click();
  await page.getByRole('region', { name: 'Hvem journalen gjelder' }).getByText(citizen.name).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/pasient/${citizen.id}`);
});

test('a citizen is found by identity number, whole or begun, and by birth date', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli');
  const field = page.getByRole('combobox', { name: 'Finn person' });
  const birth = citizen.born.split('-').reverse().join('.');
  for (const typed of [
    citizen.number,
    citizen.number.slice(0, 8),
    `${citizen.number.slice(0, 6)} ${citizen.number.slice(6)}`,
    birth,
  ]) {
    await field.fill(typed);
    await page.getByRole('option', { name: citizen.name }).waitFor();
  }
});

test('neither names nor numbers stand in any address', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli');
  const field = page.getByRole('combobox', { name: 'Finn person' });
  await field.fill(citizen.number);
  await page.getByRole('option', { name: citizen.name }).waitFor();
  await field.fill(citizen.name);
  await page.getByRole('option', { name: citizen.name }).click();
  await page.getByRole('heading', { name: 'Legemidler' }).waitFor();
  const family = citizen.name.split(' ')[1] ?? '';
  const telling = visitor.asked
    .map((address) => decodeURIComponent(address))
    .filter(
      (address) => address.includes(citizen.number) || address.includes(family) || address.includes(citizen.born),
    );
  expect(telling).toEqual([]);
  expect(page.url()).not.toMatch(/\?|#/);
  expect(await page.title()).not.toContain(family);
});

test('Enter pressed while it is still searched opens the one who is found, and nobody who stood there before', async () => {
  const [one, other] = [await writer.citizen(), await writer.citizen()];
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli');
  const field = page.getByRole('combobox', { name: 'Finn person' });
  await field.fill(one.name);
  await page.getByRole('option', { name: one.name }).waitFor();
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/Patient/_search', async (route) => {
    await answered;
    await route.continue();
  });
  await field.fill(other.name);
  await page.keyboard.press('Enter');
  await page.getByText('Er det bare ett treff, åpnes det.').first().waitFor();
  expect(new URL(page.url()).pathname).toBe('/');
  answer();
  await page.getByRole('region', { name: 'Hvem journalen gjelder' }).getByText(other.name).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/pasient/${other.id}`);
});

test('Enter pressed while it is still searched opens nobody of several, nor anybody when more has been typed', async () => {
  const [one] = [await writer.citizen(), await writer.citizen()];
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli');
  const field = page.getByRole('combobox', { name: 'Finn person' });
  await field.fill('Syntetisk Prøvesen');
  await page.keyboard.press('Enter');
  const options = page.getByRole('option');
  await expect.poll(() => options.count()).toBeGreaterThan(1);
  await page.getByRole('option', { selected: true }).waitFor();
  await field.fill(one.name);
  await page.keyboard.press('Enter');
  await field.fill(`${one.name}qqq`);
  await page.getByText('Ingen treff.').waitFor();
  expect(new URL(page.url()).pathname).toBe('/');
});

test('no one found says what to try instead', async () => {
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli');
  await page.getByRole('combobox', { name: 'Finn person' }).fill('Qxzqxz');
  await page.getByText('Ingen treff.').waitFor();
  await page.getByText(/hele fødselsnummeret/).waitFor();
});

test('a phone opens the search as a field of its own', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url, { width: 360, height: 780 });
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli');
  await page.getByRole('button', { name: 'Finn person' }).click();
  await page.getByRole('combobox', { name: 'Finn person' }).fill(citizen.name);
  await page.getByRole('option', { name: citizen.name }).click();
  await page.getByText(citizen.name).first().waitFor();
});
