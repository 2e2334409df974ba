import { dayInNorway, daysAfter } from '../../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../../fhir/resource.ts';
import type { CareContext, CareOperation } from '../../process.ts';
import { type Facts, type Row, rowsOf, type SourceLine } from './sources.ts';

const ORDERS = 'order,original-order,instance-order,filler-order,reflex-order';

/**
 * Patient/[id]/$medication-sources: what is to be reconciled. A row for each medicine, with what each source says of it, and
 * how they differ. What is kept from the caller is in no row.
 */
export const medicationSources: CareOperation = {
  name: 'medication-sources',
  definition: 'https://enjournal.no/fhir/OperationDefinition/Patient-medication-sources',
  at: [{ level: 'instance', types: ['Patient'] }],
  get: true,
  summary: 'The medicines of a citizen by all sources, side by side',
  async run(context, { id }) {
    const facts = await factsOf(context, `Patient/${id}`);
    const rows = rowsOf(facts, context.now);
    return { resourceType: 'Parameters', parameter: rows.map(told) } as unknown as Resource;
  },
};

/** What is known of a citizen's medicines, as far as it may still tell of what is taken. */
export async function factsOf(context: CareContext, patient: string): Promise<Facts> {
  const { now } = context;
  const since = (days: number) => `ge${daysAfter(dayInNorway(now), -days)}`;
  const subject: [string, string] = ['subject', patient];
  const [orders, dispenses, given, statements] = await Promise.all([
    context.search('MedicationRequest', [subject, ['status', 'active,on-hold,completed,stopped'], ['intent', ORDERS]]),
    context.search('MedicationDispense', [subject, ['status', 'completed'], ['whenhandedover', since(400)]]),
    context.search('MedicationAdministration', [
      subject,
      ['status', 'completed,in-progress,not-done'],
      ['effective-time', since(14)],
    ]),
    context.search('MedicationStatement', [subject, ['status', 'active,intended,on-hold,not-taken,stopped,unknown']]),
  ]);
  return { orders, dispenses, given, statements };
}

function told({ key, medication, order, lines, differences }: Row): JsonObject {
  return {
    name: 'row',
    part: [
      { name: 'key', valueString: key },
      { name: 'medication', valueCodeableConcept: medication },
      ...(order === undefined
        ? []
        : [
            { name: 'order', valueReference: { reference: `MedicationRequest/${order.id}` } },
            { name: 'version', valueString: String(order.meta?.versionId) },
          ]),
      ...differences.map((valueCode) => ({ name: 'difference', valueCode })),
      ...lines.map(source),
    ] as JsonObject[],
  };
}

function source({ kind, of, name, dosage, at, status }: SourceLine): JsonObject {
  const note = ((of.note ?? []) as { text?: string }[])[0]?.text;
  const amount = (of.dosage as { dose?: JsonObject } | undefined)?.dose ?? of.quantity;
  return {
    name: 'source',
    part: [
      { name: 'kind', valueCode: kind },
      { name: 'reference', valueReference: { reference: `${of.resourceType}/${of.id}` } },
      { name: 'medication', valueString: name },
      { name: 'status', valueCode: status },
      ...dosage.map((valueDosage) => ({ name: 'dosage', valueDosage })),
      ...(amount === undefined ? [] : [{ name: 'amount', valueQuantity: amount }]),
      ...(at === 0 ? [] : [{ name: 'when', valueInstant: new Date(at).toISOString() }]),
      ...(note === undefined ? [] : [{ name: 'text', valueString: note }]),
    ] as JsonObject[],
  };
}
