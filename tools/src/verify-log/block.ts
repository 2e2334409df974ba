import { Parts, type Row } from './rows.ts';

/** The entries between two heads, as the database's head of them says they are. */
export type Block = {
  /** Place of the first entry. */
  from: number;
  /** Size of the tree after the last. */
  to: number;
  /** Four bytes of each entry's leaf. */
  prints: Buffer;
  /** Sizes within the block at which a head from outside was signed. */
  cuts: number[];
};

/** An entry that is not as it was: by its place where that is known, and by its writer and number. */
export type Finding =
  | { what: 'changed'; place: number; entry: string }
  | { what: 'moved'; place: number; entry: string }
  | { what: 'deleted'; place: number; after: string | undefined; print: number }
  | { what: 'inserted'; place: number; entry: string; print: number };

/** What was found in a block: its parts of the tree (between cuts), and what is wrong with single entries. */
export type Scanned = {
  from: number;
  to: number;
  counted: number;
  pieces: { to: number; parts: Parts['list'] }[];
  findings: Finding[];
};

/** Takes a block's rows in their order. */
export class BlockScan {
  readonly #block: Block;
  readonly #ends: number[];
  /** Entries at the beginning that no head says four bytes of: theirs was deleted. */
  readonly #unprinted: number;
  #parts = new Parts();
  readonly #pieces: Scanned['pieces'] = [];
  readonly #findings: Finding[] = [];
  /** Only when something does not fit: what each row is, to say afterwards what happened. */
  readonly #prints: number[] = [];
  readonly #names: string[] = [];
  #count = 0;
  #isAsSealed = true;

  constructor(block: Block) {
    this.#block = block;
    this.#unprinted = Math.max(0, block.to - block.from - block.prints.length / 4);
    this.#ends = [...new Set([...block.cuts, block.to])].sort((a, b) => a - b);
  }

  add(row: Row): void {
    const { from, prints } = this.#block;
    const place = from + this.#count;
    if (!row.isAsStored) this.#findings.push({ what: 'changed', place, entry: nameOf(row) });
    this.#parts.add(0, place, row.leaf);
    const print = printOf(row.leaf);
    const at = (this.#count - this.#unprinted) * 4;
    if (at >= 0 && (at + 4 > prints.length || prints.readUInt32BE(at) !== print)) this.#isAsSealed = false;
    this.#prints.push(print);
    this.#names.push(this.#isAsSealed ? '' : nameOf(row));
    this.#count += 1;
    if (place + 1 === this.#ends[this.#pieces.length]) this.#cut(place + 1);
  }

  end(): Scanned {
    const { from, to, prints } = this.#block;
    if (this.#count !== this.#unprinted + prints.length / 4) this.#isAsSealed = false;
    if (this.#pieces.length < this.#ends.length) this.#cut(to);
    if (!this.#isAsSealed) this.#explain();
    return { from, to, counted: this.#count, pieces: this.#pieces, findings: this.#findings };
  }

  #cut(to: number): void {
    this.#pieces.push({ to, parts: this.#parts.list });
    this.#parts = new Parts();
  }

  /** Says which entries are gone, new, or elsewhere, by the four bytes that were kept of each. */
  #explain(): void {
    const { from, prints } = this.#block;
    const printed = Array.from({ length: prints.length / 4 }, (_, i) => prints.readUInt32BE(i * 4));
    const sealed = [...this.#prints.slice(0, this.#unprinted), ...printed];
    const known = new Set(this.#findings.map(({ place }) => place));
    const gone = without(sealed, this.#prints);
    const added = without(this.#prints, sealed);
    const name = (i: number) => this.#names[i] || 'one of those sealed';
    const isOneForOne = sealed.length === this.#prints.length;
    if (gone.length === 0 && added.length === 0) {
      for (const [i, print] of this.#prints.entries()) {
        if (print !== sealed[i]) this.#findings.push({ what: 'moved', place: from + i, entry: name(i) });
      }
    }
    for (const i of added) {
      const isChanged = isOneForOne && gone.includes(i);
      if (isChanged && known.has(from + i)) continue;
      this.#findings.push(
        isChanged
          ? { what: 'changed', place: from + i, entry: name(i) }
          : { what: 'inserted', place: from + i, entry: name(i), print: this.#prints[i]! },
      );
    }
    for (const i of gone) {
      if (isOneForOne && added.includes(i)) continue;
      const after = i > 0 && i <= this.#names.length ? this.#names[i - 1] || undefined : undefined;
      this.#findings.push({ what: 'deleted', place: from + i, after, print: sealed[i]! });
    }
  }
}

/** Places in `of` whose value `other` does not have (as often). */
function without(of: readonly number[], other: readonly number[]): number[] {
  const left = new Map<number, number>();
  for (const value of other) left.set(value, (left.get(value) ?? 0) + 1);
  const places: number[] = [];
  for (const [i, value] of of.entries()) {
    const count = left.get(value) ?? 0;
    if (count > 0) left.set(value, count - 1);
    else places.push(i);
  }
  return places;
}

export const printOf = (leaf: string): number =>
  leaf.charCodeAt(0) * 0x1000000 + (leaf.charCodeAt(1) << 16) + (leaf.charCodeAt(2) << 8) + leaf.charCodeAt(3);

/** `writer.number`, as the entry says. */
export const nameOf = ({ writer, seq }: Row): string => `${writer}.${seq}`;
