import { createHash } from 'node:crypto';

/** One request to come: a transaction, and where each of its entries was read. */
export type Unit = {
  file: string;
  /** A transaction Bundle as JSON text. */
  body: Buffer;
  entries: number;
  /** What makes the same unit of the same file the same in every run, whatever else is loaded. */
  loadId: string;
  /** Bytes of the file that are done with when this is. */
  share: number;
  /** Line of the file for each entry, where the file has lines; else the first line. */
  lines: readonly number[];
  /** The entries one by one, where each may be loaded without the others. */
  parts?: readonly Part[];
};

/** One entry of a transaction that we put together. */
export type Part = { text: string; line: number };

/** Something in a file that never became a request. */
export type Unreadable = { file: string; line: number; why: string; share: number };

type Origin = { file: string; line: number; share: number };

/** So many entries in a transaction that we put together, and so many characters. */
export const GROUP_ENTRIES = 100;
export const GROUP_CHARACTERS = 4_000_000;

const TRANSACTION =
  /^\s*\{\s*"resourceType"\s*:\s*"Bundle"\s*,\s*(?:"id"\s*:\s*"[^"]*"\s*,\s*)?"type"\s*:\s*"transaction"/;

/**
 * A document of a file as what is to be sent: a transaction as it is, byte for byte; a batch or collection as
 * transactions of its entries; a resource as an entry of a group, which the caller gathers.
 */
export function readDocument(bytes: Buffer, origin: Origin): Unit[] | Part | Unreadable {
  // Most of what is loaded is transactions, which we need not understand: the server reads them once, and once is enough.
  if (TRANSACTION.test(bytes.toString('latin1', 0, 400))) {
    return [unitOf(bytes, requestsIn(bytes), [origin.line], origin)];
  }
  let document: Document;
  try {
    document = JSON.parse(bytes.toString('utf8'), keepNumbers as never) as Document;
  } catch (error) {
    return { ...origin, why: `Not JSON: ${(error as Error).message}` };
  }
  if (typeof document !== 'object' || document === null || typeof document.resourceType !== 'string') {
    return { ...origin, why: 'Not a FHIR resource: it has no resourceType' };
  }
  if (document.resourceType !== 'Bundle') return partOf(document, undefined, origin.line);
  const entries = (document.entry ?? []).filter(
    ({ resource, request }) => resource !== undefined || request !== undefined,
  );
  if (document.type === 'transaction') return [unitOf(bytes, entries.length, [origin.line], origin)];
  return unitsOfEntries(document, entries, origin);
}

type Entry = { fullUrl?: string; resource?: Document; request?: object };
type Document = { resourceType?: string; id?: string; type?: string; entry?: Entry[] };

/** A batch or collection. Entries that refer to one another by `urn:` must go together; others go in groups. */
function unitsOfEntries(bundle: Document, entries: readonly Entry[], origin: Origin): Unit[] | Unreadable {
  const parts = entries.map(({ fullUrl, resource, request }) => partOf(resource ?? {}, fullUrl, origin.line, request));
  if (parts.length === 0) return { ...origin, why: `A Bundle (${bundle.type}) without entries` };
  const together = parts.some(({ text }) => /"reference":"urn:/.test(text));
  const groups = together ? [parts] : inGroups(parts);
  return groups.map((group, i) => {
    const unit = groupOf(group, { ...origin, share: i === groups.length - 1 ? origin.share : 0 }, i);
    if (!together) return unit;
    const { parts: _, ...whole } = unit;
    return whole;
  });
}

function inGroups(parts: readonly Part[]): Part[][] {
  const groups: Part[][] = [];
  for (let i = 0; i < parts.length; i += GROUP_ENTRIES) groups.push(parts.slice(i, i + GROUP_ENTRIES));
  return groups;
}

function partOf(resource: Document, fullUrl: string | undefined, line: number, request?: object): Part {
  const { resourceType, id } = resource;
  const asked =
    request ??
    (id === undefined ? { method: 'POST', url: resourceType } : { method: 'PUT', url: `${resourceType}/${id}` });
  const text = JSON.stringify({
    ...(fullUrl === undefined ? {} : { fullUrl }),
    ...(resourceType === undefined ? {} : { resource }),
    request: asked,
  });
  return { text, line };
}

/** Parts of a file as one transaction; `ordinal` tells it from others that begin in the same line. */
export function groupOf(parts: readonly Part[], origin: Origin, ordinal = 0): Unit {
  const body = Buffer.from(
    `{"resourceType":"Bundle","type":"transaction","entry":[${parts.map(({ text }) => text).join(',')}]}`,
  );
  const unit = unitOf(
    body,
    parts.length,
    parts.map(({ line }) => line),
    origin,
    ordinal,
  );
  return { ...unit, parts };
}

/** Halves of a group that was refused, so that one bad line does not keep ninety-nine good ones out. */
export function halvesOf(unit: Unit): Unit[] {
  const { parts, file } = unit;
  if (parts === undefined || parts.length < 2) return [];
  const middle = parts.length >> 1;
  return [parts.slice(0, middle), parts.slice(middle)].map((half, i) =>
    groupOf(half, { file, line: half[0]!.line, share: i === 0 ? 0 : unit.share }, i),
  );
}

function unitOf(body: Buffer, entries: number, lines: readonly number[], origin: Origin, ordinal = 0): Unit {
  const { file, line, share } = origin;
  const loadId = createHash('sha256').update(`${file}\n${line}\n${ordinal}\n`).update(body).digest('hex');
  return { file, body, entries, loadId, share, lines };
}

const REQUEST = '"request"';
/** As an entry's request goes on, and no resource's member of that name: those are references (`MedicationAdministration.request`). */
const ASKS = /^\s*:\s*\{\s*"(?:method|url|if[A-Z])/;

/** How many entries a transaction asks for, by its text. */
function requestsIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(REQUEST); at >= 0; at = bytes.indexOf(REQUEST, at + 1)) {
    const after = at + REQUEST.length;
    if (ASKS.test(bytes.toString('latin1', after, after + 200))) count++;
  }
  return count;
}

/** Keeps a number as it was written (`1.0` is not `1` in FHIR). */
function keepNumbers(_name: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined || String(value) === context.source) return value;
  return (JSON as unknown as { rawJSON: (text: string) => unknown }).rawJSON(context.source);
}
