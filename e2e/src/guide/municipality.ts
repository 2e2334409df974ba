import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { RecordWriter } from '../harness/record.ts';
import { logIn, newVisitor } from '../harness/visitor.ts';
import { norwegianDates } from './norwegian-dates.ts';

const settled = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => document.querySelector('.ej-wait') === null);
  await page.waitForTimeout(600);
};

/** The privacy officer's cases, and the administrator's units and staff. */
export async function municipalityPictures(browser: Browser, url: string, folder: string): Promise<void> {
  const writer = new RecordWriter(url);
  await openInEmergency(browser, url, {
    as: 'Hanne Hjem',
    record: await writer.find('Amira Nordby'),
    reason: 'medication-or-allergy',
    said: 'Ringte og var uklar, måtte vite hva hun bruker.',
    read: ['AllergyIntolerance'],
  });
  await openInEmergency(browser, url, {
    as: 'Grete Granli',
    record: await writer.find('Tor Prøvesen'),
    reason: 'life-threatening',
    said: 'Funnet bevisstløs i gangen, pustefrekvens 6. Ambulanse ankommer.',
    read: ['AllergyIntolerance', 'MedicationRequest', 'Condition', 'CarePlan', 'Encounter'],
  });
  const petra = await newVisitor(browser, url);
  await logIn(petra, 'Petra Personvern');
  await petra.page
    .getByRole('list', { name: 'Saker' })
    .getByRole('button')
    .filter({ hasText: /Grete Granli.*Tor Prøvesen/ })
    .first()
    .click();
  await petra.page.getByRole('region', { name: 'Grete Granli åpnet journalen til Tor Prøvesen' }).waitFor();
  await settled(petra.page);
  await petra.page.screenshot({ path: join(folder, 'innsynskontroll.png') });
  await petra.context.close();

  const oda = await newVisitor(browser, url);
  const { page } = oda;
  await logIn(oda, 'Oda Drift');
  await page.getByRole('button', { name: 'Responssenteret' }).click();
  await page.getByRole('button', { name: 'Gi en rolle' }).click();
  await page.getByRole('textbox', { name: 'Hvem' }).fill('Hanne');
  await page.getByText('HPR 900000006').waitFor();
  await settled(page);
  await norwegianDates(page);
  await page.screenshot({ path: join(folder, 'administrasjon.png') });
  await oda.context.close();
}

type Opening = { as: string; record: string; reason: string; said: string; read: readonly string[] };

/** Opened with a reason, read, and ended again. */
async function openInEmergency(browser: Browser, url: string, { as, record, reason, said, read }: Opening) {
  const visitor = await newVisitor(browser, url);
  await logIn(visitor, as);
  await visitor.page.evaluate(
    async ({ id, code, text, types }) => {
      const headers = { 'content-type': 'application/fhir+json', 'x-enjournal-web': '1' };
      const call = (name: string, parameter: object[]) =>
        fetch(`/fhir/Patient/${id}/$${name}`, {
          method: 'POST',
          headers,
          body: JSON.stringify({ resourceType: 'Parameters', parameter }),
        });
      await call('emergency-access', [
        { name: 'reasonCode', valueCode: code },
        { name: 'reasonText', valueString: text },
      ]);
      for (const type of types) await fetch(`/fhir/${type}?patient=${id}`, { headers });
      await call('emergency-end', []);
    },
    { id: record, code: reason, text: said, types: read },
  );
  await visitor.context.close();
}
