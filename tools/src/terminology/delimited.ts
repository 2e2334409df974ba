import { type OnBytes, textOf } from './read.ts';

/** Splits text with quoted fields (RFC 4180) that comes in pieces; fields may hold line ends and doubled quotes. */
class Splitter {
  readonly #delimiter: string;
  #field = '';
  #row: string[] = [];
  #quoted = false;
  #afterQuote = false;
  #afterReturn = false;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  *push(text: string): Generator<string[]> {
    for (const sign of text) {
      if (this.#quoted) {
        if (sign === '"') {
          this.#quoted = false;
          this.#afterQuote = true;
        } else this.#field += sign;
        continue;
      }
      if (sign === '"' && this.#afterQuote) {
        this.#field += '"';
        this.#quoted = true;
      } else if (sign === '"' && this.#field === '') this.#quoted = true;
      else if (sign === this.#delimiter) this.#endField();
      else if (sign === '\n' || sign === '\r') {
        if (!(sign === '\n' && this.#afterReturn)) yield this.#endRow();
      } else this.#field += sign;
      this.#afterQuote = false;
      this.#afterReturn = sign === '\r';
    }
  }

  *end(): Generator<string[]> {
    if (this.#field !== '' || this.#row.length > 0) yield this.#endRow();
  }

  #endField(): void {
    this.#row.push(this.#field);
    this.#field = '';
  }

  #endRow(): string[] {
    this.#endField();
    const row = this.#row;
    this.#row = [];
    return row;
  }
}

/** The rows of a CSV or TSV file; its delimiter (tab, semicolon or comma) is the commonest of the first line. */
export async function* rowsOf(path: string, onBytes?: OnBytes): AsyncGenerator<string[]> {
  let splitter: Splitter | undefined;
  let first = '';
  for await (const piece of textOf(path, onBytes)) {
    let text = piece;
    if (splitter === undefined) {
      first += piece;
      if (!/[\r\n]/.test(first)) continue;
      splitter = new Splitter(delimiterOf(first));
      text = first;
    }
    for (const row of splitter.push(text)) if (row.length > 1 || row[0] !== '') yield row;
  }
  splitter ??= new Splitter(delimiterOf(first));
  yield* splitter.end();
}

function delimiterOf(text: string): string {
  const line = text.split(/[\r\n]/, 1)[0]!;
  const count = (sign: string) => line.split(sign).length - 1;
  return ['\t', ';', ','].reduce((best, sign) => (count(sign) > count(best) ? sign : best), '\t');
}

/** A row by the names of its columns, folded: letters and digits only, lower case, æøå as they are. */
export type Fields = ReadonlyMap<string, string>;

export const columnName = (header: string) => header.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** The rows of a file whose first row names the columns. */
export async function* fieldsOf(path: string, onBytes?: OnBytes): AsyncGenerator<Fields> {
  let names: string[] | undefined;
  for await (const row of rowsOf(path, onBytes)) {
    if (names === undefined) names = row.map(columnName);
    else yield new Map(names.map((name, i) => [name, (row[i] ?? '').trim()]));
  }
}
