import type { Problem } from '../issue.ts';

/** The first character that XML 1.0 does not know: most control characters, half surrogate pairs, U+FFFE, U+FFFF. */
export const illegalCharacter = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Replaces character references and the five entities of XML. `problemAt` makes the error for an offset in `raw`. */
export function decodeReferences(raw: string, problemAt: (offset: number, message: string) => Problem): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(/&(?:([A-Za-z]+)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}))?(;?)/g, (...match) => {
    const [, name, decimal, hex, end, offset] = match as [string, string?, string?, string?, string?, number?];
    const at = offset ?? 0;
    if (end !== ';') throw problemAt(at, 'An ampersand must be written as "&amp;"');
    if (name !== undefined) {
      const character = Object.hasOwn(entities, name) ? entities[name] : undefined;
      if (character === undefined) throw problemAt(at, 'Only the five entities of XML itself are allowed');
      return character;
    }
    const code = decimal === undefined ? Number.parseInt(hex ?? '0', 16) : Number.parseInt(decimal, 10);
    const character = code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFF';
    if (illegalCharacter.test(character)) throw problemAt(at, 'The reference is to a character XML does not allow');
    return character;
  });
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};

/**
 * The text as it stands between double quotes, line ends and tabs kept. What XML has no way to write, such as U+0001,
 * becomes the replacement character U+FFFD.
 */
export function escapeAttribute(text: string): string {
  const legal = illegalCharacter.test(text) ? text.replace(new RegExp(illegalCharacter, 'gu'), '\uFFFD') : text;
  return /[&<>"\t\n\r]/.test(legal) ? legal.replace(/[&<>"\t\n\r]/g, (c) => escapes[c] as string) : legal;
}

/** The text as it stands between tags. */
export function escapeText(text: string): string {
  return escapeAttribute(text).replaceAll('&quot;', '"').replaceAll('&#x9;', '\t').replaceAll('&#xA;', '\n');
}
