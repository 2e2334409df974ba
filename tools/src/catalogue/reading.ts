import type { Coding, JsonObject } from '../../../server/src/fhir/resource.ts';
import { childOf, childrenOf, type Element } from '../terminology/xml.ts';

export const ATC = 'http://www.whocc.no/atc';
const ATC_OID = '2.16.578.1.12.4.1.1.7180';

export const volven = (list: number): string => `urn:oid:2.16.578.1.12.4.1.1.${list}`;
export const own = (name: string): string => `https://enjournal.no/fhir/CodeSystem/${name}`;
export const extensionOf = (name: string): string => `https://enjournal.no/fhir/StructureDefinition/${name}`;

/** FEST's ids as LMDI and no-basis name their systems (docs/fhir-choices.md). */
export const fest = {
  substance: 'http://ehelse.no/FESTSubstance',
  'substance-product': 'http://dmp.no/fhir/NamingSystem/festLegemiddelVirkestoff',
  brand: 'http://dmp.no/fhir/NamingSystem/festLegemiddelMerkevare',
  package: 'http://dmp.no/fhir/NamingSystem/festLegemiddelPakning',
  dose: 'http://dmp.no/fhir/NamingSystem/festLegemiddelDose',
  doseNumber: 'http://dmp.no/fhir/NamingSystem/lmrLopenummer',
  number: 'http://dmp.no/fhir/NamingSystem/fest-varenummer',
  barcode: 'urn:oid:1.3.160',
} as const;

/** Id of the resource that an entry becomes: the entry's own, for a withdrawn one tells no other. */
export const idOf = (entry: string): string =>
  `fest-${entry
    .replace(/^ID_/, '')
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, '-')}`;

export const textAt = (element: Element | undefined, name: string): string | undefined =>
  element === undefined ? undefined : childOf(element, name)?.text || undefined;

export const textsAt = (element: Element, name: string): string[] =>
  childrenOf(element, name)
    .map(({ text }) => text)
    .filter((text) => text !== '');

/** A coded value (KITH's CV and CS); `list` is Volven's list, or the system, where the file says none. */
export function codingOf(element: Element | undefined, list: number | string): Coding | undefined {
  const { V: code, S, DN: display } = element?.attributes ?? {};
  if (code === undefined || code === '') return undefined;
  const oid = S?.replace(/^urn:oid:/, '');
  const unsaid = typeof list === 'string' ? list : volven(list);
  const system = oid === ATC_OID || list === 7180 ? ATC : oid ? `urn:oid:${oid}` : unsaid;
  return { system, code, ...(display === undefined || display === '' ? {} : { display }) };
}

export const codingAt = (element: Element | undefined, name: string, list: number | string): Coding | undefined =>
  element === undefined ? undefined : codingOf(childOf(element, name), list);

export const codingsAt = (element: Element | undefined, name: string, list: number | string): Coding[] =>
  element === undefined ? [] : childrenOf(element, name).flatMap((one) => some(codingOf(one, list)));

/** What is there, as a list of one or none. */
export const some = <T>(one: T | undefined): T[] => (one === undefined ? [] : [one]);

/** FEST's units that UCUM has. */
const UCUM: Readonly<Record<string, string>> = {
  mg: 'mg',
  g: 'g',
  kg: 'kg',
  mikrog: 'ug',
  nanog: 'ng',
  ml: 'mL',
  L: 'L',
  l: 'L',
  mmol: 'mmol',
  '%': '%',
  E: '[U]',
  IE: '[iU]',
  time: 'h',
  timer: 'h',
};

/** A physical quantity (PQ). @returns undefined where the value is no number */
export function quantityOf(element: Element | undefined): JsonObject | undefined {
  const { V = '', U: unit = '' } = element?.attributes ?? {};
  const value = Number(V.replace(',', '.'));
  if (V === '' || !Number.isFinite(value)) return undefined;
  const code = UCUM[unit];
  return {
    value,
    ...(unit === '' ? {} : { unit }),
    ...(code === undefined || code === '[U]' ? {} : { system: 'http://unitsofmeasure.org', code }),
  };
}

/** The object without what is undefined or an empty list. */
export const compact = (all: Record<string, unknown>): JsonObject =>
  Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  ) as JsonObject;
