import { type AppScope, appScopeOf } from '../../access/app-scope.ts';
import { type Ask, askOf } from '../../access/gate/ask.ts';
import type { Opened } from '../../access/gate/gate.ts';
import type { Access } from '../../access/log.ts';
import { isNarrowed as isNarrowedSystem } from '../../access/other-use.ts';
import { type Language, type ReasonKey, textOf } from '../../access/reasons.ts';
import type { Deny, EmergencyOffer } from '../../access/verdict.ts';
import { type Issue, Problem, problem } from '../../fhir/issue.ts';
import type { ScopeLetter } from '../../fhir/smart-scope.ts';
import { guessRecord } from '../../record/index.ts';
import { languageOf } from './language.ts';
import type { FhirRequest } from './message.ts';
import type { FhirService } from './service.ts';

const asked = new WeakMap<FhirRequest, Ask>();

/** Who asks, why and for whom. @throws Problem invalid for headers that say no such thing */
export function askFor(request: FhirRequest): Ask {
  const known = asked.get(request);
  if (known !== undefined) return known;
  const ask = askOf(request.actor, request.headers);
  asked.set(request, ask);
  return ask;
}

/** Whether what citizens have said narrows what a system gets: then it only reads, and every record is decided about. */
export const isNarrowed = (request: FhirRequest): boolean => isNarrowedSystem(request.actor, askFor(request).purpose);

/**
 * Refuses such a system what is more than to read, before anything is done, once that is in the log of all that it is about.
 * @throws Problem forbidden
 */
export async function refuseNarrowed(
  service: FhirService,
  request: FhirRequest,
  lines: () => Promise<readonly Line[]>,
): Promise<void> {
  if (!isNarrowed(request)) return;
  const reason = 'op-not-allowed';
  const refused = { decision: `deny:${reason}`, basis: reason };
  // at once, so that they are written together
  await Promise.all(
    (await lines()).map((line) => service.log.append(accessLine(request, undefined, { ...line, ...refused }))),
  );
  throw new Problem('forbidden', [reasonIssue(request, reason, 'forbidden')]);
}

/** What the token leaves of what its holder may do with this letter. */
export function tokenScope({ actor }: FhirRequest, letter: ScopeLetter): AppScope {
  const launched = actor.patient === undefined ? undefined : guessRecord('Patient', actor.patient);
  return appScopeOf(actor.scopes, actor.kind === 'system', letter, launched);
}

/** The record of a SMART launch: the only one that is open to this token. */
export const launchRecord = ({ actor }: FhirRequest): bigint | undefined =>
  actor.patient === undefined ? undefined : guessRecord('Patient', actor.patient);

/** A line of the access log, with what the decision was. */
export type Line = Pick<Access, 'interaction'> & Partial<Access>;

export function accessLine(request: FhirRequest, opened: Opened | undefined, line: Line): Access {
  const ask = askFor(request);
  const access: Access = { actor: request.actor, decision: 'permit', ...line };
  const purpose = opened?.purpose ?? ask.purpose;
  if (purpose !== undefined) access.purpose = purpose;
  if (ask.purposeText !== undefined) access.emergencyReason = ask.purposeText;
  if (opened === undefined) return access;
  const { verdict } = opened;
  access.record ??= opened.record;
  access.basis ??= 'permit' in verdict ? verdict.reason : verdict.deny;
  access.rule ??= verdict.rule;
  if (opened.onBehalfOf !== undefined) access.onBehalfOf = `Practitioner/${opened.onBehalfOf}`;
  if (opened.epochs.length > 0) access.epochs = opened.epochs;
  return access;
}

/** So often the facts may change under one request before it is asked to try again. */
export const MOST_ATTEMPTS = 5;

/**
 * Writes the line of what was decided. @returns whether the decision stands: if not, the facts it was made of have changed,
 * what was remembered of them is forgotten, and all is to be decided anew.
 */
export async function stands(
  service: FhirService,
  request: FhirRequest,
  opened: Opened | undefined,
  line: Line,
): Promise<boolean> {
  const overtaken = await service.log.append(accessLine(request, opened, line));
  if (overtaken === undefined) return true;
  service.gate.forget(askFor(request), opened?.epochs ?? []);
  return false;
}

/** Refuses for what the token does not cover, once that is in the log. */
export async function refuseScope(
  service: FhirService,
  request: FhirRequest,
  letter: ScopeLetter,
  type: string,
  line: Line,
): Promise<never> {
  await service.log.append(accessLine(request, undefined, { ...line, decision: 'deny:scope', basis: 'scope' }));
  throw problem('forbidden', 'denied-scope', {
    diagnostics: `The token has no scope that covers ${letter} on ${type}.`,
  });
}

/** The same where only some of the type may be left by the token. */
export async function refuseUncovered(
  service: FhirService,
  request: FhirRequest,
  letter: ScopeLetter,
  type: string,
  line: Line,
): Promise<void> {
  if (!tokenScope(request, letter).reaches(type)) await refuseScope(service, request, letter, type, line);
}

const KINDS = { 401: 'unauthenticated', 403: 'forbidden' } as const;

/** Why a record is not opened, in the reader's language, and what to do where the law lets something be done. */
export function refusal(request: FhirRequest, { told, emergencyAccess }: Deny, status: 401 | 403): Problem {
  const issues = [reasonIssue(request, told, status === 401 ? 'login' : 'forbidden')];
  if (emergencyAccess !== undefined) issues.push(offerIssue(request, emergencyAccess));
  return new Problem(KINDS[status], issues);
}

export function reasonIssue(request: FhirRequest, reason: ReasonKey, code: string): Issue {
  return { severity: 'error', code, key: reason, text: textOf(reason, languageOf(request.headers['accept-language'])) };
}

function offerIssue(request: FhirRequest, { minutes, reasonLength }: EmergencyOffer): Issue {
  return {
    severity: 'information',
    code: 'informational',
    key: 'emergency-access-offered',
    text: offers[languageOf(request.headers['accept-language'])],
    diagnostics: `POST Patient/[id]/$emergency-access opens it for ${minutes} minutes; its reasonText has ${reasonLength} characters or more.`,
  };
}

const offers: Record<Language, string> = {
  nb: 'Er det nødvendig for å hjelpe personen nå, kan du åpne journalen med nødtilgang. Personen får beskjed.',
  nn: 'Er det naudsynt for å hjelpe personen no, kan du opne journalen med naudtilgang. Personen får melding.',
  en: 'If it is needed to help the person now, you may open the record by emergency access. The person is told.',
};

/** Says that something is kept from this reader, and nothing of what, how much, whose or when. */
export function suppressedIssue(request: FhirRequest): Issue {
  return {
    severity: 'information',
    code: 'suppressed',
    key: 'suppressed',
    text: suppressions[languageOf(request.headers['accept-language'])],
  };
}

const suppressions: Record<Language, string> = {
  nb: 'Personen har sperret noe i journalen for deg.',
  nn: 'Personen har sperra noko i journalen for deg.',
  en: 'The person keeps something in the record from you.',
};
