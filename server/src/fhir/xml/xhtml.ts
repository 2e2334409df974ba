import { Problem } from '../issue.ts';
import { escapeAttribute, escapeText } from './characters.ts';
import { type Attribute, type OpenTag, XmlReader, xmlNamespace } from './reader.ts';

export const xhtmlNamespace = 'http://www.w3.org/1999/xhtml';

/**
 * Reads on past the end of the `div` whose tag was just read, and answers it as JSON holds it: its own characters.
 * Where they need what stands around them, a prefix or the namespace of a parent, it is written anew without.
 */
export function readDiv(reader: XmlReader, div: OpenTag): string {
  const written = new Writer(div);
  let hasPrefix = div.hasPrefix || div.attributes.some(isForeign);
  let depth = div.isEmpty ? 0 : 1;
  let end = div.end;
  while (depth > 0) {
    const token = reader.next();
    if (token.kind === 'open') {
      if (token.namespace !== xhtmlNamespace) {
        throw reader.problem('xml-namespace', 'A narrative holds only elements of XHTML', token.start);
      }
      hasPrefix ||= token.hasPrefix || token.attributes.some(isForeign);
      written.open(token);
      if (!token.isEmpty) depth++;
    } else if (token.kind === 'close') {
      written.close();
      end = token.end;
      depth--;
    } else if (token.kind === 'text') {
      written.text(token.text);
    }
  }
  if (hasPrefix) return written.xml;
  const own = reader.text.slice(div.start, end);
  return div.declaresDefault ? own : own.replace(/^<div/, `<div${declaration}`);
}

const declaration = ` xmlns="${xhtmlNamespace}"`;
/** An attribute whose prefix is declared somewhere; that of `xml:lang` never needs to be. */
const isForeign = ({ namespace }: Attribute) => namespace !== '' && namespace !== xmlNamespace;

/** Writes XHTML anew, without prefixes. Attributes of other namespaces than `xml` are left out: XHTML has none. */
class Writer {
  xml = '';
  readonly #open: string[] = [];

  constructor(div: OpenTag) {
    this.open(div, declaration);
  }

  open({ name, attributes, isEmpty }: OpenTag, declared = ''): void {
    const own = attributes.filter((attribute) => !isForeign(attribute));
    const written = own.map(
      (each) => ` ${each.namespace === '' ? '' : 'xml:'}${each.name}="${escapeAttribute(each.value)}"`,
    );
    this.xml += `<${name}${declared}${written.join('')}${isEmpty ? '/>' : '>'}`;
    if (!isEmpty) this.#open.push(name);
  }

  close(): void {
    this.xml += `</${this.#open.pop()}>`;
  }

  text(text: string): void {
    this.xml += escapeText(text);
  }
}

/**
 * The `div` of a resource as it can stand in XML. What is no well-formed XHTML, which a validated resource cannot
 * hold, is shown as plain text, so that it never spoils the document around it.
 */
export function printDiv(div: string): string {
  const text = div.trim();
  return divWithNamespace(text) ?? divWithNamespace(withoutNamedEntities(text)) ?? asText(text);
}

function divWithNamespace(text: string): string | undefined {
  try {
    const reader = new XmlReader(text);
    const div = reader.next();
    if (div.kind !== 'open' || div.start !== 0 || div.name !== 'div') return undefined;
    if (div.namespace === '' && !div.hasPrefix) {
      return divWithNamespace(text.replace(/^<div/, `<div${declaration}`));
    }
    if (div.namespace !== xhtmlNamespace) return undefined;
    readDiv(reader, div);
    return reader.next().kind === 'end' ? text : undefined;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

/** The entities of HTML that other systems put into narratives although FHIR allows none of them. */
const namedEntities: Record<string, number> = {
  ...{ nbsp: 160, copy: 169, reg: 174, deg: 176, plusmn: 177, micro: 181, middot: 183, frac12: 189, times: 215 },
  ...{ aring: 229, aelig: 230, oslash: 248, Aring: 197, AElig: 198, Oslash: 216, eacute: 233, auml: 228, ouml: 246 },
  ...{ ndash: 8211, mdash: 8212, lsquo: 8216, rsquo: 8217, ldquo: 8220, rdquo: 8221, bull: 8226, hellip: 8230 },
  ...{ laquo: 171, raquo: 187, euro: 8364, trade: 8482, le: 8804, ge: 8805, rarr: 8594 },
};

function withoutNamedEntities(text: string): string {
  return text.replace(/&([A-Za-z0-9]+);/g, (whole, name: string) =>
    Object.hasOwn(namedEntities, name) ? `&#${namedEntities[name]};` : whole,
  );
}

function asText(text: string): string {
  return `<div${declaration}>${escapeText(text)}</div>`;
}
