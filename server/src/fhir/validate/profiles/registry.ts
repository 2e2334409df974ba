import { readGenerated } from '../../definitions/generated.ts';
import type { JsonObject } from '../../resource.ts';
import { compileProfile, type ProfileDefinition } from './compile.ts';
import type { BindingCheck, CompiledProfile, ProfileSource } from './rule.ts';

/** StructureDefinitions by canonical URL, compiled when they are first asked for. */
export class ProfileRegistry implements ProfileSource {
  readonly #definitions = new Map<string, ProfileDefinition & { version?: string }>();
  readonly #compiled = new Map<string, CompiledProfile>();
  readonly #beneath: ProfileSource | undefined;

  /** @param beneath where to look for what is not here; by default HL7's own profiles and extensions of R4 */
  constructor(beneath: ProfileSource | undefined = hl7Profiles) {
    this.#beneath = beneath;
  }

  /** Adds a StructureDefinition resource, or replaces the one of the same URL. Anything but a constraint is left out. */
  add(definition: JsonObject): void {
    if (definition.resourceType !== 'StructureDefinition' || definition.derivation !== 'constraint') return;
    this.#definitions.set(definition.url as string, definition as unknown as ProfileDefinition);
    // Others may derive from it.
    this.#compiled.clear();
  }

  remove(url: string): void {
    if (this.#definitions.delete(url)) this.#compiled.clear();
  }

  profileOf(canonical: string): CompiledProfile | undefined {
    const [url = '', version] = canonical.split('|');
    const definition = this.#definitions.get(url);
    const isOtherVersion = version !== undefined && definition?.version !== undefined && definition.version !== version;
    if (!definition || isOtherVersion) return this.#beneath?.profileOf(canonical);
    return this.#compiled.get(url) ?? this.#compile(definition);
  }

  #compile(definition: ProfileDefinition): CompiledProfile {
    const { url, baseDefinition } = definition;
    // Stands in for itself while it is compiled, so that a circle of bases ends.
    this.#compiled.set(url, compileProfile({ url, type: definition.type }, undefined));
    const base = baseDefinition === undefined ? undefined : this.profileOf(baseDefinition);
    const profile = compileProfile(definition, base);
    this.#compiled.set(url, profile);
    return profile;
  }
}

type Hl7Definitions = { profiles: JsonObject[]; valueSets: Record<string, Record<string, string[]>> };

let hl7: { registry: ProfileRegistry; valueSets: Map<string, Map<string, Set<string>>> } | undefined;

function loadHl7() {
  if (hl7) return hl7;
  const { profiles, valueSets } = JSON.parse(readGenerated('profiles.json')) as Hl7Definitions;
  const registry = new ProfileRegistry(nothing);
  for (const profile of profiles) registry.add(profile);
  const sets = Object.entries(valueSets).map(([url, systems]): [string, Map<string, Set<string>>] => [
    url,
    new Map(Object.entries(systems).map(([system, codes]) => [system, new Set(codes)])),
  ]);
  hl7 = { registry, valueSets: new Map(sets) };
  return hl7;
}

const nothing: ProfileSource = { profileOf: () => undefined };

/** HL7's own profiles of R4 (vital signs and others) and its extension definitions. */
export const hl7Profiles: ProfileSource = { profileOf: (canonical) => loadHl7().registry.profileOf(canonical) };

/** The value sets that HL7's own profiles require, where R4's definitions hold all their codes. */
export const hl7Bindings: BindingCheck = (valueSet, system, code) => {
  const systems = loadHl7().valueSets.get(valueSet.replace(/\|.*$/, ''));
  if (!systems) return undefined;
  if (system !== undefined) return systems.get(system)?.has(code) === true;
  return [...systems.values()].some((codes) => codes.has(code));
};
