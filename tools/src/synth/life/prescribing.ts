import type { JsonObject } from '../../../../server/src/fhir/resource.ts';
import { type Day, isoDate, isoTime } from '../calendar.ts';
import { coded } from '../codes/displays.ts';
import { type Drug, type Medicine, medicines, usage } from '../codes/medicines.ts';
import { type Concept, compact, fixed, volven } from '../fhir.ts';
import type { Act, Life } from './writing.ts';

/** An order for a medicine: one line of the medicine list that all share. @returns the reference to it. */
export function prescribe(
  life: Life,
  act: Act,
  drug: Drug | Medicine,
  what: {
    /** Regular, a course of some days, or as needed. */
    use?: keyof typeof usage;
    reason?: Concept;
    /** The order ended: when, and why. */
    stopped?: { reason?: Concept; completed?: boolean };
    /** Until when it may be dispensed. */
    until?: Day;
    dosage?: JsonObject;
    note?: string;
    prior?: string;
    authoredAt?: { day: Day; minute: number };
  } = {},
): string {
  const medicine = typeof drug === 'string' ? medicines[drug] : drug;
  const use = what.use ?? (typeof medicine.times === 'number' ? 'asNeeded' : 'regular');
  const at = what.authoredAt ?? act;
  return life.record.add(
    act.unit,
    'MedicationRequest',
    compact({
      status: what.stopped === undefined ? 'active' : what.stopped.completed === true ? 'completed' : 'stopped',
      statusReason: what.stopped?.reason,
      intent: 'order',
      category: [usage[use]],
      medicationCodeableConcept: medicine.concept,
      subject: life.record.patient,
      encounter: act.encounter === undefined ? undefined : { reference: act.encounter },
      authoredOn: isoTime(at.day, at.minute),
      requester: act.by.reference,
      reasonCode: what.reason === undefined ? undefined : [what.reason],
      note: what.note === undefined ? undefined : [{ text: what.note }],
      dosageInstruction: [what.dosage ?? dosageOf(medicine)],
      dispenseRequest: {
        validityPeriod: { start: isoDate(at.day), end: isoDate(what.until ?? at.day + (use === 'course' ? 30 : 365)) },
        numberOfRepeatsAllowed: use === 'course' || GROUP_A.test(medicine.atc) ? 0 : 3,
      },
      priorPrescription: what.prior === undefined ? undefined : { reference: what.prior },
    }),
  );
}

/** Substances of prescription group A, which is not dispensed again by the same prescription. */
const GROUP_A = /^(N02A[ABE]|N07BC|N06BA04)/;

const ORAL = ['tablett', 'enterotablett', 'depottablett', 'tyggetablett', 'kapsel', 'mikstur'];
const ROUTES: { [form: string]: string } = {
  sublingvaltablett: '63',
  resoriblett: '63',
  depotplaster: '65',
  nesespray: '51',
  øyedråper: '52',
  injeksjonsvæske: '62',
  inhalasjonsaerosol: '11',
  inhalasjonspulver: '11',
};
for (const form of ORAL) ROUTES[form] = '53';

/** What one dose is counted in. */
const UNITS: { [form: string]: string } = {
  mikstur: 'ml',
  depotplaster: 'plaster',
  nesespray: 'spraydose',
  øyedråper: 'dråpe',
  injeksjonsvæske: 'enheter',
  inhalasjonsaerosol: 'inhalasjon',
  inhalasjonspulver: 'inhalasjon',
  kapsel: 'kapsel',
};

const usual = new Map<Drug, JsonObject>();

/** The usual dosage of a medicine, in words and structure. */
export function dosageOf(medicine: Medicine): JsonObject {
  let dosage = usual.get(medicine.key);
  if (dosage === undefined) {
    dosage =
      typeof medicine.times === 'number'
        ? asNeeded(medicine, medicine.dose, medicine.times)
        : regular(medicine, medicine.dose, medicine.times, medicine.everyDays);
    usual.set(medicine.key, dosage);
  }
  return dosage;
}

/** A dose at fixed times, every day or every so many days. */
export function regular(medicine: Medicine, dose: number, times: readonly string[], everyDays = 1): JsonObject {
  const amount = `${decimal(dose)} ${unitOf(medicine, dose)}`;
  const often = everyDays === 1 ? '' : everyDays === 7 ? ' én gang i uken' : ` hver ${everyDays}. dag`;
  return fixed({
    text: `${amount}${often} kl. ${times.map(clock).join(' og ')}`,
    timing: {
      repeat: { frequency: times.length, period: everyDays, periodUnit: 'd', timeOfDay: [...times] },
    },
    ...routeOf(medicine),
    doseAndRate: [{ doseQuantity: { value: dose, unit: unitOf(medicine, dose) } }],
  });
}

/** A dose when it is needed, so many times a day at most. */
export function asNeeded(medicine: Medicine, dose: number, most: number): JsonObject {
  const unit = unitOf(medicine, dose);
  return fixed({
    text: `${decimal(dose)} ${unit} ved behov, maks ${most} ${most === 1 ? 'gang' : 'ganger'} per døgn`,
    asNeededBoolean: true,
    ...routeOf(medicine),
    doseAndRate: [{ doseQuantity: { value: dose, unit } }],
    maxDosePerPeriod: {
      numerator: { value: dose * most, unit },
      denominator: { value: 1, unit: 'døgn', system: 'http://unitsofmeasure.org', code: 'd' },
    },
  });
}

/** So much an hour, in a pump. */
export function inPump(medicine: Medicine, rate: JsonObject): JsonObject {
  return fixed({
    text: `${decimal(Number(rate.value))} ${rate.unit} i pumpe`,
    ...routeOf(medicine),
    doseAndRate: [{ rateQuantity: rate }],
  });
}

function routeOf(medicine: Medicine): { route?: Concept } {
  const code = ROUTES[medicine.form];
  return code === undefined ? {} : { route: coded(volven(7477), code) };
}

function unitOf(medicine: Medicine, dose: number): string {
  const unit = UNITS[medicine.form] ?? 'tablett';
  if (dose <= 1 || ['ml', 'plaster', 'enheter'].includes(unit)) return unit;
  return unit.endsWith('e') ? `${unit}r` : `${unit}er`;
}

const decimal = (value: number): string => String(value).replace('.', ',');

/** `08:00:00` as it is said: `08`. */
const clock = (time: string): string =>
  time.slice(3, 5) === '00' ? time.slice(0, 2) : time.slice(0, 5).replace(':', '.');
