/** How long what comes after may take to say itself where the focus goes. */
const graceMs = 150;
/** How long it is waited for what an act brings. */
const patienceMs = 5_000;

const controls = 'button, input, select, textarea, a[href]';
const grounds = 'li, section, form, search, fieldset, dialog, main, [role="dialog"]';
let expected = 0;

/** Gives the focus, also to what otherwise has none: a heading, a part of the page. */
export function giveFocus(element: HTMLElement, options?: FocusOptions): void {
  if (!element.matches(`${controls}, summary, [tabindex]`)) element.tabIndex = -1;
  element.focus(options);
}

/**
 * Gives the focus to what an act brings, when it is there. Never takes it from where somebody has gone meanwhile.
 * @param find asked until it finds something, for a few seconds
 */
export function focusSoon(find: () => HTMLElement | null | undefined): void {
  const from = document.activeElement;
  const until = performance.now() + patienceMs;
  expected += 1;
  const look = () => {
    const now = document.activeElement;
    const hasGone = now !== from && now !== document.body && now?.isConnected === true;
    const found = hasGone ? undefined : find();
    if (found) giveFocus(found);
    else if (!hasGone && performance.now() < until) {
      requestAnimationFrame(look);
      return;
    }
    expected -= 1;
  };
  requestAnimationFrame(look);
}

/** Gives the focus to a field, or to the first input of what is laid out as several. */
export function focusField(field: HTMLElement | null | undefined): void {
  if (!field) return;
  const inner = field.matches(controls) ? field : field.querySelector<HTMLElement>('input, textarea, select, button');
  field.scrollIntoView({ block: 'nearest' });
  giveFocus(inner ?? field);
}

/** After a try: gives the focus to the first field with something wrong, where what is wrong is read with it. */
export function focusFirstWrong(within: Element): void {
  requestAnimationFrame(() => focusField(within.querySelector<HTMLElement>('[aria-invalid="true"]')));
}

/** Gives the focus to the first of those that come after what there are of something now: where one goes on reading a longer list. */
export function focusNextOf(selector: string): void {
  const count = document.querySelectorAll(selector).length;
  focusSoon(() => document.querySelectorAll<HTMLElement>(selector)[count]);
}

/**
 * Whoever uses the keyboard or listens is not thrown to the top of the page when what has the focus goes away: it goes to what came
 * in its place, else to the heading of the part it stood in. What is disabled while something is under way has it back afterwards.
 * @returns ends it
 */
export function keepFocus(): () => void {
  /** What has the focus, and all that it stands in. */
  let path: readonly Element[] = [];
  let came: HTMLElement[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const isLost = () => path.length > 0 && document.activeElement === document.body;
  const onFocusIn = ({ target }: FocusEvent) => {
    path = target instanceof Element ? [...upFrom(target)] : [];
  };
  const onFocusOut = ({ target }: FocusEvent) => {
    // who clicks beside everything has left it themselves
    setTimeout(() => {
      const [had] = path;
      if (had === target && had?.isConnected && !isOff(had) && isLost()) path = [];
    });
  };
  const settle = () => {
    timer = undefined;
    const [had] = path;
    if (!isLost() || expected > 0 || had === undefined) return;
    if (had.isConnected && isOff(had)) return; // until it is on again, or gone
    const places = had.isConnected ? [had] : [...placesAfter(path, came)];
    came = [];
    for (const to of places) {
      if (!(to instanceof HTMLElement)) continue;
      giveFocus(to, { preventScroll: true });
      if (document.activeElement !== to) continue;
      if (to.matches(':focus-visible')) to.scrollIntoView({ block: 'nearest' });
      return;
    }
  };
  const observer = new MutationObserver((records) => {
    if (!isLost()) {
      came = [];
      return;
    }
    for (const { addedNodes } of records)
      for (const node of addedNodes) if (node instanceof HTMLElement) came.push(node);
    timer ??= setTimeout(settle, graceMs);
  });
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['disabled'] });
  document.addEventListener('focusin', onFocusIn);
  document.addEventListener('focusout', onFocusOut);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    document.removeEventListener('focusin', onFocusIn);
    document.removeEventListener('focusout', onFocusOut);
  };
}

function* upFrom(element: Element): Generator<Element> {
  for (let up: Element | null = element; up !== null && up !== document.body; up = up.parentElement) yield up;
}

const isOff = (element: Element): boolean => element.matches(':disabled');
const isShown = (element: Element): boolean =>
  element.checkVisibility({ visibilityProperty: true }) && element.closest('[aria-hidden="true"]') === null;

function* placesAfter(path: readonly Element[], came: readonly HTMLElement[]): Generator<Element> {
  for (const up of path) {
    if (!up.isConnected || !up.matches(grounds)) continue;
    const within = came.filter((one) => one.isConnected && up.contains(one));
    yield* within.flatMap((one) => firstOf(one) ?? []).slice(0, 1);
    yield* [...up.querySelectorAll('h1, h2, h3, h4')].filter(isShown).slice(0, 1);
  }
}

/** What is said first of something new: its heading, or itself where it takes the focus, or its first control. */
function firstOf(element: HTMLElement): Element | undefined {
  if (element.matches('h1, h2, h3, h4, [tabindex]') && isShown(element)) return element;
  for (const selector of ['h1, h2, h3, h4', '[tabindex]', controls]) {
    const found = [...(element.matches(selector) ? [element] : []), ...element.querySelectorAll(selector)].find(
      (one) => isShown(one) && !isOff(one),
    );
    if (found) return found;
  }
  return undefined;
}
