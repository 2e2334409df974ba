import type { Resource } from '../../fhir/resource.ts';
import { companionOf, subjectOf } from '../../fhir/search/subject.ts';
import { isResourceType } from '../../fhir/types.ts';
import { type Operation, recordsOf } from '../../record/index.ts';
import type { Line } from './asking.ts';
import { type FhirRequest, queryText } from './message.ts';
import type { FhirService } from './service.ts';

/** What a request, or several that came together, would have done: each in the log of the records that it was about. */
export type Asked = {
  operations: readonly Operation[];
  /** Reads of the same transaction. */
  reads?: readonly FhirRequest[];
};

type Key = { type: string; id: string };
/** `about` is of what the record is where it stands, or would. */
export type Attempt = { interaction: string; type?: string; id?: string; about?: Key | undefined };

/**
 * A line for each record that was to be reached, with what was to be done there and with which resources, however many entries
 * came to the same; and one without a record for all that names none. Criteria are not looked up: that would be to search.
 * @param isToldAlready what another line tells
 */
export async function attempted(
  service: FhirService,
  { operations, reads = [] }: Asked,
  isToldAlready: (record: bigint | undefined, attempt: Attempt) => boolean = () => false,
): Promise<Line[]> {
  const attempts = [...operations.flatMap(changes), ...reads.flatMap(looks)];
  const about = attempts.flatMap((one) => one.about ?? []);
  const keys = [...new Map(about.map((key) => [referenceOf(key), key])).values()];
  const records = await recordsOf(service.database.shortReader, keys);
  const recordOf = new Map(keys.map((key, i) => [referenceOf(key), records[i]]));
  if (attempts.length === 0) return [lineOf([])];
  const byRecord = Map.groupBy(attempts, ({ about }) => about && recordOf.get(referenceOf(about)));
  return [...byRecord].flatMap(([record, all]) => {
    const some = all.filter((one) => !isToldAlready(record, one));
    return some.length === 0 ? [] : [{ ...lineOf(some), ...(record === undefined ? {} : { record }) }];
  });
}

/** What all have in common, and which resources they name. */
export function lineOf(some: readonly Attempt[]): Line {
  const [first] = some;
  if (first === undefined) return { interaction: 'transaction' };
  const { interaction, type } = first;
  const line: Line = {
    interaction: some.every((one) => one.interaction === interaction) ? interaction : 'transaction',
  };
  if (type !== undefined && some.every((one) => one.type === type)) line.type = type;
  const named = [...new Set(some.flatMap(({ type, id }) => (id === undefined ? [] : `${type}/${id}`)))];
  if (named.length === 1 && line.type !== undefined) line.id = named[0]!.split('/')[1]!;
  else if (named.length > 0) line.shown = named.join(',');
  return line;
}

/** A change is about the record where the resource stands, and about the one where it would come to stand. */
function changes(operation: Operation): Attempt[] {
  const { kind: interaction, type } = operation;
  const to = 'body' in operation ? homeOf(operation.body.value as Resource) : undefined;
  if (operation.kind === 'create' && operation.ifNoneExist === undefined) return [{ interaction, type, about: to }];
  const target = operation.kind === 'create' ? { criteria: operation.ifNoneExist! } : operation.target;
  if (!('id' in target)) return withHome([patientOf(target.criteria), to], { interaction, type });
  const { id } = target;
  return withHome([{ type, id }, to], { interaction, type, id });
}

function withHome(places: readonly (Key | undefined)[], one: Attempt): Attempt[] {
  const known = places.filter((key) => key !== undefined);
  return known.length === 0 ? [one] : known.map((about) => ({ ...one, about }));
}

/** Whose record a resource would be in: of a new Patient nobody's yet. */
function homeOf(resource: Resource): Key | undefined {
  if (resource.resourceType === 'Patient') return undefined;
  const [type, id] = (subjectOf(resource) ?? companionOf(resource))?.split('/') ?? [];
  return type === undefined || id === undefined ? undefined : { type, id };
}

function looks({ path, query }: FhirRequest): Attempt[] {
  const [type = '', id, more] = path;
  if (!isResourceType(type)) return [{ interaction: type.startsWith('$') ? type : 'read' }];
  const last = path.at(-1)!;
  if (last.startsWith('$')) return [{ interaction: last, ...named(type, id === last ? undefined : id) }];
  if (id === undefined || id === '_search') {
    return [{ interaction: 'search-type', type, about: patientOf(queryText(query)) }];
  }
  if (more !== undefined && isResourceType(more)) {
    return [{ interaction: 'search-type', type: more, about: { type, id } }];
  }
  return [{ interaction: more === '_history' ? 'history-instance' : 'read', ...named(type, id) }];
}

const named = (type: string, id: string | undefined) =>
  id === undefined ? { type } : { type, id, about: { type, id } };

/** The patient whom criteria name. */
function patientOf(query: string): Key | undefined {
  const pairs = new URLSearchParams(query);
  const id = pairs.get('patient')?.replace(/^Patient\//, '') ?? /^Patient\/(.+)$/.exec(pairs.get('subject') ?? '')?.[1];
  return id === undefined || !/^[A-Za-z0-9\-.]{1,64}$/.test(id) ? undefined : { type: 'Patient', id };
}

const referenceOf = ({ type, id }: Key): string => `${type}/${id}`;
