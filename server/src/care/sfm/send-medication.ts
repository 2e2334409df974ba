import { createHash, randomUUID } from 'node:crypto';
import { problem } from '../../fhir/issue.ts';
import { dayOfTime } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { CareContext, CareOperation } from '../process.ts';
import { headsOf, identifierIn, identifierSystems, listIn, nameOfList, type SfmList } from './list.ts';
import { fetchedCode, isFresh, outputOf, sentCode, substanceOf } from './rules.ts';
import { SfmAway, SfmRefused, type SfmService } from './service.ts';
import { failed, taskFor } from './task.ts';

const CODES = 'https://enjournal.no/fhir/CodeSystem/task-code';
const DOCTORS = new Set(['lege', 'kommuneoverlege']);
const ORDERING = 'order,original-order,instance-order,filler-order,reflex-order';

/**
 * Patient/[id]/$send-medication: the list as it is here becomes the national one. It answers the one that was fetched, within four
 * hours of the look-up of prescriptions, and has all of it: what is unknown here goes back as it came.
 * @source SFM Basis, $sendMedication
 */
export const sendMedication = (service: SfmService): CareOperation => ({
  name: 'send-medication',
  definition: 'https://enjournal.no/fhir/OperationDefinition/Patient-send-medication',
  at: [{ level: 'instance', types: ['Patient'] }],
  get: false,
  summary: 'Send the medicine list to the national solution (SFM)',
  async run(context, { id }) {
    const { actor, now } = context;
    if (actor.kind !== 'staff' || !DOCTORS.has(actor.role ?? ''))
      throw problem('forbidden', 'sfm-doctor', { expression: 'Patient' });
    const citizen = await context.read(`Patient/${id}`);
    const patient = `Patient/${id}`;
    const [tasks, orders] = await Promise.all([
      context.search('Task', [
        ['patient', patient],
        ['code', `${CODES}|${fetchedCode},${CODES}|${sentCode}`],
        ['status', 'completed'],
      ]),
      context.search('MedicationRequest', [
        ['subject', patient],
        ['intent', ORDERING],
      ]),
    ]);
    const fetched = newestOf(tasks, fetchedCode);
    const sentAt = String(newestOf(tasks, sentCode)?.authoredOn ?? '');
    if (fetched === undefined || !isFresh(fetched, now) || sentAt >= String(fetched.authoredOn))
      throw problem('rule', 'sfm-fetch-first', {
        diagnostics: 'Fetch the list first: what is sent answers a look-up at most four hours old.',
        expression: 'Task.output',
      });
    const list = listIn(bundleOf(fetched));
    if (list === undefined) throw problem('rule', 'sfm-fetch-first', { expression: 'Task.output' });
    const composed = composedList(list, orders, context);
    const answer = await sent(context, service, citizen, composed);
    const told = (name: string) => ((answer.parameter ?? []) as JsonObject[]).find((one) => one.name === name);
    const parts = ((told('PllResult')?.part ?? []) as JsonObject[]).find(({ name }) => name === 'resultCode');
    const code = String(parts?.valueString ?? parts?.valueCode ?? (parts?.valueInteger as number | undefined) ?? '0');
    if (code !== '0') throw await failed(context, citizen, sentCode, 'sfm-refused', `resultCode ${code}`);
    const counts = (name: string): JsonObject => ({ valueInteger: Number(told(name)?.valueInteger ?? 0) });
    const [stored] = await context.transact([
      {
        method: 'POST',
        resource: taskFor(context, citizen, sentCode, 'completed', {
          composition: { valueString: nameOfList(listIn(composed)!) },
          entries: { valueInteger: listIn(composed)!.statements.length },
          prescriptionCount: counts('prescriptionCount'),
          recallCount: counts('recallCount'),
        }),
      },
    ]);
    return stored!;
  },
});

const newestOf = (tasks: readonly Resource[], wanted: string): Resource | undefined =>
  tasks
    .filter(({ code }) =>
      (((code as JsonObject | undefined)?.coding ?? []) as JsonObject[]).some((one) => one.code === wanted),
    )
    .sort((a, b) => String(b.authoredOn).localeCompare(String(a.authoredOn)))[0];

/** The list as it was fetched. */
function bundleOf(task: Resource): unknown {
  const data = (outputOf(task, 'list')?.valueAttachment as JsonObject | undefined)?.data;
  return typeof data === 'string' ? JSON.parse(Buffer.from(data, 'base64').toString('utf8')) : undefined;
}

async function sent(context: CareContext, service: SfmService, citizen: Resource, bundle: Resource): Promise<Resource> {
  const parameters = { resourceType: 'Parameters', parameter: [{ name: 'medication', resource: bundle }] };
  try {
    return await service.sendMedication(parameters as unknown as Resource);
  } catch (error) {
    if (error instanceof SfmRefused) throw await failed(context, citizen, sentCode, 'sfm-refused', error.message);
    if (error instanceof SfmAway) throw await failed(context, citizen, sentCode, 'sfm-away');
    throw error;
  }
}

/**
 * The fetched list with what is otherwise here: a changed treatment gets a new head, and the old becomes its tail; a stopped one is
 * stopped; a new one is added; all else is returned as it came.
 */
function composedList(
  list: SfmList,
  orders: readonly Resource[],
  { actor, now }: Pick<CareContext, 'actor' | 'now'>,
): Resource {
  const heads = headsOf(list);
  const pairs = pairsOf(heads, orders);
  const made: Resource[] = [];
  const kept = new Map<Resource, Resource>();
  for (const head of heads) {
    const order = pairs.get(head);
    if (order === undefined) continue;
    if (order.status === 'stopped') {
      kept.set(head, { ...head, status: 'stopped', ...reasonOf(order) } as unknown as Resource);
    } else if (!saysTheSame(head, order)) {
      const next = statementOf(order, list, identifierIn(head, 'treatment'));
      made.push(next);
      const { partOf: _, ...rest } = head as Resource & { partOf?: unknown };
      kept.set(head, {
        ...rest,
        status: 'completed',
        partOf: [{ reference: `urn:uuid:${next.id}` }],
      } as unknown as Resource);
    }
  }
  const paired = new Set(pairs.values());
  const isNew = (order: Resource) => (order.status === 'active' || order.status === 'on-hold') && !paired.has(order);
  made.push(...orders.filter(isNew).map((order) => statementOf(order, list, treatmentOf(order, orders))));
  const statements = [...list.statements.map((one) => kept.get(one) ?? one), ...made];
  const composition = {
    ...list.composition,
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${randomUUID()}` },
    date: new Date(now).toISOString(),
    author: [{ display: actor.display }],
    relatesTo: [{ code: 'replaces', targetIdentifier: list.composition.identifier }],
    section: sectionsOf(list.composition, made),
  };
  const others = ((list.bundle.entry ?? []) as { resource: Resource; fullUrl?: string }[]).filter(
    ({ resource }) => resource.resourceType !== 'Composition' && resource.resourceType !== 'MedicationStatement',
  );
  const urlOf = (resource: Resource): string =>
    ((list.bundle.entry ?? []) as { resource: Resource; fullUrl?: string }[]).find(
      (one) => one.resource.id === resource.id,
    )?.fullUrl ?? `urn:uuid:${resource.id}`;
  return {
    resourceType: 'Bundle',
    type: 'document',
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${randomUUID()}` },
    timestamp: new Date(now).toISOString(),
    entry: [
      { fullUrl: `urn:uuid:${randomUUID()}`, resource: composition },
      ...others,
      ...statements.map((resource) => ({ fullUrl: urlOf(resource), resource })),
    ],
  } as unknown as Resource;
}

/** The first section lists the medicines; what is new is put there too. */
function sectionsOf({ section }: Resource, made: readonly Resource[]): unknown {
  const [medicines, ...others] = (section ?? []) as JsonObject[];
  const entry = made.map(({ id }) => ({ reference: `urn:uuid:${id}` }));
  if (medicines === undefined) return [{ title: 'sectionMedication', entry }];
  return [{ ...medicines, entry: [...((medicines.entry ?? []) as JsonObject[]), ...entry] }, ...others];
}

/** The order that a national treatment is here: by the treatment's id; else by the substance, where each has one. */
function pairsOf(heads: readonly Resource[], orders: readonly Resource[]): Map<Resource, Resource> {
  const current = orders.filter(({ status }) => status === 'active' || status === 'on-hold' || status === 'stopped');
  const pairs = new Map<Resource, Resource>();
  const isFree = (order: Resource) => ![...pairs.values()].includes(order);
  for (const head of heads) {
    const id = identifierIn(head, 'treatment');
    const own = current.find((order) => id !== undefined && treatmentOf(order, orders) === id);
    if (own !== undefined) pairs.set(head, own);
  }
  for (const head of heads) {
    if (pairs.has(head) || head.status === 'stopped' || head.status === 'completed') continue;
    const substance = substanceOf(head);
    const same = current.filter((order) => isFree(order) && substanceOf(order) === substance);
    const standing = same.filter(({ status }) => status !== 'stopped');
    const alike = heads.filter((other) => !pairs.has(other) && substanceOf(other) === substance);
    const [only] = standing.length > 0 ? standing : same;
    if (only !== undefined && alike.length === 1 && standing.length <= 1) pairs.set(head, only);
  }
  return pairs;
}

/** What a treatment of ours is called nationally: made of its first order's id, the same through all changes. */
function treatmentOf(order: Resource, orders: readonly Resource[]): string {
  let first = order;
  const seen = new Set<unknown>();
  while (!seen.has(first.id)) {
    seen.add(first.id);
    const prior = (first.priorPrescription as JsonObject | undefined)?.reference;
    const before = orders.find(({ id }) => `MedicationRequest/${id}` === prior);
    if (before === undefined) break;
    first = before;
  }
  const hash = createHash('sha256').update(`treatment/${first.id}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

const textsOf = (lines: unknown): string =>
  ((lines ?? []) as JsonObject[]).map(({ text }) => String(text ?? '').trim()).join('; ');
const nameOf = (of: Resource): string => String((of.medicationCodeableConcept as JsonObject | undefined)?.text ?? '');

const saysTheSame = (head: Resource, order: Resource): boolean =>
  textsOf(head.dosage) === textsOf(order.dosageInstruction) && nameOf(head) === nameOf(order);

const reasonOf = ({ statusReason }: Resource): JsonObject =>
  statusReason === undefined ? {} : { statusReason: [statusReason] };

function statementOf(order: Resource, { patient }: SfmList, treatment: string | undefined): Resource {
  return {
    resourceType: 'MedicationStatement',
    id: randomUUID(),
    meta: { profile: ['http://ehelse.no/fhir/StructureDefinition/sfm-MedicationStatement'] },
    identifier: [
      { system: identifierSystems.pll, value: randomUUID() },
      ...(treatment === undefined ? [] : [{ system: identifierSystems.treatment, value: treatment }]),
    ],
    status: order.status === 'on-hold' ? 'on-hold' : 'active',
    medicationCodeableConcept: order.medicationCodeableConcept,
    subject: { reference: `Patient/${patient.id}` },
    ...(order.authoredOn === undefined ? {} : { effectivePeriod: { start: dayOfTime(String(order.authoredOn)) } }),
    ...(order.reasonCode === undefined ? {} : { reasonCode: order.reasonCode }),
    dosage: order.dosageInstruction,
  } as unknown as Resource;
}
