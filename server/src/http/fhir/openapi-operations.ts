import { type OperationParameter, r4OperationParameters } from '../../fhir/operations.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import { contentResources } from '../../terminology/index.ts';

/** What an operation takes and gives, as its OperationDefinition says: R4's, or ours in `content/operations`. */
export type Described = { takes: readonly OperationParameter[]; gives: readonly OperationParameter[] };

/** By the canonical URL of the definition; an operation without one takes what is not told. */
export function operationDescriptions(): (url: string) => Described | undefined {
  const own = new Map(
    contentResources(new Set(['OperationDefinition'])).map(({ url, parameter }) => [
      String(url),
      (parameter ?? []) as unknown as OperationParameter[],
    ]),
  );
  return (url) => {
    const parameters = own.get(url) ?? r4OperationParameters(url);
    if (parameters === undefined) return undefined;
    const of = (use: string) => parameters.filter((parameter) => parameter.use === use);
    return { takes: of('in'), gives: of('out') };
  };
}

/** What can stand in the query of a GET: only what is a word or a number. */
export function queryParameters({ takes }: Described): JsonObject[] {
  return takes.filter(isPrimitive).map(({ name, min, max, documentation, type }) => ({
    name,
    in: 'query',
    required: min > 0,
    ...(documentation === undefined ? {} : { description: documentation }),
    ...(max === '1' ? { schema: schemaOf(type) } : { schema: { type: 'array', items: schemaOf(type) }, explode: true }),
  }));
}

/** The body of a POST: a Parameters resource with these. */
export function parametersBody({ takes }: Described): JsonObject {
  const required = takes.filter(({ min }) => min > 0).map(({ name }) => name);
  const schema: JsonObject = {
    type: 'object',
    required: ['resourceType'],
    properties: {
      resourceType: { const: 'Parameters' },
      ...(takes.length === 0 ? {} : { parameter: { type: 'array', items: { anyOf: takes.map(itemOf) } } }),
    },
  };
  if (required.length > 0) schema.description = `Must be there: ${required.join(', ')}.`;
  return { 'application/fhir+json': { schema }, 'application/fhir+xml': {} };
}

/** The parameters of an answer, in words. */
export const answerOf = ({ gives }: Described): string | undefined =>
  gives.length === 0 ? undefined : gives.map(({ name, type, part }) => `${name} (${type ?? partsOf(part)})`).join(', ');

const partsOf = (part: readonly OperationParameter[] = []): string => part.map(({ name }) => name).join(' ');

function itemOf(parameter: OperationParameter): JsonObject {
  const { name, max, documentation, part } = parameter;
  const value = valueNameOf(parameter);
  const inner = part === undefined ? {} : { type: 'array', items: { anyOf: part.map(itemOf) } };
  return {
    type: 'object',
    title: name,
    ...(documentation === undefined ? {} : { description: documentation }),
    required: ['name', value],
    properties: { name: { const: name }, [value]: value.startsWith('value') ? schemaOf(parameter.type) : inner },
    ...(max === '1' ? {} : { 'x-repeats': true }),
  };
}

/** Where the value stands in a Parameters resource: by its type, as a resource, or in parts. */
function valueNameOf({ type, part }: OperationParameter): string {
  if (part !== undefined) return 'part';
  if (type === undefined || type === 'Any') return 'resource';
  return isDatatype(type) ? `value${type[0]!.toUpperCase()}${type.slice(1)}` : 'resource';
}

const datatypes = new Set(
  `Address Age Annotation Attachment CodeableConcept Coding ContactPoint Count Duration HumanName Identifier Money Period
  Quantity Range Ratio Reference SampledData Signature Timing Dosage Meta Expression`.split(/\s+/),
);

const isDatatype = (type: string): boolean => /^[a-z]/.test(type) || datatypes.has(type);

const isPrimitive = ({ type }: OperationParameter): boolean => type !== undefined && /^[a-z]/.test(type);

const numbers: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  integer: 'integer',
  positiveInt: 'integer',
  unsignedInt: 'integer',
  decimal: 'number',
};

function schemaOf(type = ''): JsonObject {
  if (!/^[a-z]/.test(type)) return { type: 'object' };
  const formats: Readonly<Record<string, string>> = { date: 'date', uri: 'uri', url: 'uri', canonical: 'uri' };
  const format = formats[type];
  return { type: numbers[type] ?? 'string', ...(format === undefined ? {} : { format }) };
}
