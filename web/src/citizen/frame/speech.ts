import { isOwnLanguage } from '../../shared/i18n/words.ts';

/** What is a piece of its own when it is heard. */
const pieces = 'h1, h2, h3, h4, p, li, dt, dd, th, td, blockquote, .ej-c-row, figcaption';
/** What the eye uses to find its way, and the ear does not. */
const quiet = 'nav, form, select, input, [aria-hidden="true"], .ej-noprint, .ej-sr, .ej-c-print';

/** What is read in one voice: of a piece that is in two languages, each part by itself. */
type Passage = { text: string; lang: string };

/** The sentences of a page in reading order, each piece once, with the language that each is written in. */
export function readable(page: Element | null): Passage[] {
  return [...(page?.querySelectorAll<HTMLElement>(pieces) ?? [])]
    .filter((one) => one.closest(quiet) === null && one.querySelector(pieces) === null)
    .flatMap(passagesOf)
    .map(({ text, lang }) => ({ text: text.replace(/\s+/g, ' ').trim(), lang }))
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
}

function passagesOf(piece: HTMLElement): Passage[] {
  const lang = languageOf(piece);
  const others = [...piece.querySelectorAll('[lang]')].some((one) => languageOf(one) !== lang);
  if (!others) return [{ text: piece.innerText, lang }];
  const passages: Passage[] = [];
  const texts = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const within = node.parentElement;
    if (within === null || within.closest(quiet) !== null) continue;
    const last = passages.at(-1);
    const here = languageOf(within);
    if (last?.lang === here) last.text += ` ${node.textContent}`;
    else passages.push({ text: node.textContent ?? '', lang: here });
  }
  return passages;
}

const languageOf = (element: Element): string => element.closest<HTMLElement>('[lang]')?.lang ?? '';

/** A voice that can say it: nynorsk is said by one of bokmål where there is none of its own. */
const voices: Readonly<Record<string, readonly string[]>> = { nb: ['nb', 'no'], nn: ['nn', 'nb', 'no'] };

/** Reads the passages one after the other, each in the voice of its language. @param onEnd called when all is read, and when it cannot be */
export function speak(passages: readonly Passage[], onEnd: () => void): void {
  stopSpeaking();
  if (passages.length === 0) onEnd();
  for (const [at, { text, lang }] of passages.entries()) {
    const tag = lang.toLowerCase().split('-')[0] ?? '';
    const found = (voices[tag] ?? [tag]).flatMap((one) =>
      speechSynthesis.getVoices().filter((voice) => voice.lang.toLowerCase().startsWith(one)),
    )[0];
    const said = new SpeechSynthesisUtterance(text);
    said.lang = found?.lang ?? localeTag(lang);
    if (found) said.voice = found;
    said.rate = 0.95;
    said.onerror = onEnd;
    if (at === passages.length - 1) said.onend = onEnd;
    speechSynthesis.speak(said);
  }
}

const localeTag = (lang: string): string =>
  isOwnLanguage(lang) ? { nb: 'nb-NO', nn: 'nn-NO', en: 'en-GB' }[lang] : lang;

export function stopSpeaking(): void {
  if ('speechSynthesis' in window) speechSynthesis.cancel();
}
