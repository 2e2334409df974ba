import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { RecordWriter } from './harness/record.ts';
import {
  closeBrowser,
  expectAccessible,
  expectNoSidewaysScroll,
  type Look,
  type Visitor,
  visit,
} from './harness/visitor.ts';

const url = inject('url');
/** The app's own page, which is no concern of these tests. */
const app = createServer((_request, answer) => {
  answer
    .setHeader('content-type', 'text/html')
    .end('<!doctype html><link rel="icon" href="data:,"><title>app</title>back');
});
let back = '';
/** New in each run, for nobody has connected it. */
const diary = `diary-${randomBytes(4).toString('hex')}`;
const unapproved = `${diary}-unapproved`;
afterAll(async () => {
  app.close();
  await closeBrowser();
});

/** Every kind of page, at both widths, in both themes and in each language. */
const looks: Look[] = [
  { width: 1440, height: 900, theme: 'light', language: 'nb' },
  { width: 360, height: 780, theme: 'light', language: 'nn' },
  { width: 360, height: 780, theme: 'dark', language: 'en' },
];

beforeAll(async () => {
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  back = `http://127.0.0.1:${(app.address() as { port: number }).port}/back`;
  const writer = new RecordWriter(url);
  const common = [
    { name: 'publisher', valueString: 'Vekst AS, Fjordvik' },
    { name: 'description', valueString: 'Tegner kurver over målinger, og minner om den neste' },
    { name: 'type', valueCode: 'public' },
    { name: 'audience', valueCode: 'staff' },
    { name: 'audience', valueCode: 'citizen' },
    { name: 'scope', valueString: 'launch/patient openid fhirUser offline_access patient/*.rs' },
    { name: 'redirectUrl', valueUrl: back },
    { name: 'launchUrl', valueUrl: back.replace('/back', '/launch') },
  ];
  for (const client of [diary, unapproved]) {
    const parameter = [{ name: 'client', valueId: client }, { name: 'name', valueString: 'Målingsdagboka' }, ...common];
    await writer.operate('/$register-app', { resourceType: 'Parameters', parameter });
  }
  for (const organization of ['fjordvik-kommune', 'solli-legekontor']) {
    const parameter = [{ name: 'app', valueId: diary }];
    await writer.operate(`/Organization/${organization}/$approve-app`, { resourceType: 'Parameters', parameter });
  }
});

const verifier = randomBytes(32).toString('base64url');

/** Where an app sends its user. */
function authorization(client: string, scope: string, language = 'nb'): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client,
    redirect_uri: back,
    scope,
    state: randomBytes(8).toString('hex'),
    aud: `${url}/fhir`,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ui_locales: language,
  });
  return `/oauth/auth?${query}`;
}

async function logOn({ page }: Visitor, provider: string, name: string): Promise<void> {
  await page.goto(`/login/start?provider=${provider}&return_to=%2Foauth%2Fapps`);
  await page.getByText(name, { exact: false }).first().click();
  await page.waitForURL(/\/oauth\/apps/);
}

async function expectGood(visitor: Visitor, where: string): Promise<void> {
  await expectAccessible(visitor, where);
  await expectNoSidewaysScroll(visitor, where);
}

const everything = 'launch/patient openid fhirUser offline_access patient/*.rs';
const some = 'launch/patient openid patient/Observation.rs?category=laboratory patient/MedicationRequest.cruds';

describe.each(looks)('at $width px, $theme, $language', (look) => {
  test('a citizen agrees to a part, with the keyboard alone, and ends it again', async () => {
    const visitor = await visit(url, look);
    const { page } = visitor;
    await logOn(visitor, 'idporten', 'Kari Testdal');
    await expectGood(visitor, 'connected apps, none');
    await page.goto(authorization(diary, everything, look.language ?? 'nb'));
    const boxes = page.getByRole('checkbox');
    await boxes.first().waitFor();
    await expect.poll(() => boxes.count()).toBeGreaterThan(10);
    await expectGood(visitor, 'consent');
    // from the top, everything is reached by Tab, and seen where it is
    await boxes.first().focus();
    await page.keyboard.press('Space');
    await expect.poll(() => boxes.first().isChecked()).toBe(false);
    for (let n = 0; n < (await boxes.count()); n += 1) await page.keyboard.press('Tab');
    await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement).type)).toBe('radio');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/back\?/);
    expect(new URL(page.url()).searchParams.get('code')).toBeTruthy();

    await page.goto(`/oauth/apps?lang=${look.language}`);
    await page.getByRole('heading', { name: 'Målingsdagboka' }).first().waitFor();
    await expectGood(visitor, 'connected apps');
    await page
      .getByRole('button', { name: /Målingsdagboka/ })
      .first()
      .click();
    await page.getByRole('status').waitFor();
    await expectGood(visitor, 'connected apps, ended');
    expect(visitor.foreign.filter((address) => !address.startsWith(back))).toEqual([]);
    expect(visitor.errors).toEqual([]);
  });

  test('health personnel are refused an app that is not approved, choose a patient, and confirm', async () => {
    const visitor = await visit(url, look);
    const { page } = visitor;
    await logOn(visitor, 'helseid', 'Ada Solli');
    await page.goto(authorization(unapproved, some, look.language ?? 'nb'));
    await page.getByRole('alert').waitFor();
    await expectGood(visitor, 'refusal');
    await page.goto(authorization(diary, some, look.language ?? 'nb'));
    await page.getByRole('searchbox').waitFor();
    await expectGood(visitor, 'search');
    await page.getByRole('searchbox').fill('Kari Testdal');
    await page.keyboard.press('Enter');
    await page
      .getByRole('button', { name: /Kari Testdal/ })
      .first()
      .waitFor();
    await expectGood(visitor, 'found');
    expect(page.url(), 'no name stands in an address').not.toContain('Kari');
    await page
      .getByRole('button', { name: /Kari Testdal/ })
      .first()
      .click();
    const confirm = page.getByRole('button', { name: /^(Fortsett|Hald fram|Continue)$/ });
    await confirm
      .or(page.getByText('back', { exact: true }))
      .first()
      .waitFor();
    if (await confirm.isVisible()) {
      await expectGood(visitor, 'confirmation');
      await confirm.click();
    }
    await page.waitForURL(/\/back\?/);
    expect(new URL(page.url()).searchParams.get('code')).toBeTruthy();
    expect(visitor.errors.filter((text) => !text.includes('403'))).toEqual([]);
  });
});

test('a GP opens an app from the record, and the app is told whose it is without a name in the address', async () => {
  const visitor = await visit(url);
  const { page, context } = visitor;
  const kari = await new RecordWriter(url).find('Kari Testdal');
  await logOn(visitor, 'helseid', 'Ada Solli');
  await page.goto(`/pasient/${kari}`);
  const opening = context.waitForEvent('page');
  await page
    .getByRole('button', { name: /Målingsdagboka/ })
    .first()
    .click();
  const tab = await opening;
  await tab.waitForURL(/\/launch\?/);
  const { searchParams } = new URL(tab.url());
  expect([searchParams.get('iss'), searchParams.get('launch')]).toEqual([`${url}/fhir`, expect.any(String)]);
  expect(tab.url()).not.toContain(kari);
  expect(await tab.evaluate(() => window.opener)).toBeNull();
  await expectAccessible(visitor, 'record with apps');
});
