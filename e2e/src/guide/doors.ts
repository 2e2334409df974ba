import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { logIn, newVisitor } from '../harness/visitor.ts';

const look = { width: 960, height: 560 };

/** The door, the choice of workplace, and the screen that is locked. */
export async function doorPictures(browser: Browser, url: string, folder: string): Promise<void> {
  const door = await newVisitor(browser, url, look);
  await door.page.goto('/');
  await door.page.getByRole('button', { name: 'Logg inn med HelseID' }).waitFor();
  await door.page.screenshot({ path: join(folder, 'dor.png') });
  await door.page.getByRole('button', { name: 'Logg inn med HelseID' }).click();
  await door.page.getByRole('button', { name: 'Gunnar Granli' }).first().click();
  await door.page.getByRole('heading', { name: 'Hvor arbeider du nå?' }).waitFor();
  await door.page.screenshot({ path: join(folder, 'arbeidssted.png') });
  await door.context.close();

  const locked = await newVisitor(browser, url, look);
  await logIn(locked, 'Gunnar Granli', '/', 'Granli sykehjem');
  await locked.page.getByRole('button', { name: /^Deg og innstillinger/ }).click();
  await locked.page.getByRole('menuitem', { name: 'Lås skjermen' }).click();
  await locked.page.getByRole('heading', { name: 'Låst' }).waitFor();
  await locked.page.screenshot({ path: join(folder, 'last.png') });
  await locked.context.close();
}
