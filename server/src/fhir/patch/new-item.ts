import { type ElementInfo, isPrimitive } from '../definitions/elements.ts';
import { copyJson, type Decimals } from '../json/index.ts';
import type { Json, JsonObject } from '../resource.ts';
import type { Budget } from './budget.ts';
import { notApplicable } from './failure.ts';
import type { NewValue } from './operation.ts';
import { type Container, elementIn, type Item, itemsOf, type Slot, setItems, slotOf } from './slot.ts';

/** Where the values of a patch come from and go to. */
export type Transfer = { from: Decimals; to: Decimals; budget: Budget };

/** The slot a new value of its type belongs in, and the item to put there. */
export function fit(container: Container, element: ElementInfo, value: NewValue): Slot {
  const member = element.jsonNames[typeIndex(element, value)] as string;
  return slotOf(container, element, member);
}

/** Servers SHALL refuse a value of the wrong type (FHIR R4, fhirpatch.html); kin of one primitive may stand in for it. */
function typeIndex(element: ElementInfo, value: NewValue): number {
  const isOf = (type: string): boolean => accepts(type, value, (given) => given === type);
  const exact = element.types.findIndex(isOf);
  const index =
    exact >= 0 || element.isChoice
      ? exact
      : element.types.findIndex((type) => accepts(type, value, (given) => kinOf(given) === kinOf(type)));
  if (index < 0) throw notApplicable('The value has the wrong type for the element');
  return index;
}

function accepts(type: string, value: NewValue, isSame: (given: string) => boolean): boolean {
  if (value.kind === 'typed') return isSame(value.type);
  return value.kind === 'resource' ? type === 'Resource' : type !== 'Resource' && !isPrimitive(type);
}

const kin: Record<string, string> = {
  ...{ code: 'string', id: 'string', markdown: 'string' },
  ...{ url: 'uri', canonical: 'uri', oid: 'uri', uuid: 'uri' },
  ...{ positiveInt: 'integer', unsignedInt: 'integer' },
};

const kinOf = (type: string): string => kin[type] ?? type;

/** A copy of the value, with what stands beside a primitive; parts become the object of the slot's type. */
export function newItem(slot: Slot, value: NewValue, transfer: Transfer): Item {
  if (value.kind === 'resource') return { value: copy(value.resource, transfer) };
  if (value.kind === 'parts') return { value: assemble(slot.type, value.parts, transfer) };
  const { holder, member } = value;
  return { value: copy(holder[member], transfer), extra: copy(holder[`_${member}`], transfer) };
}

function copy(value: Json | undefined, { from, to, budget }: Transfer): Json | undefined {
  if (value === undefined) return undefined;
  budget.spend(value, 1);
  return copyJson(value, from, to);
}

function assemble(type: string, parts: { name: string; value: NewValue }[], transfer: Transfer): JsonObject {
  const container: Container = { object: {}, type };
  for (const { name, value } of parts) append(container, elementIn(type, name), value, transfer);
  return container.object;
}

/** Adds a value to an element that repeats, or to one that is not there yet. */
export function append(container: Container, element: ElementInfo, value: NewValue, transfer: Transfer): void {
  const slot = fit(container, element, value);
  if (!element.isArray && element.jsonNames.some((name) => itemsOf(slotOf(container, element, name)).length > 0)) {
    throw notApplicable('The element exists already and does not repeat');
  }
  setItems(slot, [...itemsOf(slot), newItem(slot, value, transfer)]);
  carryText(slot, value, transfer);
}

/** Lets a number in the slot be written as the patch wrote it. */
export function carryText(slot: Slot, value: NewValue, { from, to }: Transfer): void {
  if (value.kind !== 'typed') return;
  const number = value.holder[value.member];
  if (typeof number !== 'number') return;
  from.copyText(value.holder, value.member, slot.container.object, slot.member, number, to);
}
