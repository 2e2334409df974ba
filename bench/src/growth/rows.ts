import type { Resource } from '../../../server/src/fhir/resource.ts';
import type { IndexEntries } from '../../../server/src/fhir/search/index-entries.ts';
import { typeNumber } from '../../../server/src/fhir/types.ts';
import { arrayLiteral, floatLiteral, textLiteral, timestampLiteral } from '../../../server/src/record/binary.ts';

/** Tables that are filled straight, and the columns that COPY is given. */
export const columns = {
  resource:
    'record, type, id, version, at, from_at, to_at, tokens, present, strings, date_keys, date_from, date_to, ' +
    'number_keys, number_from, number_to, number_units, content',
  x_token: 'value, type, from_at, record, id',
  x_name: 'type, name, record, id',
} as const;
export type Table = keyof typeof columns;

/** Adds the rows that storing this resource writes, in COPY's text form. */
export function addRows(to: Record<Table, string[]>, resource: Resource, record: bigint, entries: IndexEntries): void {
  const type = typeNumber(resource.resourceType);
  const id = resource.id as string;
  const from = time(entries.from ?? Number.NEGATIVE_INFINITY);
  to.resource.push(
    line([
      record,
      type,
      id,
      1,
      resource.meta?.lastUpdated as string,
      from,
      time(entries.to ?? Number.POSITIVE_INFINITY),
      arrayLiteral(entries.tokens) ?? '{}',
      arrayLiteral(entries.present) ?? '{}',
      textLiteral(entries.strings),
      arrayLiteral(entries.dates.map((d) => d.key)),
      timestampLiteral(entries.dates.map((d) => d.from)),
      timestampLiteral(entries.dates.map((d) => d.to)),
      arrayLiteral(entries.numbers.map((n) => n.key)),
      floatLiteral(entries.numbers.map((n) => n.from)),
      floatLiteral(entries.numbers.map((n) => n.to)),
      arrayLiteral(entries.numbers.map((n) => n.unit)),
      JSON.stringify(resource),
    ]),
  );
  for (const value of entries.globals) to.x_token.push(line([value, type, from, record, id]));
  for (const name of entries.names) to.x_name.push(line([type, name, record, id]));
}

const time = (ms: number): string => timestampLiteral([ms])!.slice(1, -1);

/** @source PostgreSQL 15, COPY, text format */
function line(values: readonly (string | number | bigint | null)[]): string {
  return values.map((value) => (value === null ? '\\N' : escaped(String(value)))).join('\t');
}

function escaped(text: string): string {
  return /[\\\n\r\t]/.test(text)
    ? text.replace(/[\\\n\r\t]/g, (c) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[c]!)
    : text;
}
