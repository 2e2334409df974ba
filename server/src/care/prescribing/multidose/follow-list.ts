import type { JsonObject, Resource } from '../../../fhir/resource.ts';
import type { CareContext, CareHandler } from '../../process.ts';
import { byApi, referenceOf, seenBy } from '../facts.ts';
import { causedBy } from '../follow.ts';
import { taskOf } from '../make-task.ts';
import { taskCodes } from '../rules.ts';
import { fingerprintOf } from './compose-list.ts';
import { linesOf } from './list-facts.ts';
import { citizenOf, isMultidose, multidoseCategory } from './shape.ts';

/** What a list said that was sent, after the list before it: `<task or arrangement>/<fingerprint>`. */
const LISTS = 'https://enjournal.no/fhir/NamingSystem/multidose-list';
const MESSAGE_FAILURES = 'https://enjournal.no/fhir/CodeSystem/message-failure';

const OVER = new Set(['completed', 'stopped', 'cancelled', 'entered-in-error']);

/**
 * When the list of somebody with multidose changes, the pharmacy is told by M25.1: in the name of who changed it, where that is
 * a doctor of the unit that answers for it; else it waits for one of them to sign.
 */
export function sendListOnChange(): CareHandler {
  // whose list is followed: read once, and kept by the changes themselves, so that other citizens' orders cost nothing
  let followed: Set<string> | undefined;
  return {
    name: 'send-list-on-change',
    types: ['MedicationRequest', 'SupplyRequest', 'AllergyIntolerance'],
    // what is over when it comes in was never on the list
    isNews: ({ resourceType, status }) => resourceType !== 'MedicationRequest' || !OVER.has(String(status)),
    async handle({ type, before, after }, context) {
      followed ??= new Set(
        (
          await context.search('SupplyRequest', [
            ['category', multidoseCategory],
            ['status', 'active'],
          ])
        ).flatMap((one) => citizenOf(one) ?? []),
      );
      const about = after ?? before;
      if (about === undefined) return;
      if (type === 'SupplyRequest') {
        const citizen = citizenOf(about);
        if (!isMultidose(about) || citizen === undefined) return;
        // one that ends is told of once more
        if (after?.status === 'active') followed.add(citizen);
        else if (before?.status === 'active') followed.delete(citizen);
        else return;
        return tellPharmacy(context, about, { before, after: about });
      }
      const citizen = type === 'AllergyIntolerance' ? referenceOf(about.patient) : referenceOf(about.subject);
      if (citizen === undefined || !followed.has(citizen)) return;
      const [supply] = await context.search('SupplyRequest', [
        ['subject', citizen],
        ['category', multidoseCategory],
        ['status', 'active'],
      ]);
      if (supply !== undefined) await tellPharmacy(context, supply, { before, after: about });
    },
  };
}

/** @param by what was changed, and so tells who did it */
async function tellPharmacy(
  context: CareContext,
  supply: Resource,
  by: { before: Resource | undefined; after: Resource },
): Promise<void> {
  const responsible = supply.requester as JsonObject;
  const role = await byApi(context).read(referenceOf(responsible) ?? '');
  const unit = role?.organization as JsonObject | undefined;
  if (unit === undefined) return;
  const signer = await causedBy(context, by);
  const isOfUnit = signer !== undefined && signer.unit === referenceOf(unit);
  const requester = isOfUnit ? signer.requester : responsible;
  // as the one sees it in whose name it goes: what is kept from them changes nothing
  const { lines, allergies } = await linesOf(supply, seenBy(context, referenceOf(requester)), context.now);
  const fingerprint = fingerprintOf(supply, lines, allergies);
  const told = (
    await context.search('Task', [
      ['patient', citizenOf(supply)!],
      ['code', `${taskCodes}|medicines-in-use`],
    ])
  )
    .filter(({ status }) => status !== 'cancelled' && status !== 'entered-in-error')
    .sort((a, b) => String(b.authoredOn).localeCompare(String(a.authoredOn)));
  const [newest] = told;
  if (newest !== undefined && saidIn(newest) === fingerprint) return;
  const key = `${newest?.id ?? supply.id}/${fingerprint}`;
  const made = taskOf('medicines-in-use', supply, {
    requester,
    owner: unit,
    now: context.now,
    identifier: [{ system: LISTS, value: key }],
    tag: (supply.meta?.tag ?? []) as JsonObject[],
  });
  const resource = isOfUnit
    ? made
    : ({
        ...made,
        status: 'on-hold',
        priority: 'urgent',
        businessStatus: {
          coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/prescription-state', code: 'failed' }],
        },
        statusReason: { coding: [{ system: MESSAGE_FAILURES, code: 'list-signer' }] },
      } as unknown as Resource);
  await context.transact([
    // a list that nobody has sent yet is overtaken by the one that follows it
    ...told.filter(({ status }) => status === 'on-hold' || status === 'ready').map(overtaken),
    { method: 'POST', resource, ifNoneExist: `identifier=${LISTS}|${key}` },
  ]);
}

const saidIn = (task: Resource): string | undefined =>
  ((task.identifier ?? []) as { system?: string; value?: string }[])
    .find(({ system }) => system === LISTS)
    ?.value?.split('/')[1];

function overtaken(task: Resource) {
  const { versionId, lastUpdated: _, ...meta } = task.meta ?? {};
  const resource = {
    ...task,
    meta,
    status: 'cancelled',
    businessStatus: {
      coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/prescription-state', code: 'withdrawn' }],
    },
  } as unknown as Resource;
  return { method: 'PUT', resource, ifMatch: `W/"${versionId}"` } as const;
}
