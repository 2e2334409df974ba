import { setTimeout as sleep } from 'node:timers/promises';
import { type Issue, problem } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { CareContext } from '../process.ts';
import { type Composed, composePrescription, composeRecall, type RecallReason } from './compose.ts';
import type { Parties, Receiver } from './envelope.ts';
import { byApi, factsOf, partiesOf, referenceOf, seenBy } from './facts.ts';
import { messageIdOf, newMessageId, stateOf } from './make-task.ts';
import { composeMedicinesInUse } from './multidose/compose-list.ts';
import { listFactsOf } from './multidose/list-facts.ts';
import { messageKindOf, prescriptionBank, validUntil } from './rules.ts';
import type { PrescriptionService, Receipt } from './service.ts';
import { ServiceAway } from './service.ts';
import { prescriptionIssues } from './sign-rules.ts';

export type OutboxSettings = {
  service: PrescriptionService;
  receiver: Receiver;
  /** Waits between tries, in order; after the last one a person is asked. */
  waitsMs?: readonly number[];
  /** How long what follows in care waits for the receiver; what takes longer goes on beside it. */
  patienceMs?: number;
};

const WAITS_MS = [5_000, 15_000, 60_000, 5 * 60_000, 15 * 60_000];
const PATIENCE_MS = 1_000;

/** On a message: how often it was tried, and when it is tried next. */
export const deliveryExtension = 'https://enjournal.no/fhir/StructureDefinition/message-delivery';

/**
 * Sends what is signed. What goes is kept in the task before it goes, with an id of its own: whatever happens in between, the same
 * message is sent again, and the receiver knows it by its id. What cannot be sent comes back to the unit, with why.
 */
export class Outbox {
  readonly #settings: Required<OutboxSettings>;
  /** Tasks that are being sent by this process. */
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(settings: OutboxSettings) {
    this.#settings = { waitsMs: WAITS_MS, patienceMs: PATIENCE_MS, ...settings };
  }

  /** What waits at the bank's door, and whose time has come. */
  async look(context: CareContext): Promise<void> {
    const waiting = await context.search('Task', [
      ['owner', prescriptionBank],
      ['status', 'requested'],
    ]);
    const due = waiting.filter((task) => messageKindOf(task) !== undefined && deliveryOf(task).next <= context.now);
    await this.#patiently(due.map((task) => this.#once(context, task)));
  }

  /** A task that was just signed, or taken up again. */
  async take(context: CareContext, task: Resource): Promise<void> {
    if (task.status !== 'ready' || messageKindOf(task) === undefined) return;
    await this.#patiently([this.#once(context, task)]);
  }

  #once(context: CareContext, task: Resource): Promise<void> {
    const known = this.#underWay.get(task.id!);
    if (known !== undefined) return known;
    const work = this.#send(context, task).finally(() => this.#underWay.delete(task.id!));
    work.catch(() => {}); // what nobody waits for any more is tried again at its time
    this.#underWay.set(task.id!, work);
    return work;
  }

  async #patiently(all: readonly Promise<void>[]): Promise<void> {
    if (all.length === 0) return;
    const end = new AbortController();
    try {
      await Promise.race([Promise.all(all), sleep(this.#settings.patienceMs, undefined, { signal: end.signal })]);
    } finally {
      end.abort();
    }
  }

  async #send(context: CareContext, given: Resource): Promise<void> {
    const task = given.status === 'ready' ? await this.#prepared(context, given) : given;
    if (task === undefined) return;
    const { service } = this.#settings;
    const id = messageIdOf(task)!;
    const { tries, isAsked } = deliveryOf(task);
    try {
      const receipt = (isAsked ? await service.receiptOf(id) : undefined) ?? (await service.send(messageOf(task, id)));
      if (receipt !== 'waiting') return await this.#settle(context, task, receipt);
      await this.#again(context, task, { why: 'no-receipt', isAsked: true });
    } catch (error) {
      if (!(error instanceof ServiceAway)) throw error;
      await this.#again(context, task, { why: 'not-reached', isAsked: tries > 0 && isAsked });
    }
  }

  /** Makes the message, and keeps it before it is sent. Undefined when it cannot be made, which is told. */
  async #prepared(context: CareContext, task: Resource): Promise<Resource | undefined> {
    const kept = inputOf(task);
    const made = kept === undefined ? await this.#compose(context, task) : { xml: kept, why: undefined };
    if (made.why !== undefined) {
      await hold(context, task, made.why, made.text);
      return undefined;
    }
    const [ready] = await context.transact([
      changed(task, {
        status: 'requested',
        owner: { reference: prescriptionBank, display: this.#settings.receiver.name },
        businessStatus: stateOf('signed'),
        statusReason: undefined,
        input: [
          {
            type: { text: 'message' },
            valueAttachment: { contentType: 'application/xml', data: Buffer.from(made.xml).toString('base64') },
          },
        ],
        extension: delivery(task, { tries: 0, next: context.now, isAsked: false }),
      }),
    ]);
    return ready;
  }

  async #compose(context: CareContext, task: Resource): Promise<{ xml: string; why?: string; text?: string }> {
    const sources = seenBy(context, referenceOf(task.requester));
    const { receiver } = this.#settings;
    const sent = { id: messageIdOf(task) ?? '', at: String(task.authoredOn), receiver };
    const told = ({ xml, wrongs }: Composed) =>
      wrongs.length === 0
        ? { xml }
        : {
            xml,
            why: 'message-wrong',
            text: wrongs
              .map(({ path, rule }) => `${rule} ${path}`)
              .join('; ')
              .slice(0, 500),
          };
    if (messageKindOf(task) === 'prescription') {
      const facts = await factsOf(task, sources);
      const issues = prescriptionIssues(facts, task, { now: context.now, receiver });
      if (issues.length > 0)
        return {
          xml: '',
          why: 'message-wrong',
          text: saidBy(issues),
        };
      return told(composePrescription(facts as Parameters<typeof composePrescription>[0], sent, validUntil(task)!));
    }
    if (messageKindOf(task) === 'medicines-in-use') {
      const { facts, issues } = await listFactsOf(task, sources, context.now);
      if (facts !== undefined) return told(composeMedicinesInUse(facts, sent));
      return { xml: '', why: 'message-wrong', text: saidBy(issues) };
    }
    const [parties, prescription] = await Promise.all([partiesOf(task, sources), prescriptionOf(task, sources.read)]);
    if (
      prescription === undefined ||
      parties.patient === undefined ||
      parties.prescriber === undefined ||
      parties.unit === undefined
    ) {
      return { xml: '', why: 'recall-signer' };
    }
    const reason = task.reasonCode as JsonObject | undefined;
    const code = ((reason?.coding ?? []) as JsonObject[])[0]?.code as RecallReason | undefined;
    const replacedBy = ((task.basedOn ?? []) as JsonObject[]).map(referenceOf)[1];
    const next = replacedBy === undefined ? undefined : await sources.read(replacedBy);
    return told(
      composeRecall(parties as Parties, sent, {
        of: messageIdOf(prescription)!,
        reason: code ?? '4',
        text: reason?.text as string | undefined,
        replacedBy: next === undefined ? undefined : messageIdOf(next),
      }),
    );
  }

  async #settle(context: CareContext, task: Resource, receipt: Exclude<Receipt, 'waiting'>): Promise<void> {
    // the id of what was refused is used up: sent again, it would be refused again
    if (!receipt.taken) return hold(context, task, 'refused', receipt.why, { isNew: true });
    const isRecall = messageKindOf(task) === 'recall-prescription';
    const prescription = isRecall ? await prescriptionOf(task, byApi(context).read) : undefined;
    await context.transact([
      changed(task, {
        status: 'completed',
        businessStatus: stateOf(isRecall ? 'recalled' : 'received'),
        statusReason: undefined,
      }),
      ...(prescription === undefined ? [] : [changed(prescription, { businessStatus: stateOf('recalled') })]),
    ]);
  }

  async #again(
    context: CareContext,
    task: Resource,
    { why, isAsked }: { why: string; isAsked: boolean },
  ): Promise<void> {
    const { tries } = deliveryOf(task);
    const wait = this.#settings.waitsMs[tries];
    if (wait === undefined) return hold(context, task, why);
    await context.transact([
      changed(task, {
        businessStatus: stateOf(isAsked ? 'sent' : 'signed'),
        extension: delivery(task, { tries: tries + 1, next: context.now + wait, isAsked }),
      }),
    ]);
  }
}

export const prescriptionOf = async (
  recall: Resource,
  read: (reference: string) => Promise<Resource | undefined>,
): Promise<Resource | undefined> => {
  const of = ((recall.basedOn ?? []) as JsonObject[]).map(referenceOf)[0];
  return of === undefined ? undefined : read(of);
};

/** Back to the unit of who signed it, with why; and to be sent again or given up there. */
async function hold(
  context: CareContext,
  task: Resource,
  why: string,
  text?: string,
  { isNew = false }: { isNew?: boolean } = {},
): Promise<void> {
  const { owner } = await ownerOf(context, task);
  const identifier = ((task.identifier ?? []) as JsonObject[]).map((one) =>
    one.use === 'official' ? { ...one, use: 'old' } : one,
  );
  await context.transact([
    changed(task, {
      status: 'on-hold',
      ...(owner === undefined ? {} : { owner }),
      priority: 'urgent',
      businessStatus: stateOf('failed'),
      statusReason: {
        coding: [{ system: FAILURES, code: why }],
        ...(text === undefined || text === '' ? {} : { text }),
      },
      ...(isNew || why === 'message-wrong' || why === 'recall-signer'
        ? { identifier: [newMessageId(), ...identifier], input: undefined }
        : {}),
    }),
  ]);
}

/** Why a message did not go, or did not arrive. */
const FAILURES = 'https://enjournal.no/fhir/CodeSystem/message-failure';

async function ownerOf(context: CareContext, task: Resource): Promise<{ owner: JsonObject | undefined }> {
  const owner = referenceOf(task.owner);
  if (owner !== undefined && owner !== prescriptionBank) return { owner: task.owner as JsonObject };
  const { read } = byApi(context);
  const requester = referenceOf(task.requester);
  const role = requester === undefined ? undefined : await read(requester);
  const unit = referenceOf(role?.organization);
  if (unit === undefined) throw problem('fault', 'prescription-owner');
  const display = (role!.organization as JsonObject).display;
  return { owner: { reference: unit, ...(display === undefined ? {} : { display }) } };
}

const saidBy = (issues: readonly Issue[]): string =>
  issues
    .map(({ diagnostics }) => diagnostics)
    .join(' ')
    .slice(0, 500);

/** By kind: what the receiver calls it. @source eResept 2.5 */
const messageTypes = { prescription: 'ERM1', 'recall-prescription': 'ERM5', 'medicines-in-use': 'ERM251' } as const;

type Members = { readonly [name: string]: unknown };

function changed(before: Resource, members: Members) {
  const { versionId, lastUpdated, ...meta } = before.meta ?? {};
  const after = { ...before, ...members, meta, lastModified: undefined } as unknown as Resource;
  for (const [name, value] of Object.entries(after)) if (value === undefined) delete after[name];
  return { method: 'PUT', resource: after, ifMatch: `W/"${versionId}"` } as const;
}

const inputOf = (task: Resource): string | undefined => {
  const input = ((task.input ?? []) as JsonObject[])[0]?.valueAttachment as JsonObject | undefined;
  return typeof input?.data === 'string' ? Buffer.from(input.data, 'base64').toString('utf8') : undefined;
};

const messageOf = (task: Resource, id: string) => ({
  id,
  type: messageTypes[messageKindOf(task)!],
  xml: inputOf(task)!,
});

type Delivery = { tries: number; next: number; isAsked: boolean };

function deliveryOf({ extension }: Resource): Delivery {
  const found = ((extension ?? []) as JsonObject[]).find(({ url }) => url === deliveryExtension);
  const part = (name: string) => ((found?.extension ?? []) as JsonObject[]).find(({ url }) => url === name);
  return {
    tries: Number(part('tries')?.valueUnsignedInt ?? 0),
    next: Date.parse(String(part('next')?.valueInstant ?? '')) || 0,
    isAsked: part('transported')?.valueBoolean === true,
  };
}

const delivery = ({ extension }: Resource, { tries, next, isAsked }: Delivery): JsonObject[] => [
  ...((extension ?? []) as JsonObject[]).filter(({ url }) => url !== deliveryExtension),
  {
    url: deliveryExtension,
    extension: [
      { url: 'tries', valueUnsignedInt: tries },
      { url: 'next', valueInstant: new Date(next).toISOString() },
      { url: 'transported', valueBoolean: isAsked },
    ],
  },
];
