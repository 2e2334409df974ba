import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type Json, RecordWriter } from '../harness/record.ts';
import { logInAsCitizen, newVisitor } from '../harness/visitor.ts';

const settled = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => document.querySelector('.ej-wait') === null);
  await page.waitForTimeout(600);
};

const look = { width: 1100, height: 720 };

/** Acting for another, the circle around somebody, and sharing: for the citizens' guide. */
export async function actingPictures(browser: Browser, url: string, folder: string): Promise<void> {
  const liv = await newVisitor(browser, url, look);
  await logInAsCitizen(liv, 'Liv Testdal');
  await liv.page.goto('/handle-for');
  await liv.page.getByRole('button', { name: 'Handle for Kari' }).click();
  await liv.page.getByRole('heading', { name: 'Slik er dagen for Kari' }).waitFor();
  await settled(liv.page);
  await liv.page.screenshot({ path: join(folder, 'innbygger-handle-for.png') });
  await liv.context.close();

  const kari = await newVisitor(browser, url, look);
  await logInAsCitizen(kari, 'Kari Testdal');
  await circle(kari.page, new RecordWriter(url));
  await kari.page.goto('/krets');
  await kari.page.getByText('Per Frivold kommer').first().waitFor();
  await settled(kari.page);
  await kari.page.screenshot({ path: join(folder, 'innbygger-krets.png') });
  await kari.page.goto('/deling');
  await kari.page.getByRole('textbox', { name: 'Hvem er koden til?' }).fill('Legevakten i Lisboa');
  await settled(kari.page);
  await kari.page.screenshot({ path: join(folder, 'innbygger-deling.png') });
  await kari.context.close();
}

/** Per comes on Thursdays, and Liv and Kari write to each other. */
async function circle(page: Page, writer: RecordWriter): Promise<void> {
  const kari = await writer.find('Kari Testdal');
  const per = (await writer.read(`Patient/${await writer.find('Per Frivold')}`)) as {
    identifier: { value: string }[];
  };
  const call = (name: string, parameter: Json[]) =>
    page.evaluate(
      async ([to, body]) => {
        const answer = await fetch(`/fhir/${to}`, {
          method: 'POST',
          headers: { 'x-enjournal-web': '1', 'content-type': 'application/fhir+json' },
          body,
        });
        return (await answer.json()) as Record<string, unknown>;
      },
      [`Patient/${kari}/$${name}`, JSON.stringify({ resourceType: 'Parameters', parameter })] as const,
    );
  const until = new Date(Date.now() + 180 * 86_400_000).toISOString().slice(0, 10);
  const consent = await call('circle-invite', [
    { name: 'number', valueString: per.identifier[0]?.value },
    { name: 'family', valueString: 'Frivold' },
    { name: 'role', valueCode: 'volunteer' },
    { name: 'until', valueDate: until },
  ]);
  const day = new Date();
  day.setDate(day.getDate() + ((11 - day.getDay()) % 7 || 7));
  const at = (hour: number) => new Date(day.setHours(hour, 0, 0, 0)).toISOString();
  await call('circle-act', [
    { name: 'act', valueCode: 'plan' },
    { name: 'start', valueDateTime: at(13) },
    { name: 'end', valueDateTime: at(16) },
    { name: 'text', valueString: 'Følge til koret. Ta med rullatoren.' },
    { name: 'where', valueString: 'I gangen' },
    { name: 'who', valueReference: { reference: `Consent/${consent.id}` } },
    { name: 'weeks', valueInteger: 3 },
  ]);
  await call('circle-act', [
    { name: 'act', valueCode: 'message' },
    { name: 'text', valueString: 'Jeg trenger nye batterier til høreapparatet.' },
  ]);
}
