import { labels } from '../../access/labels.ts';
import { makeId } from '../../fhir/ids.ts';
import { guessRecord, newLocalPart, newRecordKey, type WriteContext } from '../../record/index.ts';
import { findMatches, type Scope } from '../../record/search/index.ts';
import { accessLine, askFor } from './asking.ts';
import { governing } from './governing.ts';
import type { FhirRequest } from './message.ts';
import { matchScope, recordMatchScope } from './predicates.ts';
import type { FhirService } from './service.ts';

/** What a write needs of this server, with nothing decided yet: what the gate itself writes with. */
export function writeContext(service: FhirService, request: FhirRequest): WriteContext {
  const { conformance, log } = service;
  const match: WriteContext['match'] = async (client, criteria, most = 2) =>
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
    govern: governing(service, request, match),
    onChanged: (client, changed) => conformance.onChanged(client, changed),
    watched: conformance.watched,
    checkReferences: request.headers['x-enjournal-check-references'] === 'true',
  };
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
  const record = guessRecord('Patient', one);
  const opened = (await service.gate.openAll(askFor(request), [record], 'search')).get(record);
  if (opened === undefined || 'deny' in opened.verdict) return matchScope(request, acting, service.now(), criteria);
  return recordMatchScope(request, criteria, record, opened.verdict.permit);
}
