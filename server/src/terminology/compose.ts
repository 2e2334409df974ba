import { problem } from '../fhir/issue.ts';
import type { Json, JsonObject } from '../fhir/resource.ts';
import type { Queryable } from '../record/index.ts';
import type { Designation } from './concept.ts';
import { filterCondition } from './filters.ts';
import { isGrammar } from './grammars.ts';
import { Values } from './sql.ts';
import { findSystem, type System } from './systems.ts';
import { findValueSet } from './value-set.ts';

/**
 * A value set as one condition on concepts `c`, and the concepts that stand in it without being in the tables: codes a
 * value set lists of a code system that is not, or not whole, on this server.
 */
export type Compiled = {
  condition: string;
  values: Values;
  literals: Literal[];
  /** By number: as in `concept.system`; negative for a system that is not here. */
  systems: ReadonlyMap<number, SystemInUse>;
  /** What the value set itself says of a concept, by `system␟code`. */
  said: ReadonlyMap<string, { display?: string; designations?: readonly Designation[] }>;
  /** The place of each code in the value set, when it only lists codes. */
  listed: ReadonlyMap<string, number> | undefined;
  /** compose.inactive is false: inactive concepts are not in it. */
  withoutInactive: boolean;
  /** The system of the code looked for. */
  candidate: SystemInUse | undefined;
};

/** The system under the url by which the value set names it. */
export type SystemInUse = { key: number; url: string; version?: string; system?: System };

export type Literal = { system: number; code: string; display?: string };

/** A code that is to be looked for: if its system is not whole here, it may be in though the tables lack it. */
export type Candidate = { system: string; code: string };

export type CompileOptions = {
  /** Versions to use of systems for which a value set names none: by system url. */
  versions?: ReadonlyMap<string, string>;
  candidate?: Candidate;
  /** A value set that is meant to be listed cannot have a code system that has no list. */
  toList?: boolean;
};

export const keyOf = (system: number, code: string) => `${system}\u001f${code}`;

/** @throws Problem `absent` for an unknown value set, `rule` for what is not supported or leads back to itself. */
export async function compile(
  client: Queryable,
  valueSet: JsonObject,
  options: CompileOptions = {},
): Promise<Compiled> {
  const compiler = new Compiler(client, options);
  const candidate = options.candidate === undefined ? undefined : await compiler.use(options.candidate.system);
  const condition = await compiler.valueSet(valueSet, []);
  const { values, literals, systems, said } = compiler;
  const compose = asObject(valueSet.compose);
  const listed = listedPlaces(compose, compiler);
  return {
    condition,
    values,
    literals,
    systems,
    said,
    listed,
    withoutInactive: compose?.inactive === false,
    candidate,
  };
}

/** Includes and excludes, those of imported value sets too: two imports of two imports and so on grow without end. */
const MOST_PARTS = 1_000;

class Compiler {
  readonly values = new Values();
  readonly literals: Literal[] = [];
  readonly systems = new Map<number, SystemInUse>();
  readonly said = new Map<string, { display?: string; designations?: readonly Designation[] }>();
  readonly #client: Queryable;
  readonly #options: CompileOptions;
  readonly #byUrl = new Map<string, SystemInUse>();
  #parts = 0;

  constructor(client: Queryable, options: CompileOptions) {
    this.#client = client;
    this.#options = options;
  }

  async valueSet(valueSet: JsonObject, within: readonly string[]): Promise<string> {
    const url = typeof valueSet.url === 'string' ? valueSet.url : undefined;
    if (url !== undefined && within.includes(url)) {
      throw refusal('value-set-cycle', 'processing', `The value set ${url} refers to itself.`);
    }
    const inside = url === undefined ? within : [...within, url];
    const compose = asObject(valueSet.compose);
    if (compose === undefined) return this.#expanded(valueSet);
    const includes = await this.#all(objects(compose.include), inside, false);
    const excludes = await this.#all(objects(compose.exclude), inside, true);
    const included = includes.length === 0 ? 'false' : `(${includes.join(' OR ')})`;
    return excludes.length === 0 ? included : `(${included} AND NOT (${excludes.join(' OR ')}))`;
  }

  async #all(parts: readonly JsonObject[], within: readonly string[], excluding: boolean): Promise<string[]> {
    const conditions: string[] = [];
    // one after another: they share the values and the system table
    for (const part of parts) conditions.push(await this.#include(part, within, excluding));
    return conditions;
  }

  async #include(include: JsonObject, within: readonly string[], excluding: boolean): Promise<string> {
    this.#parts += 1;
    if (this.#parts > MOST_PARTS) {
      throw refusal('value-set-too-complex', 'too-costly', `The value set has more than ${MOST_PARTS} parts.`);
    }
    const conditions: string[] = [];
    const url = typeof include.system === 'string' ? include.system : undefined;
    const valueSets = strings(include.valueSet);
    if (url === undefined && valueSets.length === 0) {
      throw problem('invalid', 'include-empty', {
        diagnostics: 'An include or exclude names a system or value sets.',
        expression: 'ValueSet.compose.include',
      });
    }
    if (url !== undefined) conditions.push(await this.#ofSystem(url, include, excluding || valueSets.length > 0));
    for (const canonical of valueSets) {
      const imported = await findValueSet(this.#client, canonical);
      conditions.push(await this.valueSet(imported, within));
    }
    return conditions.length === 1 ? conditions[0]! : `(${conditions.join(' AND ')})`;
  }

  async #ofSystem(url: string, include: JsonObject, narrowed: boolean): Promise<string> {
    const used = await this.use(url, typeof include.version === 'string' ? include.version : undefined);
    const concepts = objects(include.concept);
    const filters = objects(include.filter);
    const ofSystem = `c.system = ${used.key}`;
    if (concepts.length > 0) return `(${ofSystem} AND ${await this.#listedIn(used, concepts)})`;
    const isHere = used.system !== undefined && used.system.content !== 'not-present';
    if (!isHere && !(await this.#mayStandFor(used, filters.length > 0, narrowed))) {
      throw refusal(
        isGrammar(url) ? 'system-not-listed' : 'system-not-here',
        isGrammar(url) ? 'too-costly' : 'not-found',
        isGrammar(url)
          ? `The codes of ${url} are written by rule and cannot be listed.`
          : `The code system ${url} is not on this server, so the value set cannot be expanded.`,
      );
    }
    if (filters.length === 0) return ofSystem;
    if (used.system === undefined) throw refusal('filter-unsupported', 'not-supported', `${url} cannot be filtered.`);
    const tests: string[] = [];
    for (const filter of filters) tests.push(await filterCondition(this.#client, used.system, filter, this.values));
    return `(${[ofSystem, ...tests].join(' AND ')})`;
  }

  /** Whether the part may be passed over in silence: it decides nothing on the code looked for, or narrows elsewhere. */
  async #mayStandFor(used: SystemInUse, filtered: boolean, narrowed: boolean): Promise<boolean> {
    const { candidate, toList } = this.#options;
    if (candidate === undefined) return toList !== true || narrowed;
    const looked = await this.use(candidate.system);
    return looked.key !== used.key || (isGrammar(used.url) && !filtered);
  }

  async #listedIn(used: SystemInUse, concepts: readonly JsonObject[]): Promise<string> {
    const codes = concepts.map((concept) => String(concept.code ?? ''));
    const lacking = await this.#lacking(used, codes);
    for (const concept of concepts) {
      const code = String(concept.code ?? '');
      const display = typeof concept.display === 'string' ? concept.display : undefined;
      const designations = objects(concept.designation) as unknown as Designation[];
      if (lacking.has(code))
        this.literals.push({ system: used.key, code, ...(display === undefined ? {} : { display }) });
      this.said.set(keyOf(used.key, code), {
        ...(display === undefined ? {} : { display }),
        ...(designations.length === 0 ? {} : { designations }),
      });
    }
    return `c.code = ANY(${this.values.add(codes)}::text[])`;
  }

  /** Which of the codes the tables lack, of a system that is not whole here. */
  async #lacking(used: SystemInUse, codes: readonly string[]): Promise<Set<string>> {
    const lacking = new Set(codes);
    if (used.system === undefined) return lacking;
    if (used.system.content === 'complete') return new Set();
    const { rows } = await this.#client.query<{ code: string }>(
      'SELECT code FROM concept WHERE system = $1 AND code = ANY($2::text[])',
      [used.key, codes],
    );
    for (const { code } of rows) lacking.delete(code);
    return lacking;
  }

  /** A value set that comes as its expansion only. */
  async #expanded(valueSet: JsonObject): Promise<string> {
    const expansion = asObject(valueSet.expansion);
    if (expansion === undefined) return 'false';
    const bySystem = new Map<string, JsonObject[]>();
    const gather = (contains: readonly JsonObject[]) => {
      for (const item of contains) {
        if (typeof item.code === 'string' && typeof item.system === 'string' && item.abstract !== true) {
          bySystem.set(item.system, [...(bySystem.get(item.system) ?? []), item]);
        }
        gather(objects(item.contains));
      }
    };
    gather(objects(expansion.contains));
    const conditions: string[] = [];
    for (const [url, concept] of bySystem) conditions.push(await this.#ofSystem(url, { concept }, false));
    return conditions.length === 0 ? 'false' : `(${conditions.join(' OR ')})`;
  }

  async use(url: string, version?: string): Promise<SystemInUse> {
    const wanted = version ?? this.#options.versions?.get(url);
    const name = wanted === undefined ? url : `${url}|${wanted}`;
    const known = this.#byUrl.get(name);
    if (known !== undefined) return known;
    const system = await findSystem(this.#client, url, wanted);
    const used: SystemInUse = { key: system?.key ?? -1 - this.systems.size, url };
    if (system !== undefined) used.system = system;
    const shown = system?.version ?? wanted;
    if (shown) used.version = shown;
    this.#byUrl.set(name, used);
    if (!this.systems.has(used.key)) this.systems.set(used.key, used);
    return used;
  }
}

function listedPlaces(compose: JsonObject | undefined, compiler: Compiler): ReadonlyMap<string, number> | undefined {
  const includes = objects(compose?.include);
  if (includes.length === 0 || includes.some((include) => objects(include.concept).length === 0)) return undefined;
  return new Map([...compiler.said.keys()].map((key, place) => [key, place]));
}

/** What this server cannot do with a well-formed request. */
export function refusal(key: string, code: string, diagnostics: string) {
  return problem('rule', key, { code, diagnostics });
}

function asObject(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter((item): item is JsonObject => asObject(item) !== undefined) : [];
}

function strings(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
