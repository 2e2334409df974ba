import { type Problem, problem } from '../issue.ts';
import { placeOf } from '../json/index.ts';
import { decodeReferences, illegalCharacter } from './characters.ts';

export type Attribute = { namespace: string; name: string; value: string };

export type OpenTag = {
  kind: 'open';
  namespace: string;
  name: string;
  /** Without the declarations of namespaces. */
  attributes: Attribute[];
  /** `<name/>`; no close tag follows. */
  isEmpty: boolean;
  /** Whether the tag is written with a prefix, and whether it declares the default namespace itself. */
  hasPrefix: boolean;
  declaresDefault: boolean;
  start: number;
  end: number;
};

export type Token =
  | OpenTag
  | { kind: 'close'; start: number; end: number }
  | { kind: 'text'; text: string; start: number }
  | { kind: 'end'; start: number };

type Scope = ReadonlyMap<string, string>;
type RawAttribute = { qualified: string; value: string; start: number };

export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';
const nameStart =
  'A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}\\u{200D}' +
  '\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
const nameRest = `${nameStart}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}\\u{2040}`;
const localName = `[${nameStart}][${nameRest}]*`;
const qualifiedName = new RegExp(`${localName}(?::${localName})?`, 'uy');
const space = /[ \t\r\n]+/y;
const equals = /[ \t\r\n]*=[ \t\r\n]*/y;
const quoted = /"[^<"]*"|'[^<']*'/y;
const declaration =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])1\.0\1(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])([A-Za-z][A-Za-z0-9._-]*)\2)?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(["'])(?:yes|no)\4)?[ \t\r\n]*\?>/;

const maxDepth = 256;
const maxAttributes = 64;

/**
 * Reads XML 1.0 with namespaces, one token after the other, without document types, processing instructions and
 * entities other than the five of XML itself, so nothing is ever fetched or expanded.
 * @source XML 1.0 (5th ed.), Namespaces in XML 1.0; FHIR R4, security.html#narrative
 */
export class XmlReader {
  readonly text: string;
  #at = 0;
  /** Qualified names of the elements that are open, and the namespaces in scope in each. */
  readonly #open: { qualified: string; scope: Scope }[] = [];
  #hasRoot = false;

  constructor(text: string) {
    this.text = text;
    const illegal = text.search(illegalCharacter);
    if (illegal >= 0) throw this.problem('xml-character', 'The character is not allowed in XML', illegal);
    this.#readDeclaration();
  }

  problem(key: string, diagnostics: string, at: number): Problem {
    return problem('invalid', key, { code: 'structure', diagnostics, expression: placeOf(this.text, at) });
  }

  /** The next token; comments are passed over, and an empty element gives an open tag only. */
  next(): Token {
    for (;;) {
      const start = this.#at;
      if (start >= this.text.length) return this.#end();
      if (this.text[start] !== '<') {
        const text = this.#text();
        if (text !== undefined) return text;
      } else if (this.text.startsWith('<!--', start)) {
        this.#comment();
      } else if (this.text.startsWith('</', start)) {
        return this.#closeTag();
      } else if (this.text.startsWith('<![CDATA[', start)) {
        return this.#cdata();
      } else if (this.text.startsWith('<!', start)) {
        throw this.problem('xml-doctype', 'A document type or other declaration is not allowed', start);
      } else if (this.text.startsWith('<?', start)) {
        throw this.problem('xml-instruction', 'A processing instruction is not allowed', start);
      } else {
        return this.#openTag();
      }
    }
  }

  #readDeclaration(): void {
    if (!/^<\?xml[ \t\r\n]/.test(this.text)) return;
    const found = declaration.exec(this.text);
    if (!found) throw this.problem('xml-syntax', 'The XML declaration is not one of XML 1.0', 0);
    const encoding = found[3]?.toLowerCase() ?? 'utf-8';
    if (encoding !== 'utf-8' && encoding !== 'utf8') {
      throw this.problem('xml-encoding', 'The encoding must be UTF-8', 0);
    }
    this.#at = found[0].length;
  }

  #end(): Token {
    if (this.#open.length > 0) throw this.problem('xml-syntax', 'An element has no end tag', this.#at);
    if (!this.#hasRoot) throw this.problem('xml-syntax', 'There is no element', this.#at);
    return { kind: 'end', start: this.#at };
  }

  #text(): Token | undefined {
    const start = this.#at;
    const next = this.text.indexOf('<', start);
    const raw = this.text.slice(start, next < 0 ? this.text.length : next);
    const wrong = raw.indexOf(']]>');
    if (wrong >= 0) throw this.problem('xml-syntax', 'Text must not hold "]]>"', start + wrong);
    this.#at += raw.length;
    if (this.#open.length > 0) return { kind: 'text', text: this.#decode(raw, start), start };
    if (/[^ \t\r\n]/.test(raw)) throw this.problem('xml-syntax', 'There is text outside the root element', start);
    return undefined;
  }

  #comment(): void {
    const start = this.#at;
    const dashes = this.text.indexOf('--', start + 4);
    if (dashes < 0) throw this.problem('xml-syntax', 'The comment has no end', start);
    if (this.text[dashes + 2] !== '>') throw this.problem('xml-syntax', 'A comment must not hold "--"', dashes);
    this.#at = dashes + 3;
  }

  #cdata(): Token {
    const start = this.#at;
    const end = this.text.indexOf(']]>', start);
    if (end < 0) throw this.problem('xml-syntax', 'The CDATA section has no end', start);
    if (this.#open.length === 0) throw this.problem('xml-syntax', 'There is text outside the root element', start);
    this.#at = end + 3;
    return { kind: 'text', text: this.text.slice(start + 9, end), start };
  }

  #closeTag(): Token {
    const start = this.#at;
    this.#at += 2;
    const qualified = this.#match(qualifiedName);
    const open = this.#open.pop();
    if (!open || qualified !== open.qualified) {
      throw this.problem('xml-syntax', 'The end tag does not belong to the element that is open', start);
    }
    this.#match(space);
    if (this.text[this.#at] !== '>') throw this.problem('xml-syntax', 'The end tag has no end', this.#at);
    this.#at++;
    return { kind: 'close', start, end: this.#at };
  }

  #openTag(): OpenTag {
    const start = this.#at;
    if (this.#open.length === 0 && this.#hasRoot) {
      throw this.problem('xml-syntax', 'There is more than one root element', start);
    }
    if (this.#open.length >= maxDepth) throw this.problem('xml-too-deep', 'The elements are nested too deep', start);
    this.#hasRoot = true;
    this.#at++;
    const qualified = this.#match(qualifiedName);
    if (qualified === '') throw this.problem('xml-syntax', 'Expected the name of an element', this.#at);
    const written = this.#attributes();
    const isEmpty = this.text[this.#at] === '/';
    if (isEmpty) this.#at++;
    if (this.text[this.#at] !== '>')
      throw this.problem('xml-syntax', 'Expected an attribute or the end of the tag', this.#at);
    this.#at++;
    const scope = this.#declare(written);
    if (!isEmpty) this.#open.push({ qualified, scope });
    const [prefix, name] = split(qualified);
    return {
      kind: 'open',
      namespace: this.#namespace(scope, prefix, start),
      name,
      attributes: this.#resolve(written, scope),
      isEmpty,
      hasPrefix: prefix !== '',
      declaresDefault: written.some((attribute) => attribute.qualified === 'xmlns'),
      start,
      end: this.#at,
    };
  }

  #attributes(): RawAttribute[] {
    const attributes: RawAttribute[] = [];
    const seen = new Set<string>();
    for (;;) {
      const hasSpace = this.#match(space) !== '';
      const start = this.#at;
      const qualified = this.#match(qualifiedName);
      if (qualified === '') return attributes;
      if (!hasSpace) throw this.problem('xml-syntax', 'Expected space before the attribute', start);
      if (seen.has(qualified)) throw this.problem('xml-duplicate-attribute', 'The attribute occurs twice', start);
      seen.add(qualified);
      if (seen.size > maxAttributes) throw this.problem('xml-too-long', 'The element has too many attributes', start);
      if (this.#match(equals) === '') throw this.problem('xml-syntax', 'The attribute has no value', this.#at);
      const valueStart = this.#at + 1;
      const raw = this.#match(quoted);
      if (raw === '') throw this.problem('xml-syntax', 'Expected a value in quotes, without "<"', this.#at);
      // Line ends and tabs that are not written as references are spaces (XML 1.0, 3.3.3).
      const value = this.#decode(raw.slice(1, -1).replace(/\r\n|[\t\r\n]/g, ' '), valueStart);
      attributes.push({ qualified, value, start });
    }
  }

  /** The namespaces in scope inside a tag with these attributes. */
  #declare(attributes: readonly RawAttribute[]): Scope {
    const outer: Scope =
      this.#open.at(-1)?.scope ??
      new Map([
        ['', ''],
        ['xml', xmlNamespace],
      ]);
    const declared = attributes.filter(isDeclaration);
    if (declared.length === 0) return outer;
    const scope = new Map(outer);
    for (const { qualified, value, start } of declared) {
      const prefix = qualified === 'xmlns' ? '' : split(qualified)[1];
      const isReserved = prefix === 'xml' || prefix === 'xmlns' || value === xmlNamespace;
      if (isReserved || (prefix !== '' && value === '')) {
        throw this.problem('xml-namespace', 'This namespace cannot be declared so', start);
      }
      scope.set(prefix, value);
    }
    return scope;
  }

  #resolve(written: readonly RawAttribute[], scope: Scope): Attribute[] {
    const attributes: Attribute[] = [];
    for (const attribute of written) {
      if (isDeclaration(attribute)) continue;
      const [prefix, name] = split(attribute.qualified);
      const namespace = prefix === '' ? '' : this.#namespace(scope, prefix, attribute.start);
      if (attributes.some((other) => other.name === name && other.namespace === namespace)) {
        throw this.problem('xml-duplicate-attribute', 'The attribute occurs twice', attribute.start);
      }
      attributes.push({ namespace, name, value: attribute.value });
    }
    return attributes;
  }

  #namespace(scope: Scope, prefix: string, at: number): string {
    const namespace = scope.get(prefix);
    if (namespace === undefined) throw this.problem('xml-namespace', 'The prefix is not declared', at);
    return namespace;
  }

  #decode(raw: string, start: number): string {
    return decodeReferences(raw, (at, message) => this.problem('xml-entity', message, start + at));
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }
}

function isDeclaration({ qualified }: RawAttribute): boolean {
  return qualified === 'xmlns' || qualified.startsWith('xmlns:');
}

function split(qualified: string): [string, string] {
  const colon = qualified.indexOf(':');
  return colon < 0 ? ['', qualified] : [qualified.slice(0, colon), qualified.slice(colon + 1)];
}
