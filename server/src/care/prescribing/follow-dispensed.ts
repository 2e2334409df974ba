import { randomUUID } from 'node:crypto';
import { dayInNorway, dayOfTime } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { readXml, textAt } from '../../messages/index.ts';
import type { CareContext, CareTimer } from '../process.ts';
import { composeDispensingsRequest, composeListRequest, envelope } from './compose.ts';
import { nationalNumberOf, type Parties, type Receiver } from './envelope.ts';
import { byApi, partiesOf, referenceOf } from './facts.ts';
import { keepDispensed, prescriptionsIn } from './look-up.ts';
import { messageIdOf } from './make-task.ts';
import { contentOf } from './message-parts.ts';
import { focusOf, prescriptionBank, prescriptionStates, taskCodes, validUntil } from './rules.ts';
import { type PrescriptionService, ServiceAway } from './service.ts';

const MINUTE = 60_000;
/** The open prescriptions are listed so often, and each is asked of so often. */
const LIST_MS = 30 * MINUTE;
const ASK_MS = 6 * 60 * MINUTE;
/** In each round, so that the bank is not flooded. */
const MOST = 20;

/**
 * Open prescriptions are asked of by themselves: how often was it dispensed (M9.7)? When it is more than is known here, what was
 * dispensed is looked up (M9.5) in the name of who signed. Pharmacies tell by M6 too; this finds what no M6 came of.
 */
export function followDispensed(service: PrescriptionService, receiver: Receiver): CareTimer {
  let waiting: Resource[] = [];
  let listedAt = Number.NEGATIVE_INFINITY;
  const askedAt = new Map<string, number>();
  return {
    name: 'follow-dispensed',
    everyMs: MINUTE,
    async run(context) {
      const { now } = context;
      if (now - listedAt >= LIST_MS && waiting.length === 0) {
        listedAt = now;
        const open = await openPrescriptions(context);
        const ids = new Set(open.map(({ id }) => id));
        for (const id of askedAt.keys()) if (!ids.has(id)) askedAt.delete(id);
        waiting = open.filter(({ id }) => now - (askedAt.get(id!) ?? Number.NEGATIVE_INFINITY) >= ASK_MS);
      }
      const round = waiting.splice(0, MOST);
      for (const [at, task] of round.entries()) {
        try {
          await ask(context, service, receiver, task);
          askedAt.set(task.id!, now);
        } catch (error) {
          if (!(error instanceof ServiceAway)) throw error;
          // all of them again when the bank is there
          waiting.unshift(...round.slice(at));
          return;
        }
      }
    },
  };
}

async function openPrescriptions(context: CareContext): Promise<Resource[]> {
  const today = dayInNorway(context.now);
  const found = await context.search('Task', [
    ['owner', prescriptionBank],
    ['status', 'completed'],
    ['business-status', `${prescriptionStates}|received`],
    ['code', `${taskCodes}|prescription`],
  ]);
  return found.filter((task) => (validUntil(task) ?? today) >= today);
}

async function ask(
  context: CareContext,
  service: PrescriptionService,
  receiver: Receiver,
  task: Resource,
): Promise<void> {
  const id = messageIdOf(task);
  const order = focusOf(task);
  const patient = referenceOf(task.for);
  const found = await partiesOf(task, byApi(context));
  if (id === undefined || order === undefined || patient === undefined) return;
  if (found.patient === undefined || found.prescriber === undefined || found.unit === undefined) return;
  if (nationalNumberOf(found.patient) === undefined) return;
  const parties = found as Parties;
  const sent = () => ({ id: randomUUID(), at: new Date(context.now).toISOString(), receiver });
  const question = composeDispensingsRequest(parties, sent(), id);
  if (question.wrongs.length > 0) return;
  const { values, wrongs } = readXml(await service.ask(question.xml), [envelope]);
  const times = Number(textAt(contentOf(values, 'M98'), 'AntallUtleveringer') ?? 0);
  if (wrongs.length > 0 || times === 0) return;
  const known = (
    await context.search('MedicationDispense', [
      ['patient', patient],
      ['prescription', order],
      ['status', 'completed'],
    ])
  ).filter((one) => dayOfTime(String(one.whenHandedOver ?? '')) >= dayOfTime(String(task.authoredOn)));
  if (known.length >= times) return;
  const list = composeListRequest(parties, sent());
  if (list.wrongs.length > 0) return;
  const told = prescriptionsIn(await service.ask(list.xml), patient);
  if (told !== undefined) await keepDispensed(context, patient, told, (task.meta?.tag ?? []) as JsonObject[]);
}
