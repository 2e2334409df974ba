import { askHeaders } from '../../access/gate/ask.ts';
import { type Issue, Problem, problem } from '../../fhir/issue.ts';
import { type Parsed, printJson } from '../../fhir/json/index.ts';
import { outcomeOf } from '../../fhir/outcome.ts';
import type { Json, JsonObject } from '../../fhir/resource.ts';
import { queryPairs } from '../../fhir/search/pairs.ts';
import { isResourceType } from '../../fhir/types.ts';
import type { Operation, Outcome, Queryable, Target } from '../../record/index.ts';
import { type FhirRequest, type FhirResponse, queryText, text } from './message.ts';
import { parsedBody, preference } from './negotiate.ts';
import { problemResponse } from './problem-response.ts';
import type { FhirService } from './service.ts';
import {
  createOperation,
  criteria,
  deleteOperation,
  locationOf,
  patchOperation,
  told,
  updateOperation,
} from './write.ts';
import { changeThrough } from './write-gate.ts';

/** Answers one request that came as an entry; the dispatcher gives itself. */
export type Dispatch = (service: FhirService, request: FhirRequest) => Promise<FhirResponse>;

/** POST [base]: a batch or a transaction. @source FHIR R4 http.html#transaction */
export async function bundle(service: FhirService, request: FhirRequest, dispatch: Dispatch): Promise<FhirResponse> {
  const parsed = parsedBody(request);
  const { value } = parsed;
  if (value.resourceType !== 'Bundle') {
    throw problem('invalid', 'not-a-bundle', {
      diagnostics: 'The base takes a Bundle of type batch or transaction.',
      expression: 'resourceType',
    });
  }
  const entries = (value.entry ?? []) as Json;
  if (!Array.isArray(entries))
    throw problem('invalid', 'entries-malformed', { expression: 'Bundle.entry', code: 'structure' });
  if (entries.length > service.limits.maxBundleEntries) {
    throw problem('too-large', 'too-many-entries', {
      diagnostics: `A Bundle may have ${service.limits.maxBundleEntries} entries.`,
    });
  }
  const outer = { request, kept: kept(request), parsed };
  const requests = entries.map((entry, i) => entryRequest(service, outer, entry, i));
  if (value.type === 'batch') return batch(service, requests, dispatch);
  if (value.type === 'transaction') return transaction(service, request, requests, dispatch);
  throw problem('invalid', 'bundle-type', {
    diagnostics: 'A Bundle sent to the base is a batch or a transaction.',
    expression: 'Bundle.type',
    code: 'value',
  });
}

type Entry = { index: number; request: FhirRequest; fullUrl?: string } | { index: number; error: Problem };

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** The Bundle's own request, what of its headers counts for each entry, and what it was parsed to. */
type Outer = { request: FhirRequest; kept: FhirRequest['headers']; parsed: Parsed };

function entryRequest(service: FhirService, outer: Outer, entry: Json, index: number): Entry {
  try {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
      throw malformed(index, 'entry', 'An entry is an object.');
    const asked = entry.request;
    if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) {
      throw malformed(index, 'request', 'Each entry of a batch or transaction needs a request.', 'required');
    }
    if (typeof asked.method !== 'string' || !METHODS.has(asked.method))
      throw malformed(index, 'request.method', 'The method is unknown.');
    if (typeof asked.url !== 'string') throw malformed(index, 'request.url', 'The request needs a url.', 'required');
    if (entry.fullUrl !== undefined && typeof entry.fullUrl !== 'string')
      throw malformed(index, 'fullUrl', 'fullUrl is a string.');
    if (
      entry.resource !== undefined &&
      (typeof entry.resource !== 'object' || entry.resource === null || Array.isArray(entry.resource))
    ) {
      throw malformed(index, 'resource', 'A resource is an object.');
    }
    const headers: Record<string, string | undefined> = { prefer: outer.request.headers.prefer };
    for (const [member, header] of ENTRY_HEADERS) {
      const given = asked[member];
      if (given === undefined) continue;
      if (typeof given !== 'string') throw malformed(index, `request.${member}`, 'A string is expected.');
      headers[header] = given;
    }
    const request: FhirRequest = {
      method: asked.method,
      ...splitUrl(asked.url, service.base, index),
      headers: Object.assign(headers, outer.kept),
      body:
        entry.resource === undefined
          ? { kind: 'none' }
          : {
              kind: 'parsed',
              parsed: { value: entry.resource as JsonObject, decimals: outer.parsed.decimals, members: 0 },
            },
      actor: outer.request.actor,
      signal: outer.request.signal,
    };
    return entry.fullUrl === undefined ? { index, request } : { index, request, fullUrl: entry.fullUrl as string };
  } catch (error) {
    if (error instanceof Problem) return { index, error };
    throw error;
  }
}

/** What a Bundle's headers say of all its entries. */
const kept = ({ headers }: FhirRequest): FhirRequest['headers'] =>
  Object.fromEntries(
    ['x-enjournal-check-references', 'x-record', 'accept-language', ...askHeaders].map((name) => [name, headers[name]]),
  );

const ENTRY_HEADERS = [
  ['ifMatch', 'if-match'],
  ['ifNoneMatch', 'if-none-match'],
  ['ifModifiedSince', 'if-modified-since'],
  ['ifNoneExist', 'if-none-exist'],
] as const;

function malformed(index: number, place: string, diagnostics: string, code = 'structure') {
  const expression = place === 'entry' ? `Bundle.entry[${index}]` : `Bundle.entry[${index}].${place}`;
  return problem('invalid', 'entry-malformed', { diagnostics, expression, code });
}

function splitUrl(url: string, base: string, index: number): Pick<FhirRequest, 'path' | 'query'> {
  const relative = url.startsWith(`${base}/`) ? url.slice(base.length + 1) : url.replace(/^\//, '');
  const [path = '', query = ''] = relative.split(/\?(.*)/s);
  try {
    return {
      path: path
        .split('/')
        .filter((part) => part !== '')
        .map(decodeURIComponent),
      query: queryPairs(query),
    };
  } catch {
    throw malformed(index, 'request.url', 'The url is not well encoded.');
  }
}

/** Each entry by itself; one that fails does not touch the others. Some at a time, answered in their order. */
async function batch(service: FhirService, entries: readonly Entry[], dispatch: Dispatch): Promise<FhirResponse> {
  const answers: string[] = new Array(entries.length);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < entries.length; i = next++) {
      const entry = entries[i]!;
      answers[i] =
        'error' in entry ? answerOf(problemResponse(entry.error)) : await answered(service, entry.request, dispatch);
    }
  };
  await Promise.all(Array.from({ length: Math.min(8, entries.length) }, worker));
  return text(200, bundleText('batch-response', answers));
}

async function answered(service: FhirService, request: FhirRequest, dispatch: Dispatch): Promise<string> {
  if (request.path.length === 0 && request.method === 'POST') {
    return answerOf(
      problemResponse(
        problem('invalid', 'bundle-in-bundle', { diagnostics: 'A Bundle may not be sent inside a Bundle.' }),
      ),
    );
  }
  return answerOf(await dispatch(service, request).catch((error: unknown) => problemResponse(error)));
}

/** All or nothing, in the specification's order: deletes, creates, updates and patches, then reads of what results. */
async function transaction(
  service: FhirService,
  request: FhirRequest,
  entries: readonly Entry[],
  dispatch: Dispatch,
): Promise<FhirResponse> {
  const issues: Issue[] = [];
  const operations: Operation[] = [];
  const reads: Extract<Entry, { request: FhirRequest }>[] = [];
  let kind: Problem['kind'] | undefined;
  for (const entry of entries) {
    try {
      if ('error' in entry) throw entry.error;
      if (entry.request.method === 'GET' || entry.request.method === 'HEAD') reads.push(entry);
      else operations.push(operationOf(entry));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      kind ??= error.kind;
      issues.push(...error.issues.map((issue) => inEntry(issue, entry.index)));
    }
  }
  if (kind !== undefined) throw new Problem(kind, issues);
  operations.sort((a, b) => ORDER[a.kind] - ORDER[b.kind]);

  const loadId = request.headers['x-enjournal-load-id'];
  const minimal = preference(request.headers.prefer).return !== 'representation';
  const asOutcome = preference(request.headers.prefer).return === 'OperationOutcome';
  const answers: string[] = new Array(entries.length);
  if (loadId !== undefined) {
    if (loadId.length > 200) throw problem('invalid', 'load-id-too-long');
    const earlier = await receipt(service.database.reader, loadId);
    if (earlier !== undefined) return text(200, earlier);
  }
  const answerAll = (outcomes: readonly Outcome[]) => {
    outcomes.forEach((outcome, i) => {
      answers[operations[i]!.entry!] = answerOfChange(service, outcome, minimal, asOutcome);
    });
  };
  if (request.rehearses === true) return rehearsal(service, request, operations);
  const asked = { operations, reads: reads.map((one) => one.request) };
  if (loadId === undefined) {
    const { outcomes } = await changeThrough(service, request, asked);
    answerAll(outcomes);
  } else {
    let earlier: string | undefined;
    await changeThrough(service, request, asked, async (client, outcomes) => {
      answerAll(outcomes);
      await client.query(
        'INSERT INTO idempotency (key, at, response) VALUES ($1, now(), $2)',
        [
          loadId,
          bundleText(
            'transaction-response',
            answers.map((answer) => answer ?? '{"response":{"status":"200"}}'),
          ),
        ],
        'load-receipt',
      );
    }).catch(async (error: unknown) => {
      // another of the same id came first
      earlier =
        (error as { code?: string }).code === '23505' ? await receipt(service.database.reader, loadId) : undefined;
      if (earlier === undefined) throw error;
    });
    if (earlier !== undefined) return text(200, earlier);
  }
  for (const { index, request: read } of reads) answers[index] = await answered(service, read, dispatch);
  return text(200, bundleText('transaction-response', answers));
}

class Rehearsed extends Error {}

/** All that a transaction would be refused for, by everything that judges one; and then it is undone. @throws Problem */
async function rehearsal(
  service: FhirService,
  request: FhirRequest,
  operations: readonly Operation[],
): Promise<FhirResponse> {
  try {
    await changeThrough(service, request, { operations }, () => Promise.reject(new Rehearsed()));
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error;
  }
  return text(200, bundleText('transaction-response', []));
}

async function receipt(client: Queryable, loadId: string): Promise<string | undefined> {
  const { rows } = await client.query<{ response: string }>(
    'SELECT response FROM idempotency WHERE key = $1',
    [loadId],
    'load-receipt-of',
  );
  return rows[0]?.response;
}

const ORDER = { delete: 0, create: 1, update: 2, patch: 3 } as const;

function operationOf({ index, request, fullUrl }: Extract<Entry, { request: FhirRequest }>): Operation {
  const [type = '', id, ...more] = request.path;
  if (type.startsWith('$') || id?.startsWith('$') || more.length > 0) {
    throw malformed(index, 'request.url', 'A transaction takes interactions on a type or an instance.');
  }
  if (!isResourceType(type)) throw malformed(index, 'request.url', 'The url names no resource type.');
  const made = make(request, type, id);
  made.entry = index;
  if (fullUrl !== undefined) made.fullUrl = fullUrl;
  return made;
}

function make(request: FhirRequest, type: string, id: string | undefined): Operation {
  if (request.method === 'POST') return createOperation(request, type);
  const query = queryText(request.query);
  const target: Target = id === undefined ? { criteria: criteria(query, type) } : { id };
  if (request.method === 'PUT') return updateOperation(request, type, target);
  return request.method === 'PATCH' ? patchOperation(request, type, target) : deleteOperation(request, type, target);
}

function inEntry(issue: Issue, index: number): Issue {
  if (issue.expression?.startsWith('Bundle.entry')) return issue;
  const inner =
    issue.expression === undefined || issue.expression.startsWith('line')
      ? ''
      : `.resource${issue.expression.replace(/^[A-Za-z]+/, '')}`;
  return { ...issue, expression: `Bundle.entry[${index}]${inner}` };
}

function answerOfChange(service: FhirService, outcome: Outcome, minimal: boolean, asOutcome: boolean): string {
  const response = [`"status":"${outcome.status}"`];
  if (outcome.id !== '' && outcome.interaction !== 'delete') {
    response.push(`"location":"${outcome.version === 0 ? `${outcome.type}/${outcome.id}` : locationOf(outcome)}"`);
  }
  if (outcome.version !== 0)
    response.push(`"etag":"W/\\"${outcome.version}\\""`, `"lastModified":"${new Date(outcome.at).toISOString()}"`);
  if (asOutcome) response.push(`"outcome":${printJson(outcomeOf(told(outcome)))}`);
  const members = [`"response":{${response.join(',')}}`];
  if (outcome.id !== '' && outcome.interaction !== 'delete')
    members.unshift(`"fullUrl":"${service.base}/${outcome.type}/${outcome.id}"`);
  if (!minimal && outcome.content !== undefined) members.push(`"resource":${outcome.content}`);
  return `{${members.join(',')}}`;
}

/** A response as an entry of a response Bundle. */
function answerOf(response: FhirResponse): string {
  const { headers, body, status } = response;
  const told = [`"status":"${status}"`];
  if (headers.location !== undefined) told.push(`"location":${JSON.stringify(headers.location)}`);
  if (headers.etag !== undefined) told.push(`"etag":${JSON.stringify(headers.etag)}`);
  if (headers['last-modified'] !== undefined)
    told.push(`"lastModified":"${new Date(headers['last-modified']).toISOString()}"`);
  const content = body.kind === 'text' ? body.text : body.kind === 'resource' ? printJson(body.resource) : undefined;
  if (content === undefined) return `{"response":{${told.join(',')}}}`;
  if (status >= 400) return `{"response":{${told.join(',')},"outcome":${content}}}`;
  return `{"resource":${content},"response":{${told.join(',')}}}`;
}

function bundleText(type: string, entries: readonly string[]): string {
  return entries.length === 0
    ? `{"resourceType":"Bundle","type":"${type}"}`
    : `{"resourceType":"Bundle","type":"${type}","entry":[${entries.join(',')}]}`;
}
