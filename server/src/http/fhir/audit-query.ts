import { actions, securityCodes } from '../../access/ledger/audit-event.ts';
import { type EntryFilter, keyOfEvent } from '../../access/ledger/entries.ts';
import { problem } from '../../fhir/issue.ts';
import { dateRange } from '../../fhir/search/values/dates.ts';
import { findCurrent, guessRecord } from '../../record/index.ts';
import type { FhirRequest } from './message.ts';
import { preference } from './negotiate.ts';
import type { FhirService } from './service.ts';

export type AuditQuery = {
  filter: EntryFilter;
  count: number;
  isOldestFirst: boolean;
  /** Only how many there are is asked. */
  isCount?: boolean;
};

/** What a search of the log asks for. @throws Problem invalid */
export async function parseAudit(
  service: FhirService,
  request: FhirRequest,
  query: readonly (readonly [string, string])[],
  patient: string | undefined,
): Promise<AuditQuery> {
  const filter: EntryFilter = {};
  const asked: AuditQuery = { filter, count: service.limits.defaultCount, isOldestFirst: false };
  const isStrict = preference(request.headers.prefer).handling === 'strict';
  if (patient !== undefined) filter.records = [await recordOf(service, patient)];
  for (const [name, value] of query) {
    const values = value.split(',').filter(Boolean);
    const codes = values.map((one) => one.slice(one.indexOf('|') + 1));
    switch (name) {
      case '_id':
        filter.key = keyOfEvent(value) ?? { tx: -2n, writer: 0n, seq: 0n };
        break;
      case '_count':
        asked.count = countOf(value, service.limits.maxCount);
        break;
      case '_sort':
        if (value !== 'date' && value !== '-date') throw refused('_sort takes date or -date.');
        asked.isOldestFirst = value === 'date';
        break;
      case '_summary':
        if (value === 'count') asked.isCount = true;
        else if (isStrict && value !== 'false') throw refused('_summary takes count.', 'not-supported');
        break;
      case 'patient':
      case 'patient:Patient': {
        const records = await Promise.all(
          references(service, values, 'Patient').map(({ id }) => recordOf(service, id)),
        );
        filter.records = filter.records?.filter((record) => records.includes(record)) ?? records;
        break;
      }
      case 'agent':
        filter.agents = agentsOf(service, values);
        break;
      case 'agent:not':
        filter.notAgents = agentsOf(service, values);
        break;
      case 'entity':
        filter.about = references(service, values);
        break;
      case 'date':
        within(filter, value);
        break;
      case 'type':
        byType(filter, codes);
        break;
      case 'subtype':
        filter.interactions = meet(filter.interactions, codes.flatMap(interactionsOf));
        break;
      case 'action':
        byAction(filter, codes);
        break;
      case 'outcome':
        filter.outcomes = codes.map(Number).filter((code) => Number.isInteger(code) && code >= 0 && code < 100);
        break;
      case 'purpose':
        filter.purposes = codes;
        break;
      case 'policy':
        filter.rules = values.map((one) => decodeURIComponent(one.split('/').at(-1)!));
        break;
      default:
        if (isStrict) throw refused(`AuditEvent is not searched by ${name.slice(0, 60)}.`, 'not-supported');
    }
  }
  return asked;
}

const agentsOf = (service: FhirService, values: readonly string[]): string[] =>
  references(service, values).map(({ type, id }) => (type === 'Device' ? `client:${id}` : `${type}/${id}`));

const interactionsOf = (code: string): string[] => [
  code,
  `$${code}`,
  ...Object.keys(securityCodes).filter((event) => securityCodes[event] === code),
];

/** `rest`, or `110114` (user authentication) and `110113` (security alert). */
function byType(filter: EntryFilter, codes: readonly string[]): void {
  const events = Object.keys(securityCodes);
  const wanted = events.filter((event) => codes.includes(securityCodes[event] === undefined ? '110113' : '110114'));
  if (codes.includes('rest')) {
    filter.notInteractions = [...(filter.notInteractions ?? []), ...events.filter((event) => !wanted.includes(event))];
  } else filter.interactions = meet(filter.interactions, wanted);
}

/** What was executed is all that is nothing else: searches and operations. */
function byAction(filter: EntryFilter, codes: readonly string[]): void {
  const isAsked = (interaction: string) => codes.includes(actions[interaction]!);
  if (codes.includes('E'))
    filter.notInteractions = [
      ...(filter.notInteractions ?? []),
      ...Object.keys(actions).filter((one) => !isAsked(one)),
    ];
  else filter.interactions = meet(filter.interactions, Object.keys(actions).filter(isAsked));
}

const meet = (one: readonly string[] | undefined, other: readonly string[]) =>
  one === undefined ? [...other] : one.filter((value) => other.includes(value));

function within(filter: EntryFilter, value: string): void {
  const [, prefix = 'eq', date = ''] = /^(eq|ge|gt|le|lt|sa|eb)?(.+)$/.exec(value) ?? [];
  const range = dateRange(date.replace(' ', '+'));
  if (range === undefined) throw refused('date takes a date, with eq, ge, gt, le or lt before it.');
  const from = { eq: range.from, ge: range.from, gt: range.to, sa: range.to }[prefix];
  const to = { eq: range.to, le: range.to, lt: range.from, eb: range.from }[prefix];
  if (from !== undefined) filter.from = Math.max(from, filter.from ?? Number.NEGATIVE_INFINITY);
  if (to !== undefined) filter.to = Math.min(to, filter.to ?? Number.POSITIVE_INFINITY);
}

function references(service: FhirService, values: readonly string[], only?: string): { type: string; id: string }[] {
  return values.map((value) => {
    const local = value.startsWith(`${service.base}/`) ? value.slice(service.base.length + 1) : value;
    const [type, id, ...rest] = local.includes('/') ? local.split('/') : [only ?? '', local];
    if (!type || !id || rest.length > 0 || (only !== undefined && type !== only)) {
      throw refused('A reference is Type/id.');
    }
    return { type, id };
  });
}

async function recordOf(service: FhirService, id: string): Promise<bigint> {
  const [place] = await findCurrent(service.database.reader, [{ type: 'Patient', id }], false);
  return place === undefined || place.state === 'absent' ? guessRecord('Patient', id) : place.record;
}

function countOf(value: string, most: number): number {
  if (!/^\d{1,9}$/.test(value)) throw refused('_count is a whole number.');
  return Math.min(Math.max(Number(value), 1), most);
}

function refused(diagnostics: string, code: 'invalid' | 'not-supported' = 'invalid') {
  return problem('invalid', 'audit-search', { diagnostics, code });
}
