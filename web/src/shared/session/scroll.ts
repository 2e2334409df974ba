/** How far a part of the page was scrolled: the window, or an element by its way from the body. */
export type Scrolled = { path: string; top: number; left: number };

const patienceMs = 3_000;

export function scrolledNow(): Scrolled[] {
  const found: Scrolled[] = [];
  if (window.scrollY > 0 || window.scrollX > 0) found.push({ path: '', top: window.scrollY, left: window.scrollX });
  for (const element of document.querySelectorAll('#app *')) {
    if (element.scrollTop > 0 || element.scrollLeft > 0) {
      found.push({ path: pathOf(element), top: element.scrollTop, left: element.scrollLeft });
    }
  }
  return found;
}

/** Scrolls back as soon as there is enough on the page to scroll, unless the user does something first. */
export function scrollBack(wanted: readonly Scrolled[]): void {
  const until = Date.now() + patienceMs;
  const gaveUp = new AbortController();
  for (const kind of ['wheel', 'touchstart', 'keydown', 'pointerdown']) {
    window.addEventListener(kind, () => gaveUp.abort(), { signal: gaveUp.signal, once: true, passive: true });
  }
  const step = () => {
    if (gaveUp.signal.aborted) return;
    const isThere = wanted.map(scrollTo).every(Boolean);
    if (isThere || Date.now() > until) gaveUp.abort();
    else requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

function scrollTo({ path, top, left }: Scrolled): boolean {
  if (path === '') {
    window.scrollTo(left, top);
    return Math.abs(window.scrollY - top) < 2;
  }
  const element = document.querySelector(path);
  element?.scrollTo(left, top);
  return element !== null && Math.abs(element.scrollTop - top) < 2;
}

function pathOf(element: Element): string {
  const steps: string[] = [];
  for (let at: Element | null = element; at !== null && at.id !== 'app'; at = at.parentElement) {
    const place = [...(at.parentElement?.children ?? [])].indexOf(at) + 1;
    steps.unshift(`${at.tagName.toLowerCase()}:nth-child(${place})`);
  }
  return ['#app', ...steps].join(' > ');
}
