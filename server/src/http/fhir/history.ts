import { labels } from '../../access/labels.ts';
import { Problem, problem } from '../../fhir/issue.ts';
import { parseJson } from '../../fhir/json/index.ts';
import type { Resource } from '../../fhir/resource.ts';
import { dateRange } from '../../fhir/search/values/dates.ts';
import { type HistoryQuery, history, instanceHistory, type Version } from '../../record/index.ts';
import { accessLine, askFor, isNarrowed, type Line, reasonIssue, refusal, refuseScope, tokenScope } from './asking.ts';
import { disclose, notFound } from './disclose.ts';
import { see } from './judging.ts';
import { type FhirRequest, type FhirResponse, parameter, queryText, text } from './message.ts';
import { suppressed } from './read.ts';
import type { FhirService } from './service.ts';
import { shapeOf } from './shape.ts';

/** GET [type]/[id]/_history, [type]/_history and _history, newest first. @source FHIR R4 http.html#history */
export async function historyOf(
  service: FhirService,
  request: FhirRequest,
  type?: string,
  id?: string,
): Promise<FhirResponse> {
  const query = historyQuery(service, request, type, id);
  const shape = shapeOf(request);
  const interaction = type !== undefined ? 'history-type' : 'history-system';
  if (type !== undefined && id !== undefined) return instanceHistoryOf(service, request, { type, id, query, shape });
  const line: Line = type === undefined ? { interaction } : { interaction, type };
  const token = tokenScope(request, 's');
  // every change there is: no record is named, and so there is no ground on which a person could see it
  if (!token.isWhole(type ?? '*')) return refuseScope(service, request, 's', type ?? '*', line);
  await refusePersons(service, request, line);
  const page = await history(service.database.reader, query);
  const shown = page.versions.map((one) => `${one.type}/${one.id}/${one.version}`).join(',');
  await service.log.append(accessLine(request, undefined, { ...line, shown, basis: 'system' }));
  const last = page.versions.at(-1)?.seq;
  return answer(
    service,
    request,
    page.versions,
    page.more && last !== undefined ? `s${last}` : undefined,
    undefined,
    shape,
  );
}

/** @throws Problem forbidden or unauthenticated for whoever is no system, or one that may not see all */
async function refusePersons(service: FhirService, request: FhirRequest, line: Line): Promise<void> {
  if (request.actor.kind === 'system' && !isNarrowed(request)) return;
  const verdict = await service.gate.actorVerdict(askFor(request), 'system-history');
  const reason = 'deny' in verdict && verdict.deny !== 'no-basis' ? verdict.deny : 'op-not-allowed';
  const { rule } = verdict;
  await service.log.append(
    accessLine(request, undefined, { ...line, decision: `deny:${reason}`, basis: reason, rule }),
  );
  if ('deny' in verdict && verdict.status === 401) throw refusal(request, verdict, 401);
  throw new Problem('forbidden', [reasonIssue(request, reason, 'forbidden')]);
}

/** The versions of one resource that may be seen; one whose past was kept from the reader begins after it. */
async function instanceHistoryOf(
  service: FhirService,
  request: FhirRequest,
  { type, id, query, shape }: { type: string; id: string; query: HistoryQuery; shape: ReturnType<typeof shapeOf> },
): Promise<FhirResponse> {
  const line = { interaction: 'history-instance' };
  const wanted = { type, id, letter: 'r', interaction: 'history', line, isOfPast: true } as const;
  const { content, opened } = await disclose(service, request, wanted);
  if (content === undefined) return suppressed(request);
  const seenOf = (one: Version) => {
    if (one.content === null) return { is: 'shown' as const, content: null };
    const access = one.access ?? labels.label(parseJson(one.content).value as Resource, one.record);
    return see(service, request, { type, id, access, content: one.content }, opened);
  };
  const page = await instanceHistory(service.database.reader, { ...query, type, id }, async (_client, some) =>
    some.map((one) => seenOf(one).is === 'shown'),
  );
  if (page === undefined) throw notFound();
  const versions = page.versions.flatMap((one) => {
    const seen = seenOf(one);
    return seen.is === 'shown' ? [{ ...one, content: seen.content }] : [];
  });
  const last = page.versions.at(-1);
  const next = page.more && last !== undefined ? `v${last.version}` : undefined;
  return answer(service, request, versions, next, page.total, shape);
}

const KNOWN = new Set(['_since', '_at', '_count', '_format', '_pretty', '_summary', '_elements', '_after']);

function historyQuery(service: FhirService, request: FhirRequest, type?: string, id?: string): HistoryQuery {
  // forms send parameters without a value
  const asked = (name: string) => parameter(request, name) || undefined;
  if (asked('_list') !== undefined || asked('_sort') !== undefined) {
    throw problem('invalid', 'parameter-unknown', {
      diagnostics: 'History is newest first and is not narrowed by a list.',
      code: 'not-supported',
    });
  }
  const count = Number(asked('_count') ?? service.limits.defaultCount);
  if (!Number.isInteger(count) || count < 0)
    throw problem('invalid', 'count-malformed', { diagnostics: '_count is a whole number.' });
  const query: HistoryQuery = { count: Math.min(count, service.limits.maxCount) };
  if (type !== undefined) query.type = type;
  if (id !== undefined) query.id = id;
  const since = asked('_since');
  if (since !== undefined) {
    if (!/^\d{4}-\d\d-\d\dT/.test(since) && !/^\d{4}(-\d\d(-\d\d)?)?$/.test(since)) throw instant('_since');
    query.since = dateRange(since.replace(' ', '+'))?.from ?? fail('_since');
  }
  const at = asked('_at');
  if (at !== undefined) query.at = dateRange(at.replace(' ', '+')) ?? fail('_at');
  const after = parameter(request, '_after');
  if (after !== undefined) {
    const match = /^([vs])(\d{1,18})$/.exec(after);
    if (match === null)
      throw problem('invalid', 'page-malformed', { diagnostics: 'The page link is not one of ours.' });
    query.after = match[1] === 'v' ? { at: 0, version: Number(match[2]) } : { seq: BigInt(match[2]!) };
  }
  for (const [name] of request.query) {
    if (!KNOWN.has(name) && /handling\s*=\s*strict/.test(request.headers.prefer ?? '')) {
      throw problem('invalid', 'parameter-unknown', { diagnostics: 'History does not know this parameter.' });
    }
  }
  return query;
}

function instant(name: string) {
  return problem('invalid', 'date-malformed', { diagnostics: `${name} is a date or an instant.`, code: 'value' });
}

function fail(name: string): never {
  throw instant(name);
}

function answer(
  service: FhirService,
  request: FhirRequest,
  versions: readonly Version[],
  next: string | undefined,
  total: number | undefined,
  shape: ReturnType<typeof shapeOf>,
): FhirResponse {
  const path = `${service.base}/${request.path.join('/')}`;
  const kept = request.query.filter(([name]) => name !== '_after');
  const link = (relation: string, query: readonly (readonly [string, string])[]) =>
    `{"relation":"${relation}","url":${JSON.stringify(query.length === 0 ? path : `${path}?${queryText(query)}`)}}`;
  const links = [link('self', request.query)];
  if (next !== undefined) links.push(link('next', [...kept, ['_after', next]]));
  const head = `{"resourceType":"Bundle","type":"history"${total === undefined ? '' : `,"total":${total}`},"link":[${links.join(',')}]`;
  if (versions.length === 0) return text(200, `${head}}`);
  return text(200, `${head},"entry":[${versions.map((one) => entry(service, one, shape)).join(',')}]}`);
}

const METHOD = { C: 'POST', U: 'PUT', D: 'DELETE' } as const;

function entry(service: FhirService, one: Version, shape: ReturnType<typeof shapeOf>): string {
  const url = one.op === 'C' ? one.type : `${one.type}/${one.id}`;
  const status = one.op === 'C' ? '201' : one.op === 'D' ? '204' : '200';
  const resource = one.content === null ? '' : `"resource":${shape === undefined ? one.content : shape(one.content)},`;
  const response = `{"status":"${status}","etag":"W/\\"${one.version}\\"","lastModified":"${new Date(one.at).toISOString()}"}`;
  return `{"fullUrl":"${service.base}/${one.type}/${one.id}",${resource}"request":{"method":"${METHOD[one.op]}","url":"${url}"},"response":${response}}`;
}
