import type { Json, JsonObject } from '../../fhir/resource.ts';

/** A row of a file; `broken` says why it is none. Lines are counted from 1, where the row begins. */
export type FileRow = { line: number } & ({ value: Json } | { broken: string });

export type FileFormat = 'ndjson' | 'csv';

const MAX_ROW = 1_000_000;

/** The rows of a file as it is read, one at a time: memory does not grow with the file. */
export async function* readRows(
  chunks: AsyncIterable<Uint8Array | string>,
  format: FileFormat,
): AsyncGenerator<FileRow> {
  yield* format === 'ndjson' ? readNdjson(textOf(chunks)) : readCsv(textOf(chunks));
}

async function* textOf(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true }); // takes the byte order mark away
  for await (const chunk of chunks) yield typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function* readNdjson(texts: AsyncIterable<string>): AsyncGenerator<FileRow> {
  let rest = '';
  let line = 0;
  for await (const text of texts) {
    rest += text;
    let from = 0;
    for (let end = rest.indexOf('\n', from); end >= 0; end = rest.indexOf('\n', from)) {
      line += 1;
      const row = rest.slice(from, end);
      from = end + 1;
      if (row.trim() !== '') yield jsonRow(row, line);
    }
    rest = rest.slice(from);
    if (rest.length > MAX_ROW) throw new Error(`Line ${line + 1} has no end`);
  }
  if (rest.trim() !== '') yield jsonRow(rest, line + 1);
}

function jsonRow(text: string, line: number): FileRow {
  try {
    return { line, value: JSON.parse(text) as Json };
  } catch {
    return { line, broken: 'the row is not JSON' };
  }
}

/** Rows as objects named by the first row. Separated by what that row uses: semicolon, comma or tab. @source RFC 4180 */
async function* readCsv(texts: AsyncIterable<string>): AsyncGenerator<FileRow> {
  let header: string[] | undefined;
  for await (const { line, cells } of csvCells(texts)) {
    if (header === undefined) {
      header = cells.map((cell) => cell.trim());
      if (new Set(header).size !== header.length) throw new Error('The first row names a column twice');
      continue;
    }
    if (cells.length === 1 && cells[0]!.trim() === '') continue;
    if (cells.length !== header.length) {
      yield { line, broken: `the row has ${cells.length} columns, and the first row ${header.length}` };
      continue;
    }
    const value: JsonObject = {};
    for (const [i, name] of header.entries()) value[name] = cells[i]!;
    yield { line, value };
  }
}

async function* csvCells(texts: AsyncIterable<string>): AsyncGenerator<{ line: number; cells: string[] }> {
  let separator: string | undefined;
  let buffered = '';
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let hasEnded = false; // the quote of the cell
  let line = 1;
  let began = 1;
  let size = 0;
  const take = function* (text: string, isLast: boolean): Generator<{ line: number; cells: string[] }> {
    for (let i = 0; i < text.length; i++) {
      const sign = text[i]!;
      size += 1;
      if (size > MAX_ROW) throw new Error(`The row at line ${began} has no end`);
      if (isQuoted) {
        if (sign === '"') hasEnded = true;
        else cell += sign;
        isQuoted = !hasEnded;
        if (sign === '\n') line += 1;
      } else if (sign === '"' && hasEnded) {
        // two in a row are one in the cell
        cell += '"';
        isQuoted = true;
        hasEnded = false;
      } else if (sign === '"' && cell === '') isQuoted = true;
      else if (sign === separator) {
        cells.push(cell);
        cell = '';
        hasEnded = false;
      } else if (sign === '\n') {
        cells.push(cell.endsWith('\r') ? cell.slice(0, -1) : cell);
        yield { line: began, cells };
        cells = [];
        cell = '';
        hasEnded = false;
        line += 1;
        began = line;
        size = 0;
      } else cell += sign;
    }
    if (isLast && isQuoted) throw new Error(`The row at line ${began} has a quote that does not end`);
    if (isLast && (cell !== '' || cells.length > 0)) {
      cells.push(cell.endsWith('\r') ? cell.slice(0, -1) : cell);
      yield { line: began, cells };
    }
  };
  for await (const text of texts) {
    buffered += text;
    if (separator === undefined) {
      const end = buffered.indexOf('\n');
      if (end < 0) continue;
      separator = separatorOf(buffered.slice(0, end));
    }
    yield* take(buffered, false);
    buffered = '';
  }
  separator ??= separatorOf(buffered);
  yield* take(buffered, true);
}

function separatorOf(header: string): string {
  const counts = [';', ',', '\t'].map((sign) => [sign, header.split(sign).length] as const);
  return counts.reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}
