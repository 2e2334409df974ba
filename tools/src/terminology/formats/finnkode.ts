import { extname } from 'node:path';
import type { Json } from '../../../../server/src/fhir/resource.ts';
import { columnName, type Fields, fieldsOf, rowsOf } from '../delimited.ts';
import { jsonObjectsOf, type OnBytes } from '../read.ts';
import type { FileConcept } from '../staging.ts';

/**
 * Code lists as Helsedirektoratet gives them out: FinnKode's download as JSON, or as a table saved from Excel (CSV, TSV),
 * whose columns are named, and KITH's older text files of code, tab, text, whose columns are not.
 */
export async function* finnkode(path: string, onBytes?: OnBytes): AsyncGenerator<FileConcept> {
  if (extname(path).toLowerCase() === '.json') {
    for await (const object of jsonObjectsOf(path, onBytes)) yield* conceptOf(fieldsOfObject(object));
  } else if (await hasHeader(path)) {
    for await (const fields of fieldsOf(path, onBytes)) yield* conceptOf(fields);
  } else {
    for await (const [code = '', text = ''] of rowsOf(path, onBytes)) {
      if (code.trim() !== '') yield { code: code.trim(), display: text.trim() };
    }
  }
}

async function hasHeader(path: string): Promise<boolean> {
  for await (const row of rowsOf(path)) return row.map(columnName).some((name) => CODE.includes(name));
  return false;
}

function fieldsOfObject(object: Record<string, unknown>): Fields {
  return new Map(
    Object.entries(object).map(([name, value]) => [columnName(name), value === null ? '' : String(value)]),
  );
}

const CODE = ['kode', 'kodeverdi', 'code', 'value'];
/** The longest text first: the 60-character one abbreviates. */
const TEXT = [
  'tekstutenlengdebegrensning',
  'norskbruksnavn',
  'kodetekst',
  'navn',
  'name',
  'tekst',
  'tekstmedmaksimalt60tegn',
];
const ENGLISH = ['engelsktekst', 'navnengelsk', 'nameenglish', 'kodedefinisjon'];
const PARENT = ['foreldrekode', 'overordnetkode', 'parentcode'];
const END = ['gyldigtil', 'validto'];
const DEFINITION = ['definisjon', 'beskrivelse', 'description'];

/** Columns that are kept as properties, under their FHIR-like names. */
const PROPERTIES: Readonly<Record<string, string>> = {
  rapporterestilnpr: 'reportedToNpr',
  stjernekode: 'asterisk',
  tilleggskode: 'additional',
  kjønn: 'sex',
  uspesifikkkode: 'unspecific',
  tilhørighetiicpc2b: 'icpc2b',
  enhet: 'unit',
  primærtfagområde: 'field',
  gruppering: 'group',
  erstattesav: 'replacedBy',
};

function* conceptOf(fields: Fields): Generator<FileConcept> {
  const pick = (names: readonly string[]) => names.map((name) => fields.get(name)).find((value) => value);
  const code = pick(CODE);
  if (code === undefined) return;
  const display = pick(TEXT);
  const short = fields.get('tekstmedmaksimalt60tegn');
  const english = pick(ENGLISH);
  const parent = pick(PARENT);
  const concept: FileConcept = {
    code,
    display,
    definition: pick(DEFINITION),
    inactive: isPast(pick(END)),
    parents: parent === undefined ? [] : [parent],
    designations: [
      ...(short && short !== display ? [{ language: 'nb', use: SHORT, value: short }] : []),
      ...(english === undefined ? [] : [{ language: 'en', value: english }]),
    ],
    properties: propertiesOf(fields),
  };
  yield concept;
}

const SHORT = { system: 'https://enjournal.no/fhir/CodeSystem/designation-use', code: 'short' };

function propertiesOf(fields: Fields): Record<string, Json[]> {
  const found: Record<string, Json[]> = {};
  for (const [column, property] of Object.entries(PROPERTIES)) {
    const value = fields.get(column);
    if (value) found[property] = [value];
  }
  return found;
}

/** `2004-12-31T23:59:00`, `2004-12-31 23:59:00` or `31.12.2004`. */
export function isPast(date: string | undefined, now: Date = new Date()): boolean {
  if (date === undefined || date === '') return false;
  const norwegian = /^(\d{1,2})\.(\d{1,2})\.(\d{4})/.exec(date);
  const iso =
    norwegian === null
      ? date.slice(0, 10)
      : `${norwegian[3]}-${norwegian[2]!.padStart(2, '0')}-${norwegian[1]!.padStart(2, '0')}`;
  return iso < now.toISOString().slice(0, 10);
}
