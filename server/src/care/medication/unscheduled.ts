import { problem } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type CareContext, type CareOperation, parametersNamed } from '../process.ts';
import { isAsNeeded, neededOf, roomOf } from './as-needed.ts';
import { givenAt } from './doses.ts';
import { isInfusion, pumpLeft, ratesOf } from './infusion.ts';
import { ceasedAt } from './orders.ts';

const MOST_PATIENTS = 60;
/** What was given so far back still counts to a limit of a week, and its effect is still asked for. */
const BACK_MS = 8 * 86_400_000;
const AT_ONCE = 40;

/**
 * MedicationRequest/$unscheduled: what may be given without a time of its own, as needed or by a pump, and what was given of it
 * lately: enough to work out the limits again where there is no network.
 */
export const unscheduled: CareOperation = {
  name: 'unscheduled',
  definition: 'https://enjournal.no/fhir/OperationDefinition/MedicationRequest-unscheduled',
  at: [{ level: 'type', types: ['MedicationRequest'] }],
  get: true,
  summary: 'What may be given as needed or runs in a pump, what is left of it, and what was given',
  async run(context, { parameters }) {
    const patients = parametersNamed(parameters, 'patient').map((value) =>
      typeof value === 'string' ? value : String((value as JsonObject | undefined)?.reference),
    );
    const isNamed = patients.length > 0 && patients.length <= MOST_PATIENTS;
    if (!isNamed || patients.some((one) => !/^Patient\/[A-Za-z0-9\-.]{1,64}$/.test(one))) {
      throw problem('invalid', 'parameter-value', {
        diagnostics: `Name 1 to ${MOST_PATIENTS} patients by reference.`,
        expression: "Parameters.parameter.where(name = 'patient')",
      });
    }
    const all = await Promise.all(patients.map((patient) => medicinesOf(context, patient)));
    return { resourceType: 'Parameters', parameter: all.flat() } as unknown as Resource;
  },
};

async function medicinesOf(context: CareContext, patient: string): Promise<JsonObject[]> {
  const [orders, given] = await Promise.all([
    context.search('MedicationRequest', [
      ['subject', patient],
      ['status', 'active,on-hold,completed,stopped'],
      ['intent', 'order,original-order,instance-order,filler-order,reflex-order'],
    ]),
    context.search('MedicationAdministration', [
      ['subject', patient],
      ['status:not', 'entered-in-error'],
      ['effective-time', `ge${new Date(context.now - BACK_MS).toISOString()}`],
    ]),
  ]);
  const of = ({ id }: Resource) =>
    given.filter(({ request }) => (request as JsonObject | undefined)?.reference === `MedicationRequest/${id}`);
  const found = orders.flatMap((order) => {
    const isStanding = (order.status === 'active' || order.status === 'on-hold') && ceasedAt(order) > context.now;
    const mine = of(order);
    if (ratesOf(order) !== undefined) {
      // what runs is shown as long as it runs, whatever became of its order
      const runs = mine.some((one) => one.status === 'in-progress');
      return isStanding || runs ? [{ kind: 'infusion', order, given: mine.filter(isInfusion), isStanding }] : [];
    }
    const lines = (order.dosageInstruction ?? []) as JsonObject[];
    if (!lines.some(isAsNeeded)) return [];
    return isStanding || mine.length > 0 ? [{ kind: 'as-needed', order, given: mine, isStanding }] : [];
  });
  const effects = await effectsOf(
    context,
    patient,
    found.flatMap((one) => (one.kind === 'as-needed' ? one.given : [])),
  );
  return found.map(({ kind, order, given: mine, isStanding }) => {
    const part: JsonObject[] = [
      { name: 'patient', valueReference: { reference: patient } },
      { name: 'kind', valueCode: kind },
      { name: 'standing', valueBoolean: isStanding },
      { name: 'order', resource: order as unknown as JsonObject },
      ...mine.map((one) => ({ name: 'given', resource: one as unknown as JsonObject })),
      ...effects
        .filter(({ partOf }) =>
          ((partOf ?? []) as JsonObject[]).some(({ reference }) =>
            mine.some(({ id }) => reference === `MedicationAdministration/${id}`),
          ),
        )
        .map((one) => ({ name: 'effect', resource: one as unknown as JsonObject })),
      ...toldOf(kind, order, mine, context.now),
    ];
    return { name: 'medicine', part };
  });
}

/** What an app that does not reckon itself needs: when the next may be given, and what is left. */
function toldOf(kind: string, order: Resource, given: readonly Resource[], now: number): JsonObject[] {
  const instant = (at: number): JsonObject => ({ valueInstant: new Date(at).toISOString() });
  if (kind === 'infusion') {
    const running = given.find(({ status }) => status === 'in-progress');
    const left = running && pumpLeft(running, now);
    return left === undefined
      ? []
      : [
          { name: 'left', valueDecimal: left.left },
          { name: 'empty', ...instant(left.emptyAt) },
        ];
  }
  const needed = neededOf(order);
  if (needed === undefined) return [];
  const taken = given
    .filter(({ status }) => status === 'completed')
    .map((one) => ({
      at: givenAt(one as Parameters<typeof givenAt>[0]) ?? 0,
      amount: Number(((one.dosage as JsonObject | undefined)?.dose as JsonObject | undefined)?.value ?? 0),
    }));
  const { left, next } = roomOf(needed, taken, now);
  return [
    ...(left === undefined ? [] : [{ name: 'left', valueDecimal: left }]),
    ...(Number.isFinite(next) ? [{ name: 'next', ...instant(next) }] : []),
  ];
}

async function effectsOf(context: CareContext, patient: string, given: readonly Resource[]): Promise<Resource[]> {
  const references = given.map(({ id }) => `MedicationAdministration/${id}`);
  const parts = Array.from({ length: Math.ceil(references.length / AT_ONCE) }, (_, n) =>
    references.slice(n * AT_ONCE, (n + 1) * AT_ONCE),
  );
  const found = await Promise.all(
    parts.map((part) =>
      // of the one record: to whom giving is delegated, nothing is searched across records
      context.search('Observation', [
        ['subject', patient],
        ['part-of', part.join(',')],
        ['status:not', 'entered-in-error'],
      ]),
    ),
  );
  return found.flat();
}
