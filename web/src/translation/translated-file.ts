/** Texts by key, bokmål first: what is there to be translated. */
export type Sources = Readonly<Record<string, readonly [nb: string, nn: string, en: string]>>;

/** One text of a file: alone, or with what stood beside it when it was translated. */
type Written = string | { text?: string; nb?: string; en?: string; keep?: readonly string[] };

/** A file of `content/languages`, read. */
export type TranslatedFile = {
  /** Of BCP 47, the file's name: `ar`, `uk`, `pt-BR`. */
  tag: string;
  name: string;
  direction: 'ltr' | 'rtl';
  isForStaff: boolean;
  texts: ReadonlyMap<string, string>;
  /** Of each text the bokmål that it was made from, where the file tells. */
  madeFrom: ReadonlyMap<string, string>;
};

/** @param path as it is named to whoever made it @throws Error that names the file and what would be right */
export function readTranslated(path: string, content: string): TranslatedFile {
  const wrong = (what: string) => new Error(`${path}: ${what}`);
  const tag = /([^/\\]+)\.json$/.exec(path)?.[1] ?? '';
  if (!isTag(tag)) throw wrong('the file is named by its language, as ar.json or pt-BR.json (BCP 47)');
  if (/^(nb|nn|no|en)(-|$)/.test(tag)) throw wrong('this language is the product’s own; its texts stand in *.words.ts');
  let read: Record<string, unknown>;
  try {
    read = JSON.parse(content);
  } catch (cause) {
    throw new Error(`${path}: is not JSON (${(cause as Error).message})`, { cause });
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) throw wrong('must be an object');
  const { name, direction, staff = false, texts } = read;
  if (typeof name !== 'string' || !name.trim())
    throw wrong('"name" is what the language calls itself, as "Українська"');
  if (direction !== 'ltr' && direction !== 'rtl') throw wrong('"direction" is "ltr" or "rtl"');
  if (typeof staff !== 'boolean') throw wrong('"staff" is true or false');
  if (typeof texts !== 'object' || texts === null || Array.isArray(texts))
    throw wrong('"texts" holds the texts by key');
  const written = Object.entries(texts as Record<string, Written>);
  for (const [key, one] of written)
    if (typeof (typeof one === 'object' ? (one?.text ?? '') : one) !== 'string')
      throw wrong(`"${key}" is neither a text nor { "text": … }`);
  const all = written.map(([key, one]) => [key, typeof one === 'string' ? { text: one } : one] as const);
  return {
    tag,
    name: name.trim(),
    direction,
    isForStaff: staff,
    texts: new Map(all.filter(([, { text }]) => text?.trim()).map(([key, { text }]) => [key, text as string])),
    madeFrom: new Map(all.flatMap(([key, { text, nb }]) => (text?.trim() && nb ? [[key, nb] as const] : []))),
  };
}

function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag)[0] === tag;
  } catch {
    return false;
  }
}

/** What must stand in a translation as it stands in the original: `{{count}}`. */
export const placesIn = (text: string): string[] => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort();

export type Wanted = {
  nb: string;
  en: string;
  keep: readonly string[];
  /** What may be left out: the number, where the form of the word says it. */
  mayLack: readonly string[];
};

/** What a language is to say, by key: the forms that its plurals have, each made from ours. */
export function wantedIn(tag: string, sources: Sources): Map<string, Wanted> {
  const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
  const wanted = new Map<string, Wanted>();
  for (const [key, [nb, , en]] of Object.entries(sources)) {
    const base = key.replace(/_(one|other)$/, '');
    if (base === key || !(`${base}_one` in sources) || !(`${base}_other` in sources)) {
      wanted.set(key, { nb, en, keep: placesIn(nb), mayLack: [] });
    } else if (key.endsWith('_other')) {
      for (const form of forms) {
        const [from, , english] = (form === 'one' && sources[`${base}_one`]) || [nb, '', en];
        const mayLack = ['zero', 'one', 'two'].includes(form) ? ['{{count}}'] : [];
        wanted.set(`${base}_${form}`, { nb: from, en: english, keep: placesIn(from), mayLack });
      }
    }
  }
  return wanted;
}

/** What is wrong with a translation. Only `places` keeps a text from being shown. */
export type Flaw =
  | { key: string; kind: 'missing' | 'unknown' | 'changed' }
  | { key: string; kind: 'places'; of: string[] };

/** @param wanted of the texts that the file is to hold @param known all that there are, so that what is translated besides is not unknown */
export function flawsOf(
  file: TranslatedFile,
  wanted: ReadonlyMap<string, Wanted>,
  known: ReadonlyMap<string, Wanted> = wanted,
): Flaw[] {
  const missing = [...wanted.keys()].filter((key) => !file.texts.has(key));
  return [
    ...missing.map((key): Flaw => ({ key, kind: 'missing' })),
    ...[...file.texts].flatMap(([key, text]): Flaw[] => {
      const original = known.get(key);
      if (!original) return [{ key, kind: 'unknown' }];
      const of = lostOrNew(text, original);
      if (of.length > 0) return [{ key, kind: 'places', of }];
      const from = file.madeFrom.get(key);
      return from !== undefined && from !== original.nb ? [{ key, kind: 'changed' }] : [];
    }),
  ];
}

/** Places for values that the translation has lost, and such as nothing will be put in. */
function lostOrNew(text: string, { keep, mayLack }: Wanted): string[] {
  const has = placesIn(text);
  return [
    ...keep.filter((one) => !has.includes(one) && !mayLack.includes(one)),
    ...has.filter((one) => !keep.includes(one) && !mayLack.includes(one)),
  ];
}

/** The texts of a part in the language, with bokmål where it says nothing, or says it without a value's place. */
export function filled(file: TranslatedFile, sources: Sources): Record<string, string> {
  return Object.fromEntries(
    [...wantedIn(file.tag, sources)].map(([key, original]) => {
      const text =
        file.texts.get(key) ?? (/_(zero|two|few|many)$/.test(key) ? file.texts.get(otherOf(key)) : undefined);
      return [key, text !== undefined && lostOrNew(text, original).length === 0 ? text : original.nb];
    }),
  );
}

const otherOf = (key: string): string => key.replace(/_[a-z]+$/, '_other');
