import { afterAll, expect, inject, test } from 'vitest';
import { RecordWriter } from './harness/record.ts';
import { closeBrowser, expectAccessible, expectNoSidewaysScroll, logIn, visit } from './harness/visitor.ts';

const url = inject('url');
const writer = new RecordWriter(url);
afterAll(closeBrowser);

test('a controlled drug is received, taken out, and counted by two: the second by a log-on of their own, with the deviation as a task', async () => {
  const nurse = await visit(url);
  const { page } = nurse;
  await logIn(nurse, 'Grete Granli', '/');
  await page.getByRole('link', { name: 'Legemiddellager' }).click();
  await page.getByRole('heading', { name: 'Kontrollerte legemidler' }).waitFor();
  await page.getByRole('button', { name: 'Nytt legemiddel' }).click();
  const beginning = page.getByRole('region', { name: 'Nytt legemiddel' });
  await beginning.getByRole('textbox', { name: 'Søk i legemiddelkatalogen' }).fill('vival tab 5');
  await beginning.getByRole('combobox', { name: 'Legemiddel' }).selectOption({ label: 'Vival tab 5 mg' });
  await beginning.getByRole('textbox', { name: /^Mottatt/ }).fill('mange');
  await beginning.getByRole('button', { name: 'Signer mottak' }).click();
  await beginning.getByText('Skriv et tall').waitFor();
  await expectAccessible(nurse, 'a new medicine in the stock');
  await beginning.getByRole('textbox', { name: /^Mottatt \(tablett\)/ }).fill('100');
  await beginning.getByRole('button', { name: 'Signer mottak' }).click();
  const lines = page.getByRole('region', { name: /^På lager/ });
  await lines.getByRole('button', { name: /Vival tab 5 mg.*100 tablett/ }).click();

  await lines.getByRole('button', { name: 'Ta ut' }).click();
  await lines.getByRole('textbox', { name: /^Antall/ }).fill('200');
  await lines.getByRole('textbox', { name: 'Hva gjelder det?' }).fill('Beredskapsskrin');
  await lines.getByRole('button', { name: 'Signer uttak' }).click();
  await lines.getByText('Det er ikke så mye på lager.').waitFor();
  await expectAccessible(nurse, 'more than there is');
  await lines.getByRole('textbox', { name: /^Antall/ }).fill('2');
  await lines.getByRole('button', { name: 'Signer uttak' }).click();
  await lines.getByRole('button', { name: /Vival tab 5 mg.*98 tablett/ }).waitFor();
  await lines.getByRole('row', { name: /Tatt ut.*2 tablett.*98 tablett.*Grete Granli.*Beredskapsskrin/ }).waitFor();

  await lines.getByRole('button', { name: 'Tell', exact: true }).click();
  await lines.getByRole('textbox', { name: /^Antall/ }).fill('97');
  await lines.getByRole('button', { name: 'Signer tellingen' }).click();
  const waiting = page.getByRole('region', { name: /^Venter på en til/ });
  await waiting
    .getByRole('listitem')
    .filter({ hasText: 'Vival tab 5 mg' })
    .getByText('Venter på en kollega.')
    .waitFor();
  expect(await waiting.getByRole('button', { name: 'Signer tellingen' }).count()).toBe(0);
  await expectAccessible(nurse, 'a count that waits');

  const doctor = await visit(url, { width: 360, height: 780 });
  await logIn(doctor, 'Gunnar Granli', '/lager', 'Granli sykehjem');
  const mine = doctor.page
    .getByRole('region', { name: /^Venter på en til/ })
    .getByRole('listitem')
    .filter({ hasText: 'Vival tab 5 mg' });
  const sign = mine.getByRole('button', { name: 'Signer tellingen' });
  const why = mine.getByRole('textbox', { name: /^Stemmer det ikke/ });
  await mine.getByRole('textbox', { name: /^Hva teller du/ }).fill('96');
  await why.fill('Én mistet på gulvet');
  await sign.click();
  await mine.getByText('Dere har ikke talt det samme. Tell på nytt.').waitFor();
  await mine.getByRole('textbox', { name: /^Hva teller du/ }).fill('97');
  await why.fill('');
  await sign.click();
  await mine.getByText(/Tellingen stemmer ikke med boken/).waitFor();
  await expectNoSidewaysScroll(doctor, 'the second count on a phone');
  await expectAccessible(doctor, 'the second count on a phone');
  await why.fill('Én mistet på gulvet');
  await sign.click();
  await doctor.page
    .getByRole('region', { name: /^På lager/ })
    .getByRole('button', { name: /Vival tab 5 mg.*97 tablett/ })
    .waitFor();
  await expect
    .poll(async () => (await writer.search('Task', { code: 'stock-deviation', status: 'requested' })).length, {
      timeout: 30_000,
    })
    .toBeGreaterThan(0);
});
