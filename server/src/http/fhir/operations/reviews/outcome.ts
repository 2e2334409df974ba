import { custodianSystem } from '../../../../access/gate/resource-facts.ts';
import { problem } from '../../../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../../../fhir/resource.ts';
import { change, findCurrent, type Operation } from '../../../../record/index.ts';
import { accessLine, askFor, type Line } from '../../asking.ts';
import { notFound } from '../../disclose.ts';
import type { FhirRequest } from '../../message.ts';
import { communication, noticeOperation, OF_LOG, taskCodeSystem } from '../../obligations.ts';
import type { FhirService } from '../../service.ts';
import { bodyOf, contextOf } from '../gate-writes.ts';
import type { FhirOperation } from '../operation.ts';
import { parametersOf } from '../parameters.ts';
import { parametersAnswer, required, wrongValue } from '../record-call.ts';
import { breachOutcomes, coded, outcomes, type ReviewCase, readCases } from './case.ts';
import { entriesOf, reviewFor } from './review.ts';
import { BREACH_MS } from './told.ts';

const at = [{ level: 'instance', types: ['Task'] }] as const;
const answers = [...outcomes, 'explanation'] as const;
type Answer = (typeof answers)[number] | (typeof breachOutcomes)[number];
const shortest = 5;
const longest = 2_000;

/**
 * Task/[id]/$review-outcome: justified, unlawful, or an explanation is asked for; by someone else than who looked. An unlawful
 * look is told to the citizen and to each enterprise that what was seen came from, and the time to report it begins; each
 * closes its own matter by saying whether it was reported. A citizen who asked is answered in the words that are given.
 * @source pasientjournalloven § 22 a third paragraph; GDPR articles 33 and 34
 */
export const reviewOutcome: FhirOperation = {
  name: 'review-outcome',
  definition: 'https://enjournal.no/fhir/OperationDefinition/Task-review-outcome',
  at,
  get: false,
  summary: 'Closes the review of a look, or asks who looked to explain it',
  async run(service, call) {
    const { request } = call;
    const parameters = parametersOf(request);
    parameters.only(['outcome', 'text']);
    const given = parameters.text('outcome');
    if (given === undefined) throw required('outcome');
    const known: readonly Answer[] = [...answers, ...breachOutcomes];
    const outcome = known.find((one) => one === given);
    if (outcome === undefined) throw wrongValue('outcome', `outcome is one of ${known.join(', ')}.`);
    const text = textIn(parameters.text('text'));
    const line: Line = { interaction: '$review-outcome', type: 'Task', basis: 'relation:log-case' };
    const { one, opened } = await reviewFor(service, call, line);
    if (one.outcome !== undefined) throw closed();
    const possible: readonly Answer[] = one.kind === 'unlawful-access' ? breachOutcomes : answers;
    if (!possible.includes(outcome)) throw wrongValue('outcome', `outcome is one of ${possible.join(', ')} here.`);
    if (outcome === 'explanation' && one.isWaiting) {
      throw problem('rule', 'explanation-asked', { diagnostics: 'An explanation is asked for already.' });
    }
    const now = service.now();
    const operations = [
      judged(one, request, { outcome, text, now }),
      ...(outcome === 'unlawful' ? await toldOf(service, request, one, one.owner, text) : []),
      ...(one.kind === 'log-question' && outcome !== 'explanation' ? [answerOf(service, request, one, text)] : []),
    ].map((operation, entry): Operation => ({ ...operation, entry }));
    await change(service.database, operations, contextOf(service, request, opened, { ...line, record: one.record }));
    service.gate.forget(askFor(request), opened.epochs);
    return parametersAnswer([
      { name: 'status', valueCode: outcome === 'explanation' ? 'waiting' : 'closed' },
      ...(outcome === 'unlawful'
        ? [{ name: 'breachDeadline', valueInstant: new Date(now + BREACH_MS).toISOString() }]
        : []),
    ]);
  },
};

/** Task/[id]/$review-explain: by who looked, when it is asked for. */
export const reviewExplain: FhirOperation = {
  name: 'review-explain',
  definition: 'https://enjournal.no/fhir/OperationDefinition/Task-review-explain',
  at,
  get: false,
  summary: 'Explains one’s own look, when whoever reviews it has asked',
  async run(service, { request, id = '' }) {
    const parameters = parametersOf(request);
    parameters.only(['text']);
    const text = textIn(parameters.text('text'));
    const line: Line = { interaction: '$review-explain', type: 'Task', basis: 'own-review' };
    const ask = askFor(request);
    const [[one], { facts }] = await Promise.all([readCases(service, [id]), service.gate.acting(ask)]);
    const isOwn = one !== undefined && facts.kind === 'staff' && facts.isEmployed && one.person === facts.person;
    if (!isOwn) {
      await service.log.append(accessLine(request, undefined, { ...line, id, outcome: 8 }));
      throw notFound();
    }
    if (one.outcome !== undefined || !one.isWaiting) throw closed();
    const opened = await service.gate.open(ask, one.record, 'read');
    const operation = judged(one, request, { outcome: 'explained', text, now: service.now() });
    const own = { ...line, record: one.record, decision: 'permit', rule: 'G6-emergency' };
    await change(service.database, [operation], contextOf(service, request, opened, own));
    return parametersAnswer([{ name: 'status', valueCode: 'open' }]);
  },
};

function textIn(given: string | undefined): string {
  const text = given?.trim();
  if (text === undefined) throw required('text');
  if ([...text].length < shortest || text.length > longest) {
    throw wrongValue('text', `text has ${shortest} to ${longest} characters.`);
  }
  return text;
}

const closed = () =>
  problem('rule', 'review-closed', { diagnostics: 'The review is closed, or nothing is asked for.' });

type Judgement = { outcome: Answer | 'explained'; text: string; now: number };

/** The Task with what was said of it. Two who close it at once: the second is told that it was changed. */
function judged(one: ReviewCase, { actor }: FhirRequest, { outcome, text, now }: Judgement): Operation {
  const time = new Date(now).toISOString();
  const who: JsonObject = { reference: actor.id, display: actor.display };
  const patch = (body: ReturnType<typeof bodyOf>) => {
    const task = body.value;
    const notes = Array.isArray(task.note) ? task.note : [];
    task.note = [...notes, { authorReference: who, time, text }];
    if (outcome === 'explanation') task.businessStatus = coded('awaiting-explanation');
    else if (outcome === 'explained') task.businessStatus = coded('explained');
    else {
      delete task.businessStatus;
      task.status = 'completed';
      task.lastModified = time;
      task.output = [
        { type: coded('outcome'), valueCode: outcome },
        { type: coded('time'), valueDateTime: time },
        { type: coded('reviewer'), valueReference: who },
      ];
    }
    return body;
  };
  return { kind: 'patch', type: 'Task', target: { id: one.id }, patch, ifMatch: one.version };
}

/** What the citizen who asked is told, in the words of who looked into it. */
function answerOf(service: FhirService, request: FhirRequest, one: ReviewCase, text: string): Operation {
  const said = communication(service, request, one.patient, 'log-answer', text) as JsonObject;
  const answer = { ...said, about: [{ reference: `Task/${one.id}` }] } as unknown as Resource;
  return noticeOperation(`answer-${one.id}`, answer);
}

/** What follows from an unlawful look: the citizen is told, and each enterprise gets a matter with a deadline. */
async function toldOf(
  service: FhirService,
  request: FhirRequest,
  one: ReviewCase,
  own: string,
  text: string,
): Promise<Operation[]> {
  const now = service.now();
  const said = communication(service, request, one.patient, 'unlawful-access') as JsonObject;
  const citizen = { ...said, about: [{ reference: `Task/${one.id}` }] } as unknown as Resource;
  const enterprises = new Set([own, ...(await custodiansOf(service, one))]);
  return [
    noticeOperation(`unlawful-${one.id}`, citizen),
    ...[...enterprises].map((enterprise): Operation => {
      const task = {
        resourceType: 'Task',
        meta: OF_LOG,
        status: 'requested',
        intent: 'order',
        priority: 'urgent',
        code: { coding: [{ system: taskCodeSystem, code: 'unlawful-access' }] },
        description: text,
        focus: { reference: `Task/${one.id}` },
        for: { reference: `Patient/${one.patient}` },
        authoredOn: new Date(now).toISOString(),
        requester: { reference: request.actor.id, display: request.actor.display },
        owner: { reference: `Organization/${enterprise}` },
        input: [{ type: { text: 'who' }, valueReference: whoIn(one) }],
        restriction: { period: { start: new Date(one.from).toISOString(), end: new Date(one.until).toISOString() } },
        executionPeriod: {
          start: new Date(now).toISOString(),
          end: new Date(now + BREACH_MS).toISOString(),
        },
      };
      return { kind: 'create', type: 'Task', body: bodyOf(task as unknown as Resource) };
    }),
  ];
}

const whoIn = ({ person, personName }: ReviewCase): JsonObject => ({
  reference: `Practitioner/${person}`,
  ...(personName === undefined ? {} : { display: personName }),
});

/** Legal entities that wrote what was shown. */
async function custodiansOf(service: FhirService, one: ReviewCase): Promise<string[]> {
  const given = (await entriesOf(service, one)).filter(({ outcome }) => outcome !== 4);
  const shown = given.flatMap(({ shown: all, type, id }) =>
    type !== undefined && id !== undefined ? [...all, `${type}/${id}`] : all,
  );
  const keys = [...new Set(shown)].map((reference) => ({
    type: reference.split('/')[0]!,
    id: reference.split('/')[1]!,
  }));
  const found = await findCurrent(service.database.reader, keys, false);
  const units = new Set<string>();
  for (const row of found) {
    if (row.state !== 'current') continue;
    const { meta } = JSON.parse(row.content) as { meta?: { tag?: { system?: string; code?: string }[] } };
    for (const { system, code } of meta?.tag ?? []) {
      if (system === custodianSystem && code !== undefined) units.add(code);
    }
  }
  const chains = await Promise.all([...units].map((unit) => service.gate.organisations.chainOf(unit)));
  return chains.map((chain) => chain.at(-1)!);
}
