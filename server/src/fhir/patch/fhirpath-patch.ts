import { compileNodes } from '../fhirpath.ts';
import { isLocated, type LocatedNode } from '../fhirpath-work.ts';
import { Problem } from '../issue.ts';
import { copyJson, Decimals } from '../json/index.ts';
import type { Json, JsonObject } from '../resource.ts';
import { Budget } from './budget.ts';
import { malformed, notApplicable, PatchFailure, problemOf } from './failure.ts';
import type { Patched } from './json-patch.ts';
import { append, carryText, fit, newItem, type Transfer } from './new-item.ts';
import { type NewValue, type PathOperation, readOperation } from './operation.ts';
import { prune } from './prune.ts';
import {
  containerOf,
  elementIn,
  type Item,
  itemsOf,
  type Place,
  placeOf,
  type Slot,
  setItems,
  slotNamed,
} from './slot.ts';

/**
 * Applies a FHIRPath Patch, a Parameters resource; either all operations or none, and `document` is left as it was.
 * Numbers keep the way they were written. The outcome is not validated here.
 * @throws Problem `invalid` for a patch that is none; `rule` when it does not fit the resource
 * @source FHIR R4, fhirpatch.html
 */
export function applyFhirPathPatch(document: Patched, parameters: Patched, budget = new Budget()): Patched {
  return budget.during(() => {
    const decimals = new Decimals();
    const value = copyJson(document.value, document.decimals, decimals);
    const work = new Work(value, { from: parameters.decimals, to: decimals, budget });
    for (const [index, parameter] of operationsOf(parameters.value).entries()) {
      try {
        budget.checkTime();
        work.apply(readOperation(parameter));
      } catch (error) {
        throw error instanceof PatchFailure ? problemOf(error, index) : error;
      }
    }
    work.finish();
    return { value, decimals };
  });
}

function operationsOf(parameters: JsonObject): Json[] {
  if (parameters.resourceType !== 'Parameters' || !Array.isArray(parameters.parameter)) {
    throw problemOf(malformed('A FHIRPath Patch is a Parameters resource with parameters'), 0);
  }
  return parameters.parameter;
}

class Work {
  readonly #document: JsonObject;
  readonly #transfer: Transfer;
  readonly #robbed = new Set<Json>();

  constructor(document: JsonObject, transfer: Transfer) {
    this.#document = document;
    this.#transfer = transfer;
  }

  apply(operation: PathOperation): void {
    switch (operation.type) {
      case 'add':
        this.#add(operation.path, operation.name, operation.value);
        break;
      case 'insert':
        this.#insert(operation.path, operation.index, operation.value);
        break;
      case 'delete':
        this.#delete(operation.path);
        break;
      case 'replace':
        this.#replace(operation.path, operation.value);
        break;
      case 'move':
        this.#move(operation.path, operation.source, operation.destination);
        break;
    }
  }

  finish(): void {
    prune(this.#document, this.#robbed);
  }

  #add(path: string, name: string, value: NewValue): void {
    const container = containerOf(this.#single(path), this.#document);
    append(container, elementIn(container.type, name), value, this.#transfer);
  }

  #insert(path: string, index: number, value: NewValue): void {
    const list = this.#list(path);
    const slot = fit(list.container, list.element, value);
    const items = itemsOf(slot);
    if (index > items.length) throw notApplicable('The index is beyond the end of the list');
    setItems(slot, items.toSpliced(index, 0, newItem(slot, value, this.#transfer)));
  }

  #delete(path: string): void {
    const nodes = this.#find(path);
    if (nodes.length === 0) return;
    const place = this.#placeOf(this.#only(nodes));
    setItems(place, itemsOf(place).toSpliced(place.index, 1));
    this.#robbed.add(place.container.object);
  }

  #replace(path: string, value: NewValue): void {
    const place = this.#placeOf(this.#single(path));
    const slot = fit(place.container, place.element, value);
    const items: Item[] = itemsOf(place).with(place.index, newItem(slot, value, this.#transfer));
    // Another type of a choice has another name.
    if (slot.member !== place.member) setItems(place, []);
    setItems(slot, items);
    carryText(slot, value, this.#transfer);
  }

  #move(path: string, source: number, destination: number): void {
    const list = this.#list(path);
    const items = itemsOf(list);
    const item = items[source];
    if (!item || destination >= items.length) throw notApplicable('The index is beyond the end of the list');
    setItems(list, items.toSpliced(source, 1).toSpliced(destination, 0, item));
  }

  #find(path: string): LocatedNode[] {
    let nodes: unknown[];
    try {
      nodes = compileNodes(path)(this.#document);
    } catch (error) {
      throw error instanceof Problem ? malformed(error.message) : error;
    }
    if (!nodes.every(isLocated)) throw notApplicable('The path gives values that are not elements of the resource');
    return nodes;
  }

  #single(path: string): LocatedNode {
    return this.#only(this.#find(path));
  }

  #only(nodes: LocatedNode[]): LocatedNode {
    if (nodes.length === 0) throw notApplicable('The path matches nothing');
    if (nodes.length > 1) throw notApplicable('The path matches several elements');
    return nodes[0] as LocatedNode;
  }

  #placeOf(node: LocatedNode): Place {
    const place = placeOf(node, this.#document);
    if (!place) throw notApplicable('The resource itself cannot be replaced or deleted by a patch');
    return place;
  }

  /** The list a path gives whole; an empty one is found by its parent and name. */
  #list(path: string): Slot {
    const nodes = this.#find(path);
    const first = nodes[0];
    if (first === undefined) return this.#emptyList(path);
    const place = this.#placeOf(first);
    const isWhole = nodes.length === itemsOf(place).length;
    const isOne = nodes.every(
      (node) => node.parentResNode?.data === first.parentResNode?.data && node.propName === first.propName,
    );
    if (!place.element.isArray || !isWhole || !isOne) throw notApplicable('The path does not give one whole list');
    return place;
  }

  #emptyList(path: string): Slot {
    const [, parent, name] = /^(.+)\.([A-Za-z]+)$/s.exec(path.trim()) ?? [];
    if (parent === undefined || name === undefined) throw notApplicable('The path matches nothing');
    const container = containerOf(this.#single(parent), this.#document);
    const slot = slotNamed(container, name);
    if (!slot.element.isArray) throw notApplicable('The path does not give a list');
    return slot;
  }
}
