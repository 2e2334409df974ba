import { labels } from '../../../server/src/access/labels.ts';
import type { Resource } from '../../../server/src/fhir/resource.ts';
import type { IndexEntries } from '../../../server/src/fhir/search/index-entries.ts';
import { typeNumber } from '../../../server/src/fhir/types.ts';
import { textLiteral } from '../../../server/src/record/binary.ts';

/** Tables that are filled straight, and the columns that COPY is given. */
export const columns = {
  resource:
    'record, type, id, version, at, from_at, to_at, tokens, present, strings, date_keys, date_from, date_to, ' +
    'number_keys, number_from, number_to, number_units, access, content',
  x_token: 'value, type, from_at, record, id',
  x_name: 'type, name, record, id',
  access_fact: 'record, type, id, n, kind, unit, person, from_at, to_at, data',
  access_epoch: 'record, epoch',
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
      array(entries.tokens) ?? '{}',
      array(entries.present) ?? '{}',
      textLiteral(entries.strings),
      array(entries.dates.map((d) => d.key)),
      array(entries.dates.map((d) => time(d.from))),
      array(entries.dates.map((d) => time(d.to))),
      array(entries.numbers.map((n) => n.key)),
      array(entries.numbers.map((n) => n.from)),
      array(entries.numbers.map((n) => n.to)),
      array(entries.numbers.map((n) => n.unit)),
      labels.label(resource, record),
      JSON.stringify(resource),
    ]),
  );
  for (const value of entries.globals) to.x_token.push(line([value, type, from, record, id]));
  for (const name of entries.names) to.x_name.push(line([type, name, record, id]));
  const facts = labels.factsOf(resource, record);
  for (const { n, kind, unit = null, person = null, from: since, to: until, data } of facts) {
    const said = data === undefined ? null : JSON.stringify(data);
    to.access_fact.push(line([record, type, id, n, kind, unit, person, time(since), time(until), said]));
  }
  // only the Patient of these has any, so that a record's facts change once
  if (facts.length > 0) to.access_epoch.push(line([record, 1]));
}

const array = (values: readonly (bigint | number | string)[]): string | null =>
  values.length === 0 ? null : `{${values.join(',')}}`;

function time(ms: number): string {
  if (Number.isFinite(ms)) return new Date(ms).toISOString();
  return ms > 0 ? 'infinity' : '-infinity';
}

/** @source PostgreSQL 15, COPY, text format */
function line(values: readonly (string | number | bigint | null)[]): string {
  return values.map((value) => (value === null ? '\\N' : escaped(String(value)))).join('\t');
}

function escaped(text: string): string {
  return /[\\\n\r\t]/.test(text)
    ? text.replace(/[\\\n\r\t]/g, (c) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[c]!)
    : text;
}
