import { copyJson, Decimals, type Parsed } from '../json/index.ts';
import type { Json, JsonObject } from '../resource.ts';
import { Budget } from './budget.ts';
import { malformed, notApplicable, PatchFailure, problemOf } from './failure.ts';
import { parsePointer, type Spot, spotOf, valueAt } from './pointer.ts';
import { prune } from './prune.ts';

export type Patched = Pick<Parsed, 'value' | 'decimals'>;

/**
 * Applies a JSON Patch; either all operations or none, and `document` is left as it was. Numbers keep the way they
 * were written, in the document and in the patch. An array or object that a removal leaves empty is taken away too,
 * for FHIR has no empty ones.
 * @throws Problem `invalid` for a patch that is none; `rule` when it does not fit the document or a test fails
 * @source RFC 6902
 */
export function applyJsonPatch(
  document: Patched,
  patch: Pick<Parsed<Json[]>, 'value' | 'decimals'>,
  budget = new Budget(),
): Patched {
  return budget.during(() => {
    const work = new Work(document, patch.decimals, budget);
    for (const [index, operation] of patch.value.entries()) {
      try {
        budget.checkTime();
        work.apply(operation);
      } catch (error) {
        throw error instanceof PatchFailure ? problemOf(error, index) : error;
      }
    }
    return work.result();
  });
}

class Work {
  readonly #decimals = new Decimals();
  readonly #patchDecimals: Decimals;
  readonly #budget: Budget;
  /** Holders something was taken from. */
  readonly #robbed = new Set<Json>();
  #root: JsonObject;

  constructor(document: Patched, patchDecimals: Decimals, budget: Budget) {
    this.#budget = budget;
    this.#root = copyJson(document.value, document.decimals, this.#decimals);
    this.#patchDecimals = patchDecimals;
  }

  result(): Patched {
    prune(this.#root, this.#robbed);
    return { value: this.#root, decimals: this.#decimals };
  }

  apply(operation: Json): void {
    if (typeof operation !== 'object' || operation === null || Array.isArray(operation)) {
      throw malformed('An operation must be an object');
    }
    const path = parsePointer(operation.path, 'path');
    switch (operation.op) {
      case 'add':
        this.#add(path, operation, 'value', requireValue(operation), this.#patchDecimals);
        break;
      case 'remove':
        this.#remove(path);
        break;
      case 'replace':
        this.#replace(path, operation);
        break;
      case 'move':
        this.#move(parsePointer(operation.from, 'from'), path);
        break;
      case 'copy':
        this.#copy(parsePointer(operation.from, 'from'), path);
        break;
      case 'test':
        this.#test(path, requireValue(operation));
        break;
      default:
        throw malformed('"op" must be add, remove, replace, move, copy or test');
    }
  }

  /** Puts a copy of `source`[`sourceKey`], which is `value`, at the path. */
  #add(path: readonly string[], source: object, sourceKey: string | number, value: Json, decimals: Decimals): void {
    this.#budget.spend(value, path.length);
    const copy = copyJson(value, decimals, this.#decimals);
    if (path.length === 0) {
      this.#setRoot(copy);
      return;
    }
    const spot = spotOf(this.#root, path);
    put(spot, copy);
    if (typeof value === 'number') decimals.copyText(source, sourceKey, spot.holder, spot.key, value, this.#decimals);
  }

  #setRoot(value: Json): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw notApplicable('A resource must be an object');
    }
    this.#root = value;
  }

  #remove(path: readonly string[]): void {
    if (path.length === 0) throw notApplicable('The whole document cannot be removed by a patch');
    const spot = spotOf(this.#root, path);
    valueAt(spot);
    if (Array.isArray(spot.holder)) spot.holder.splice(spot.key as number, 1);
    else delete spot.holder[spot.key];
    this.#robbed.add(spot.holder);
  }

  #replace(path: readonly string[], operation: JsonObject): void {
    const value = requireValue(operation);
    const spot = path.length === 0 ? undefined : spotOf(this.#root, path);
    // Not remove and add: the member keeps its place in the object.
    if (spot && Array.isArray(spot.holder)) {
      valueAt(spot);
      spot.holder.splice(spot.key as number, 1);
    } else if (spot) {
      valueAt(spot);
    }
    this.#add(path, operation, 'value', value, this.#patchDecimals);
  }

  #move(from: readonly string[], path: readonly string[]): void {
    if (from.length < path.length && from.every((token, index) => token === path[index])) {
      throw notApplicable('A value cannot be moved into itself');
    }
    const [source, value] = this.#valueAt(from);
    if (from.length === path.length && from.every((token, index) => token === path[index])) return;
    // The text of a number is bound to its place, so it is taken before the place is gone.
    const holder = { value };
    if (typeof value === 'number') {
      this.#decimals.copyText(source.holder, source.key, holder, 'value', value, this.#decimals);
    }
    this.#remove(from);
    this.#add(path, holder, 'value', value, this.#decimals);
  }

  #copy(from: readonly string[], path: readonly string[]): void {
    const [source, value] = this.#valueAt(from);
    this.#add(path, source.holder, source.key, value, this.#decimals);
  }

  #valueAt(pointer: readonly string[]): [Spot, Json] {
    if (pointer.length === 0) return [{ holder: { '': this.#root }, key: '' }, this.#root];
    const spot = spotOf(this.#root, pointer);
    return [spot, valueAt(spot)];
  }

  #test(path: readonly string[], expected: Json): void {
    if (!isEqual(this.#valueAt(path)[1], expected)) throw new PatchFailure('test-failed', 'The test failed');
  }
}

function requireValue(operation: JsonObject): Json {
  if (!Object.hasOwn(operation, 'value')) throw malformed('"value" is missing');
  return operation.value as Json;
}

function put(spot: Spot, value: Json): void {
  if (!Array.isArray(spot.holder)) {
    spot.holder[spot.key] = value;
    return;
  }
  const index = spot.key as number;
  if (index > spot.holder.length) throw notApplicable('The index is beyond the end of the array');
  spot.holder.splice(index, 0, value);
}

/** Equal as RFC 6902 section 4.6 has it: numbers by size, objects whatever their order. */
function isEqual(a: Json, b: Json): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  const [left, right] = [a as JsonObject, b as JsonObject];
  return names.every((name) => Object.hasOwn(right, name) && isEqual(left[name] as Json, right[name] as Json));
}
