/**
 * Splits a search value at a separator that no backslash stands before. The pieces keep their backslashes, for they may
 * be split again at another separator.
 * @source FHIR R4, search.html#escaping
 */
export function splitEscaped(text: string, separator: ',' | '$' | '|'): string[] {
  if (!text.includes(separator)) return [text];
  const pieces: string[] = [];
  let piece = '';
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === '\\' && i + 1 < text.length) piece += character + text[++i]!;
    else if (character === separator) {
      pieces.push(piece);
      piece = '';
    } else piece += character;
  }
  pieces.push(piece);
  return pieces;
}

/** Takes the backslashes away that FHIR gives a meaning (`\,` `\$` `\|` `\\`); another stands for itself. */
export function unescapeValue(text: string): string {
  return text.includes('\\') ? text.replace(/\\([,$|\\])/g, '$1') : text;
}
