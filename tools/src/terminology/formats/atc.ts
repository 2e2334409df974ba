import { extname } from 'node:path';
import type { Json } from '../../../../server/src/fhir/resource.ts';
import { type Fields, fieldsOf } from '../delimited.ts';
import type { OnBytes } from '../read.ts';
import type { FileConcept } from '../staging.ts';
import { childOf, childrenOf, type Element, elementsOf } from '../xml.ts';

/** ATC: the index of WHO or FHI as a table (CSV), or what DMP's FEST (M30, XML) says of it. */
export async function* atc(path: string, onBytes?: OnBytes): AsyncGenerator<FileConcept> {
  yield* extname(path).toLowerCase() === '.xml' ? fromFest(path, onBytes) : fromTable(path, onBytes);
}

const CODE = ['atccode', 'atckode', 'code', 'kode', 'atc'];
const NAME = ['atclevelname', 'atcnavn', 'name', 'navn', 'atclevelnamenorwegian', 'virkestoff', 'tekst'];
const ENGLISH = ['atclevelnameenglish', 'navnengelsk', 'englishname'];

/** A table has a row for each daily dose of a substance: rows of one code that follow each other are one concept. */
async function* fromTable(path: string, onBytes?: OnBytes): AsyncGenerator<FileConcept> {
  let last: (FileConcept & { properties: Record<string, Json[]> }) | undefined;
  for await (const fields of fieldsOf(path, onBytes)) {
    const code = pick(fields, CODE);
    if (code === undefined || !isAtc(code)) continue;
    if (last?.code === code) {
      addDose(last.properties, fields);
      continue;
    }
    if (last !== undefined) yield last;
    const english = pick(fields, ENGLISH);
    last = {
      code,
      display: pick(fields, NAME),
      parents: parentOf(code),
      designations: english === undefined ? [] : [{ language: 'en', value: english }],
      properties: {},
    };
    addDose(last.properties, fields);
  }
  if (last !== undefined) yield last;
}

/** The defined daily dose as it is spoken of: `0.1 g O`. */
function addDose(properties: Record<string, Json[]>, fields: Fields): void {
  const parts = [
    ['ddd', 'dddverdi'],
    ['unit', 'enhet', 'dddenhet'],
    ['admr', 'adm', 'admvei', 'administrasjonsvei'],
  ];
  const [dose, unit, route] = parts.map((names) => pick(fields, names));
  if (dose === undefined || /^(na|-)$/i.test(dose)) return;
  const text = [dose.replace(',', '.'), unit, route].filter((part) => part !== undefined).join(' ');
  properties.ddd = [...(properties.ddd ?? []), text];
}

function pick(fields: Fields, names: readonly string[]): string | undefined {
  return names.map((name) => fields.get(name)).find((value) => value);
}

export const isAtc = (code: string) => /^[A-Z](\d\d([A-Z]([A-Z](\d\d)?)?)?)?$/.test(code);

/** C07AB02 stands below C07AB, that below C07A, C07 and C. */
export function parentOf(code: string): string[] {
  const above = { 7: 5, 5: 4, 4: 3, 3: 1 }[code.length];
  return above === undefined ? [] : [code.slice(0, above)];
}

const ATC_OID = '2.16.578.1.12.4.1.1.7180';

/**
 * FEST has ATC in its catalogue of code lists, and on each medicine and interaction. Codes seen again are passed over;
 * a level that FEST does not name is made, so that the hierarchy is whole.
 */
async function* fromFest(path: string, onBytes?: OnBytes): AsyncGenerator<FileConcept> {
  const seen = new Set<string>();
  function* once(code: string, display: string | undefined): Generator<FileConcept> {
    if (!isAtc(code) || seen.has(code)) return;
    seen.add(code);
    yield { code, display, parents: parentOf(code) };
  }
  for await (const element of elementsOf(path, new Set(['Atc', 'OppfKodeverk']), onBytes)) {
    if (element.name === 'Atc') yield* once(element.attributes.V ?? '', element.attributes.DN);
    else if (isList(element, ATC_OID)) {
      for (const entry of childrenOf(element, 'Element')) {
        yield* once(childOf(entry, 'Kode')?.text ?? '', termOf(entry));
      }
    }
  }
  for (const code of [...seen])
    for (let at = code; parentOf(at).length > 0; at = parentOf(at)[0]!) yield* once(parentOf(at)[0]!, undefined);
}

function isList(element: Element, oid: string): boolean {
  return childOf(childOf(element, 'Info') ?? element, 'Id')?.text.endsWith(oid.split('.').at(-1)!) ?? false;
}

function termOf(entry: Element): string | undefined {
  const term = childOf(entry, 'Term');
  return term === undefined ? undefined : (childOf(term, 'Term')?.text ?? term.text);
}
