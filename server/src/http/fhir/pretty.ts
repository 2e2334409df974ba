/** FHIR JSON for people who read along; numbers keep their writing, since only space between tokens changes. */
export function prettyJson(text: string): string {
  let out = '';
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i]!;
    if (c === '"') {
      const start = i;
      for (i += 1; text[i] !== '"'; i += 1) if (text[i] === '\\') i += 1;
      out += text.slice(start, i + 1);
    } else if (c === '{' || c === '[') {
      depth += 1;
      out += `${c}\n${'  '.repeat(depth)}`;
    } else if (c === '}' || c === ']') {
      depth -= 1;
      out += `\n${'  '.repeat(depth)}${c}`;
    } else if (c === ',') out += `,\n${'  '.repeat(depth)}`;
    else out += c === ':' ? ': ' : c;
  }
  return `${out}\n`;
}

/** FHIR XML as our converter writes it, an element a line. Narrative stays as it is: space in it is text. */
export function prettyXml(text: string): string {
  let out = '';
  let depth = 0;
  for (const [part, opening] of text.matchAll(/<div[ >].*?<\/div>(?=<\/text>)|<(\/?)[^>]*>/gs)) {
    const isNarrative = part.startsWith('<div');
    if (opening === '/' && !isNarrative) depth -= 1;
    out += `${'  '.repeat(depth)}${part}\n`;
    const isLeaf = isNarrative || opening === '/' || part.endsWith('/>') || part.startsWith('<?');
    if (!isLeaf) depth += 1;
  }
  return out;
}
