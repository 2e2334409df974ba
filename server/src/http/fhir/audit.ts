import { auditEvent } from '../../access/ledger/audit-event.ts';
import {
  type Entry,
  type EntryFilter,
  type EntryPage,
  eventId,
  findEntries,
  keyOfEvent,
} from '../../access/ledger/entries.ts';
import { printJson } from '../../fhir/json/index.ts';
import { openCursor, sealCursor } from '../../record/search/index.ts';
import { accessLine, type Line } from './asking.ts';
import { countFor, entriesFor, isKnown } from './audit-parents.ts';
import { parseAudit } from './audit-query.ts';
import { type AuditScope, auditScope } from './audit-scope.ts';
import { notFound } from './disclose.ts';
import { languageOf } from './language.ts';
import { type FhirRequest, type FhirResponse, queryText, resource, text } from './message.ts';
import { formParameters } from './search.ts';
import { type FhirService, logIsOnlyRead } from './service.ts';

/** Whatever is asked of AuditEvent but operations: it is read and searched, and nobody writes it. */
export async function audit(service: FhirService, request: FhirRequest): Promise<FhirResponse> {
  const [, id, third, version, ...more] = request.path;
  const isGet = request.method === 'GET' || request.method === 'HEAD';
  const isPosted = request.method === 'POST' && id === '_search';
  if (!isGet && !isPosted) throw logIsOnlyRead();
  if (isPosted) return searchAudit(service, { ...request, query: [...request.query, ...formParameters(request)] });
  if (id === undefined || id === '_search') return searchAudit(service, request);
  const isVersion = third === '_history' && version === '1' && more.length === 0;
  if (third === undefined || isVersion) return readAudit(service, request, id);
  throw notFound();
}

/** GET AuditEvent/[id]: an entry of the access log. */
async function readAudit(service: FhirService, request: FhirRequest, id: string): Promise<FhirResponse> {
  const { entry, scope } = await auditEntry(service, request, id, 'read');
  return resource(200, told(entry, scope, request), {
    etag: 'W/"1"',
    'last-modified': new Date(entry.at).toUTCString(),
  });
}

/** One entry that this actor may see. What is asked for is logged first. @throws Problem absent */
export async function auditEntry(service: FhirService, request: FhirRequest, id: string, interaction: string) {
  const key = keyOfEvent(id);
  const [entry] = key === undefined ? [] : await findEntries(service.database.reader, { key }, newest(1));
  const scope = await auditScope(service, request, entry?.record, true);
  const record = entry?.record === undefined ? {} : { record: entry.record };
  const isShown = entry !== undefined && isWithin(entry, scope) && (await isKnown(service, request, scope, entry));
  const line: Line = { interaction, type: 'AuditEvent', id, ...record, ...(isShown ? {} : { outcome: 8 }) };
  await service.log.append(accessLine(request, scope.opened, line));
  if (entry === undefined || !isShown) throw notFound();
  return { entry, scope };
}

function isWithin(entry: Entry, { records, onlyVisible }: AuditScope): boolean {
  if (records !== undefined && (entry.record === undefined || !records.includes(entry.record))) return false;
  return !onlyVisible || isVisible(entry);
}

/** What was done in the record, and who asked to open it and was refused; not each thing that a refused screen asked for. */
const isVisible = ({ stream, outcome, interaction }: Entry) =>
  stream === 'patient' && (outcome === 0 || interaction === '$access-explain');

const newest = (count: number): EntryPage => ({ count, isOldestFirst: false });

/**
 * GET AuditEvent?…: the access log, newest first.
 * @param patient of a search in the patient's compartment
 */
export async function searchAudit(service: FhirService, request: FhirRequest, patient?: string): Promise<FhirResponse> {
  const path = request.path.filter((part) => part !== '_search').join('/');
  const sealed = request.query.find(([name]) => name === '_page')?.[1];
  const cursor = sealed === undefined ? undefined : openCursor(sealed, path, service.linkSecret);
  const query = cursor?.query ?? request.query.filter(([name]) => !answerParameters.has(name));
  const asked = await parseAudit(service, request, query, patient);
  const [only] = asked.filter.records?.length === 1 ? asked.filter.records : [];
  const scope = await auditScope(service, request, only, false);
  const filter = narrowed(asked.filter, scope);
  if (asked.isCount) {
    const total = await countFor(service, request, scope, filter);
    await service.log.append(accessLine(request, scope.opened, searchLine(query, only, [])));
    const url = `${service.base}/${path}?${queryText(query)}`;
    const bundle = { resourceType: 'Bundle', type: 'searchset', total, link: [{ relation: 'self', url }] };
    return text(200, JSON.stringify(bundle));
  }
  const after = cursor === undefined ? undefined : positionOf(cursor.position);
  const found = await entriesFor(service, request, scope, filter, {
    count: asked.count,
    isOldestFirst: asked.isOldestFirst,
    ...(after === undefined ? {} : { after }),
  });
  const page = found.slice(0, asked.count);
  await service.log.append(accessLine(request, scope.opened, searchLine(query, only, page)));
  const address = `${service.base}/${path}`;
  const links = [{ relation: 'self', url: query.length === 0 ? address : `${address}?${queryText(query)}` }];
  const last = page.at(-1);
  if (found.length > asked.count && last !== undefined) {
    const next = sealCursor({ path, query, position: cursorOf(last) }, service.linkSecret);
    links.push({ relation: 'next', url: `${address}?${queryText([['_page', next]])}` });
  }
  const entries = page.map((entry) => {
    const content = printJson(told(entry, scope, request));
    return `{"fullUrl":"${service.base}/AuditEvent/${eventId(entry)}","resource":${content},"search":{"mode":"match"}}`;
  });
  const head = `{"resourceType":"Bundle","type":"searchset","link":${JSON.stringify(links)}`;
  return text(200, entries.length === 0 ? `${head}}` : `${head},"entry":[${entries.join(',')}]}`);
}

const searchLine = (
  query: readonly (readonly [string, string])[],
  record: bigint | undefined,
  page: readonly Entry[],
): Line => ({
  interaction: 'search-type',
  type: 'AuditEvent',
  detail: Buffer.from(queryText(query)).toString('base64'),
  shown: page.map((entry) => `AuditEvent/${eventId(entry)}`).join(','),
  ...(record === undefined ? {} : { record }),
});

const answerParameters = new Set(['_format', '_pretty', '_page']);

/** As search positions are: one sort value, then the key. */
type Position = Parameters<typeof sealCursor>[0]['position'];
const cursorOf = (entry: Entry): Position => [String(entry.at), eventId(entry)];
function positionOf(position: Position) {
  const [at, id] = position;
  return { at: Number(at), ...keyOfEvent(id!)! };
}

function told(entry: Entry, scope: AuditScope, request: FhirRequest) {
  const language = languageOf(request.headers['accept-language']);
  return auditEvent(entry, { language, arePlacesMasked: scope.arePlacesMasked ?? false });
}

function narrowed(filter: EntryFilter, { records, onlyVisible }: AuditScope): EntryFilter {
  const within = { ...filter };
  if (records !== undefined) within.records = (filter.records ?? records).filter((record) => records.includes(record));
  if (onlyVisible) {
    within.stream = 'patient';
    within.refusedOnly = ['$access-explain'];
  }
  return within;
}
