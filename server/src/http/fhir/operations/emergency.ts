import type { Opened } from '../../../access/gate/gate.ts';
import { emergency as emergencyRule } from '../../../access/rules/limits.ts';
import { isOpen } from '../../../access/verdict.ts';
import { problem } from '../../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../../fhir/resource.ts';
import { typeNumber } from '../../../fhir/types.ts';
import { change, type Operation } from '../../../record/index.ts';
import { askFor, refuseUncovered } from '../asking.ts';
import type { FhirResponse } from '../message.ts';
import { communication, emergencyKey, noticeOperation, taskCodeSystem } from '../obligations.ts';
import type { FhirService } from '../service.ts';
import { bodyOf, contextOf } from './gate-writes.ts';
import type { FhirOperation, OperationCall } from './operation.ts';
import { parametersOf } from './parameters.ts';
import { type Called, called, parametersAnswer, refuseDenied, refuseFor, required, wrongValue } from './record-call.ts';

const longestText = 1000;
const at = [{ level: 'instance', types: ['Patient'] }] as const;

/**
 * Patient/[id]/$emergency-access: one person opens one record for an hour, with a reason that the citizen and a reviewer read.
 * @source helsepersonelloven §§ 25 and 29 third paragraph; times, roles and length of text are our choice
 */
export const emergencyAccess: FhirOperation = {
  name: 'emergency-access',
  definition: 'https://enjournal.no/fhir/OperationDefinition/patient-emergency-access',
  at,
  get: false,
  summary: 'Opens a record in an emergency: the citizen is told at once, and somebody reviews it',
  async run(service: FhirService, call: OperationCall): Promise<FhirResponse> {
    const { request, id = '' } = call;
    const parameters = parametersOf(request);
    parameters.only(['reasonCode', 'reasonText']);
    const now = service.now();
    const { minutes, reasonLength, reasons } = emergencyRule.at(now).value;
    const reason = parameters.text('reasonCode');
    const text = parameters.text('reasonText')?.trim();
    if (reason === undefined) throw required('reasonCode');
    if (text === undefined) throw required('reasonText');
    if (!reasons.includes(reason)) throw wrongValue('reasonCode', `reasonCode is one of ${reasons.join(', ')}.`);
    if ([...text].length < reasonLength || text.length > longestText) {
      throw wrongValue('reasonText', `reasonText has ${reasonLength} to ${longestText} characters.`);
    }
    const line = { interaction: '$emergency-access', type: 'Patient', id, emergencyReason: text };
    // An app that may only read does not open a record in its user's name.
    await refuseUncovered(service, request, 'c', 'Task', line);
    const opened = await called(service, call, 'read', line, false);
    await refuseUnneeded(service, call, opened, line);
    const endsAt = now + minutes * 60_000;
    const own = { startedAt: now, endsAt, reason, text };
    const { practitioner = '' } = request.actor;
    const opening = { kind: 'emergency', person: practitioner, from: now, to: endsAt, data: { reason, text } };
    const key = { record: opened.record, type: typeNumber('Task'), id: '', n: 0 };
    const would = await service.gate.openWith(askFor(request), opened.record, 'read', (rows) => [
      ...rows,
      { ...key, ...opening },
    ]);
    if ('deny' in would.verdict) await refuseDenied(service, call, { ...opened, verdict: would.verdict }, line);
    const task = reviewTask(service, call, would, own);
    const period = { start: new Date(now).toISOString(), end: new Date(endsAt).toISOString() };
    const told = noticeOperation(
      emergencyKey(practitioner, now),
      communication(service, request, id, 'emergency-access'),
    );
    const { outcomes } = await change(
      service.database,
      [
        { ...task, entry: 0 },
        { ...told, entry: 1 },
      ],
      contextOf(service, request, would, { ...line, obligations: ['notify-patient', 'review-task'] }),
    );
    service.gate.forget(askFor(request), opened.epochs);
    const made = outcomes[0]!;
    return parametersAnswer([
      { name: 'task', valueReference: { reference: `Task/${made.id}` } },
      { name: 'period', valuePeriod: period },
    ]);
  },
};

/** What is open already, and hides nothing, is not opened a second time: an opening that was not needed costs a review. */
async function refuseUnneeded(
  service: FhirService,
  call: OperationCall,
  opened: Called,
  line: { interaction: string },
) {
  const { verdict, actor } = opened;
  if (actor.kind !== 'staff') await refuseFor(service, call, opened, 'break-glass-role', line);
  if (isOpen(verdict) && verdict.permit.barriers.length === 0) {
    throw problem('rule', 'emergency-not-needed', {
      diagnostics: 'The record is open to the caller, and nothing in it is kept from them.',
    });
  }
}

function reviewTask(
  service: FhirService,
  { request, id = '' }: OperationCall,
  { actor }: Opened,
  own: { startedAt: number; endsAt: number; reason: string; text: string },
): Operation {
  const { startedAt, endsAt, reason, text } = own;
  const org = actor.kind === 'staff' ? actor.org : '';
  const day = 86_400_000;
  const resource = {
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    priority: 'urgent',
    code: { coding: [{ system: taskCodeSystem, code: 'emergency-review' }] },
    description: text,
    for: { reference: `Patient/${id}` },
    authoredOn: new Date(startedAt).toISOString(),
    requester: { reference: `Practitioner/${request.actor.practitioner}`, display: request.actor.display },
    owner: { reference: `Organization/${org}` },
    reasonCode: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/emergency-reason', code: reason }] },
    restriction: {
      period: { start: new Date(startedAt).toISOString(), end: new Date(endsAt).toISOString() },
    },
    // given to somebody else within a day, and closed within a week
    executionPeriod: { end: new Date(service.now() + 7 * day).toISOString() },
  } as unknown as Resource;
  return { kind: 'create', type: 'Task', body: bodyOf(resource) };
}

/** Patient/[id]/$emergency-end: before the hour is over, by who opened. */
export const emergencyEnd: FhirOperation = {
  name: 'emergency-end',
  definition: 'https://enjournal.no/fhir/OperationDefinition/patient-emergency-end',
  at,
  get: false,
  summary: 'Ends the emergency access that whoever asks has to this record',
  async run(service: FhirService, call: OperationCall): Promise<FhirResponse> {
    const { request, id = '' } = call;
    const line = { interaction: '$emergency-end', type: 'Patient', id };
    const opened = await called(service, call, 'read', line, false);
    const now = service.now();
    const own = opened.known.rows.filter(
      ({ kind, person, from, to }) =>
        kind === 'emergency' && person === request.actor.practitioner && from <= now && now < to,
    );
    if (own.length === 0) {
      throw problem('rule', 'no-emergency-access', {
        diagnostics: 'The caller has no emergency access to this record.',
      });
    }
    const ended = new Date(now).toISOString();
    const operations = own.map(({ id: task }, entry): Operation => {
      const patch = (body: { value: JsonObject }) => {
        const restriction = body.value.restriction as { period: JsonObject };
        restriction.period.end = ended;
        return body as ReturnType<typeof bodyOf>;
      };
      return { kind: 'patch', entry, type: 'Task', target: { id: task }, patch };
    });
    await change(service.database, operations, contextOf(service, request, opened, line));
    service.gate.forget(askFor(request), opened.epochs);
    return parametersAnswer([{ name: 'ended', valueInstant: ended }]);
  },
};
