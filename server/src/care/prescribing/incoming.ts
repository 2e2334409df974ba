import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { groupsAt, readXml, textAt, type Value, type Values, valueAt } from '../../messages/index.ts';
import type { CareContext, CareTimer } from '../process.ts';
import { envelope } from './compose.ts';
import { nationalNumberOf } from './envelope.ts';
import { byApi, referenceOf } from './facts.ts';
import { DISPENSED, keepHandedOut } from './handed-out.ts';
import { contentOf, type Refused } from './message-parts.ts';
import { packedEnvelope, proposedEnvelope, takePacked, takeProposal } from './multidose/from-pharmacy.ts';
import { receiptOf, senderOf } from './receipt.ts';
import { focusOf } from './rules.ts';
import { type PrescriptionService, ServiceAway } from './service.ts';

const kinds = {
  ERM6: { within: envelope, take: takeReport },
  ERM252: { within: proposedEnvelope, take: takeProposal },
  ERM253: { within: packedEnvelope, take: takePacked },
} as const;

/** What pharmacies send: what was dispensed (M6), proposals (M25.2) and what was packed (M25.3). Each is answered for by a receipt. */
export const receiveMessages = (service: PrescriptionService): CareTimer => ({
  name: 'receive-messages',
  everyMs: 10_000,
  async run(context) {
    try {
      for (const id of await service.waiting()) await receive(context, service, id);
    } catch (error) {
      // they wait there, and are asked for again
      if (!(error instanceof ServiceAway)) throw error;
    }
  },
});

async function receive(context: CareContext, service: PrescriptionService, id: string): Promise<void> {
  const xml = await service.fetch(id);
  const type = /<(?:\w+:)?Type\s[^>]*?V="([^"]{1,20})"/.exec(xml)?.[1] ?? '';
  const kind = kinds[type as keyof typeof kinds];
  const answer = (values: Values, why: Refused) =>
    service.answer(
      id,
      receiptOf({ id, type: type || 'ERM' }, { from: 'Enjournal', to: senderOf(values) }, new Date(context.now), why),
    );
  if (kind === undefined) return answer({}, { V: 'T10', DN: 'Meldingsformatet støttes ikke' });
  const { values, wrongs } = readXml(xml, [kind.within]);
  if (wrongs.length > 0) {
    const at = wrongs[0]!.path.slice(0, 200);
    return answer(values, { V: 'T02', DN: 'Meldingen er ikke gyldig etter skjemaet', OT: at });
  }
  const why = await kind.take(context, values, id);
  await answer(values, why);
}

/** Whether a message is about the citizen that we would write it on. */
export async function isAbout(context: CareContext, values: Values, patient: string): Promise<boolean> {
  const citizen = await byApi(context).read(patient);
  const number = citizen === undefined ? undefined : nationalNumberOf(citizen);
  return groupsAt(values, 'MsgInfo', 'Patient', 'Ident').some((one) => textAt(one, 'Id') === number);
}

/** The prescription of ours with this id, as a Task. */
export async function prescriptionById(context: CareContext, id: string): Promise<Resource | undefined> {
  if (!/^[\w-]{1,64}$/.test(id)) return undefined;
  return (await context.search('Task', [['identifier', `urn:ietf:rfc:3986|urn:uuid:${id}`]]))[0];
}

async function takeReport(context: CareContext, values: Values): Promise<Refused> {
  const told = valueAt(contentOf(values, 'UtleveringsrapportRekvirent'), 'Utlevering');
  const id = textAt(told, 'ReseptId') ?? '';
  const day = textAt(told, 'Utleveringsdato');
  const prescription = await prescriptionById(context, id);
  const order = prescription === undefined ? undefined : focusOf(prescription);
  const patient = referenceOf(prescription?.for);
  if (prescription === undefined || order === undefined || patient === undefined || day === undefined)
    return { V: 'X99', DN: 'Resepten er ikke herfra' };
  if (!(await isAbout(context, values, patient))) return { V: 'E31', DN: 'Resepten er en annen pasients' };
  if (textAt(told, 'Annullering') === 'true') return undo(context, patient, order, day);
  const of = await byApi(context).read(order);
  await keepHandedOut(context, patient, [
    {
      order,
      key: `${id}/${day}`,
      at: day,
      packages: numberAt(told, 'ReseptDokLegemiddel', 'Antall'),
      medication: of?.medicationCodeableConcept ?? { text: prescription.description },
      pharmacy: textAt(told, 'Utleverer', 'Navn'),
      tag: (prescription.meta?.tag ?? []) as JsonObject[],
    },
  ]);
  return undefined;
}

const numberAt = (value: Value | undefined, ...path: string[]): number | undefined => {
  const said = Number(textAt(value, ...path));
  return Number.isFinite(said) && said > 0 ? said : undefined;
};

/** What the pharmacy takes back was not handed out. */
async function undo(context: CareContext, patient: string, order: string, day: string): Promise<Refused> {
  const found = (
    await context.search('MedicationDispense', [
      ['patient', patient],
      ['prescription', order],
      ['status', 'completed'],
    ])
  ).filter(
    ({ whenHandedOver, identifier }) =>
      String(whenHandedOver).startsWith(day) &&
      ((identifier ?? []) as JsonObject[]).some(({ system }) => system === DISPENSED),
  );
  await context.transact(
    found.map((one) => {
      const { versionId, lastUpdated: _, ...meta } = one.meta ?? {};
      const resource = { ...one, meta, status: 'entered-in-error' } as unknown as Resource;
      return { method: 'PUT', resource, ifMatch: `W/"${versionId}"` } as const;
    }),
  );
  return undefined;
}
