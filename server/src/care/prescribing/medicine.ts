import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Values, volvenOid } from '../../messages/index.ts';

const FEST = 'http://dmp.no/fhir/NamingSystem/';
const ATC = 'http://www.whocc.no/atc';
const GROUPS = 'urn:oid:2.16.578.1.12.4.1.1.7421';
const FORMS = 'urn:oid:2.16.578.1.12.4.1.1.7448';

export type Coded = { system: string; code: string; display?: string };

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);

export const codingsOf = (concept: unknown): Coded[] =>
  objects((concept as JsonObject | undefined)?.coding).filter(
    ({ system, code }) => typeof system === 'string' && typeof code === 'string',
  ) as unknown as Coded[];

/** What the order says that it is, in the words of the catalogue. */
export const nameOf = (order: Resource): string | undefined => {
  const { text, coding } = (order.medicationCodeableConcept ?? {}) as JsonObject;
  return (text ?? objects(coding).find(({ display }) => display !== undefined)?.display) as string | undefined;
};

/** The codes by which an order's medicine is looked up: its own of the catalogue; else the substance's. */
export function keysOf(order: Resource): Coded[] {
  const all = codingsOf(order.medicationCodeableConcept);
  const fest = all.filter(({ system }) => system.startsWith(FEST));
  return fest.length > 0 ? fest : all.filter(({ system }) => system === ATC);
}

/** From the loosest to the strictest. */
const strictness = ['K', 'F', 'CF', 'C', 'B', 'A'];

/**
 * Groups of substances that are addictive, for orders whose medicine is in no catalogue here. A beginning that is longer goes
 * before one that is shorter. To be approved by clinicians.
 * @source FOR-2013-02-14-199 (narkotikaforskriften); DMP's lists of prescription groups
 */
const byAtc: readonly (readonly [atc: string, group: 'A' | 'B'])[] = [
  ['N02A', 'A'],
  ['N02AX02', 'B'],
  ['N02AJ', 'B'],
  ['N07BC', 'A'],
  ['N06BA', 'A'],
  ['N06BA09', 'B'],
  ['N05BA', 'B'],
  ['N05CD', 'B'],
  ['N05CF', 'B'],
  ['N03AE', 'B'],
  ['N02BF02', 'B'],
  ['R05DA04', 'B'],
];

const groupOfAtc = (atc: string): string | undefined =>
  byAtc.filter(([start]) => atc.startsWith(start)).sort(([a], [b]) => b.length - a.length)[0]?.[1];

/**
 * The prescription group: the strictest of what the catalogue says of the medicine and what its substance is known for, so that
 * an entry that says too little lets nobody past. C where nothing is known of it.
 */
export function groupOf(order: Resource, catalogue: readonly Resource[]): string {
  const said = catalogue.flatMap(({ regulatory }) => codesIn(regulatory, GROUPS));
  const atc = [order.medicationCodeableConcept, ...catalogue.map(({ code }) => code)]
    .flatMap(codingsOf)
    .filter(({ system }) => system === ATC)
    .flatMap(({ code }) => groupOfAtc(code) ?? []);
  const all = [...said, ...atc].filter((one) => strictness.includes(one));
  return all.sort((a, b) => strictness.indexOf(b) - strictness.indexOf(a))[0] ?? 'C';
}

/** Codes of a system, wherever in a value they stand. */
function codesIn(value: unknown, system: string): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => codesIn(one, system));
  if (typeof value !== 'object' || value === null) return [];
  const { system: of, code } = value as JsonObject;
  const here = of === system && typeof code === 'string' ? [code] : [];
  return [...here, ...Object.values(value).flatMap((one) => codesIn(one, system))];
}

/** The medicine of a prescription: a package, a substance, or a brand. */
export function medicineOf(order: Resource, catalogue: readonly Resource[]): Values {
  const codings = codingsOf(order.medicationCodeableConcept);
  const known = catalogue.length === 1 ? catalogue[0] : undefined;
  const all = [...codings, ...codingsOf(known?.code)];
  const of = (system: string) => all.find((one) => one.system === system);
  const atc = of(ATC);
  const form = codingsOf(known?.doseForm).find(({ system }) => system === FORMS);
  const name = nameOf(order);
  const common: Values = {
    ...(atc === undefined ? {} : { Atc: { V: atc.code, S: volvenOid(7180), ...displayOf(atc) } }),
    ...(name === undefined ? {} : { NavnFormStyrke: name }),
    Reseptgruppe: { V: groupOf(order, catalogue) },
    ...(form === undefined ? {} : { LegemiddelformKort: { V: form.code, S: volvenOid(7448), ...displayOf(form) } }),
  };
  const number = of(`${FEST}fest-varenummer`);
  if (number !== undefined) {
    const id = of(`${FEST}festLegemiddelPakning`);
    return { Legemiddelpakning: { ...common, ...idOf(id), Varenr: number.code } };
  }
  const substance = of(`${FEST}festLegemiddelVirkestoff`);
  if (substance !== undefined) return { LegemiddelVirkestoff: { ...common, ...idOf(substance) } };
  return {
    LegemiddelMerkevare: {
      ...common,
      ...idOf(of(`${FEST}festLegemiddelMerkevare`)),
      ...(name === undefined ? {} : { Varenavn: name }),
    },
  };
}

const displayOf = ({ display }: Coded): Values => (display === undefined ? {} : { DN: display });

/** An id of XML begins with a letter. */
const idOf = (one: Coded | undefined): Values =>
  one === undefined ? {} : { Id: /^[A-Za-z_]/.test(one.code) ? one.code : `ID_${one.code}` };
