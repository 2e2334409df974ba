import { type Entry, eventId } from '../../../../access/ledger/entries.ts';
import { Problem, problem } from '../../../../fhir/issue.ts';
import type { Resource } from '../../../../fhir/resource.ts';
import { change, findCurrent } from '../../../../record/index.ts';
import { accessLine, askFor, type Line, reasonIssue, refuseUncovered } from '../../asking.ts';
import { auditEntry } from '../../audit.ts';
import { noticeOperation, OF_LOG, taskCodeSystem } from '../../obligations.ts';
import type { FhirService } from '../../service.ts';
import { contextOf } from '../gate-writes.ts';
import type { FhirOperation } from '../operation.ts';
import { parametersOf } from '../parameters.ts';
import { parametersAnswer, required, wrongValue } from '../record-call.ts';

const shortest = 5;
const longest = 2_000;
/** @source GDPR article 12(3): without undue delay, and within a month */
const ANSWER_MS = 30 * 86_400_000;
const MINUTE_MS = 60_000;

/**
 * AuditEvent/[id]/$question: the citizen, or who acts for them, asks why somebody looked. It becomes a case of whoever
 * controls the log where the look came from, with a time by which it is answered; asked again it is the same case.
 * @source pasientjournalloven §§ 18, 22 a
 */
export const question: FhirOperation = {
  name: 'question',
  definition: 'https://enjournal.no/fhir/OperationDefinition/AuditEvent-question',
  at: [{ level: 'instance', types: ['AuditEvent'] }],
  get: false,
  summary: 'Asks why somebody looked: a case for whoever controls the log, answered within a month',
  async run(service, { request, id = '' }) {
    const parameters = parametersOf(request);
    parameters.only(['text']);
    const text = parameters.text('text')?.trim();
    if (text === undefined) throw required('text');
    if ([...text].length < shortest || text.length > longest) {
      throw wrongValue('text', `text has ${shortest} to ${longest} characters.`);
    }
    const line: Line = { interaction: '$question', type: 'Task' };
    await refuseUncovered(service, request, 'c', 'Task', line);
    const { entry, scope } = await auditEntry(service, request, id, '$question');
    const { opened } = scope;
    const { patient, record } = entry;
    if (request.actor.kind !== 'citizen' || opened === undefined || patient === undefined || record === undefined) {
      await service.log.append(accessLine(request, opened, { ...line, id, decision: 'deny:op-not-allowed' }));
      throw new Problem('forbidden', [reasonIssue(request, 'op-not-allowed', 'forbidden')]);
    }
    const owner = await ownerOf(service, entry);
    if (owner === undefined) {
      throw problem('rule', 'nobody-to-ask', {
        diagnostics: 'No health worker made this entry: it was a system, or the one who asks. There is nobody to ask.',
      });
    }
    const now = service.now();
    const task = questionTask(entry, { asker: request.actor.id, owner, text, now });
    const operation = noticeOperation(`question-${eventId(entry)}`, task);
    const { outcomes } = await change(service.database, [operation], contextOf(service, request, opened, line));
    service.gate.forget(askFor(request), opened.epochs);
    const made = `Task/${outcomes[0]!.id}`;
    return parametersAnswer([
      { name: 'task', valueReference: { reference: made } },
      { name: 'deadline', valueInstant: await deadlineOf(service, outcomes[0]!.id, now + ANSWER_MS) },
    ]);
  },
};

/** The legal entity that the look came from; undefined where nobody at work made it. */
async function ownerOf(service: FhirService, { who }: Entry): Promise<string | undefined> {
  if (who?.kind !== 'staff' || who.practitioner === undefined || who.organization === undefined) return undefined;
  return (await service.gate.organisations.chainOf(who.organization.id)).at(-1);
}

/** What was asked before keeps its own time. */
async function deadlineOf(service: FhirService, id: string, otherwise: number): Promise<string> {
  const [current] = await findCurrent(service.database.writer, [{ type: 'Task', id }], false);
  const task = current?.state === 'current' ? (JSON.parse(current.content) as Resource) : undefined;
  const period = task?.executionPeriod as { end?: string } | undefined;
  return period?.end ?? new Date(otherwise).toISOString();
}

type Asked = { asker: string; owner: string; text: string; now: number };

function questionTask({ at, who, patient, ...entry }: Entry, { asker, owner, text, now }: Asked): Resource {
  const practitioner = { reference: `Practitioner/${who!.practitioner}`, display: who!.display };
  return {
    resourceType: 'Task',
    meta: OF_LOG,
    status: 'requested',
    intent: 'order',
    code: { coding: [{ system: taskCodeSystem, code: 'log-question' }] },
    description: text,
    focus: { reference: `AuditEvent/${eventId(entry)}` },
    for: { reference: `Patient/${patient}` },
    authoredOn: new Date(now).toISOString(),
    requester: { reference: asker },
    owner: { reference: `Organization/${owner}` },
    input: [{ type: { text: 'who' }, valueReference: practitioner }],
    restriction: { period: { start: new Date(at).toISOString(), end: new Date(at + MINUTE_MS).toISOString() } },
    executionPeriod: { start: new Date(now).toISOString(), end: new Date(now + ANSWER_MS).toISOString() },
  } as unknown as Resource;
}
