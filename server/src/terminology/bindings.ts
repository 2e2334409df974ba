import { Problem } from '../fhir/issue.ts';
import type { Json, JsonObject, Resource } from '../fhir/resource.ts';
import type { Queryable } from '../record/index.ts';
import { compile } from './compose.ts';
import { ask } from './sql.ts';
import { namesOfSystem } from './systems.ts';
import { FOUND, type Found, universe } from './universe.ts';
import { findValueSet } from './value-set.ts';

/**
 * Whether a code is in a value set, told without waiting. A `code` element has no system, and is compared by code alone.
 * Undefined when it cannot be told: the value set is not preloaded, too large, or part of a code system that is not whole.
 */
export type BindingCheck = (valueSet: string, system: string | undefined, code: string) => boolean | undefined;

/** Larger value sets are not held in memory; whoever must know asks `$validate-code`. */
const MOST = 3_000;

/** Preloads the value sets that profiles bind as required or extensible, so that a validator can ask without waiting. */
export async function preloadBindings(client: Queryable, profiles: readonly Resource[]): Promise<BindingCheck> {
  const known = new Map(
    await Promise.all(boundValueSets(profiles).map(async (one) => [one, await hold(client, one)] as const)),
  );
  return (valueSet, system, code) => {
    const held = known.get(valueSet);
    if (held === undefined) return undefined;
    if (system === undefined) return held.codes.has(code) || (held.open.size > 0 ? undefined : false);
    if (held.withSystem.has(`${system}|${code}`)) return true;
    return held.open.has(system) ? undefined : false;
  };
}

type ValueSetInMemory = {
  /** `system|code`, under every name of the system. */
  withSystem: ReadonlySet<string>;
  codes: ReadonlySet<string>;
  /** Systems that are not whole here: what is not among the codes may still be in the value set. */
  open: ReadonlySet<string>;
};

/** The canonicals of the value sets that the profiles bind so that a code outside them is wrong. */
export function boundValueSets(profiles: readonly Resource[]): string[] {
  const found = new Set<string>();
  for (const profile of profiles) {
    for (const part of [profile.differential, profile.snapshot]) {
      for (const element of elementsOf(part)) {
        const binding = element.binding as JsonObject | undefined;
        if (binding?.strength !== 'required' && binding?.strength !== 'extensible') continue;
        if (typeof binding.valueSet === 'string') found.add(binding.valueSet);
      }
    }
  }
  return [...found];
}

function elementsOf(part: Json | undefined): JsonObject[] {
  const element = (part as JsonObject | undefined)?.element;
  return Array.isArray(element) ? (element as JsonObject[]) : [];
}

async function hold(client: Queryable, canonical: string): Promise<ValueSetInMemory | undefined> {
  try {
    const compiled = await compile(client, await findValueSet(client, canonical), { toList: true });
    const rows = await ask<Found>(
      client,
      `SELECT ${FOUND} FROM ${universe(compiled)} WHERE ${compiled.condition} AND NOT c.abstract LIMIT ${MOST + 1}`,
      compiled.values.list,
    );
    if (rows.length > MOST) return undefined;
    const names = new Map<number, string[]>();
    for (const { key, url } of compiled.systems.values()) names.set(key, await namesOfSystem(client, url));
    const whole = (content: string | undefined) => content === 'complete' || content === undefined;
    const open = [...compiled.systems.values()].filter(({ system }) => !whole(system?.content));
    return {
      withSystem: new Set(rows.flatMap(({ system, code }) => names.get(system)!.map((name) => `${name}|${code}`))),
      codes: new Set(rows.map(({ code }) => code)),
      open: new Set(open.flatMap(({ key }) => names.get(key)!)),
    };
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
