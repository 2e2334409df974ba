import { fold } from '../fhir/search/hash.ts';
import type { Queryable } from '../record/index.ts';
import { type MedicineKind, medicineKinds, numberOfKind } from './kinds.ts';
import { places, wordsIn } from './words.ts';

export type Sought = {
  /** As it is typed: each word begins a word of the medicine. */
  text: string;
  /** Only below this ATC code. */
  atc?: string;
  /** Only these kinds; packages and single doses are shown to whoever asks for them, or types a number from one. */
  kinds?: readonly MedicineKind[];
  count: number;
};

export type Found = { id: string };

/** After every text that begins with a prefix, in the database's order of code points. */
const LAST = '\u{10ffff}';
const LEAST_DIGITS = 5;
const usual: readonly MedicineKind[] = ['substance', 'brand', 'trade-good'];
/** So many of one place are looked at, in the order of the alphabet: whoever types a letter sees where it leads. */
const MOST_OF_PLACE = 400;

/**
 * Medicines that are offered, the best first: those whose name begins with what was typed, then by further words of the name,
 * substance and ATC; among those alike the substance before its brands, then by name and strength. The longest word leads, as
 * a range of the index for each place; the others are looked up in the index for each that it finds. So a key press costs no
 * more in a large catalogue.
 */
export async function findMedicines(client: Queryable, sought: Sought): Promise<Found[]> {
  const words = wordsIn(sought.text).sort((a, b) => b.length - a.length);
  const values: unknown[] = [kindsOf(sought, words).map(numberOfKind), sought.count];
  const range = (word: string): ((alias: string) => string) => {
    values.push(word, `${word}${LAST}`);
    const [from, to] = [values.length - 1, values.length];
    return (alias) => `${alias}.word >= $${from} AND ${alias}.word < $${to}`;
  };
  const atc = sought.atc === undefined ? undefined : range(fold(sought.atc));
  const [first = atc, ...others] = words.map(range);
  if (first === undefined) return [];
  const also = others.map((other) => `o.id = w.id AND ${other('o')}`);
  if (atc !== undefined) also.push(`o.id = w.id AND o.place = ${places.atc} AND ${atc('o')}`);
  const within = also.map((one) => `AND EXISTS (SELECT FROM medicine_word o WHERE ${one})`).join(' ');
  const ofPlace = (place: number): string =>
    `(SELECT w.id, w.place, w.kind, w.sort FROM medicine_word w WHERE w.place = ${place} AND ${first('w')}
       AND w.kind = ANY ($1::smallint[]) ${within} LIMIT ${MOST_OF_PLACE})`;
  const { rows } = await client.query<Found>(
    `SELECT id FROM (${Object.values(places).map(ofPlace).join(' UNION ALL ')}) w
     GROUP BY id ORDER BY min(place), min(kind), min(sort), id LIMIT $2`,
    values,
  );
  return rows;
}

function kindsOf({ kinds }: Sought, words: readonly string[]): readonly MedicineKind[] {
  if (kinds !== undefined && kinds.length > 0) return kinds;
  return words.some((word) => word.length >= LEAST_DIGITS && /^\d+$/.test(word)) ? medicineKinds : usual;
}
