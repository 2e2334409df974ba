import {
  dueForEffect,
  effectOf,
  isInfusion,
  neededOf,
  pumpLeft,
  type Rates,
  type Room,
  ratesOf,
  roomOf,
} from '@enjournal/server/care/medication';
import type {
  Annotation,
  CodeableConcept,
  MedicationRequest,
  Period,
  Quantity,
  Resource,
} from '../../shared/fhir/types.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import type { Sending } from '../../shared/outbox/sending.ts';
import { resourceIn } from '../doses/record-dose.ts';

/** A dose, or a time that a pump ran with one rate. */
export type Given = Resource & {
  status?: string;
  effectiveDateTime?: string;
  effectivePeriod?: Period;
  identifier?: { system?: string; value?: string }[];
  request?: { reference?: string };
  reasonCode?: CodeableConcept[];
  note?: Annotation[];
  dosage?: { dose?: Quantity; rateQuantity?: Quantity };
  /** What was done here of it, and the server does not have yet. */
  waiting?: Sending;
};

/** What may be given without a time of its own. @source OperationDefinition MedicationRequest-unscheduled */
export type Medicine = {
  /** Patient id. */
  patient: string;
  kind: 'as-needed' | 'infusion';
  /** False when the order has ended: nothing more is given, and what runs is stopped. */
  isStanding: boolean;
  order: MedicationRequest;
  /** `MedicationRequest/…`. */
  reference: string;
  medication: string;
  given: readonly Given[];
  effects: readonly Resource[];
};

type Part = {
  name: string;
  valueReference?: { reference?: string };
  valueCode?: string;
  valueBoolean?: boolean;
  resource?: Resource;
};

/** The medicines of an answer of `$unscheduled`. */
export const medicinesIn = (answer: unknown): Medicine[] =>
  ((answer as { parameter?: { part: Part[] }[] }).parameter ?? []).map(({ part }) => {
    const all = (name: string) => part.filter((one) => one.name === name);
    const order = all('order')[0]?.resource as MedicationRequest;
    const resources = (name: string) => all(name).flatMap(({ resource }) => resource ?? []);
    return {
      patient: (all('patient')[0]?.valueReference?.reference ?? '').replace('Patient/', ''),
      kind: all('kind')[0]?.valueCode as Medicine['kind'],
      isStanding: all('standing')[0]?.valueBoolean === true,
      order,
      reference: `MedicationRequest/${order.id}`,
      medication: conceptText(order.medicationCodeableConcept) || (order.medicationReference?.display ?? ''),
      given: resources('given') as Given[],
      effects: resources('effect'),
    };
  });

/**
 * With what was done here put in where it belongs, both what waits to be sent and what was just sent: limits and what is left
 * count it at once, and nothing is offered again in the moment before it is read anew.
 */
export function withDone(
  medicines: readonly Medicine[],
  { waiting, sent }: { waiting: readonly Sending[]; sent: readonly Sending[] },
): Medicine[] {
  const all = [...sent.map((one) => [one, false] as const), ...waiting.map((one) => [one, true] as const)];
  return medicines.map((medicine) => {
    const mine = all.filter(([{ about }]) => about?.unscheduled === medicine.reference);
    return mine.reduce((so, [sending, isWaiting]) => withOne(so, sending, isWaiting), medicine);
  });
}

function withOne(medicine: Medicine, sending: Sending, isWaiting: boolean): Medicine {
  let { given, effects } = medicine;
  const { name, end, status } = sending.about ?? {};
  const mark = isWaiting ? { waiting: sending } : {};
  for (const [n, step] of sending.steps.entries()) {
    if (step.method === 'PATCH') {
      given = given.map((one) =>
        name === undefined || nameOf(one) !== name || one.effectivePeriod?.end !== undefined
          ? one
          : { ...one, status: String(status), effectivePeriod: { ...one.effectivePeriod, end: String(end) }, ...mark },
      );
      continue;
    }
    const body = resourceIn(sending, n) as Given;
    if (body.resourceType === 'Observation') effects = [...effects, { ...body, about: name } as Resource];
    else if (body.resourceType === 'MedicationAdministration' && !given.some((one) => nameOf(one) === nameOf(body))) {
      const id = sending.became[n]?.split('/')[1];
      given = [...given, { ...body, ...(id === undefined ? {} : { id }), ...mark }];
    }
  }
  return { ...medicine, given, effects };
}

const actSystem = 'https://enjournal.no/fhir/NamingSystem/act';

/** How a dose is named before and after the server has it: by its act; what others wrote, by its id. */
export function nameOf({ identifier = [], id }: Given): string {
  const act = identifier.find(({ system }) => system === actSystem)?.value;
  return act === undefined ? `MedicationAdministration/${id}` : `${actSystem}|${act}`;
}

export type NeededNow = Room & {
  dose: Quantity | undefined;
  reason: string;
  most: { value: number; hours: number } | undefined;
  last: Given | undefined;
  /** Doses whose effect nobody has noted, the oldest first. */
  unknown: Given[];
};

/** What an order as needed allows now, by what is known here. */
export function neededNow({ order, given, effects }: Medicine, now: number): NeededNow {
  const needed = neededOf(order as never) ?? {
    dose: undefined,
    reason: '',
    limits: { most: undefined, apartMs: 0, once: undefined },
  };
  const done = given.filter(({ status }) => status === 'completed').sort((a, b) => timeOf(a) - timeOf(b));
  const taken = done.map((one) => ({ at: timeOf(one), amount: Number(one.dosage?.dose?.value ?? 0) }));
  // of what is not sent yet, by the name that the dose has here
  const noted = new Set(effects.flatMap((one) => [effectOf(one as never)?.dose, (one as { about?: string }).about]));
  const { most } = needed.limits;
  return {
    ...roomOf(needed as never, taken, now),
    dose: needed.dose as Quantity | undefined,
    reason: needed.reason,
    most: most === undefined ? undefined : { value: most.value, hours: most.periodMs / 3_600_000 },
    last: done.at(-1),
    unknown: done.filter(
      (one) =>
        !noted.has(`MedicationAdministration/${one.id}`) && !noted.has(nameOf(one)) && dueForEffect(timeOf(one), now),
    ),
  };
}

export const timeOf = ({ effectiveDateTime, effectivePeriod }: Given): number =>
  Date.parse(effectiveDateTime ?? effectivePeriod?.start ?? '');

export type PumpNow = {
  rates: Rates | undefined;
  running: Given | undefined;
  left: { left: number; emptyAt: number } | undefined;
};

/** What a pump does now, by what is known here. */
export function pumpNow({ order, given }: Medicine, now: number): PumpNow {
  const running = given.filter((one) => one.status === 'in-progress' && isInfusion(one as never)).at(-1);
  return {
    rates: ratesOf(order as never),
    running,
    left: running && pumpLeft(running as never, now),
  };
}
