import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { RecordWriter } from '../harness/record.ts';
import { logIn, newVisitor } from '../harness/visitor.ts';

/** Pictures of the recall list, and of a child's vaccines with a form that is open. */
export async function vaccinePictures(browser: Browser, url: string, folder: string): Promise<void> {
  const writer = new RecordWriter(url);
  const born = new Date(Date.now() - 520 * 86_400_000).toISOString().slice(0, 10);
  const child = await writer.citizen({
    birthDate: born,
    gender: 'male',
    name: [{ use: 'official', family: 'Prøvesen', given: ['Jakob'] }],
  });
  await writer.create({
    resourceType: 'EpisodeOfCare',
    status: 'active',
    type: [{ text: 'Helsestasjon' }],
    patient: child.reference,
    managingOrganization: { reference: 'Organization/fjordvik-helsestasjon' },
    period: { start: born },
  });
  for (const theme of ['light', 'dark'] as const) {
    for (const [width, height] of [
      [1440, 900],
      [360, 780],
    ] as const) {
      const visitor = await newVisitor(browser, url, { width, height, theme });
      const { page } = visitor;
      const shoot = async (name: string) => {
        await page.waitForTimeout(400);
        await page.screenshot({ path: join(folder, `${name}-${width}-${theme}.png`) });
      };
      await logIn(visitor, 'Helle Stasjon', '/vaksinering', 'Fjordvik helsestasjon');
      await page.getByRole('listitem').filter({ hasText: 'Jakob Prøvesen' }).first().waitFor();
      await shoot('innkalling');
      await page.goto(`/pasient/${child.id}/vaksiner`);
      await page.getByRole('button', { name: 'Registrer Meslinger, kusma og røde hunder 1' }).click();
      await page.getByRole('textbox', { name: 'Batchnummer' }).fill('X042');
      await shoot('vaksiner');
      await visitor.context.close();
    }
  }
}
