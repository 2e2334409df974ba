import type { Parameter } from '../../shared/fhir/parameters.ts';
import type { Coding, Observation, Reference } from '../../shared/fhir/types.ts';

/** The observations that `Observation/$series` tells of: the newest of each kind as it is, and the older ones with what a curve is made of. */
export function observationsOf(answer: readonly Parameter[]): Observation[] {
  const named = (wanted: string) => answer.filter(({ name }) => name === wanted);
  const sources = named('source').map(({ part = [] }) => sourceFrom(part));
  return named('series').flatMap(({ part = [] }) => {
    const newest = part.find(({ name }) => name === 'newest')?.resource as Observation | undefined;
    if (newest === undefined) return [];
    const lines = part.find(({ name }) => name === 'values')?.valueString?.split('\n') ?? [];
    return [newest, ...lines.map((line) => olderFrom(newest, line.split(' '), sources))];
  });
}

type Source = { performer: Reference[]; tag: Coding[] };

const sourceFrom = (part: readonly Parameter[]): Source => ({
  performer: part.flatMap(({ valueReference }) => valueReference ?? []),
  tag: part.flatMap(({ valueCoding }) => valueCoding ?? []),
});

/** @param line id, time, number of the source, and the values */
function olderFrom(newest: Observation, line: readonly string[], sources: readonly Source[]): Observation {
  const [id = '', when = '-', at = '', ...values] = line;
  const { performer = [], tag = [] } = sources[Number(at)] ?? {};
  const { resourceType, status, category, code, valueQuantity, valueInteger, component } = newest;
  const numbers = values.map((value) => (value === '-' ? undefined : Number(value)));
  return {
    resourceType,
    id,
    meta: { tag },
    status,
    ...(category === undefined ? {} : { category }),
    ...(code === undefined ? {} : { code }),
    ...(when === '-' ? {} : { effectiveDateTime: when }),
    performer,
    ...(values.length > 1 || (valueQuantity === undefined && valueInteger === undefined && component !== undefined)
      ? { component: (component ?? []).map((part, index) => valued(part, numbers[index])) }
      : valued(
          {
            ...(valueQuantity === undefined ? {} : { valueQuantity }),
            ...(valueInteger === undefined ? {} : { valueInteger }),
          },
          numbers[0],
        )),
  } as Observation;
}

type Part = Pick<Observation, 'valueQuantity' | 'valueInteger'> & { code?: Observation['code'] };

/** The same with another value, and without what was said of the first one. */
function valued({ code, valueQuantity, valueInteger }: Part, value: number | undefined): Part {
  return {
    ...(code === undefined ? {} : { code }),
    ...(value === undefined
      ? {}
      : valueInteger === undefined
        ? { valueQuantity: { ...valueQuantity, value } }
        : { valueInteger: value }),
  };
}
