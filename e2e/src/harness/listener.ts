import type { CDPSession, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Look, logIn, logInAsCitizen, type Visitor, visit } from './visitor.ts';

/** One thing as assistive technology gets it, from the browser's own accessibility tree. */
type Spoken = {
  role: string;
  name: string;
  /** What further describes it: a help text, an error. */
  description: string;
  /** `expanded`, `collapsed`, `checked`, `invalid: true`, `level: 1` … */
  states: readonly string[];
  value: string;
  /** Names of the groups, dialogs and landmarks that it is within, the innermost first. */
  within: readonly string[];
};

type Heard = { text: string; how: 'status' | 'alert' };

type Ears = {
  heard: Heard[];
  /** Polite regions that came with their text in them: most screen readers say nothing then. */
  missed: string[];
};

type AxValue = { value?: unknown };
type AxNode = {
  nodeId: string;
  parentId?: string;
  childIds?: string[];
  ignored: boolean;
  role?: AxValue;
  name?: AxValue;
  description?: AxValue;
  value?: AxValue;
  properties?: { name: string; value: AxValue }[];
  backendDOMNodeId?: number;
};

/**
 * Somebody who uses the page by keyboard and ear alone. What is said is taken from the accessibility tree and from live regions, in the
 * way common screen readers do; what only the eye gets, is not there.
 */
export class Listener {
  readonly #page: Page;
  readonly #client: CDPSession;

  private constructor(page: Page, client: CDPSession) {
    this.#page = page;
    this.#client = client;
  }

  /** Listens from the next page that is loaded on. */
  static async to({ page }: Visitor): Promise<Listener> {
    const client = await page.context().newCDPSession(page);
    await client.send('Accessibility.enable');
    await page.addInitScript(listen);
    return new Listener(page, client);
  }

  /** What has the focus. Role `nothing` when it is lost: whoever cannot see is then at the top of the page without being told. */
  async focused(): Promise<Spoken> {
    const { result } = await this.#client.send('Runtime.evaluate', { expression: 'document.activeElement' });
    if (result.objectId === undefined || result.className === 'HTMLBodyElement') return nothing;
    const { nodes } = (await this.#client.send('Accessibility.getPartialAXTree', {
      objectId: result.objectId,
      fetchRelatives: true,
    })) as { nodes: AxNode[] };
    const told = await this.#client.send('Runtime.callFunctionOn', {
      objectId: result.objectId,
      functionDeclaration: "function () { return this.getAttribute('aria-valuetext') ?? ''; }",
      returnByValue: true,
    });
    const spoken = spokenOf(nodes);
    return { ...spoken, value: String(told.result.value) || spoken.value };
  }

  /** Waits until what has the focus is said so: role, name, states, description and groups in one line. */
  async expectFocus(said: RegExp, where: string): Promise<Spoken> {
    let last = nothing;
    await expect
      .poll(
        async () => {
          last = await this.focused();
          return lineOf(last);
        },
        { message: where },
      )
      .toMatch(said);
    return last;
  }

  /** Presses a key as often as it takes until what has the focus is said so. @param most presses before it is given up */
  async tabTo(said: RegExp, { key = 'Tab', most = 60 } = {}): Promise<Spoken> {
    const passed: string[] = [];
    for (let press = 0; press < most; press++) {
      await this.press(key);
      const found = await this.focused();
      const line = lineOf(found);
      if (said.test(line)) return found;
      passed.push(line);
    }
    throw new Error(`${said} is not reached by ${key}. Passed:\n${passed.join('\n')}`);
  }

  press(key: string): Promise<void> {
    return this.#page.keyboard.press(key);
  }

  type(text: string): Promise<void> {
    return this.#page.keyboard.insertText(text);
  }

  /** Jumps to a heading, as with the key H: what is tabbed to next comes after it. */
  async toHeading(name: RegExp): Promise<void> {
    await this.#jump(({ role, name: own }) => role === 'heading' && name.test(own), `a heading ${name}`);
  }

  /** Jumps into a landmark. */
  async toLandmark(role: string, name: RegExp): Promise<void> {
    await this.#jump((one) => one.role === role && name.test(one.name), `${role} ${name}`);
  }

  /** Waits until a live region has said it. */
  async expectHeard(said: RegExp, where: string): Promise<void> {
    try {
      await expect
        .poll(async () => (await this.#ears()).heard.some(({ text }) => said.test(text)), { message: where })
        .toBe(true);
    } catch (cause) {
      const { heard, missed } = await this.#ears();
      throw new Error(
        `${where}: ${said} was not said.\nSaid: ${list(heard.map(({ text }) => text))}\nNot heard, for the region came with its text: ${list(missed)}`,
        { cause },
      );
    }
  }

  /** All that live regions have said since they were asked last. */
  async heard(): Promise<readonly string[]> {
    return (await this.#page.evaluate(() => (window as unknown as { ejEars: Ears }).ejEars.heard.splice(0))).map(
      ({ text }) => text,
    );
  }

  /** Forgets what was said until now. */
  async hush(): Promise<void> {
    await this.#page.evaluate(() => {
      const { heard, missed } = (window as unknown as { ejEars: Ears }).ejEars;
      heard.length = 0;
      missed.length = 0;
    });
  }

  async headings(): Promise<readonly { level: number; name: string }[]> {
    return (await this.#all())
      .filter(({ role }) => role === 'heading')
      .map(({ name, states }) => ({
        level: Number(states.find((one) => one.startsWith('level'))?.slice(7) ?? 0),
        name,
      }));
  }

  async landmarks(): Promise<readonly string[]> {
    return (await this.#all())
      .filter(({ role }) => landmarks.has(role))
      .map(({ role, name }) => (name ? `${role} ${name}` : role));
  }

  /** All that can be read or used, in reading order. */
  async all(): Promise<readonly Spoken[]> {
    return this.#all();
  }

  #ears(): Promise<Ears> {
    return this.#page.evaluate(() => (window as unknown as { ejEars: Ears }).ejEars);
  }

  async #all(): Promise<(Spoken & { node: AxNode })[]> {
    const { nodes } = (await this.#client.send('Accessibility.getFullAXTree')) as { nodes: AxNode[] };
    const byId = new Map(nodes.map((one) => [one.nodeId, one]));
    const inOrder: (Spoken & { node: AxNode })[] = [];
    const walk = (node: AxNode | undefined) => {
      if (node === undefined) return;
      if (!node.ignored) inOrder.push({ ...alone(node), within: [], node });
      for (const id of node.childIds ?? []) walk(byId.get(id));
    };
    walk(nodes[0]);
    return inOrder;
  }

  async #jump(isIt: (one: Spoken) => boolean, what: string): Promise<void> {
    let all: (Spoken & { node: AxNode })[] = [];
    const found = () => all.find(isIt);
    try {
      await expect
        .poll(async () => {
          all = await this.#all();
          return found() !== undefined;
        })
        .toBe(true);
    } catch (cause) {
      const stands = all.filter(({ role }) => role === 'heading' || landmarks.has(role)).map(lineOf);
      throw new Error(`${what} is not there. There are: ${list(stands)}`, { cause });
    }
    const { object } = await this.#client.send('DOM.resolveNode', {
      backendNodeId: found()?.node.backendDOMNodeId as number,
    });
    await this.#client.send('Runtime.callFunctionOn', {
      objectId: object.objectId as string,
      // the browser goes on from where the selection is
      functionDeclaration: `function () { document.activeElement?.blur(); getSelection().collapse(this, 0); this.scrollIntoView({ block: 'center' }); }`,
    });
  }
}

/** A citizen who sees nothing of the page, logged on, with the title of the page there. */
export async function listening(url: string, as: string, path = '/', look: Look = {}) {
  const visitor = await visit(url, look);
  const ear = await Listener.to(visitor);
  await logInAsCitizen(visitor, as, path);
  await visitor.page.getByRole('heading', { level: 1 }).waitFor();
  return { visitor, ear, page: visitor.page };
}

/** Somebody of the personnel who sees nothing of the page, logged on and at it. */
export async function listeningAtWork(url: string, as: string, path: string) {
  const visitor = await visit(url);
  const ear = await Listener.to(visitor);
  await logIn(visitor, as, path);
  return { visitor, ear, page: visitor.page };
}

const nothing: Spoken = { role: 'nothing', name: '', description: '', states: [], value: '', within: [] };

const landmarks = new Set(['banner', 'navigation', 'main', 'region', 'search', 'complementary', 'contentinfo', 'form']);
const groups = new Set([...landmarks, 'group', 'radiogroup', 'dialog', 'alertdialog', 'list', 'table', 'Details']);

/** What a screen reader says of it: `button «Send», collapsed; Hjelp. In: Skriv ny melding`. */
function lineOf({ role, name, description, states, value, within }: Spoken): string {
  return [
    `${role} «${name}»`,
    value && `, value ${value}`,
    states.map((one) => `, ${one}`).join(''),
    description && `; ${description}`,
    within.length > 0 && `. In: ${within.join(' < ')}`,
  ]
    .filter(Boolean)
    .join('');
}

function spokenOf(nodes: readonly AxNode[]): Spoken {
  const [node] = nodes;
  if (node === undefined) return nothing;
  const byId = new Map(nodes.map((one) => [one.nodeId, one]));
  const within: string[] = [];
  for (let up = byId.get(node.parentId ?? ''); up !== undefined; up = byId.get(up.parentId ?? '')) {
    const { role, name } = alone(up);
    if (!up.ignored && groups.has(role) && name) within.push(name);
  }
  return { ...alone(node), within };
}

const text = (one: AxValue | undefined) =>
  String(one?.value ?? '')
    .replace(/\s+/g, ' ')
    .trim();

function alone({ role, name, description, value, properties = [] }: AxNode): Omit<Spoken, 'within'> {
  const states = properties.flatMap(({ name: state, value: { value: is } }) => {
    if (state === 'expanded') return is ? 'expanded' : 'collapsed';
    if (['checked', 'pressed', 'selected'].includes(state))
      return is === true || is === 'true' ? state : `not ${state}`;
    if (['required', 'disabled', 'busy', 'modal', 'readonly'].includes(state)) return is === true ? state : [];
    if (state === 'invalid') return is === 'false' || is === false ? [] : 'invalid';
    if (state === 'level') return `level: ${is}`;
    if (state === 'hasPopup') return is === 'false' ? [] : `opens ${is}`;
    return [];
  });
  return { role: text(role), name: text(name), description: text(description), value: text(value), states };
}

const list = (texts: readonly string[]) => (texts.length === 0 ? 'nothing' : texts.map((one) => `\n  ${one}`).join(''));

/** In the page: hears its live regions. A region speaks when its text changes, an alert also when it comes. */
function listen(): void {
  const ears: { heard: { text: string; how: 'status' | 'alert' }[]; missed: string[] } = { heard: [], missed: [] };
  (window as unknown as { ejEars: typeof ears }).ejEars = ears;
  const selector = '[role="status"], [role="alert"], [role="log"], output, [aria-live]:not([aria-live="off"])';
  const before = new WeakMap<Element, string>();
  const textOf = (region: Element): string => {
    if (region.closest('[aria-hidden="true"], [hidden], [inert]')) return '';
    const copy = region.cloneNode(true) as Element;
    for (const hidden of copy.querySelectorAll('[aria-hidden="true"], [hidden]')) hidden.remove();
    for (const part of copy.querySelectorAll('h1, h2, h3, h4, h5, p, li, div, dt, dd')) part.append(' ');
    return (copy.textContent ?? '').replace(/\s+/g, ' ').trim();
  };
  const look = () => {
    for (const region of document.querySelectorAll(selector)) {
      const isAlert = region.getAttribute('role') === 'alert' || region.getAttribute('aria-live') === 'assertive';
      const said = textOf(region);
      const was = before.get(region);
      before.set(region, said);
      if (said === (was ?? '')) continue;
      if (was === undefined && !isAlert) ears.missed.push(said);
      else if (said !== '') ears.heard.push({ text: said, how: isAlert ? 'alert' : 'status' });
    }
  };
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ['role', 'aria-live', 'aria-hidden', 'hidden', 'inert'],
  });
}
