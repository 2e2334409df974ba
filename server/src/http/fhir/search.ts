import type { Opened } from '../../access/gate/gate.ts';
import { problem } from '../../fhir/issue.ts';
import { bytesToText, printJson } from '../../fhir/json/index.ts';
import { outcomeOf } from '../../fhir/outcome.ts';
import { queryPairs } from '../../fhir/search/pairs.ts';
import { type Compartment, type ParsedSearch, parseSearch } from '../../fhir/search/parse.ts';
import { isShort, openCursor, runSearch, type SearchPage, sealCursor } from '../../record/search/index.ts';
import { accessLine, askFor, type Line, MOST_ATTEMPTS, suppressedIssue } from './asking.ts';
import { type FhirRequest, type FhirResponse, parameter, queryText, text } from './message.ts';
import { preference } from './negotiate.ts';
import { carryOut } from './obligations.ts';
import type { FhirService } from './service.ts';
import { shapeOf } from './shape.ts';
import { judgeRows, type ShownRow } from './shown-rows.ts';
import { type Way, wayOf } from './way.ts';

export type SearchOf = { type?: string; compartment?: Compartment };

type Query = readonly (readonly [string, string])[];

/** Parameters that are about the answer as a whole, read elsewhere. */
const ANSWER_PARAMETERS = new Set(['_format', '_pretty', '_page']);

/** A link to a page says all that is asked for: what somebody adds to it would be passed over, and look like an answer. */
function refuseAdded(request: FhirRequest): void {
  if (request.query.every(([name]) => ANSWER_PARAMETERS.has(name))) return;
  throw problem('invalid', 'page-changed', { diagnostics: 'A link to a page is followed as it is.' });
}

/** GET [type]?…, POST [type]/_search, a compartment's search, and the search of several types. @source FHIR R4 search.html */
export async function search(service: FhirService, request: FhirRequest, of: SearchOf): Promise<FhirResponse> {
  const path = pathOf(request);
  const sealed = parameter(request, '_page');
  if (sealed !== undefined) refuseAdded(request);
  const cursor = sealed === undefined ? undefined : openCursor(sealed, path, service.linkSecret);
  const query: Query = cursor?.query ?? request.query.filter(([name]) => !ANSWER_PARAMETERS.has(name));
  const { conformance, limits } = service;
  const { handling } = preference(request.headers.prefer);
  const parsed = parseSearch(
    { ...of, query, handling },
    {
      custom: conformance.searchable,
      base: service.base,
      now: service.now(),
      defaultCount: limits.defaultCount,
      maxCount: limits.maxCount,
    },
  );
  const interaction = of.type === undefined ? 'search-system' : 'search-type';
  const line: Line = { interaction, detail: Buffer.from(queryText(query)).toString('base64') };
  if (of.type !== undefined) line.type = of.type;
  const shape = shapeOf({ ...request, query });
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const way = await wayOf(service, request, { parsed, query, of, line });
    if (way === 'overtaken') continue;
    const { database } = service;
    const reader = isShort(parsed) ? database.shortReader : database.readerUntil(request.signal);
    const page = await runSearch(reader, parsed, {
      scope: way.scope,
      terminology: service.terminology,
      maxIncludes: limits.maxIncludes,
      ...(cursor === undefined ? {} : { position: cursor.position }),
    });
    const { matches, included, opened } = await judgeRows(service, request, way, page);
    if (!(await logged(service, request, line, way, [...matches, ...included]))) continue;
    await carryOutAll(service, request, way, opened);
    return answer(service, request, { path, query, parsed, page, way, matches, included, shape });
  }
  throw problem('conflict', 'changed-meanwhile');
}

/** An entry for the search, and one in the log of each citizen of whom something is shown. @returns false when overtaken */
async function logged(
  service: FhirService,
  request: FhirRequest,
  line: Line,
  way: Way,
  rows: readonly ShownRow[],
): Promise<boolean> {
  const ofRecord = Map.groupBy(
    rows.filter(({ opened }) => opened !== way.opened),
    ({ opened }) => opened,
  );
  const own = rows.filter(({ opened }) => opened === way.opened);
  const lines = [accessLine(request, way.opened, { ...line, shown: idsOf(own), obligations: way.obligations })];
  for (const [opened, some] of ofRecord) {
    const obligations = [...new Set(some.flatMap((row) => row.obligations))];
    const [{ reason: basis } = { reason: '' }] = some;
    lines.push(accessLine(request, opened, { ...line, shown: idsOf(some), basis, obligations }));
  }
  const answers = await Promise.all(lines.map((one) => service.log.append(one)));
  if (answers.every((one) => one === undefined)) return true;
  service.gate.forget(
    askFor(request),
    lines.flatMap(({ epochs = [] }) => epochs),
  );
  return false;
}

async function carryOutAll(
  service: FhirService,
  request: FhirRequest,
  way: Way,
  opened: ReadonlyMap<Opened, readonly string[]>,
): Promise<void> {
  await carryOut(service, request, way.opened, way.obligations);
  for (const [one, obligations] of opened) {
    if (one !== way.opened) await carryOut(service, request, one, obligations);
  }
}

type Answer = {
  path: string;
  query: Query;
  parsed: ParsedSearch;
  page: SearchPage;
  way: Way;
  matches: readonly ShownRow[];
  included: readonly ShownRow[];
  shape: ReturnType<typeof shapeOf>;
};

function answer(
  service: FhirService,
  request: FhirRequest,
  { path, query, parsed, page, way, matches, included, shape }: Answer,
): FhirResponse {
  const address = `${service.base}/${path}`;
  const links = [link('self', address, parsed.used)];
  if (page.next !== undefined) {
    const next = sealCursor({ path, query, position: page.next }, service.linkSecret);
    // the next page in the format of this one
    const kept = request.query.filter(([name]) => name === '_format' || name === '_pretty');
    links.push(link('next', address, [...kept, ['_page', next]]));
  }
  const issues = [...parsed.issues, ...page.issues];
  // whatever the query, and whether or not it would have found what is kept
  if (way.marker) issues.push(suppressedIssue(request));
  const total = page.total === undefined ? '' : `,"total":${page.total}`;
  const head = `{"resourceType":"Bundle","type":"searchset"${total},"link":[${links.join(',')}]`;
  const entries: string[] = [];
  for (const row of matches) entries.push(entry(service, row, 'match', shape));
  for (const row of included) entries.push(entry(service, row, 'include', shape));
  if (issues.length > 0) entries.push(`{"resource":${printJson(outcomeOf(issues))},"search":{"mode":"outcome"}}`);
  return text(200, entries.length === 0 ? `${head}}` : `${head},"entry":[${entries.join(',')}]}`);
}

function idsOf(rows: readonly ShownRow[]): string {
  return rows.map(({ type, id }) => `${type}/${id}`).join(',');
}

function entry(
  service: FhirService,
  row: ShownRow,
  mode: 'match' | 'include',
  shape: ReturnType<typeof shapeOf>,
): string {
  const content = shape === undefined ? row.content : shape(row.content);
  return `{"fullUrl":"${service.base}/${row.type}/${row.id}","resource":${content},"search":{"mode":"${mode}"}}`;
}

/** Where the search was made, below the base. */
function pathOf(request: FhirRequest): string {
  const parts = request.path.at(-1) === '_search' ? request.path.slice(0, -1) : request.path;
  return parts.join('/');
}

function link(relation: string, address: string, query: Query): string {
  const url = query.length === 0 ? address : `${address}?${queryText(query)}`;
  return `{"relation":"${relation}","url":${JSON.stringify(url)}}`;
}

/** The pairs of a form body, for POST _search. */
export function formParameters(request: FhirRequest): [string, string][] {
  const { body } = request;
  if (body.kind === 'none') return [];
  if (body.kind !== 'bytes' || body.mediaType !== 'application/x-www-form-urlencoded') {
    throw problem('media-type', 'search-body', {
      diagnostics: 'A search by POST takes application/x-www-form-urlencoded.',
    });
  }
  return queryPairs(bytesToText(body.bytes));
}
