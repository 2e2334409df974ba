import type { JsonObject, Resource } from '../fhir/resource.ts';
import { fold } from '../fhir/search/hash.ts';
import { isMedicineKind, medicineKindSystem, numberOfKind } from './kinds.ts';

/** What a word is of. The lower, the earlier what it finds is shown. */
export const places = { begins: 0, name: 1, substance: 2, atc: 3, number: 4 } as const;

export type MedicineWord = { word: string; place: number };

export const ATC = 'http://www.whocc.no/atc';
/** Numbers that stand on a package: Varenr and EAN. */
const NUMBERS = new Set(['http://dmp.no/fhir/NamingSystem/fest-varenummer', 'urn:oid:1.3.160']);

/** The words of a text as the index has them; a number with decimals is one, so that 5 does not find 2,5. */
export const wordsIn = (text: string): string[] =>
  (fold(text).match(/\d+[.,]\d+|[\p{L}\p{N}]+/gu) ?? []).map((word) => word.replace(',', '.').slice(0, 100));

/** What a MedicationKnowledge is found by: its name and synonyms, its substances, ATC, and the numbers on its package. */
export function medicineWords(medicine: Resource): MedicineWord[] {
  const best = new Map<string, number>();
  const add = (word: string, place: number): void => {
    best.set(word, Math.min(place, best.get(word) ?? place));
  };
  for (const name of [nameOf(medicine), ...((medicine.synonym ?? []) as string[])]) {
    wordsIn(name).forEach((word, i) => {
      add(word, i === 0 ? places.begins : places.name);
    });
  }
  for (const ingredient of (medicine.ingredient ?? []) as JsonObject[]) {
    const { text, coding } = (ingredient.itemCodeableConcept ?? {}) as { text?: string; coding?: JsonObject[] };
    const names = [text, ...(coding ?? []).map(({ display }) => display as string | undefined)];
    for (const name of names) for (const word of wordsIn(name ?? '')) add(word, places.substance);
  }
  for (const { system, code } of codingsOf(medicine.code)) {
    if (system === ATC) add(fold(String(code)), places.atc);
    if (NUMBERS.has(String(system))) add(String(code), places.number);
  }
  return [...best].map(([word, place]) => ({ word, place }));
}

const codingsOf = (concept: unknown): JsonObject[] =>
  ((concept as JsonObject | undefined)?.coding ?? []) as JsonObject[];

function nameOf({ code }: Resource): string {
  const { text } = (code ?? {}) as { text?: string };
  return text ?? String(codingsOf(code)[0]?.display ?? '');
}

/** The name with its numbers so that 5 mg stands before 10 mg, whatever the alphabet says. */
export const sortOf = (medicine: Resource): string =>
  fold(nameOf(medicine))
    .replace(/\d+(?:[.,]\d+)?/g, (number) => {
      const [whole = '', part = ''] = number.split(/[.,]/);
      return `${whole.padStart(7, '0')}.${part.padEnd(3, '0')}`;
    })
    .slice(0, 300);

/** What it is by its `productType`, as a number. */
export function kindOf({ productType }: Resource): number {
  for (const type of (productType ?? []) as JsonObject[]) {
    for (const { system, code } of codingsOf(type)) {
      if (system === medicineKindSystem && isMedicineKind(code)) return numberOfKind(code);
    }
  }
  return numberOfKind('brand');
}
