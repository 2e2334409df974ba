import { isController } from '../../access/gate/control.ts';
import { isOfDirectory } from '../../access/gate/directory.ts';
import type { Opened } from '../../access/gate/gate.ts';
import { sharedTypes } from '../../access/gate/shared.ts';
import { roleAt } from '../../access/rules/roles.ts';
import type { Deny } from '../../access/verdict.ts';
import { isHome } from '../../fhir/search/home.ts';
import type { ParsedSearch } from '../../fhir/search/parse.ts';
import { guessRecord } from '../../record/index.ts';
import type { Scope } from '../../record/search/index.ts';
import { askFor, type Line, launchRecord, refusal, refuseScope, stands, tokenScope } from './asking.ts';
import { notFound } from './disclose.ts';
import type { FhirRequest } from './message.ts';
import { acrossScope, type Narrowing, recordScope, sharedScope, systemScope } from './predicates.ts';
import type { SearchOf } from './search.ts';
import type { FhirService } from './service.ts';

/** How a search goes through the gate. */
export type Way = {
  scope: Scope;
  /** The decision about the one record that is searched. */
  opened: Opened | undefined;
  /** Nothing is left out of it: rows need not be looked at again. */
  isWhole: boolean;
  /** Persons with whom the reader has nothing to do are found too, and shown as the directory shows them. */
  isDirectory: boolean;
  /** The reader is told that something is kept from them. */
  marker: boolean;
  obligations: readonly string[];
};

export type Searching = {
  parsed: ParsedSearch;
  query: readonly (readonly [string, string])[];
  of: SearchOf;
  line: Line;
};

const open = { opened: undefined, isWhole: false, isDirectory: false, marker: false, obligations: [] };

/**
 * Decides about a search: of one record, of all that the reader has to do with, or of what everybody may read.
 * @returns `overtaken` when a refusal does not stand: to be decided anew
 * @throws Problem forbidden or unauthenticated, once the refusal is in the log
 */
export async function wayOf(
  service: FhirService,
  request: FhirRequest,
  searching: Searching,
): Promise<Way | 'overtaken'> {
  const { parsed, query, line } = searching;
  const token = tokenScope(request, 's');
  if (!parsed.types.some((type) => token.reaches(type))) {
    return refuseScope(service, request, 's', searching.of.type ?? '*', line);
  }
  const narrowing: Narrowing = { token, launched: launchRecord(request), query, actor: request.actor };
  if (request.actor.kind === 'system') {
    const scope = systemScope(narrowing, await service.gate.acting(askFor(request)), service.now());
    return { ...open, scope, isWhole: request.actor.outside === undefined };
  }
  if (parsed.types.every((type) => sharedTypes.has(type)) && parsed.includes.length + parsed.revIncludes.length === 0) {
    return { ...open, scope: sharedScope(narrowing) };
  }
  const ask = askFor(request);
  // a citizen searches their own record, or that of whom they act for, and no other
  const patient = request.actor.kind === 'citizen' ? (ask.actingFor ?? request.actor.ownPatient) : patientOf(searching);
  if (patient !== undefined) {
    const opened = await service.gate.open(ask, guessRecord('Patient', patient), 'search');
    const way = wayInRecord(opened, narrowing);
    if (way !== undefined) return way;
    const { verdict } = opened;
    if (opened.patient !== undefined && 'deny' in verdict && verdict.opening !== 404) {
      return refuse(service, request, line, opened, verdict, verdict.opening);
    }
  }
  const verdict = await service.gate.actorVerdict(ask, 'search');
  if ('deny' in verdict && verdict.deny !== 'no-basis') {
    return refuse(service, request, line, undefined, verdict, verdict.status);
  }
  const acting = await service.gate.acting(ask);
  const isDirectory =
    parsed.types.length === 1 &&
    parsed.types[0] === 'Patient' &&
    isOfDirectory(query) &&
    readsDirectory(acting.facts, service.now());
  return { ...open, scope: acrossScope(narrowing, acting, service.now(), isDirectory), isDirectory };
}

function wayInRecord(opened: Opened, narrowing: Narrowing): Way | undefined {
  const { verdict, patient } = opened;
  if ('deny' in verdict || patient === undefined) return undefined;
  return {
    scope: recordScope(narrowing, opened.record, verdict.permit),
    opened,
    isWhole: false,
    isDirectory: false,
    marker: verdict.marker,
    obligations: [...verdict.obligations, ...verdict.extras],
  };
}

async function refuse(
  service: FhirService,
  request: FhirRequest,
  line: Line,
  opened: Opened | undefined,
  deny: Deny,
  status: 401 | 403 | 404,
): Promise<'overtaken'> {
  const told = {
    decision: `deny:${deny.deny}`,
    basis: deny.deny,
    rule: deny.rule,
    stream: deny.stream,
    obligations: deny.obligations,
  };
  if (!(await stands(service, request, opened, { ...line, ...told }))) return 'overtaken';
  throw status === 404 ? notFound() : refusal(request, deny, status);
}

/** Who may look somebody up by name or number: who sees who a person is, and who controls the log of one. */
function readsDirectory(actor: Opened['actor'], now: number): boolean {
  if (actor.kind !== 'staff') return false;
  return isController(actor) || roleAt(actor.role, now)?.categories.includes('demographics') === true;
}

/** The patient in whose record alone matches can be: a compartment, or a parameter that tells whose a resource is. */
export function patientOf({ parsed, of }: Pick<Searching, 'parsed' | 'of'>): string | undefined {
  const { compartment } = of;
  if (compartment !== undefined) return compartment.type === 'Patient' ? compartment.id : undefined;
  for (const filter of parsed.filters) {
    if (filter.kind !== 'parameter' || filter.modifier !== undefined) continue;
    if (filter.parameter.type !== 'reference') continue;
    const { code } = filter.parameter;
    const isWhose = code === 'patient' || code === 'subject';
    if (!isWhose && !parsed.types.every((type) => isHome(type, filter.parameter))) continue;
    const references = filter.values.flatMap((value) => (value.is === 'reference' ? value.references : ['']));
    const [only, ...more] = references;
    const id = more.length === 0 ? /^Patient\/(.+)$/.exec(only ?? '')?.[1] : undefined;
    if (id !== undefined) return id;
  }
  return undefined;
}
