import type { Json } from '../resource.ts';
import { notApplicable } from './failure.ts';

const maxDepth = 64;
const maxValues = 1_000_000;

/** Holds a patch back from growing a document without end: copies of copies double it each time. */
export class Budget {
  #left = maxValues;

  /** Pays for a value put `depth` levels down. */
  spend(value: Json, depth: number): void {
    if (--this.#left < 0) throw notApplicable('The patch makes the document too large');
    if (typeof value !== 'object' || value === null) return;
    if (depth >= maxDepth) throw notApplicable('The patch makes the document too deep');
    for (const item of Object.values(value)) this.spend(item, depth + 1);
  }
}
