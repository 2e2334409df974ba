import { problem } from '../../fhir/issue.ts';
import { bytesToText, printJson } from '../../fhir/json/index.ts';
import { outcomeOf } from '../../fhir/outcome.ts';
import { type Compartment, parseSearch } from '../../fhir/search/parse.ts';
import { guessRecord } from '../../record/index.ts';
import { type FoundRow, isShort, openCursor, runSearch, sealCursor } from '../../record/search/index.ts';
import { type FhirRequest, type FhirResponse, parameter, queryText, text } from './message.ts';
import { preference } from './negotiate.ts';
import { queryPairs } from './query.ts';
import { type FhirService, permitted } from './service.ts';
import { shapeOf } from './shape.ts';

export type SearchOf = { type?: string; compartment?: Compartment };

type Query = readonly (readonly [string, string])[];

/** Parameters that are about the answer as a whole, read elsewhere. */
const ANSWER_PARAMETERS = new Set(['_format', '_pretty', '_page']);

/** GET [type]?…, POST [type]/_search, a compartment's search, and the search of several types. @source FHIR R4 search.html */
export async function search(service: FhirService, request: FhirRequest, of: SearchOf): Promise<FhirResponse> {
  const path = pathOf(request);
  const sealed = parameter(request, '_page');
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
  const record = recordOf(of);
  const asked = { letter: 's' as const, type: of.type ?? '*', isFiltered: true, ...record };
  const interaction = of.type === undefined ? 'search-system' : 'search-type';
  const scope = await permitted(service, request, asked, interaction);
  const { database } = service;
  const reader = isShort(parsed) ? database.shortReader : database.readerUntil(request.signal);
  const page = await runSearch(reader, parsed, {
    scope,
    terminology: service.terminology,
    maxIncludes: limits.maxIncludes,
    ...(cursor === undefined ? {} : { position: cursor.position }),
  });
  const shape = shapeOf({ ...request, query });
  await service.log.append({
    actor: request.actor,
    interaction,
    decision: 'permit',
    detail: Buffer.from(queryText(query)).toString('base64'),
    shown: idsOf([...page.matches, ...page.included]),
    ...(of.type === undefined ? {} : { type: of.type }),
    ...record,
  });

  const address = `${service.base}/${path}`;
  const links = [link('self', address, parsed.used)];
  if (page.next !== undefined) {
    const next = sealCursor({ path, query, position: page.next }, service.linkSecret);
    links.push(link('next', address, [['_page', next]]));
  }
  const issues = [...parsed.issues, ...page.issues];
  const total = page.total === undefined ? '' : `,"total":${page.total}`;
  const head = `{"resourceType":"Bundle","type":"searchset"${total},"link":[${links.join(',')}]`;
  const entries: string[] = [];
  for (const row of page.matches) entries.push(entry(service, row, 'match', shape));
  for (const row of page.included) entries.push(entry(service, row, 'include', shape));
  if (issues.length > 0) entries.push(`{"resource":${printJson(outcomeOf(issues))},"search":{"mode":"outcome"}}`);
  return text(200, entries.length === 0 ? `${head}}` : `${head},"entry":[${entries.join(',')}]}`);
}

function recordOf({ compartment }: SearchOf): { record?: bigint } {
  return compartment?.type === 'Patient' ? { record: guessRecord('Patient', compartment.id) } : {};
}

function idsOf(rows: readonly FoundRow[]): string {
  return rows.map(({ type, id }) => `${type}/${id}`).join(',');
}

function entry(
  service: FhirService,
  row: FoundRow,
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
