import type { Opened } from '../../../access/gate/gate.ts';
import { problem } from '../../../fhir/issue.ts';
import { parseJson } from '../../../fhir/json/index.ts';
import type { Resource } from '../../../fhir/resource.ts';
import { compartmentOf } from '../../../fhir/search/parse.ts';
import { subjectOf } from '../../../fhir/search/subject.ts';
import { dateRange } from '../../../fhir/search/values/dates.ts';
import { patientTypes, typeNumber, typeOfNumber } from '../../../fhir/types.ts';
import { guessRecord } from '../../../record/index.ts';
import {
  type Part,
  type Piece,
  readKeys,
  readOfPatient,
  readRecord,
  type Scope,
} from '../../../record/search/index.ts';
import { accessLine, isNarrowed, launchRecord, tokenScope } from '../asking.ts';
import { disclose, notFound } from '../disclose.ts';
import { see } from '../judging.ts';
import { type FhirRequest, type FhirResponse, queryText } from '../message.ts';
import { recordScope, tokenOnly } from '../predicates.ts';
import { suppressed } from '../read.ts';
import { search } from '../search.ts';
import type { FhirService } from '../service.ts';
import { type Show, showing } from '../showing.ts';
import type { FhirOperation, OperationCall } from './operation.ts';
import { parametersOf } from './parameters.ts';

/**
 * Patient/[id]/$everything and Encounter/[id]/$everything. A patient's record is read as it lies, in the order of its key,
 * and streamed; then what other records say of the patient, and what the record refers to (personnel, organisations).
 * @source FHIR R4 patient-operation-everything.html, encounter-operation-everything.html
 */
export const everything: FhirOperation = {
  name: 'everything',
  definition: 'http://hl7.org/fhir/OperationDefinition/Patient-everything',
  at: [{ level: 'instance', types: ['Patient', 'Encounter'] }],
  get: true,
  summary: 'The whole record of a patient, or all of an encounter',
  run: (service, call) =>
    call.type === 'Patient' ? patientEverything(service, call) : encounterEverything(service, call),
};

/** What is read: whose record, which part of it, and what of that may be seen. */
type Reading = {
  id: string;
  record: bigint;
  part: Part;
  scope: Scope;
  see: (pieces: Piece[]) => Piece[];
  show: Show;
};

const FIRST_CHUNK = 320;
/** Little enough that what has been sent is soon forgotten: larger chunks live on until the whole memory is swept. */
const CHUNK = 64;

async function patientEverything(service: FhirService, { request, id = '' }: OperationCall): Promise<FhirResponse> {
  const parameters = parametersOf(request);
  parameters.only(['start', 'end']);
  const part = partOf(parameters);
  const count = parameters.integer('_count');
  const after = cursorOf(parameters.text('_after'));
  if (count !== undefined && count < 1)
    throw problem('invalid', 'count-malformed', { diagnostics: '_count is at least 1.' });
  const size = count === undefined ? FIRST_CHUNK : Math.min(count, service.limits.maxCount);
  const { reading, first } = await begun(service, request, { id, part, after, size });
  const base = `${service.base}/Patient/${id}/$everything`;
  if (count !== undefined) {
    const next = first.next === undefined ? undefined : pageLink(base, parameters, first.next);
    const rest = next === undefined ? afterPages(service, reading) : none();
    return {
      status: 200,
      headers: {},
      body: { kind: 'stream', chunks: bundle(service, reading.show, next, first.pieces, rest) },
    };
  }
  const chunks = whole(service, reading, first);
  return { status: 200, headers: {}, body: { kind: 'stream', chunks } };
}

/** Opens the record and reads the first chunk; when this returns, the log line stands, and both may go out. */
async function begun(
  service: FhirService,
  request: FhirRequest,
  { id, part, after, size }: { id: string; part: Part; after: Place | undefined; size: number },
): Promise<{ reading: Reading; first: Chunk }> {
  const record = guessRecord('Patient', id);
  const token = tokenScope(request, 'r');
  const line = { interaction: '$everything', type: 'Patient', id, record };
  const isWhole = request.actor.kind === 'system' && !isNarrowed(request) && token.isWhole('Patient');
  const narrowing = { token, launched: launchRecord(request), query: [], actor: request.actor };
  if (isWhole) {
    // for a system, the log line, the patient and the first part travel together
    const show = showing(service, request, line, undefined);
    const reading = { id, record, part, scope: tokenOnly(narrowing), see: (pieces: Piece[]) => pieces, show };
    const key = { record, type: typeNumber('Patient'), id };
    const { epochs: _, ...access } = accessLine(request, undefined, { ...line, basis: 'system' });
    const [patient, first] = await Promise.all([service.log.read(access, key), chunk(service, reading, after, size)]);
    if (patient !== undefined) return { reading, first };
  }
  const { opened, place } = await disclose(service, request, {
    ...{ type: 'Patient', id, letter: 'r', interaction: 'everything', line },
  });
  const verdict = opened?.verdict;
  if (opened === undefined || verdict === undefined || !('permit' in verdict)) throw notFound();
  const scope = verdict.permit.isWhole ? tokenOnly(narrowing) : recordScope(narrowing, place.record, verdict.permit);
  const reading: Reading = {
    id,
    record: place.record,
    part,
    scope,
    see: seer(service, request, opened),
    show: showing(service, request, line, opened),
  };
  return { reading, first: await chunk(service, reading, after, size) };
}

/** Rows that the statement let through, judged once more, with what is masked left out. */
const seer =
  (service: FhirService, request: FhirRequest, opened: Opened) =>
  (pieces: Piece[]): Piece[] =>
    pieces.flatMap((piece) => {
      const row = { type: typeOfNumber(piece.type) ?? '', id: piece.id, access: piece.access, content: piece.content };
      const isOwn = piece.record === opened.record;
      const seen = see(service, request, row, isOwn || isWhole(opened) ? opened : undefined);
      return seen.is === 'shown' ? [{ ...piece, content: seen.content }] : [];
    });

const isWhole = ({ verdict }: Opened): boolean => 'permit' in verdict && verdict.permit.isWhole;

async function chunk(
  service: FhirService,
  { record, part, scope, see }: Reading,
  after: Place | undefined,
  size: number,
): Promise<Chunk> {
  const from = after === undefined ? {} : { after };
  const rows = await readRecord(service.database.reader, record, { part, size, scope, ...from });
  const last = rows.at(-1);
  const pieces = see(rows);
  return rows.length < size || last === undefined ? { pieces } : { pieces, next: last };
}

/** Some of the record's rows, as they may be shown, and where the next begin. */
type Chunk = { pieces: Piece[]; next?: Place };

type Place = { type: number; id: string };

async function* none(): AsyncIterable<Piece[]> {}

/** What ends the last page: all that the record refers to, whichever page said so. */
async function* afterPages(service: FhirService, reading: Reading): AsyncIterable<Piece[]> {
  const references = new Set<string>();
  for (let next: Place | undefined = { type: 0, id: '' }; next !== undefined; ) {
    const some: Chunk = await chunk(service, reading, next, CHUNK);
    for (const reference of referencesOf(some.pieces)) references.add(reference);
    next = some.next;
  }
  yield* outside(service, reading, references);
}

/** The rest of the record after the first chunk, then what lies outside it. */
async function* whole(service: FhirService, reading: Reading, first: Chunk): AsyncIterable<string> {
  const outer = new Set<string>();
  const rest = async function* (): AsyncIterable<Piece[]> {
    for (const reference of referencesOf(first.pieces)) outer.add(reference);
    for (let { next } = first; next !== undefined; ) {
      const more: Chunk = await chunk(service, reading, next, CHUNK);
      for (const reference of referencesOf(more.pieces)) outer.add(reference);
      yield more.pieces;
      next = more.next;
    }
    yield* outside(service, reading, outer);
  };
  yield* bundle(service, reading.show, undefined, first.pieces, rest());
}

async function* bundle(
  service: FhirService,
  show: Show,
  next: string | undefined,
  first: Piece[],
  rest: AsyncIterable<Piece[]>,
): AsyncIterable<string> {
  const links = next === undefined ? '' : `,"link":[{"relation":"next","url":${JSON.stringify(next)}}]`;
  let separator = '';
  const entries = (pieces: readonly Piece[]) => {
    let out = '';
    for (const { type, id, content } of pieces) {
      out += `${separator}{"fullUrl":"${service.base}/${typeOfNumber(type)}/${id}","resource":${content},"search":{"mode":"match"}}`;
      separator = ',';
    }
    return out;
  };
  await show(first);
  yield `{"resourceType":"Bundle","type":"searchset"${links},"entry":[${entries(first)}`;
  for await (const pieces of rest) {
    await show(pieces);
    yield entries(pieces);
  }
  yield ']}';
}

/** What other records say of this patient, and the personnel, organisations and others that the record refers to. */
async function* outside(
  service: FhirService,
  { id, record, part, scope, see }: Reading,
  references: Set<string>,
): AsyncIterable<Piece[]> {
  const foreign = see(await readOfPatient(service.database.reader, { id, record }, { part, scope }));
  yield foreign;
  for (const reference of referencesOf(foreign)) references.add(reference);
  const sent = new Set(foreign.map((piece) => `${typeOfNumber(piece.type)}/${piece.id}`));
  const wanted = [...references].filter((reference) => {
    const [type = ''] = reference.split('/');
    return (
      (!patientTypes.has(type) || type === 'Device') &&
      !sent.has(reference) &&
      (part.types === undefined || part.types.includes(typeNumber(type)))
    );
  });
  for (let i = 0; i < wanted.length; i += CHUNK) {
    const keys = wanted.slice(i, i + CHUNK).map((reference) => {
      const [type = '', id = ''] = reference.split('/');
      return { type, id };
    });
    yield see((await readKeys(service.database.reader, keys, scope)).filter(isNobodys));
  }
}

/** A device may be the patient's, sent with the record; another's; or the house's, which goes with the personnel. */
const isNobodys = ({ type, content }: Piece): boolean =>
  typeOfNumber(type) !== 'Device' || subjectOf(parseJson(content).value as Resource) === undefined;

function referencesOf(pieces: readonly Piece[]): string[] {
  const found: string[] = [];
  for (const { content } of pieces) {
    for (const match of content.matchAll(/"reference":"([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})"/g))
      found.push(match[1]!);
  }
  return found;
}

/** An encounter, all that is about it, and what they include. */
async function encounterEverything(service: FhirService, { request, id = '' }: OperationCall): Promise<FhirResponse> {
  const count = parametersOf(request).text('_count');
  const query: [string, string][] = [
    ['_include', 'Encounter:subject'],
    ['_include', '*'],
    ['_count', count ?? String(service.limits.maxCount)],
  ];
  const wanted = { type: 'Encounter', id, letter: 'r', interaction: 'everything' } as const;
  const { content } = await disclose(service, request, { ...wanted, line: { interaction: '$everything' } });
  if (content === undefined) return suppressed(request);
  const compartment = compartmentOf('Encounter', id)!;
  const asked = { ...request, method: 'GET', query, body: { kind: 'none' as const }, path: ['Encounter', id, '*'] };
  return search(service, asked, { compartment });
}

function typesOf(text: string | undefined): number[] | undefined {
  if (text === undefined || text === '') return undefined;
  return text.split(',').map((name) => {
    const number = typeNumber(name.trim());
    if (number === 0)
      throw problem('invalid', 'type-unknown', {
        diagnostics: '_type names a type that FHIR R4 does not have.',
        code: 'value',
      });
    return number;
  });
}

function partOf(parameters: ReturnType<typeof parametersOf>): Part {
  const part: Part = {};
  const types = typesOf(parameters.text('_type'));
  const since = moment(parameters.text('_since'), '_since')?.from;
  const from = moment(parameters.text('start'), 'start')?.from;
  const to = moment(parameters.text('end'), 'end')?.to;
  if (types !== undefined) part.types = types;
  if (since !== undefined) part.since = since;
  if (from !== undefined) part.from = from;
  if (to !== undefined) part.to = to;
  return part;
}

function moment(text: string | undefined, name: string) {
  if (text === undefined) return undefined;
  const range = dateRange(text.replace(' ', '+'));
  if (range === undefined)
    throw problem('invalid', 'date-malformed', { diagnostics: `${name} is a date.`, code: 'value' });
  return range;
}

/** The same question, however it was put, from where this page ends. */
function pageLink(base: string, parameters: ReturnType<typeof parametersOf>, last: Place): string {
  const asked = ['start', 'end', '_since', '_type', '_count'].flatMap((name): [string, string][] =>
    parameters.all(name).map((value) => [name, String(value)]),
  );
  return `${base}?${queryText([...asked, ['_after', `${last.type}.${last.id}`]])}`;
}

function cursorOf(text: string | undefined): { type: number; id: string } | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d{1,3})\.([A-Za-z0-9\-.]{1,64})$/.exec(text);
  if (match === null) throw problem('invalid', 'page-malformed', { diagnostics: 'The page link is not one of ours.' });
  return { type: Number(match[1]), id: match[2]! };
}
