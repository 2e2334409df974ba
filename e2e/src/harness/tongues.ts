import type { Page } from 'playwright-core';
import { words } from '../../../web/src/words.ts';

/** Elements of resources that hold what somebody has written, or the name of a code. */
const told = new Set(
  'text display title description contentString valueString conclusion patientInstruction div'.split(' '),
);

/** Texts of ours in English that no record would hold by chance: several words, and nothing filled in. */
const ours = Object.values(words)
  .map(([, , en]) => en)
  .filter((text) => /\S \S/.test(text) && !text.includes('{{'));

/** What the pages of a visitor have been sent of records: the words in it, names of people and places left out. */
export function recordWords(page: Page): Words {
  const found = new Words();
  page.on('response', async (answer) => {
    if (!answer.url().includes('/fhir/')) return;
    found.collect(await answer.json().catch(() => undefined));
  });
  return found;
}

class Words {
  readonly #all = new Set<string>();
  readonly #names = new Set<string>();

  get all(): readonly string[] {
    return [...this.#all].filter((text) => !this.#names.has(text) && !ours.includes(text));
  }

  collect(value: unknown, name = ''): void {
    if (typeof value === 'string') {
      if (!told.has(name)) return;
      for (const line of value.replace(/<[^>]+>/g, '\n').split('\n')) {
        const text = line.replace(/\s+/g, ' ').trim();
        if (/\p{L}{3}/u.test(text)) this.#all.add(text);
      }
    } else if (Array.isArray(value)) for (const one of value) this.collect(one, name);
    else if (typeof value === 'object' && value !== null) {
      const { resourceType, display, given, family } = value as {
        resourceType?: string;
        display?: string;
        given?: string[];
        family?: string;
      };
      if (family !== undefined) this.#names.add([...(given ?? []), family].join(' '));
      // people and places: of references, of participants without one, and of the tag that says who wrote
      const isName = 'reference' in value || /^(tag|participant|member|performer|author|actor|owner)$/.test(name);
      if (isName && display !== undefined) this.#names.add(display);
      // what stands before everybody is translated, and advice is no record
      if (isName || family !== undefined || resourceType === 'Questionnaire' || resourceType === 'Parameters') return;
      for (const [inner, one] of Object.entries(value)) this.collect(one, inner);
    }
  }
}

/** Where a text is said in the voice of the wrong language: `[text, language, where it stands]`. */
export async function saidWrong(page: Page, record: Words): Promise<string[]> {
  return page.evaluate(
    ([all, texts]) => {
      const known = new Set(all);
      const own = new Set(texts);
      const wrong: string[] = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const at = node.parentElement;
        if (at === null || /^(script|style|noscript|option)$/i.test(at.tagName)) continue;
        const text = (node.textContent ?? '').replace(/\s+/g, ' ').trim();
        const lang = at.closest('[lang]')?.getAttribute('lang') ?? '';
        if (own.has(text) ? lang !== 'en' : known.has(text) && lang !== 'nb')
          wrong.push(`«${text.slice(0, 60)}» ${lang}: ${at.tagName} ${at.className}`);
      }
      return wrong;
    },
    [record.all, ours] as const,
  );
}
