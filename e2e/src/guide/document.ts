import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { aPdf } from '../harness/pdf.ts';
import { RecordWriter, tagsOf } from '../harness/record.ts';
import { logIn, newVisitor } from '../harness/visitor.ts';

/** A letter that is read in place, for the guide. */
export async function documentPicture(browser: Browser, url: string, folder: string): Promise<void> {
  const citizen = await new RecordWriter(url).citizen({
    name: [{ use: 'official', family: 'Prøvesen', given: ['Pernille'] }],
  });
  await new RecordWriter(url).create({
    resourceType: 'DocumentReference',
    meta: { tag: tagsOf('hospital') },
    status: 'current',
    type: { text: 'Epikrise' },
    subject: citizen.reference,
    date: '2026-11-20T10:00:00Z',
    description: 'Epikrise fra Nordås sykehus',
    content: [
      {
        attachment: {
          contentType: 'application/pdf',
          title: 'Epikrise fra Nordås sykehus',
          data: aPdf(['Epikrise: innlagt for hjertesvikt', 'Videre plan: kontroll hos fastlege']).toString('base64'),
        },
      },
    ],
  });
  const visitor = await newVisitor(browser, url, { width: 1100, height: 900 });
  const { page } = visitor;
  await logIn(visitor, 'Ada Solli', `/pasient/${citizen.id}/dokumenter`);
  await page.getByRole('button', { name: /Epikrise fra Nordås/ }).click();
  await page.getByRole('img', { name: /^Side 2/ }).waitFor();
  await page.getByRole('button', { name: 'Mindre' }).click();
  await page.waitForTimeout(800);
  await page.screenshot({ path: join(folder, 'dokument.png') });
  await visitor.context.close();
}
