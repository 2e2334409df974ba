import type { Opened } from '../../../../access/gate/gate.ts';
import type { Resource } from '../../../../fhir/resource.ts';
import { typeNumber, typeOfNumber } from '../../../../fhir/types.ts';
import { type Part, type Piece, readKeys, readRecord, type Scope } from '../../../../record/search/index.ts';
import { launchRecord, tokenScope } from '../../asking.ts';
import { see } from '../../judging.ts';
import type { FhirRequest } from '../../message.ts';
import { recordScope, tokenOnly } from '../../predicates.ts';
import type { FhirService } from '../../service.ts';
import { summaryTypes } from './sections.ts';

const CHUNK = 500;
/** A summary tells of the last measurements and results; older ones stand in the record. */
const RESULTS_MS = 2 * 365 * 86_400_000;

export type Found = { patient: Resource | undefined; resources: Resource[]; medications: Resource[]; shown: string[] };

/** What a reader may see of a record, of the types that a summary is made of. Nothing is logged here. */
export async function readSummary(service: FhirService, request: FhirRequest, opened: Opened): Promise<Found> {
  const { verdict, record } = opened;
  const none: Found = { patient: undefined, resources: [], medications: [], shown: [] };
  if ('deny' in verdict) return none;
  const token = tokenScope(request, 'r');
  const narrowing = { token, launched: launchRecord(request), query: [], actor: request.actor };
  const scope = verdict.permit.isWhole ? tokenOnly(narrowing) : recordScope(narrowing, record, verdict.permit);
  const read = async (part: Part): Promise<Resource[]> => {
    const all: Resource[] = [];
    for (let after: Piece | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
      const pieces = await readRecord(service.database.reader, record, {
        part,
        size: CHUNK,
        scope,
        ...(after === undefined ? {} : { after }),
      });
      all.push(...pieces.flatMap((piece) => shownOf(service, request, opened, piece)));
      after = pieces.length < CHUNK ? undefined : pieces.at(-1);
    }
    return all;
  };
  const types = summaryTypes.map(typeNumber).sort((a, b) => a - b);
  const [rest, observations] = [
    await read({ types }),
    await read({ types: [typeNumber('Observation')], from: service.now() - RESULTS_MS }),
  ];
  const resources = [...rest, ...observations].filter(({ resourceType }) => resourceType !== 'Patient');
  const medications = await medicationsOf(service, resources, scope);
  return {
    patient: rest.find(({ resourceType }) => resourceType === 'Patient'),
    resources,
    medications,
    shown: [...rest, ...observations].map(({ resourceType, id }) => `${resourceType}/${id}`),
  };
}

function shownOf(service: FhirService, request: FhirRequest, opened: Opened, piece: Piece): Resource[] {
  const row = { type: typeOfNumber(piece.type) ?? '', id: piece.id, access: piece.access, content: piece.content };
  const seen = see(service, request, row, opened);
  return seen.is === 'shown' ? [JSON.parse(seen.content) as Resource] : [];
}

async function medicationsOf(service: FhirService, resources: readonly Resource[], scope: Scope): Promise<Resource[]> {
  const ids = new Set(
    resources.flatMap(({ medicationReference }) => {
      const { reference = '' } = (medicationReference ?? {}) as { reference?: string };
      return /^Medication\/([A-Za-z0-9.-]{1,64})$/.exec(reference)?.[1] ?? [];
    }),
  );
  const keys = [...ids].map((id) => ({ type: 'Medication', id }));
  const found = await readKeys(service.database.reader, keys, scope);
  return found.map(({ content }) => JSON.parse(content) as Resource);
}
