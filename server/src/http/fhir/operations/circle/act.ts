import { problem } from '../../../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../../../fhir/resource.ts';
import { change, type Operation } from '../../../../record/index.ts';
import type { Line } from '../../asking.ts';
import { asGate, OF_LOG } from '../../obligations.ts';
import type { FhirService } from '../../service.ts';
import { writeContext } from '../../write-context.ts';
import { inWords } from '../acting/citizen-call.ts';
import { bodyOf, contextOf } from '../gate-writes.ts';
import type { FhirOperation, OperationCall } from '../operation.ts';
import { parametersOf } from '../parameters.ts';
import { parametersAnswer, referencesIn, required, wrongValue } from '../record-call.ts';
import {
  comerOf,
  type InCircle,
  inCircle,
  inputsFor,
  inputsOf,
  lineIn,
  memberReference,
  membershipOf,
  messageCategory,
  stateOf,
  visitCode,
} from './member.ts';
import { circleOf } from './read.ts';

const ACTS = ['plan', 'message', 'take', 'done', 'cannot', 'cancel'] as const;
type Act = (typeof ACTS)[number];
const longest = 1_000;

/**
 * Patient/[id]/$circle-act: plans a visit or chore, takes it on, says that it is done or cannot be done, or writes to the circle. A
 * volunteer says only that their own is done, or that they cannot.
 */
export const circleAct: FhirOperation = inWords({
  name: 'circle-act',
  definition: 'https://enjournal.no/fhir/OperationDefinition/patient-circle-act',
  at: [{ level: 'instance', types: ['Patient'] }],
  get: false,
  summary: 'Plans, takes on or finishes a visit in the circle, or writes to it',
  async run(service, call) {
    const { request, id = '' } = call;
    const line: Line = { interaction: '$circle-act', type: 'Patient', id };
    const parameters = parametersOf(request);
    parameters.only(['act', 'task', 'text', 'start', 'end', 'where', 'who', 'weeks']);
    const act = parameters.text('act') as Act | undefined;
    if (act === undefined) throw required('act');
    if (!ACTS.includes(act)) throw wrongValue('act', `act is one of ${ACTS.join(', ')}.`);
    const text = parameters.text('text')?.trim() ?? '';
    if (text.length > longest) throw wrongValue('text', `text has at most ${longest} characters.`);
    const circle = await inCircle(service, call, line);
    if (circle.place === 'volunteer' && act !== 'done' && act !== 'cannot') throw problem('rule', 'circle-not-yours');
    const known = await circleOf(service, call);
    const operations =
      act === 'message'
        ? [message(call, circle, known, text, service.now())]
        : act === 'plan'
          ? planned(service, call, known, text)
          : [answered(call, circle, known, act)];
    await change(service.database, operations, {
      ...contextOf(service, request, circle.opened, lineIn(circle, line)),
      govern: writeContext(service, asGate(request)).govern!,
    });
    return parametersAnswer([{ name: 'act', valueCode: act }]);
  },
});

type Known = Awaited<ReturnType<typeof circleOf>>;

function message(call: OperationCall, circle: InCircle, known: Known, text: string, now: number): Operation {
  if (text === '') throw problem('rule', 'circle-text', { expression: "Parameters.parameter.where(name = 'text')" });
  const { actor } = call.request;
  const key = circle.member ?? actor.id;
  const resource = {
    resourceType: 'Communication',
    meta: OF_LOG,
    status: 'completed',
    category: [messageCategory],
    subject: { reference: `Patient/${call.id}` },
    sent: new Date(now).toISOString(),
    sender: memberReference(key, nameIn(known, circle, now) ?? actor.display),
    payload: [{ contentString: text }],
  } as unknown as Resource;
  return { kind: 'create', entry: 0, type: 'Communication', body: bodyOf(resource) };
}

const nameIn = ({ consents }: Known, { member }: InCircle, now: number): string | undefined =>
  consents.map((one) => membershipOf(one, now)).find(({ id }) => `Consent/${id}` === member)?.display;

/** A visit at a time, once or each week, for somebody in the circle or for whoever takes it. */
function planned(service: FhirService, { request, id = '' }: OperationCall, known: Known, text: string): Operation[] {
  const parameters = parametersOf(request);
  const start = Date.parse(parameters.text('start') ?? '');
  const end = Date.parse(parameters.text('end') ?? '');
  if (Number.isNaN(start) || Number.isNaN(end) || end <= start || start < service.now() - 86_400_000) {
    throw problem('rule', 'circle-time', { expression: "Parameters.parameter.where(name = 'start')" });
  }
  if (text === '') throw problem('rule', 'circle-text', { expression: "Parameters.parameter.where(name = 'text')" });
  const weeks = parameters.integer('weeks') ?? 1;
  if (weeks < 1 || weeks > 26) throw wrongValue('weeks', 'weeks is 1 to 26.');
  const where = parameters.text('where')?.trim();
  const who = parameters.all('who');
  const comer =
    who.length === 0 ? undefined : comerNamed(known, referencesIn(who, 'who', ['Consent'])[0]!, service.now());
  return Array.from({ length: weeks }, (_, n): Operation => {
    const [from, to] = [start, end].map((one) => new Date(one + n * 7 * 86_400_000).toISOString());
    const task = {
      resourceType: 'Task',
      status: comer === undefined ? 'requested' : 'accepted',
      intent: 'plan',
      code: visitCode,
      description: text,
      for: { reference: `Patient/${id}` },
      authoredOn: new Date(service.now()).toISOString(),
      requester: { reference: request.actor.id, display: request.actor.display },
      owner: { reference: `Patient/${id}` },
      executionPeriod: { start: from, end: to },
      ...(comer === undefined && !where ? {} : { input: inputsFor(comer, where) }),
    } as unknown as Resource;
    return { kind: 'create', entry: n, type: 'Task', body: bodyOf(task) };
  });
}

function comerNamed({ consents }: Known, reference: string, now: number): JsonObject {
  const member = consents.map((one) => membershipOf(one, now)).find(({ id }) => `Consent/${id}` === reference);
  if (member?.isActive !== true) throw problem('rule', 'circle-unknown');
  return memberReference(reference, member.display);
}

/** Who takes a visit, finishes their own or gives it back; who decides may call any of them off. */
function answered(call: OperationCall, circle: InCircle, known: Known, act: Act): Operation {
  const given = parametersOf(call.request).all('task');
  if (given.length !== 1) throw required('task');
  const reference = referencesIn(given, 'task', ['Task'])[0]!;
  const task = known.visits.find(({ id }) => `Task/${id}` === reference);
  const mine = circle.member ?? call.request.actor.id;
  const isMine = task !== undefined && comerOf(task).key === mine;
  // a volunteer learns of no visit but their own
  if (task === undefined || (circle.place === 'volunteer' && !isMine)) throw problem('rule', 'circle-visit-unknown');
  const state = stateOf(task);
  const isOpen = state === 'open' || state === 'taken';
  const may = act === 'take' ? state === 'open' : act === 'cancel' ? circle.place === 'owner' || isMine : isMine;
  if (!isOpen || !may) throw problem('rule', 'circle-not-yours');
  const name = nameIn(known, circle, 0) ?? call.request.actor.display;
  const patch = (body: { value: JsonObject }) => {
    const { value } = body;
    if (act === 'take' || act === 'cannot') {
      // back from somebody who cannot, a Task is ready for whoever takes it
      value.status = act === 'cannot' ? 'ready' : value.status === 'ready' ? 'in-progress' : 'accepted';
      const where = inputsOf(value).find(({ type }) => type?.text === 'place')?.valueString;
      const input = inputsFor(act === 'take' ? memberReference(mine, name) : undefined, where);
      if (input.length > 0) value.input = input;
      else delete value.input;
    } else value.status = act === 'done' ? 'completed' : 'cancelled';
    return body as ReturnType<typeof bodyOf>;
  };
  return { kind: 'patch', entry: 0, type: 'Task', target: { id: String(task.id) }, patch };
}
