import type { Opened } from '../../../../access/gate/gate.ts';
import { happened } from '../../../../access/ledger/audit-words.ts';
import { type Entry, findEntries } from '../../../../access/ledger/entries.ts';
import { AFTERWARDS_MS } from '../../../../access/ledger/review-signs.ts';
import type { JsonObject } from '../../../../fhir/resource.ts';
import { accessLine, type Line, refusal } from '../../asking.ts';
import { notFound } from '../../disclose.ts';
import { languageOf } from '../../language.ts';
import type { FhirRequest } from '../../message.ts';
import type { FhirService } from '../../service.ts';
import type { FhirOperation, OperationCall } from '../operation.ts';
import { parametersOf } from '../parameters.ts';
import { parametersAnswer } from '../record-call.ts';
import { namesOf, type ReviewCase, readCases } from './case.ts';
import { aroundEach } from './list.ts';
import { noticeParts, noticesOf } from './notices.ts';
import { officerOf, openAsCase, reviewedBy } from './officer.ts';
import { reviewPart } from './told.ts';

/** Task/[id]/$review: one review, with what was opened: kinds and times, never what stood there. */
export const review: FhirOperation = {
  name: 'review',
  definition: 'https://enjournal.no/fhir/OperationDefinition/Task-review',
  at: [{ level: 'instance', types: ['Task'] }],
  get: true,
  summary: 'One review of a look, with what was opened and when, and what is known around it',
  async run(service, call) {
    const { request } = call;
    parametersOf(request).only([]);
    const line: Line = { interaction: '$review', type: 'Task', basis: 'relation:log-case' };
    const { one, opened, owners } = await reviewFor(service, call, line);
    const [[known], names, entries, notices] = await Promise.all([
      aroundEach(service, [{ one, opened }]),
      namesOf(service, [`Patient/${one.patient}`, `Practitioner/${one.person}`]),
      entriesOf(service, one),
      noticesOf(service, one, owners),
    ]);
    await service.log.append(accessLine(request, opened, { ...line, id: one.id, record: one.record }));
    const part = reviewPart(one, names, known, service.now());
    const first = notices.find(({ who }) => who.startsWith('Patient/'));
    const told: JsonObject[] = first === undefined ? [] : [{ name: 'patientTold', valueInstant: first.time }];
    const opened_ = entries.map((entry) => accessPart(entry, request));
    return parametersAnswer([part, ...told, ...(await noticeParts(service, notices)), ...opened_]);
  },
};

/**
 * The review that an operation is called on, for whoever may review it.
 * @throws Problem absent for one of others, of one's own record, or of one's own look: the same as for none
 */
export async function reviewFor(
  service: FhirService,
  { request, id = '' }: OperationCall,
  line: Line,
): Promise<{ one: ReviewCase; opened: Opened; owners: readonly string[] }> {
  const officer = await officerOf(service, request, line);
  const [one] = await readCases(service, [id]);
  const owners = await reviewedBy(service, officer);
  const isTheirs = one !== undefined && owners.includes(one.owner) && one.person !== officer.person;
  if (!isTheirs) {
    await service.log.append(accessLine(request, undefined, { ...line, id, outcome: 8 }));
    throw notFound();
  }
  const opened = await openAsCase(service, request, officer, one.record);
  const { verdict } = opened;
  if ('deny' in verdict) {
    const told = { decision: `deny:${verdict.deny}`, basis: verdict.deny, stream: verdict.stream };
    await service.log.append(accessLine(request, opened, { ...line, id, ...told }));
    throw verdict.opening === 404 ? notFound() : refusal(request, verdict, verdict.opening);
  }
  return { one, opened, owners };
}

const MOST = 500;

/** What the person did in the record while it was open, and what they wrote within a day. */
export async function entriesOf(service: FhirService, one: ReviewCase): Promise<Entry[]> {
  const isOpening = one.kind === 'emergency-review';
  const entries = await findEntries(
    service.database.reader,
    {
      records: [one.record],
      agents: [`Practitioner/${one.person}`],
      // a look that the gate asks about is noted at its end, when more may have been seen already
      from: isOpening ? one.from - 1_000 : one.from - 3_600_000,
      to: one.from + AFTERWARDS_MS,
    },
    { count: MOST, isOldestFirst: true },
  );
  return entries
    .slice(0, MOST)
    .filter(({ interaction }) => interaction !== '$emergency-access' && interaction !== '$emergency-end')
    .filter(({ at, interaction }) => at < one.until || writes.has(interaction));
}

const writes = new Set(['create', 'update', 'patch', 'delete', '$register-arrival']);

function accessPart(entry: Entry, request: FhirRequest): JsonObject {
  const counts = new Map<string, number>();
  for (const reference of entry.shown) {
    const type = reference.split('/')[0]!;
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  if (counts.size === 0 && entry.type) counts.set(entry.type, 1);
  return {
    name: 'access',
    part: [
      { name: 'time', valueInstant: new Date(entry.at).toISOString() },
      { name: 'interaction', valueCode: entry.interaction.replace(/^\$/, '') },
      { name: 'refused', valueBoolean: entry.outcome === 4 },
      { name: 'description', valueString: happened(entry, languageOf(request.headers['accept-language'])) },
      ...[...counts].map(([type, count]) => ({
        name: 'type',
        part: [
          { name: 'code', valueCode: type },
          { name: 'count', valueUnsignedInt: count },
        ],
      })),
    ],
  };
}
