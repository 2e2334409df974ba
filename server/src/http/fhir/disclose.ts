import { setTimeout as sleep } from 'node:timers/promises';
import { labelsOf } from '../../access/categories.ts';
import type { Interaction } from '../../access/facts.ts';
import type { Opened } from '../../access/gate/gate.ts';
import { isShared, sharedTypes } from '../../access/gate/shared.ts';
import { labels } from '../../access/labels.ts';
import { isOfHealthService } from '../../access/other-use.ts';
import { recordOfId } from '../../fhir/ids.ts';
import { Problem, problem } from '../../fhir/issue.ts';
import { parseJson } from '../../fhir/json/index.ts';
import type { Resource } from '../../fhir/resource.ts';
import { companionOf, goesWithOthers } from '../../fhir/search/subject.ts';
import type { ScopeLetter } from '../../fhir/smart-scope.ts';
import { type ChangeNotice, type Current, guessRecord, readVersion } from '../../record/index.ts';
import {
  askFor,
  type Line,
  launchRecord,
  MOST_ATTEMPTS,
  reasonIssue,
  refusal,
  refuseScope,
  stands,
  tokenScope,
} from './asking.ts';
import { type Seen, see } from './judging.ts';
import type { FhirRequest } from './message.ts';
import { carryOut } from './obligations.ts';
import type { FhirService } from './service.ts';

/** One resource that is asked for by its address. */
export type Wanted = {
  type: string;
  id: string;
  letter: ScopeLetter;
  interaction: Interaction;
  /** As it stands in the log. */
  line: Line;
  /** A deleted resource's past is asked for: that it is gone is no refusal. */
  isOfPast?: boolean;
};

export type Disclosed = {
  place: Exclude<Current, { state: 'absent' }>;
  /** With what is masked left out; undefined when nothing is shown but that something is kept from the reader. */
  content: string | undefined;
  opened: Opened | undefined;
};

/**
 * Finds one resource, decides, judges, and logs: when this returns, it may be shown. What the reader may not see answers as
 * what was never there, with the same statements and at the same time.
 * @throws Problem absent, forbidden or unauthenticated, when the refusal is in the log; gone for what was deleted
 */
export async function disclose(service: FhirService, request: FhirRequest, wanted: Wanted): Promise<Disclosed> {
  const began = performance.now();
  try {
    return await disclosed(service, request, wanted);
  } catch (error) {
    if (!isOfHealthService(request.actor) && error instanceof Problem && error.kind === 'absent')
      await atNextBeat(began);
    throw error;
  }
}

/** Several times what either answer takes. */
const BEAT_MS = 10;

/**
 * Waits until a whole number of beats has gone. To read a hidden resource and find that it is hidden takes a little longer
 * than to find none; told at the beat, nobody can measure which it was.
 */
export function atNextBeat(began: number): Promise<void> {
  const gone = performance.now() - began;
  return sleep(Math.ceil(gone / BEAT_MS) * BEAT_MS - gone);
}

async function disclosed(service: FhirService, request: FhirRequest, wanted: Wanted): Promise<Disclosed> {
  const { type, id, letter, interaction } = wanted;
  const line = { type, id, ...wanted.line };
  const scope = tokenScope(request, letter);
  if (!scope.reaches(type)) return refuseScope(service, request, letter, type, line);
  const likely = recordToldBy(type, id);
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    if (likely !== undefined) service.gate.readAhead(askFor(request), likely);
    const place = await service.lookups.find(type, id);
    const opened = await openedFor(service, request, { type, id, place, interaction });
    const seen = await seenAt(service, request, wanted, place, opened);
    const isInToken = seen.is !== 'shown' || isWithinToken(service, request, scope, type, seen.content, place, id);
    const told = tell(seen, isInToken, place);
    const record = opened?.record ?? (place.state === 'absent' ? guessRecord(type, id) : place.record);
    if (!(await stands(service, request, opened, { record, ...line, ...told }))) continue;
    await carryOut(service, request, opened, told.obligations ?? []);
    if (seen.is === 'refused') throw refused(request, type, opened, seen);
    if (!isInToken || place.state === 'absent') throw notFound();
    if (place.state === 'deleted' && wanted.isOfPast !== true)
      throw problem('gone', 'deleted', { diagnostics: 'The resource has been deleted.' });
    return { place, content: seen.is === 'shown' ? seen.content : undefined, opened };
  }
  throw problem('conflict', 'changed-meanwhile');
}

/** The record about which will have to be decided, where the address tells it before anything is found. */
function recordToldBy(type: string, id: string): bigint | undefined {
  if (type === 'Patient') return guessRecord(type, id);
  return sharedTypes.has(type) ? undefined : recordOfId(id);
}

/** The decision about the resource's record; undefined for what is everybody's to read. */
async function openedFor(
  service: FhirService,
  request: FhirRequest,
  { type, id, place, interaction }: Pick<Wanted, 'type' | 'id' | 'interaction'> & { place: Current },
): Promise<Opened | undefined> {
  const isOpen = place.state === 'current' ? isShared(type, place.access) : sharedTypes.has(type);
  if (isOpen && !isOfHealthService(request.actor)) return undefined;
  const record = place.state === 'absent' ? guessRecord(type, id) : place.record;
  return service.gate.open(askFor(request), record, interaction);
}

/** What is not there any more is judged by what it last was: that it was deleted must not tell that it existed. */
async function seenAt(
  service: FhirService,
  request: FhirRequest,
  { type, id }: Pick<Wanted, 'type' | 'id'>,
  place: Current,
  opened: Opened | undefined,
): Promise<Seen> {
  if (place.state === 'current') {
    const seen = see(service, request, { type, id, ...place }, opened);
    return seen.is === 'shown' ? seenWithCompanion(service, request, { type, ...place }, seen) : seen;
  }
  const verdict = opened?.verdict;
  if (verdict !== undefined && 'deny' in verdict) {
    return { is: 'refused', reason: verdict.deny, status: verdict.status, deny: verdict };
  }
  const last = place.state === 'deleted' ? await lastVersion(service, type, id, place) : undefined;
  if (last === undefined) return { is: 'shown', content: '', reason: 'shared' };
  return see(service, request, { type, id, ...last }, opened);
}

/**
 * A Binary is seen by whoever sees what it goes with, and by no one else.
 * @source FHIR R4 binary.html#security-context
 */
async function seenWithCompanion(
  service: FhirService,
  request: FhirRequest,
  { type, content }: { type: string; content: string },
  seen: Seen,
): Promise<Seen> {
  if (isOfHealthService(request.actor) || !goesWithOthers(type)) return seen;
  const companion = companionOf(parseJson(content).value as Resource);
  if (companion === undefined || companion.startsWith('Patient/')) return seen;
  const [of = '', id = ''] = companion.split('/');
  const place = await service.lookups.find(of, id);
  if (place.state !== 'current') return { is: 'refused', reason: 'no-basis', status: 404 };
  const opened = await openedFor(service, request, { type: of, id, place, interaction: 'read' });
  const shown = see(service, request, { type: of, id, ...place }, opened);
  return shown.is === 'shown' ? seen : shown;
}

/** Whether the reader may know that a resource is there, or was. Nothing is disclosed, and nothing logged. */
export async function isVisible(
  service: FhirService,
  request: FhirRequest,
  { type, id, opened }: { type: string; id: string; opened: Opened },
): Promise<boolean> {
  const place = await service.lookups.find(type, id);
  const wanted = { type, id, letter: 'r', interaction: 'read', line: { interaction: 'read' } } as const;
  const seen = await seenAt(service, request, wanted, place, opened);
  if (seen.is !== 'shown') return false;
  return isWithinToken(service, request, tokenScope(request, 'r'), type, seen.content, place, id);
}

/**
 * Whether who writes may know of what they refer to, in whatever record it is. What their token leaves is asked of what is written and
 * of what is answered, and not of this.
 */
export async function isShownTo(service: FhirService, request: FhirRequest, reference: string): Promise<boolean> {
  const [type = '', id = ''] = reference.split('/');
  const place = await service.lookups.find(type, id);
  if (place.state !== 'current') return false;
  const launched = launchRecord(request);
  if (launched !== undefined && place.record !== launched && !sharedTypes.has(type)) return false;
  const opened = await openedFor(service, request, { type, id, place, interaction: 'read' });
  return (await seenAt(service, request, { type, id }, place, opened)).is === 'shown';
}

/**
 * Whether a change struck what the reader saw as written about somebody else: open screens must let go of it at once. Told of
 * nothing else that is kept from a reader, for that would tell that it is.
 */
export async function wasTakenAway(
  service: FhirService,
  request: FhirRequest,
  { type, notice, opened }: { type: string; notice: Pick<ChangeNotice, 'id' | 'version' | 'op'>; opened: Opened },
): Promise<boolean> {
  const { id, version, op } = notice;
  if (op !== 'U') return false;
  const place = await service.lookups.find(type, id);
  if (place.state !== 'current' || !labelsOf(place.access).includes('wrong-patient')) return false;
  const before = await lastVersion(service, type, id, { record: place.record, version });
  if (before === undefined || see(service, request, { type, id, ...before }, opened).is !== 'shown') return false;
  return isWithinToken(service, request, tokenScope(request, 'r'), type, before.content, place, id);
}

/** The version before another, as it would be labelled today. */
async function lastVersion(
  service: FhirService,
  type: string,
  id: string,
  { record, version }: { record: bigint; version: number },
): Promise<{ access: number; content: string } | undefined> {
  const last = await readVersion(service.database.shortReader, type, id, version - 1);
  if (last === undefined || last.content === null) return undefined;
  return { access: labels.label(parseJson(last.content).value as Resource, record), content: last.content };
}

function isWithinToken(
  { conformance }: FhirService,
  request: FhirRequest,
  scope: ReturnType<typeof tokenScope>,
  type: string,
  content: string,
  place: Current,
  id: string,
): boolean {
  const record = place.state === 'absent' ? guessRecord(type, id) : place.record;
  const launched = launchRecord(request);
  if (launched !== undefined && record !== launched && !sharedTypes.has(type)) return false;
  if (scope.isWhole(type) || content === '') return true;
  const { tokens } = conformance.extract(parseJson(content).value as Resource, record);
  return scope.includes({ type, record, tokens });
}

/** What the log line says of what became of it. */
function tell(seen: Seen, isInToken: boolean, { state }: Current): Partial<Line> {
  if (!isInToken) return { decision: 'deny:scope', basis: 'scope', outcome: 4 };
  if (seen.is === 'refused') {
    const { reason, deny } = seen;
    const told: Partial<Line> = { decision: `deny:${reason}`, basis: reason, outcome: 4 };
    if (deny === undefined) return told;
    return { ...told, stream: deny.stream, rule: deny.rule, obligations: deny.obligations };
  }
  const { judgement, reason } = seen;
  const obligations = [...(judgement?.obligations ?? []), ...(judgement?.extras ?? [])];
  const told: Partial<Line> = { decision: judgement?.decision === 'mask' ? 'mask' : 'permit', obligations };
  if (state !== 'current') return { ...told, outcome: 8 }; // there was nothing to disclose
  return { ...told, basis: reason };
}

/** The answer to who may not see it. Opening a record is another matter than one resource in it: that somebody is, is known. */
function refused(
  request: FhirRequest,
  type: string,
  opened: Opened | undefined,
  { deny, status, reason }: Extract<Seen, { is: 'refused' }>,
) {
  if (deny === undefined) {
    return status === 404 ? notFound() : new Problem('forbidden', [reasonIssue(request, reason, 'forbidden')]);
  }
  const isOpening = type === 'Patient' && opened?.patient !== undefined;
  const answer = isOpening ? deny.opening : status;
  return answer === 404 ? notFound() : refusal(request, deny, answer);
}

/** The same words whether it never was or is kept from this reader. */
export function notFound() {
  return problem('absent', 'not-found', { diagnostics: 'There is no such resource.' });
}
