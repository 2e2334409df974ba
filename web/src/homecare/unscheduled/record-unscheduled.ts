import { effectSystem, type NotedEffect } from '@enjournal/server/care/medication';
import type { Extension, Quantity } from '../../shared/fhir/types.ts';
import type { Sending, Step } from '../../shared/outbox/sending.ts';
import { actSystem, type Giver, performerOf, sendingFor, stepFor } from '../doses/record-dose.ts';
import { type Given, type Medicine, nameOf } from './unscheduled.ts';

const types = ['MedicationAdministration'];
const instant = (at: number): string => new Date(at).toISOString();

const common = (giver: Giver, { order, reference, medication }: Medicine): object => {
  const context = giver.encounter ?? giver.visit?.url;
  return {
    resourceType: 'MedicationAdministration',
    identifier: [{ system: actSystem, value: crypto.randomUUID() }],
    medicationCodeableConcept: order.medicationCodeableConcept ?? { text: medication },
    subject: { reference: `Patient/${giver.id}` },
    ...(context === undefined ? {} : { context: { reference: context } }),
    performer: [performerOf(giver)],
    request: { reference },
  };
};

/** One dose of what is taken as needed, and what for. */
export function neededSending(
  giver: Giver,
  medicine: Medicine,
  what: { dose: Quantity | undefined; reason: string; check: Extension | undefined },
  words: string,
): Sending {
  const resource = {
    ...common(giver, medicine),
    ...(what.check === undefined ? {} : { extension: [what.check] }),
    status: 'completed',
    effectiveDateTime: instant(giver.now),
    reasonCode: [{ text: what.reason }],
    ...(what.dose === undefined ? {} : { dosage: { dose: what.dose } }),
  };
  return of(giver, medicine, words, [stepFor(giver, resource)]);
}

/** What a dose did. Of one that the server does not have yet, that is sent before: sent twice it is one. */
export function effectSending(
  giver: Giver,
  medicine: Medicine,
  dose: Given,
  effect: NotedEffect,
  words: string,
): Sending {
  const [first] = dose.waiting?.steps ?? [];
  const reference = dose.id === undefined ? '{{0}}' : `MedicationAdministration/${dose.id}`;
  const alone = { ...giver, visit: undefined };
  const observation = {
    resourceType: 'Observation',
    identifier: [{ system: actSystem, value: crypto.randomUUID() }],
    status: 'final',
    code: { coding: [{ system: effectSystem, code: 'effect', display: 'Effekt av dosen' }], text: 'Effekt av dosen' },
    subject: { reference: `Patient/${giver.id}` },
    ...(giver.encounter === undefined ? {} : { encounter: { reference: giver.encounter } }),
    partOf: [{ reference }],
    effectiveDateTime: instant(giver.now),
    performer: [performerOf(giver).actor],
    valueCodeableConcept: { coding: [{ system: effectSystem, code: effect }], text: words },
  };
  const steps: Step[] = [...(dose.id === undefined && first !== undefined ? [first] : []), stepFor(alone, observation)];
  const sending = of(alone, medicine, words, steps);
  return { ...sending, types: ['Observation', ...types], about: { ...sending.about, name: nameOf(dose) } };
}

export type Filling = { volume: number; rate: Quantity };

/** A pump runs with a rate from now on. */
export function startSending(
  giver: Giver,
  medicine: Medicine,
  filling: Filling,
  check: Extension | undefined,
  words: string,
): Sending {
  return of(giver, medicine, words, [stepFor(giver, running(giver, medicine, filling, check))]);
}

/** A pump ends running with one rate and goes on with another, or with more in it. */
export function changeSending(giver: Giver, medicine: Medicine, now: Given, filling: Filling, words: string): Sending {
  const alone = { ...giver, visit: undefined };
  const next = {
    ...running(alone, medicine, filling, undefined),
    ...(now.id === undefined ? {} : { partOf: [{ reference: `MedicationAdministration/${now.id}` }] }),
  };
  return ending(alone, medicine, now, 'completed', words, [], [stepFor(alone, next)]);
}

/** A pump is stopped, and why. */
export function stopSending(giver: Giver, medicine: Medicine, now: Given, why: string, words: string): Sending {
  const reason = [{ op: 'add', path: '/statusReason', value: [{ text: why }] }];
  return ending({ ...giver, visit: undefined }, medicine, now, 'stopped', words, reason, []);
}

function running(giver: Giver, medicine: Medicine, { volume, rate }: Filling, check: Extension | undefined): object {
  const [of = 'mL'] = String(rate.code ?? '').split('/');
  const unit = String(rate.unit ?? '').split('/')[0] || of;
  const coded = rate.system === undefined ? {} : { system: rate.system, code: of };
  return {
    ...common(giver, medicine),
    ...(check === undefined ? {} : { extension: [check] }),
    status: 'in-progress',
    effectivePeriod: { start: instant(giver.now) },
    dosage: { dose: { value: volume, unit, ...coded }, rateQuantity: rate },
  };
}

/** Ended by the name it was begun under, so that it can be ended before its id is known here; done twice it is done once. */
function ending(
  giver: Giver,
  medicine: Medicine,
  now: Given,
  status: string,
  words: string,
  more: readonly object[],
  then: readonly Step[],
): Sending {
  const name = nameOf(now);
  const end = instant(giver.now);
  const path = name.startsWith(actSystem) ? `MedicationAdministration?identifier=${encodeURIComponent(name)}` : name;
  const patch: Step = {
    method: 'PATCH',
    path,
    headers: { 'content-type': 'application/json-patch+json' },
    body: [
      { op: 'replace', path: '/status', value: status },
      { op: 'add', path: '/effectivePeriod/end', value: end },
      ...more,
    ],
  };
  const sending = of(giver, medicine, words, [patch, ...then]);
  return { ...sending, about: { ...sending.about, name, end, status } };
}

function of(giver: Giver, { reference }: Medicine, words: string, steps: readonly Step[]): Sending {
  const sending = sendingFor(giver, 'dose', words, steps, types);
  return { ...sending, about: { ...sending.about, order: reference, unscheduled: reference } };
}
