import { problem } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type CareContext, type CareOperation, parameterOf, parametersNamed } from '../process.ts';
import { givenAt, plannedDoseSystem } from './doses.ts';
import { instructionsOf } from './observed.ts';
import { ceasedAt } from './orders.ts';
import { recordedElsewhere } from './recorded-elsewhere.ts';
import { norway, type PlannedDose, plannedDoses, runOf } from './schedule.ts';

const MOST_PATIENTS = 60;
const MOST_DAYS = 31;
/** So long after its time a dose that nobody has recorded is late. Our own choice; a ward may wish another. */
export const LATE_MS = 60 * 60_000;

/**
 * MedicationRequest/$due-doses: every dose that orders ask for in a time, and what became of it. A dose is never stored before
 * somebody has something to say of it, so a changed or stopped order moves what is due in the same moment.
 */
export const dueDoses: CareOperation = {
  name: 'due-doses',
  definition: 'https://enjournal.no/fhir/OperationDefinition/MedicationRequest-due-doses',
  at: [{ level: 'type', types: ['MedicationRequest'] }],
  get: true,
  summary: 'Doses that are due, and what became of them',
  async run(context, { parameters }) {
    const patients = parametersNamed(parameters, 'patient').map(referenceIn);
    if (patients.length === 0 || patients.length > MOST_PATIENTS) {
      throw problem('invalid', 'parameter-value', {
        diagnostics: `Name 1 to ${MOST_PATIENTS} patients.`,
        expression: "Parameters.parameter.where(name = 'patient')",
      });
    }
    const from = timeIn(parameters, 'from') ?? context.now - 12 * 3_600_000;
    const to = timeIn(parameters, 'to') ?? context.now + 12 * 3_600_000;
    if (!(from < to) || to - from > MOST_DAYS * 86_400_000) {
      throw problem('invalid', 'parameter-value', {
        diagnostics: `from comes before to, at most ${MOST_DAYS} days.`,
        expression: "Parameters.parameter.where(name = 'from' or name = 'to')",
      });
    }
    const doses = await Promise.all(patients.map((patient) => dosesOf(context, patient, from, to)));
    return { resourceType: 'Parameters', parameter: doses.flat() } as unknown as Resource;
  },
};

function referenceIn(value: unknown): string {
  const text = typeof value === 'string' ? value : String((value as JsonObject | undefined)?.reference);
  if (/^Patient\/[A-Za-z0-9\-.]{1,64}$/.test(text)) return text;
  throw problem('invalid', 'parameter-value', {
    diagnostics: 'patient is a reference to a Patient.',
    expression: "Parameters.parameter.where(name = 'patient')",
  });
}

function timeIn(parameters: Resource, name: string): number | undefined {
  const text = parameterOf(parameters, name);
  if (text === undefined) return undefined;
  const time = Date.parse(String(text));
  if (!Number.isNaN(time)) return time;
  throw problem('invalid', 'parameter-value', {
    diagnostics: `${name} is a time with a zone.`,
    expression: `Parameters.parameter.where(name = '${name}')`,
  });
}

async function dosesOf(context: CareContext, patient: string, from: number, to: number): Promise<JsonObject[]> {
  const [orders, given] = await Promise.all([
    context.search('MedicationRequest', [
      ['subject', patient],
      ['status', 'active,on-hold,completed,stopped'],
      ['intent', 'order,original-order,instance-order,filler-order,reflex-order'],
    ]),
    // what is recorded for a planned dose may have been given some hours from its time
    context.search('MedicationAdministration', [
      ['subject', patient],
      ['status:not', 'entered-in-error'],
      ['effective-time', `ge${new Date(from - 86_400_000).toISOString()}`],
      ['effective-time', `le${new Date(to + 86_400_000).toISOString()}`],
    ]),
  ]);
  const named = new Map(given.flatMap((one) => plansOf(one).map((plan): [string, Resource] => [plan, one])));
  const unnamed = given.filter((one) => plansOf(one).length === 0);
  const byPlan = new Map([...recordedElsewhere(orders, unnamed, new Set(named.keys())), ...named]);
  const asked = new Map(
    await Promise.all(orders.map(async (order) => [order.id, await instructionsOf(context, order)] as const)),
  );
  return orders
    .flatMap((order) => {
      const ceased = isToldWhenEnded(order) ? ceasedAt(order) : Number.NEGATIVE_INFINITY;
      return plannedDoses(order, from, to)
        .filter(({ at, key }) => at < ceased || byPlan.has(`${order.id}/${key}`))
        .map((dose) => ({ order, dose, given: byPlan.get(`${order.id}/${dose.key}`) }));
    })
    .sort((a, b) => a.dose.at - b.dose.at)
    .map(({ order, dose, given: one }) => {
      const { name, part } = told(order, dose, one, patient, context.now);
      const { isObserved, missed } = asked.get(order.id) ?? { isObserved: false };
      const ended = one === undefined && !isFollowed(order, orders) ? ceasedAt(order) : Number.POSITIVE_INFINITY;
      const more: JsonObject[] = [
        ...(ended <= context.now ? [{ name: 'ended', valueInstant: new Date(ended).toISOString() }] : []),
        ...(isObserved ? [{ name: 'observed', valueBoolean: true }] : []),
        ...(missed === undefined ? [] : [{ name: 'missed', valueInteger: missed }]),
      ];
      return { name, part: [...part, ...more] };
    });
}

/** What is renewed or changed goes on in another order. */
const isFollowed = ({ id }: Resource, orders: readonly Resource[]): boolean =>
  orders.some(
    ({ status, priorPrescription }) =>
      (status === 'active' || status === 'on-hold') &&
      (priorPrescription as JsonObject | undefined)?.reference === `MedicationRequest/${id}`,
  );

/**
 * Whether it is known when an order that is over ended. One that came from elsewhere as over says nothing of when: it never
 * stood here, and nothing is due by it.
 */
function isToldWhenEnded(order: Resource): boolean {
  if (order.status === 'active' || order.status === 'on-hold' || order.meta?.versionId !== '1') return true;
  const lines = (order.dosageInstruction ?? []) as JsonObject[];
  return lines.some((line) => Number.isFinite(runOf(order, line, norway.zone)?.end ?? Number.POSITIVE_INFINITY));
}

const plansOf = ({ identifier }: Resource): string[] =>
  ((identifier ?? []) as JsonObject[]).flatMap(({ system, value }) =>
    system === plannedDoseSystem ? [String(value)] : [],
  );

/** How the doses of an order are made ready (Volven 9135). */
const PACKING = 'https://enjournal.no/fhir/StructureDefinition/dose-packing';

function told(
  order: Resource,
  dose: PlannedDose,
  given: Resource | undefined,
  patient: string,
  now: number,
): { name: string; part: JsonObject[] } {
  const { at, key, dose: amount } = dose;
  const medicine = order.medicationCodeableConcept as JsonObject | undefined;
  const reference = order.medicationReference as JsonObject | undefined;
  const text = medicine?.text ?? ((medicine?.coding ?? []) as JsonObject[])[0]?.display ?? reference?.display;
  const part: JsonObject[] = [
    { name: 'patient', valueReference: { reference: patient } },
    { name: 'order', valueReference: { reference: `MedicationRequest/${order.id}` } },
    { name: 'planned', valueIdentifier: { system: plannedDoseSystem, value: `${order.id}/${key}` } },
    { name: 'at', valueInstant: new Date(at).toISOString() },
    { name: 'status', valueCode: statusOf(dose, given, order, now) },
  ];
  if (text !== undefined) part.push({ name: 'medication', valueString: text });
  if (medicine !== undefined) part.push({ name: 'concept', valueCodeableConcept: medicine });
  if (amount !== undefined) part.push({ name: 'dose', valueQuantity: amount });
  const packing = ((order.extension ?? []) as JsonObject[]).find(({ url }) => url === PACKING)?.valueCoding;
  if (packing !== undefined) part.push({ name: 'packing', valueCoding: packing });
  if (given !== undefined) {
    part.push({ name: 'administration', valueReference: { reference: `MedicationAdministration/${given.id}` } });
    const time = givenAt(given as Parameters<typeof givenAt>[0]);
    if (time !== undefined) part.push({ name: 'recorded', valueInstant: new Date(time).toISOString() });
  }
  return { name: 'dose', part };
}

/** `given`, `partly`, `not-given`, `under-way`; and of what nobody has recorded `on-hold`, `planned`, `due` from its time, `late`. */
function statusOf({ at, dose }: PlannedDose, given: Resource | undefined, order: Resource, now: number): string {
  if (given === undefined) {
    if (order.status === 'on-hold') return 'on-hold';
    return now < at ? 'planned' : now < at + LATE_MS ? 'due' : 'late';
  }
  if (given.status === 'not-done') return 'not-given';
  if (given.status !== 'completed') return 'under-way';
  const amount = ((given.dosage as JsonObject | undefined)?.dose as JsonObject | undefined)?.value;
  return dose?.value !== undefined && amount !== undefined && Number(amount) < Number(dose.value) ? 'partly' : 'given';
}
