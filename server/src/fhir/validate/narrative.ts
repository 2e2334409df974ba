/** What is wrong with a narrative; undefined when nothing is. */
export type NarrativeFault = 'txt-1' | 'txt-2' | 'txt-form';

/**
 * Checks Narrative.div: one well-formed `<div>` in the XHTML namespace, of formatting elements only, with nothing that
 * runs or is loaded from elsewhere, and with some content. Own tokenizer, because a general XML parser costs more than
 * the rest of the validation and lets entities and processing instructions in.
 * @returns `txt-form` for what is not well-formed, else the key of the broken rule
 * @source FHIR R4, narrative.html#rules
 */
export function narrativeFault(div: string): NarrativeFault | undefined {
  return new Tokenizer(div).check();
}

const words = (text: string) => new Set(text.trim().split(/\s+/));

const elements = words(`
  a abbr acronym address area b bdo big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5
  h6 hr i img kbd li map ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var
`);

const attributes = words(`
  abbr accesskey align alt axis bgcolor border cellpadding cellspacing char charoff charset cite class colspan compact
  coords dir frame headers height href hreflang id ismap lang longdesc name nohref nowrap rel rev rowspan rules scope
  shape span src start style summary tabindex title type usemap valign value width xml:id xml:lang xml:space xmlns
`);

const namedEntities = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);
const xhtml = 'http://www.w3.org/1999/xhtml';
const name = /[A-Za-z_][A-Za-z0-9_.:-]*/y;
const attribute = /\s+([A-Za-z_][A-Za-z0-9_.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const spaces = /\s*/y;
const entity = /&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|([A-Za-z]+));/y;
const maxDepth = 100;

class Tokenizer {
  readonly #text: string;
  readonly #open: string[] = [];
  #at = 0;
  #hasContent = false;
  #isForbidden = false;

  constructor(text: string) {
    this.#text = text;
  }

  check(): NarrativeFault | undefined {
    this.#match(spaces);
    if (!this.#text.startsWith('<div', this.#at) || !this.#tag(true)) return 'txt-form';
    while (this.#open.length > 0) {
      if (!this.#token()) return 'txt-form';
    }
    this.#match(spaces);
    if (this.#at !== this.#text.length) return 'txt-form';
    if (this.#isForbidden) return 'txt-1';
    return this.#hasContent ? undefined : 'txt-2';
  }

  #token(): boolean {
    const text = this.#text;
    const c = text.charCodeAt(this.#at);
    if (Number.isNaN(c)) return false;
    if (c === 60) {
      if (text.startsWith('</', this.#at)) return this.#endTag();
      return text.startsWith('<!--', this.#at) ? this.#comment() : this.#tag(false);
    }
    if (c === 38) {
      this.#hasContent = true;
      return this.#entity();
    }
    for (let i = this.#at; ; i++) {
      const d = text.charCodeAt(i);
      if (d === 60 || d === 38 || Number.isNaN(d)) {
        this.#at = i;
        return true;
      }
      if (d > 32) this.#hasContent = true;
      else if (d !== 32 && d !== 9 && d !== 10 && d !== 13) return false;
    }
  }

  #tag(isRoot: boolean): boolean {
    this.#at++;
    const tag = this.#match(name);
    if (tag === undefined) return false;
    if (!elements.has(tag)) this.#isForbidden = true;
    if (tag === 'img') this.#hasContent = true;
    if (!this.#attributes(tag, isRoot)) return false;
    this.#match(spaces);
    if (this.#text.startsWith('/>', this.#at)) {
      this.#at += 2;
      return true;
    }
    if (this.#text.charCodeAt(this.#at) !== 62) return false;
    this.#at++;
    this.#open.push(tag);
    return this.#open.length <= maxDepth;
  }

  #attributes(tag: string, isRoot: boolean): boolean {
    let hasNamespace = false;
    const seen: string[] = [];
    for (;;) {
      attribute.lastIndex = this.#at;
      const match = attribute.exec(this.#text);
      if (!match) break;
      this.#at = attribute.lastIndex;
      const key = match[1] as string;
      if (seen.includes(key)) return false;
      seen.push(key);
      const value = resolveEntities(match[2] ?? match[3] ?? '');
      if (value === undefined) return false;
      if (key === 'xmlns') {
        if (value !== xhtml) return false;
        hasNamespace = true;
      }
      if (!attributes.has(key) || !isHarmless(tag, key, value)) this.#isForbidden = true;
    }
    return hasNamespace || !isRoot;
  }

  #endTag(): boolean {
    this.#at += 2;
    if (this.#match(name) !== this.#open.pop()) return false;
    this.#match(spaces);
    return this.#text.charCodeAt(this.#at++) === 62;
  }

  #comment(): boolean {
    const end = this.#text.indexOf('--', this.#at + 4);
    if (end < 0 || this.#text.charCodeAt(end + 2) !== 62) return false;
    this.#at = end + 3;
    return true;
  }

  #entity(): boolean {
    entity.lastIndex = this.#at;
    const match = entity.exec(this.#text);
    if (!match || characterOf(match) === undefined) return false;
    this.#at = entity.lastIndex;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (!match) return undefined;
    this.#at = pattern.lastIndex;
    return match[0];
  }
}

const characters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function characterOf([, decimal, hexadecimal, word]: RegExpExecArray): string | undefined {
  if (word !== undefined) return namedEntities.has(word) ? characters[word] : undefined;
  const code = decimal === undefined ? Number.parseInt(hexadecimal as string, 16) : Number(decimal);
  const isCharacter = code === 9 || code === 10 || code === 13 || (code >= 32 && code < 0xd800) || isHigh(code);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}

const isHigh = (code: number) => code >= 0xe000 && code <= 0x10ffff && code !== 0xfffe && code !== 0xffff;

/** An attribute's value with its entities resolved, so that `java&#115;cript:` cannot hide; undefined when one is wrong. */
function resolveEntities(written: string): string | undefined {
  if (!written.includes('&')) return written;
  let value = '';
  for (let i = 0; i < written.length; ) {
    if (written[i] !== '&') {
      value += written[i++];
      continue;
    }
    entity.lastIndex = i;
    const match = entity.exec(written);
    const character = match ? characterOf(match) : undefined;
    if (character === undefined) return undefined;
    value += character;
    i = entity.lastIndex;
  }
  return value;
}

/** Nothing that runs, and nothing a browser would fetch from elsewhere on its own: links may lead out, images may not. */
function isHarmless(tag: string, key: string, value: string): boolean {
  switch (key) {
    case 'href':
      return (
        /^https?:\/\//.test(value) || isRelative(bare(value)) || /^(?:https?|mailto|tel|ftp|urn):/.test(bare(value))
      );
    case 'src':
      return tag === 'img' && isOfOurs(bare(value));
    case 'longdesc':
    case 'cite':
    case 'usemap':
      return isRelative(bare(value)) || /^https?:/.test(bare(value));
    case 'style':
      return isPlainStyle(bare(value));
    default:
      return true;
  }
}

/** As browsers read it: without the white space and control characters that hide a scheme. */
const bare = (value: string) =>
  [...value]
    .filter((character) => character > ' ')
    .join('')
    .toLowerCase();

const isRelative = (url: string) => !/^(?:[a-z][a-z0-9+.-]*:|\/\/|\\)/.test(url);

/** A picture in the narrative itself, or beside it as HL7's own pages have them. */
const isOfOurs = (url: string) => isRelative(url) || /^data:image\/(?:png|gif|jpeg|webp);/.test(url);

function isPlainStyle(style: string): boolean {
  if (/expression\(|@import|javascript:|behavior:|-moz-binding|\\|\/\*|image-set\(|src\(/.test(style)) return false;
  return [...style.matchAll(/url\((['"]?)/g)].every((match) => isOfOurs(style.slice(match.index + match[0].length)));
}
