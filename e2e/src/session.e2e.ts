import { afterAll, expect, inject, test } from 'vitest';
import { RecordWriter } from './harness/record.ts';
import { closeBrowser, expectAccessible, logIn, visit } from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

test('who logs in is shown with role and organisation, and comes back to the address asked for', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Hanne Hjem', `/pasient/${citizen.id}/tidslinje`);
  expect(new URL(page.url()).pathname).toBe(`/pasient/${citizen.id}/tidslinje`);
  const bar = page.getByRole('banner');
  await bar.getByText('Hanne Hjem').first().waitFor();
  await bar.getByText('Sykepleier').waitFor();
  await bar.getByText('Hjemmetjenesten sone 3').waitFor();
});

test('an access token that has expired is renewed without the reader noticing', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli');
  const tokenOf = () =>
    page.evaluate(
      () => (JSON.parse(sessionStorage.getItem('enjournal.session') ?? '{}') as { access?: string }).access,
    );
  const before = await tokenOf();
  await page.evaluate(() => {
    const kept = JSON.parse(sessionStorage.getItem('enjournal.session') ?? '{}');
    sessionStorage.setItem('enjournal.session', JSON.stringify({ ...kept, expiresAt: Date.now() - 1000 }));
  });
  await page.goto(`/pasient/${citizen.id}`);
  await page.getByText(citizen.name).first().waitFor();
  expect(await tokenOf()).not.toBe(before);
});

test('a login that is given up leads back to the door, and says so', async () => {
  const visitor = await visit(url);
  const { page } = visitor;
  await page.goto('/');
  await page.getByRole('button', { name: 'Logg inn' }).click();
  await page.waitForURL(/\/oauth\//);
  await expectAccessible(visitor, 'choose a person');
  await page.getByRole('button', { name: 'Avbryt' }).click();
  await page.getByText('Innloggingen ble ikke fullført. Prøv en gang til.').waitFor();
  expect(page.url()).not.toMatch(/error|state/);
});

test('the language of the door is the language of the login page', async () => {
  const visitor = await visit(url);
  const { page } = visitor;
  await page.goto('/');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL(/\/oauth\//);
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
});
