import type { Coding, JsonObject, Reference, Resource } from '../../fhir/resource.ts';
import { type CareOperation, parameterOf } from '../process.ts';
import { timeOf } from './measurement-rules.ts';
import { patientIn, timeIn } from './over-time.ts';

/**
 * Observation/$series: what was measured, by what it is: the newest whole, and of those before it what a curve and its table are made
 * of. Ten values of one kind differ in when, what and by whom, and are alike in the rest.
 */
export const series: CareOperation = {
  name: 'series',
  definition: 'https://enjournal.no/fhir/OperationDefinition/Observation-series',
  at: [{ level: 'type', types: ['Observation'] }],
  get: true,
  summary: 'What was measured, as curves are drawn of it',
  async run(context, { parameters }) {
    const patient = patientIn(parameters);
    const category = parameterOf(parameters, 'category') ?? 'vital-signs';
    const from = parameterOf(parameters, 'from') === undefined ? undefined : timeIn(parameters, 'from');
    const found = await context.search('Observation', [
      ['patient', patient],
      ['category', String(category)],
      ['status:not', 'entered-in-error,cancelled'],
      ...(from === undefined ? [] : [['date', `ge${new Date(from).toISOString()}`] as const]),
    ]);
    return { resourceType: 'Parameters', parameter: toldSeries(found) } as unknown as Resource;
  },
};

/**
 * The sources first, each once, then each series: of one kind, in the same units. `values` has a line for each that is older than the
 * newest, the newest of them first: id, time (`-` when none is told), number of its source, then the value or that of each component
 * (`-` for none). Of what is told in words, the newest alone.
 */
export function toldSeries(observations: readonly Resource[]): JsonObject[] {
  const sources = new Map<string, { at: number; told: JsonObject }>();
  const kinds = new Map<string, Resource[]>();
  const at = (one: Resource) => Date.parse(whenOf(one) ?? '') || 0;
  for (const one of [...observations].sort((a, b) => at(b) - at(a))) {
    const kind = kindOf(one);
    const known = kinds.get(kind);
    if (known) known.push(one);
    else kinds.set(kind, [one]);
  }
  const sourceOf = (one: Resource): number => {
    const told = sourceTold(one);
    const key = JSON.stringify(told);
    const known = sources.get(key) ?? { at: sources.size, told };
    sources.set(key, known);
    return known.at;
  };
  const told = [...kinds.values()].map(([newest, ...older]): JsonObject => {
    const lines = older
      .filter((one) => numbersOf(one).some((value) => value !== undefined))
      .map((one) =>
        [one.id, whenOf(one) ?? '-', sourceOf(one), ...numbersOf(one).map((value) => value ?? '-')].join(' '),
      );
    return {
      name: 'series',
      part: [
        { name: 'newest', resource: newest as unknown as JsonObject },
        ...(lines.length === 0 ? [] : [{ name: 'values', valueString: lines.join('\n') }]),
      ],
    };
  });
  return [...[...sources.values()].map((one) => one.told), ...told];
}

const whenOf = (one: Resource): string | undefined => timeOf(one) ?? (one.issued as string | undefined);

const componentsOf = (one: Resource): JsonObject[] => (one.component ?? []) as JsonObject[];

/** The value, or that of each component, in their order; undefined where there is no number. */
function numbersOf(one: Resource): (number | undefined)[] {
  const of = (part: JsonObject): number | undefined =>
    ((part.valueQuantity as JsonObject | undefined)?.value ?? part.valueInteger) as number | undefined;
  const components = componentsOf(one);
  return components.length === 0 || one.valueQuantity !== undefined
    ? [of(one as unknown as JsonObject)]
    : components.map(of);
}

/** What was measured, and in which units: what differs here is not drawn of the same newest. */
function kindOf(one: Resource): string {
  const part = (of: JsonObject) => {
    const { value: _, ...unit } = (of.valueQuantity ?? {}) as JsonObject;
    return [codeOf(of), unit, of.valueInteger !== undefined];
  };
  return JSON.stringify([part(one as unknown as JsonObject), ...componentsOf(one).map(part)]);
}

function codeOf({ code }: JsonObject): string {
  const { coding, text } = (code ?? {}) as { coding?: Coding[]; text?: string };
  return coding?.[0]?.code === undefined ? (text ?? '') : `${coding[0].system}|${coding[0].code}`;
}

/** Who measured it, and the labels that say where, in which service, and whether somebody has confirmed it. */
function sourceTold(one: Resource): JsonObject {
  const performers = (one.performer ?? []) as Reference[];
  const part = [
    ...performers.map((performer) => ({ name: 'performer', valueReference: performer as JsonObject })),
    ...((one.meta?.tag ?? []) as Coding[]).map((tag) => ({ name: 'tag', valueCoding: tag as JsonObject })),
  ];
  return { name: 'source', ...(part.length === 0 ? {} : { part }) };
}
