import axe, { type RunOptions } from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { chromiumPath, slowerChromium } from '../../../tools/src/test/chromium.ts';

/** Debian's Chromium, without a window where it is packed so, and without the services of its own that would call out. */
const options = {
  executablePath: chromiumPath() ?? slowerChromium,
  args: [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ],
};

/** @param more arguments, such as what it takes for a camera */
export function launch(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ ...options, args: [...options.args, ...more] });
}

let browser: Promise<Browser> | undefined;

export type Look = {
  width?: number;
  height?: number;
  theme?: 'light' | 'dark';
  language?: 'nb' | 'nn' | 'en';
};

/** Someone at a screen: the page, and what must never happen on it. */
export type Visitor = {
  page: Page;
  context: BrowserContext;
  /** Addresses of other origins that were asked for. */
  foreign: string[];
  /** Every address that was asked for. */
  asked: string[];
  /** Errors of the page, breaches of its content security policy among them. */
  errors: string[];
};

export async function newVisitor(on: Browser, url: string, look: Look = {}): Promise<Visitor> {
  const { width = 1440, height = 900, theme = 'light', language = 'nb' } = look;
  const phone = width < 768;
  const context = await on.newContext({
    baseURL: url,
    viewport: { width, height },
    colorScheme: theme,
    locale: { nb: 'nb-NO', nn: 'nn-NO', en: 'en-GB' }[language],
    hasTouch: phone,
    isMobile: phone,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const visitor: Visitor = { page, context, foreign: [], asked: [], errors: [] };
  page.on('request', (request) => {
    const address = request.url();
    visitor.asked.push(address);
    if (!address.startsWith(`${url}/`) && !/^(data|blob):/.test(address)) visitor.foreign.push(address);
  });
  page.on('pageerror', (error) => visitor.errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const { url: at } = message.location();
    visitor.errors.push(at ? `${message.text()} (${new URL(at).pathname})` : message.text());
  });
  return visitor;
}

/** A visitor for the length of a test. */
export async function visit(url: string, look: Look = {}): Promise<Visitor> {
  browser ??= launch();
  const visitor = await newVisitor(await browser, url, look);
  onTestFinished(() => visitor.context.close());
  return visitor;
}

export async function closeBrowser(): Promise<void> {
  const open = await browser;
  browser = undefined;
  await open?.close();
}

/** Logs in as one of the demo's staff, and is at the path afterwards. `at`: who works at several places. */
export async function logIn(visitor: Visitor, as: string, path = '/', at?: string): Promise<void> {
  const { page } = visitor;
  await choosePerson(visitor, as, 'helseid', path);
  if (at !== undefined) await page.getByRole('button', { name: at }).click();
  await page.getByRole('button', { name: /^(Deg og innstilling[ae]r|You and settings)/ }).waitFor();
}

/** Logs in as a citizen, and is on the first page of the own record, or on the one that was asked for. */
export async function logInAsCitizen(visitor: Visitor, as: string, path = '/'): Promise<void> {
  await choosePerson(visitor, as, 'idporten', path);
  await visitor.page.getByRole('navigation', { name: /^(Sider|Pages)$/ }).waitFor();
}

/**
 * By the protocol itself, with the browser's cookies but without drawing the provider's pages, which have their own tests: it is done
 * some hundred times.
 */
async function choosePerson(
  { page, context }: Visitor,
  as: string,
  provider: 'helseid' | 'idporten',
  path: string,
): Promise<void> {
  const choice = await context.request.get(`/login/start?${new URLSearchParams({ provider, return_to: path })}`);
  const offered = (await choice.text()).matchAll(/<button name="person" value="([^"]+)"><b>([^<]+)</g);
  const person = [...offered].find(([, , name]) => name?.includes(as))?.[1];
  if (person === undefined) throw new Error(`${provider} offers no ${as}`);
  const back = await context.request.post(choice.url(), { form: { person } });
  await page.goto(back.url());
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * Nobody judges the colours of what is dimmed while it is read anew: it is waited for, and what begins to be read while axe looks
 * is not dimmed. By our own clock, for a test may hold the page's.
 */
async function undimmed(page: Page): Promise<void> {
  await page.evaluate(() => {
    const undim = new CSSStyleSheet();
    undim.replaceSync('[data-refreshing] { opacity: 1 !important; transition: none !important }');
    document.adoptedStyleSheets = [undim];
  });
  for (let turn = 0; turn < 100; turn++) {
    if ((await page.locator('[data-refreshing="true"]').count()) === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/**
 * No finding of axe, at WCAG A and AA up to 2.2, and of one more rule of axe. Between the themes only colours differ, so only they are
 * looked at twice.
 */
export async function expectAccessible({ page }: Visitor, where: string, also?: string): Promise<void> {
  await undimmed(page);
  const dark = await page.evaluate(() => document.documentElement.classList.contains('dark'));
  const more = also === undefined ? [] : [also];
  const options: RunOptions = {
    runOnly: dark
      ? { type: 'rule', values: ['color-contrast', 'link-in-text-block', ...more] }
      : { type: 'tag', values: rules },
    rules: Object.fromEntries(more.map((rule) => [rule, { enabled: true }])),
    resultTypes: ['violations'],
  };
  const look = async () => {
    if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
    return page.evaluate(async (asked) => {
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, asked);
      return violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
      );
    }, options);
  };
  // a page that is being drawn anew is looked at again: what is wrong with it stays; one look may take ten seconds on a busy machine
  await expect
    .poll(
      async () => {
        const found = await look();
        const isOfSize = found.length > 0 && found.every((one) => one.startsWith('target-size'));
        return isOfSize ? inFullHeight(page, look) : found;
      },
      { message: where, timeout: 40_000, interval: 500 },
    )
    .toEqual([]);
}

/** Looks at a page in a window as high as it is: what a bar half covers just then, which the hour decides, is too small for no hand. */
async function inFullHeight<T>(page: Page, look: () => Promise<T>): Promise<T> {
  const size = page.viewportSize()!;
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ ...size, height: height + 400 });
  try {
    return await look();
  } finally {
    await page.setViewportSize(size);
  }
}

/** Everything in a card stays within it. */
export async function expectWithinCards({ page }: Visitor, where: string): Promise<void> {
  const out = await page.evaluate(() =>
    [...document.querySelectorAll('.ej-card')].flatMap((card) => {
      const edge = card.getBoundingClientRect().right + 1;
      return [...card.querySelectorAll('.ej-row > *, td, th, .ej-card-head > *')]
        .filter((part) => part.getBoundingClientRect().right > edge)
        .map((part) => part.textContent ?? '');
    }),
  );
  expect(out, where).toEqual([]);
}

/** Nothing sticks out to the side, so that nobody has to scroll in two directions (WCAG 1.4.10). */
export async function expectNoSidewaysScroll({ page }: Visitor, where: string): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), {
      message: where,
    })
    .toBeLessThanOrEqual(0);
}
