import type { JsonObject } from '../resource.ts';
import { handWritten } from '../validate/invariants.ts';
import type { ElementTable } from './compile-elements.ts';
import { compileInvariant, NotCompilable } from './invariant-compiler.ts';
import type { ElementDefinition, Sources, StructureDefinition } from './sources.ts';
import { expandValueSet, withoutVersion } from './value-sets.ts';

/**
 * HL7's own profiles and extensions of R4, cut down to what validation reads (a tenth), with the codes of the value sets
 * they require.
 */
export function compileProfiles(sources: Sources): string {
  const valueSets: Record<string, Record<string, string[]>> = {};
  for (const { binding } of sources.profiles.flatMap(differentialOf)) {
    if (binding?.strength !== 'required' || !binding.valueSet) continue;
    const codes = expandValueSet(binding.valueSet, sources);
    if (!codes) continue;
    const systems = [...codes].map(([system, some]): [string, string[]] => [system, [...some]]);
    valueSets[withoutVersion(binding.valueSet)] = Object.fromEntries(systems);
  }
  return JSON.stringify({ profiles: sources.profiles.map(shortened), valueSets });
}

const differentialOf = (profile: StructureDefinition): ElementDefinition[] => profile.differential?.element ?? [];

function shortened(profile: StructureDefinition): JsonObject {
  const { resourceType, url, version, type, derivation, baseDefinition } = profile;
  const element = differentialOf(profile).map((one) => {
    const kept = Object.entries(one).filter(([name]) => isRead(name));
    return Object.fromEntries(kept);
  });
  const parts = { resourceType, url, version, type, derivation, baseDefinition, differential: { element } };
  return JSON.parse(JSON.stringify(parts)) as JsonObject;
}

/** Members of an ElementDefinition that profiles/compile.ts reads. */
const isRead = (name: string) =>
  /^(?:id|path|sliceName|min|max|type|slicing|binding|constraint|maxLength|(?:fixed|pattern|minValue|maxValue)[A-Z]\w*)$/.test(
    name,
  );

/** Invariants of those profiles as entries of a Map, `path|expression` to a function; what is too much for the compiler is left out. */
export function profileConditions(sources: Sources, elements: ElementTable): string[] {
  return sources.profiles.flatMap((profile) =>
    differentialOf(profile).flatMap((element) =>
      (element.constraint ?? []).flatMap(({ key, expression }) => {
        const condition = expression === undefined ? undefined : conditionOf(key, expression, element.path, elements);
        return condition === undefined ? [] : [`[${JSON.stringify(`${element.path}|${expression}`)},${condition}]`];
      }),
    ),
  );
}

function conditionOf(key: string, expression: string, path: string, elements: ElementTable): string | undefined {
  const hand = `${key}@${path}`;
  if (Object.hasOwn(handWritten, hand)) return `(e)=>handWritten[${JSON.stringify(hand)}](e)`;
  if (!elements[path]) return undefined;
  try {
    return `(e)=>${compileInvariant(expression, path, elements, 'e')}`;
  } catch (error) {
    if (error instanceof NotCompilable) return undefined;
    throw error;
  }
}
