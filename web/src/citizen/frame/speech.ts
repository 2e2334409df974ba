import { extraLocale, localeOf } from '../../shared/i18n/extra.ts';
import type { Language } from '../../shared/i18n/words.ts';

/** What is a piece of its own when it is heard. */
const pieces = 'h1, h2, h3, h4, p, li, dt, dd, th, td, blockquote, .ej-c-row, figcaption';
/** What the eye uses to find its way, and the ear does not. */
const quiet = 'nav, form, select, input, [aria-hidden="true"], .ej-noprint, .ej-sr, .ej-c-print';

/** The sentences of a page in reading order, each piece once. */
export function readable(page: Element | null): string[] {
  return [...(page?.querySelectorAll<HTMLElement>(pieces) ?? [])]
    .filter((one) => one.closest(quiet) === null && one.querySelector(pieces) === null)
    .map((one) => one.innerText.replace(/\s+/g, ' ').trim())
    .filter((text) => /[\p{L}\p{N}]/u.test(text));
}

const voices: Readonly<Record<Language, readonly string[]>> = {
  nb: ['nb', 'no'],
  nn: ['nn', 'nb', 'no'],
  en: ['en'],
};

/** Reads the pieces one after the other. @param onEnd called when all is read, and when it cannot be */
export function speak(texts: readonly string[], language: Language, onEnd: () => void): void {
  stopSpeaking();
  const elsewhere = extraLocale(language)?.split('-')[0];
  const found = (elsewhere ? [elsewhere] : voices[language]).flatMap((tag) =>
    speechSynthesis.getVoices().filter(({ lang }) => lang.toLowerCase().startsWith(tag)),
  )[0];
  if (texts.length === 0) onEnd();
  for (const [at, text] of texts.entries()) {
    const said = new SpeechSynthesisUtterance(text);
    said.lang = found?.lang ?? localeOf(language);
    if (found) said.voice = found;
    said.rate = 0.95;
    said.onerror = onEnd;
    if (at === texts.length - 1) said.onend = onEnd;
    speechSynthesis.speak(said);
  }
}

export function stopSpeaking(): void {
  if ('speechSynthesis' in window) speechSynthesis.cancel();
}
