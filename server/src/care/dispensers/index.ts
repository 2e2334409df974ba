import type { JsonObject } from '../../fhir/resource.ts';
import { careProcess, type Receive } from '../process.ts';
import { emptyDispenser, tellMissed } from './follow.ts';
import { handedOutRule, receiveDispenser } from './handed-out.ts';
import { dispenserOf, dispenserRule, loadRule, verification } from './rules.ts';
import { words } from './words.ts';

/** What a dispenser tells is not verified until a person has said so, whatever it says of itself. */
const receiveDose: Receive = async (dose, { actor }) => {
  if (actor.kind !== 'system' || dispenserOf(dose) === undefined || dose.status === 'entered-in-error') return;
  const meta = (dose.meta ?? {}) as JsonObject;
  const tags = ((meta.tag ?? []) as JsonObject[]).filter(({ system }) => system !== verification);
  dose.meta = { ...meta, tag: [...tags, { system: verification, code: 'unverified', display: 'Ikke bekreftet' }] };
};

/** Dispensers at home: what they say was taken or not, and what lies in them when an order is stopped or changed. */
export const dispensers = careProcess({
  name: 'dispensers',
  receives: { MedicationAdministration: receiveDose, Device: receiveDispenser },
  governs: { MedicationAdministration: dispenserRule, MedicationDispense: loadRule, Device: handedOutRule },
  on: [tellMissed, emptyDispenser],
  words,
});
