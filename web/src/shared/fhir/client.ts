import { extraText, standIn } from '../i18n/extra.ts';
import { isOwnLanguage } from '../i18n/words.ts';
import { purposeHeader } from '../session/purpose.ts';
import { ownHeaders, refreshSession } from '../session/session.ts';
import type { Bundle, OperationOutcome, Resource } from './types.ts';

/** Why an answer could not be had; the screens have one way of showing each. */
export type FailureKind = 'refused' | 'absent' | 'signed-out' | 'offline' | 'busy' | 'stale' | 'rejected' | 'fault';

export class FhirFailure extends Error {
  readonly kind: FailureKind;
  readonly status: number;
  /** What a person can read over the phone to those who run the server. */
  readonly reference: string | undefined;
  readonly outcome: OperationOutcome | undefined;
  constructor(
    kind: FailureKind,
    status: number,
    more: { reference?: string; outcome?: OperationOutcome; cause?: unknown } = {},
  ) {
    super(`${kind} ${status}`, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'FhirFailure';
    this.kind = kind;
    this.status = status;
    this.reference = more.reference;
    this.outcome = more.outcome;
  }
}

const base = `${location.origin}/fhir/`;

/** What the server says in no other language than ours, it says in bokmål. */
const accepted = (tag: string): string => (isOwnLanguage(tag) ? tag : `${tag}, ${standIn};q=0.9`);

type Ask = {
  signal?: AbortSignal | undefined;
  method?: string;
  body?: string | URLSearchParams;
  headers?: Record<string, string>;
  /** Whose record a write is for, as a Patient's id: the page's own when left out, `null` for what is in none or in two. */
  record?: string | null | undefined;
  /** The browser finishes it when the page is closed meanwhile; of at most 64 kB. */
  keepalive?: boolean;
};

/** What a device keeps of the answers to what was read, for when there is no network. */
type KeptAnswers = { note(url: URL, answer: Response): void; find(url: URL): Promise<Response | undefined> };
let kept: KeptAnswers | undefined;
export function keepAnswers(by: KeptAnswers | undefined): void {
  kept = by;
}

/** Sends one request to the record in this browser's session. When it is not good, the screens hear what became of it. */
export async function send(path: string, ask: Ask = {}): Promise<Response> {
  const url = new URL(path, base);
  // Paging links are the server's own text; we follow none elsewhere.
  if (url.origin !== location.origin) throw new FhirFailure('fault', 0);
  // In another's record nothing is kept; streams ask for what they accept.
  const keeper = (ask.method ?? 'GET') === 'GET' && actedFor() === undefined && !ask.headers?.accept ? kept : undefined;
  let answer: Response;
  try {
    answer = await once(url, ask);
  } catch (cause) {
    const found = cause instanceof FhirFailure ? await keeper?.find(url) : undefined;
    if (found === undefined) throw cause;
    return found;
  }
  if (answer.status === 401) {
    // Another tab may have changed the employment, and with it the session's secret, while the request was under way.
    const now = await refreshSession().catch(() => undefined);
    if (now?.state !== 'open') throw new FhirFailure('signed-out', 401);
    answer = await once(url, ask);
    if (answer.status === 401) throw new FhirFailure('signed-out', 401);
  }
  if (!answer.ok) throw await failureOf(answer);
  keeper?.note(url, answer);
  return answer;
}

async function once(url: URL, ask: Ask): Promise<Response> {
  try {
    return await fetch(url, {
      method: ask.method ?? 'GET',
      body: ask.body ?? null,
      signal: ask.signal ?? null,
      headers: {
        accept: 'application/fhir+json',
        'accept-language': accepted(document.documentElement.lang),
        ...recordHeader(ask),
        ...actingHeader(),
        ...purposeHeader(),
        ...ask.headers,
        ...ownHeaders,
      },
      keepalive: ask.keepalive ?? false,
      cache: 'no-store',
      credentials: 'same-origin',
    });
  } catch (cause) {
    if (ask.signal?.aborted) throw cause;
    throw new FhirFailure('offline', 0, { cause });
  }
}

/**
 * Says with every write whose record it is for. What is begun in one record and sent when another is open is then refused, and
 * never written in the wrong one.
 */
function recordHeader({ method = 'GET', record = recordOfPage() }: Ask): Record<string, string> {
  return method === 'GET' || record === null ? {} : { 'x-record': `Patient/${record}` };
}

let actedFor = (): string | undefined => undefined;

/** Says for whom a citizen acts, by a Patient’s id: it goes with everything that is asked. */
export function sayActedFor(of: () => string | undefined): void {
  actedFor = of;
}

function actingHeader(): Record<string, string> {
  const patient = actedFor();
  return patient === undefined ? {} : { 'x-acting-for': `Patient/${patient}` };
}

let ofApplication = (): string | null => null;

/** Says whose record is open where addresses do not tell: in the citizen's application. */
export function sayRecordOfPage(of: () => string | null): void {
  ofApplication = of;
}

const recordOfPage = (): string | null =>
  /^\/pasient\/([A-Za-z0-9.-]{1,64})/.exec(location.pathname)?.[1] ?? ofApplication();

async function failureOf(answer: Response): Promise<FhirFailure> {
  const outcome = (await answer.json().catch(() => undefined)) as OperationOutcome | undefined;
  const reference = answer.headers.get('x-request-id') ?? undefined;
  const kind: FailureKind =
    answer.status === 403
      ? 'refused'
      : answer.status === 404 || answer.status === 410
        ? 'absent'
        : answer.status === 429 || answer.status === 503
          ? 'busy'
          : answer.status === 412 || answer.status === 409
            ? 'stale'
            : answer.status === 400 || answer.status === 422
              ? 'rejected'
              : 'fault';
  return new FhirFailure(kind, answer.status, {
    ...(outcome?.resourceType === 'OperationOutcome' ? { outcome: translatedOutcome(outcome) } : {}),
    ...(reference ? { reference } : {}),
  });
}

/** In a language that only the screens have, what is wrong is said by its key where that has been translated. */
const translatedOutcome = (outcome: OperationOutcome): OperationOutcome => ({
  ...outcome,
  issue: (outcome.issue ?? []).map((issue) => {
    const key = issue.details?.coding?.[0]?.code;
    const text = extraText(`rule.${key}`) ?? extraText(`reason.${key}`);
    return text === undefined ? issue : { ...issue, details: { ...issue.details, text } };
  }),
});

export async function read<T extends Resource>(type: string, id: string, signal?: AbortSignal): Promise<T> {
  const answer = await send(`${type}/${encodeURIComponent(id)}`, { signal });
  return (await answer.json()) as T;
}

const asFhir = { 'content-type': 'application/fhir+json' } as const;

/** Writes a new resource. `key`, as `system|value`: done again with the same one, it is there once all the same. @throws FhirFailure */
export async function create<T extends Resource>(
  resource: T,
  { record, key, keepalive, headers }: Pick<Ask, 'record' | 'keepalive' | 'headers'> & { key?: string } = {},
): Promise<T> {
  const answer = await send(resource.resourceType, {
    method: 'POST',
    headers: {
      ...asFhir,
      ...headers,
      ...(key === undefined ? {} : { 'if-none-exist': `identifier=${encodeURIComponent(key)}` }),
    },
    body: JSON.stringify(resource),
    record,
    ...(keepalive === undefined ? {} : { keepalive }),
  });
  return (await answer.json()) as T;
}

/** Writes over the version that `resource.meta` tells, and no other. @throws FhirFailure stale when somebody was first */
export async function update<T extends Resource>(
  resource: T,
  { record, keepalive, headers }: Pick<Ask, 'record' | 'keepalive' | 'headers'> = {},
): Promise<T> {
  const { versionId } = resource.meta ?? {};
  const answer = await send(`${resource.resourceType}/${resource.id}`, {
    method: 'PUT',
    headers: { ...asFhir, ...headers, ...(versionId === undefined ? {} : { 'if-match': `W/"${versionId}"` }) },
    body: JSON.stringify(resource),
    record,
    ...(keepalive === undefined ? {} : { keepalive }),
  });
  return (await answer.json()) as T;
}

export type Params = Readonly<Record<string, string | readonly string[]>>;

export function queryOf(params: Params): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of typeof value === 'string' ? [value] : value) query.append(name, one);
  }
  return query;
}

/** One page of a search by address. Never for names or identity numbers: those go by {@link searchQuietly}. */
export async function search<T extends Resource>(
  path: string,
  params: Params,
  signal?: AbortSignal,
): Promise<Bundle<T>> {
  const answer = await send(`${path}?${queryOf(params)}`, { signal });
  return (await answer.json()) as Bundle<T>;
}

/** A search whose words stand in the body, so that no log of addresses, ours or a proxy's, holds a name or a number. */
export async function searchQuietly<T extends Resource>(
  type: string,
  params: Params,
  signal?: AbortSignal,
): Promise<Bundle<T>> {
  const answer = await send(`${type}/_search`, { method: 'POST', body: queryOf(params), signal });
  return (await answer.json()) as Bundle<T>;
}

export async function followLink<T extends Resource>(url: string, signal?: AbortSignal): Promise<Bundle<T>> {
  const answer = await send(url, { signal });
  return (await answer.json()) as Bundle<T>;
}

export function nextLink(bundle: Bundle): string | undefined {
  return bundle.link?.find(({ relation }) => relation === 'next')?.url;
}

/** The resources of a bundle in its order, without notes to the reader (OperationOutcome) and without what was only included. */
export function matchesOf<T extends Resource>(bundle: Bundle<T>): T[] {
  const found: T[] = [];
  for (const { resource, search } of bundle.entry ?? []) {
    if (!resource || search?.mode === 'include' || resource.resourceType === 'OperationOutcome') continue;
    found.push(resource);
  }
  return found;
}

/** Every match up to a limit, page by page. */
export async function searchAll<T extends Resource>(
  path: string,
  params: Params,
  limit: number,
  signal?: AbortSignal,
): Promise<{ resources: T[]; complete: boolean }> {
  let bundle = await search<T>(path, params, signal);
  const resources = matchesOf(bundle);
  let next = nextLink(bundle);
  while (next && resources.length < limit) {
    bundle = await followLink<T>(next, signal);
    resources.push(...matchesOf(bundle));
    next = nextLink(bundle);
  }
  return { resources, complete: next === undefined };
}
