import type { Json } from '../../fhir/resource.ts';
import type { KindName } from '../import.ts';

/** What changed in a register after some place in its feed. */
export type Changes = {
  /** As rows of the register's kind: the same as in a file. */
  rows: readonly Json[];
  /** Where to go on, once these are stored. */
  next: string;
  isMore: boolean;
};

/** A national register, as the house knows it; the protocol is its own. */
export type NationalRegister = {
  kind: KindName;
  name: string;
  /** What it says of one, by the number it is known by; nothing when it does not know it. */
  of(number: string): Promise<readonly Json[]>;
  /** What changed after `after`; from now on when that is undefined. */
  changes(after: string | undefined, most: number): Promise<Changes>;
};
