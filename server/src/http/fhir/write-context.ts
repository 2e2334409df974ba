import { labels } from '../../access/labels.ts';
import { makeId } from '../../fhir/ids.ts';
import { guessRecord, newLocalPart, newRecordKey, type WriteContext } from '../../record/index.ts';
import { findMatches, type Scope } from '../../record/search/index.ts';
import { accessLine, askFor } from './asking.ts';
import { governing } from './governing.ts';
import type { FhirRequest } from './message.ts';
import { matchScope, recordMatchScope } from './predicates.ts';
import type { FhirService } from './service.ts';

type Match = WriteContext['match'];

/** What a write needs of this server, with nothing decided yet: what the gate itself writes with. */
export function writeContext(service: FhirService, request: FhirRequest): WriteContext {
  const { conformance, log } = service;
  const match: Match = async (client, criteria, most = 2) =>
    findMatches(client, criteria, {
      most,
      scope: await scopeOf(service, request, criteria),
      base: service.base,
      terminology: service.terminology,
      custom: conformance.searchable,
    });
  return {
    now: service.now,
    newId: (record) => makeId(record, newLocalPart(service.now())),
    newRecord: newRecordKey,
    permit: () => undefined,
    log: {
      writer: log.writer,
      era: log.era,
      row: (change) => log.row({ ...accessLine(request, undefined, change), at: change.at }),
    },
    validate: (resource, decimals) => conformance.validate(resource, decimals),
    extract: (resource, record) => conformance.extract(resource, record),
    ...labels,
    match,
    isNews: (resource) => service.care.isNews(resource, { now: service.now(), base: service.base }),
    govern: governing(service, request, shownTo(service, request, match)),
    onChanged: (client, changed) => conformance.onChanged(client, changed),
    watched: conformance.watched,
    checkReferences: request.headers['x-enjournal-check-references'] === 'true',
  };
}

/**
 * What rules of care find of what the writer may see: in one record by the decision about it, which also knows what is delegated to
 * this person there; across records by what their role sees in any.
 */
const shownTo =
  (service: FhirService, request: FhirRequest, match: Match): Match =>
  async (client, criteria, most = 2) => {
    if (request.actor.kind !== 'staff') return match(client, criteria, most);
    const found: Awaited<ReturnType<Match>> = [];
    const byRecord = Map.groupBy(criteria.keys(), (at) => patientNamed(criteria[at]!.query));
    for (const [patient, places] of byRecord) {
      const some = places.map((at) => criteria[at]!);
      const scope = patient === undefined ? undefined : await scopeIn(service, request, patient, some);
      const answers =
        scope === undefined
          ? await match(client, some, most)
          : await findMatches(client, some, {
              most,
              scope,
              base: service.base,
              terminology: service.terminology,
              custom: service.conformance.searchable,
            });
      for (const [i, at] of places.entries()) found[at] = answers[i]!;
    }
    return found;
  };

/** The one patient that criteria name, without its type. */
function patientNamed(query: string): string | undefined {
  const pairs = new URLSearchParams(query);
  const [one, another] = [
    ...pairs.getAll('patient').map((value) => value.replace(/^Patient\//, '')),
    ...pairs.getAll('subject').flatMap((value) => /^Patient\/(.+)$/.exec(value)?.[1] ?? []),
  ];
  return another === undefined && one !== undefined && /^[A-Za-z0-9\-.]{1,64}$/.test(one) ? one : undefined;
}

/** Within a record that the actor may search; undefined where they may not. */
async function scopeIn(
  service: FhirService,
  request: FhirRequest,
  patient: string,
  criteria: readonly { query: string }[],
): Promise<Scope | undefined> {
  const record = guessRecord('Patient', patient);
  const opened = (await service.gate.openAll(askFor(request), [record], 'search')).get(record);
  if (opened === undefined || 'deny' in opened.verdict) return undefined;
  return recordMatchScope(request, criteria, record, opened.verdict.permit);
}

/** Criteria match what the actor may see: their outcome must not tell of anything else. See docs/fhir-choices.md. */
async function scopeOf(
  service: FhirService,
  request: FhirRequest,
  criteria: readonly { type: string; query: string }[],
): Promise<Scope> {
  if (request.actor.kind === 'system') return {};
  if (request.actor.kind === 'citizen') return citizensScope(service, request, criteria);
  return matchScope(request, await service.gate.acting(askFor(request)), service.now(), criteria);
}

/** A citizen's criteria match in the one record that they name, and in their own where they name none. */
async function citizensScope(
  service: FhirService,
  request: FhirRequest,
  criteria: readonly { type: string; query: string }[],
): Promise<Scope> {
  const { ownPatient, patient: launched } = request.actor;
  const named = criteria.flatMap(({ query }) => new URLSearchParams(query).getAll('patient'));
  const [one = launched ?? ownPatient, ...others] = [...new Set(named.map((id) => id.replace(/^Patient\//, '')))];
  const acting = await service.gate.acting(askFor(request));
  if (one === undefined || others.length > 0) return matchScope(request, acting, service.now(), criteria);
  return (await scopeIn(service, request, one, criteria)) ?? matchScope(request, acting, service.now(), criteria);
}
