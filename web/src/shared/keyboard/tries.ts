import { focusField } from './focus.ts';

/** How long it is waited for what a server says of a try. */
const patienceMs = 5_000;

const grounds = 'form, [role="dialog"], dialog, li, section, aside, main';
/** Where Aksel, and our forms, say what is wrong with a field. */
const regions = '.aksel-form-field__error, .aksel-fieldset__error';
const wrong = '[aria-invalid="true"]';

/**
 * After a try, whoever listens is led to what is wrong with it: to the list of it where there is one, else to the first field, where
 * what is wrong is read with the field. It is said there and then, and not by each field's live region as well; those speak when
 * something is wrong with what one is writing. Never takes the focus from where somebody has gone meanwhile.
 * @returns ends it
 */
export function tellTries(): () => void {
  let end = () => {};
  const onTry = (event: Event) => {
    const by = event.target instanceof Element ? event.target.closest('form, button') : null;
    // a button that sends a form is heard of by the form
    if (by === null || (event.type === 'click' && by.matches('form, form button:not([type="button"])'))) return;
    const ground = by.closest(grounds);
    if (ground === null) return;
    end();
    hush(ground);
    end = follow(ground, event.type === 'submit');
  };
  const onInput = () => requestAnimationFrame(wake);
  document.addEventListener('click', onTry, true);
  document.addEventListener('submit', onTry, true);
  document.addEventListener('input', onInput);
  return () => {
    end();
    document.removeEventListener('click', onTry, true);
    document.removeEventListener('submit', onTry, true);
    document.removeEventListener('input', onInput);
  };
}

/** @param isSent all that is wrong is told of; else what was wrong before has nothing to do with what was pressed */
function follow(ground: Element, isSent: boolean): () => void {
  const from = document.activeElement;
  const before = new Set(isSent ? [] : ground.querySelectorAll(wrong));
  const look = () => {
    const now = document.activeElement;
    const hasGone = now !== from && now !== document.body && now?.isConnected === true;
    if (hasGone || !ground.isConnected) return stop();
    const found = [...ground.querySelectorAll<HTMLElement>(wrong)].find((one) => !before.has(one));
    const list = ground.querySelector<HTMLElement>('.ej-wrongs');
    if (found === undefined && (list === null || !isSent)) return;
    stop();
    if (list === null) focusField(found);
    else list.focus();
  };
  // a first look when what is wrong has been drawn
  const observer = new MutationObserver(() => requestAnimationFrame(look));
  observer.observe(ground, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-invalid'] });
  const first = setTimeout(look, 50);
  const last = setTimeout(() => stop(), patienceMs);
  const stop = () => {
    observer.disconnect();
    clearTimeout(first);
    clearTimeout(last);
  };
  return stop;
}

function hush(ground: Element): void {
  for (const region of ground.querySelectorAll(regions)) region.setAttribute('aria-live', 'off');
}

/** Regions that have nothing to say any more speak again the next time they have. */
function wake(): void {
  for (const region of document.querySelectorAll(regions))
    if (region.getAttribute('aria-live') === 'off' && region.textContent === '')
      region.setAttribute('aria-live', 'polite');
}
