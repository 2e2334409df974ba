import { afterAll, expect, inject, test } from 'vitest';
import { aMeasurement, aNote, hanne, RecordWriter } from './harness/record.ts';
import { closeBrowser, logIn, visit } from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

const now = () => new Date().toISOString();

test('what another writes appears in the timeline without a reload, and is marked as new', async () => {
  const citizen = await writer.citizen();
  await writer.create(aNote(citizen, now(), 'Var her først.'));
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/tidslinje`);
  await page.getByRole('button', { name: /Var her først/ }).waitFor();
  await streamIsOpen(visitor.asked, citizen.id);
  await writer.create(
    aNote(citizen, now(), 'Skrevet av en annen.', { service: 'home-care', type: 'Sykepleie', author: hanne }),
  );
  await page.getByRole('button', { name: /Ny: Sykepleie.*Skrevet av en annen/ }).waitFor({ timeout: 15_000 });
  await expect.poll(() => page.getByRole('button', { name: /Var her først/ }).isVisible()).toBe(true);
});

test('the overview follows too', async () => {
  const citizen = await writer.citizen();
  await writer.create(aMeasurement(citizen, '2026-01-01T10:00:00+01:00', 60));
  const visitor = await visit(url);
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}`);
  const values = page.getByRole('region', { name: 'Prøver og målinger' });
  await values.getByText('60').waitFor();
  await streamIsOpen(visitor.asked, citizen.id);
  await writer.create(aMeasurement(citizen, now(), 62.6));
  await values.getByText('62,6').waitFor({ timeout: 15_000 });
});

test('after a break in the network the record catches up on what it missed', async () => {
  const citizen = await writer.citizen();
  const visitor = await visit(url);
  const { page, context } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/tidslinje`);
  await streamIsOpen(visitor.asked, citizen.id);
  await page.getByText('Ingen innslag i journalen ennå.').waitFor();
  await context.setOffline(true);
  await page.getByText(/Mister kontakt med tjeneren/).waitFor();
  await writer.create(aNote(citizen, now(), 'Skrevet i mellomtiden.'));
  await context.setOffline(false);
  await page.getByRole('button', { name: /Skrevet i mellomtiden/ }).waitFor({ timeout: 40_000 });
});

async function streamIsOpen(asked: string[], id: string): Promise<void> {
  await expect
    .poll(() =>
      asked.some(
        (address) => address.includes(`Patient/${id}/$changes`) || address.includes(`Patient/${id}/%24changes`),
      ),
    )
    .toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 300));
}
