import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { codesOf, textOf } from './fact.ts';
import type { Medicine } from './medicine.ts';
import { list } from './rule.ts';

/** Two medicines that act on each other, as the catalogue tells it. */
export type Interaction = {
  id: string;
  /** Volven 7483: 1 avoid, 2 take precautions, 3 nothing to do. */
  relevance: string;
  effect: string;
  management: string;
  /** Volven 7485. */
  evidence: string;
};

type Side = { interaction: Interaction; group: string };

const groupUrl = 'https://enjournal.no/fhir/StructureDefinition/substance-group';
const evidenceUrl = 'https://enjournal.no/fhir/StructureDefinition/interaction-evidence';

/**
 * The interactions of the catalogue by what takes part in them: ATC code, FEST's substance, or the substance's name. An
 * interaction is between groups, and not within one.
 * @source FEST M30, KatInteraksjon
 */
export class Interactions {
  readonly #sides = new Map<string, Side[]>();
  readonly #unassessed = new Set<string>();
  /** Whether there are any at all: with no catalogue nothing is known. */
  readonly isLoaded: boolean;

  constructor(resources: readonly Resource[]) {
    this.isLoaded = resources.length > 0;
    for (const resource of resources) this.#add(resource);
  }

  #add(resource: Resource): void {
    const type = codesOf(resource.type).map((code) => code.slice(code.indexOf('|') + 1))[0] ?? '';
    const interactants = list(resource.interactant);
    if (type === 'not-assessed') {
      for (const key of interactants.flatMap(keysOf)) this.#unassessed.add(key);
      return;
    }
    const [evidence] = list(resource.extension).filter(({ url }) => url === evidenceUrl);
    const interaction: Interaction = {
      id: String(resource.id),
      relevance: type,
      effect: textOf(resource.effect),
      management: textOf(resource.management),
      evidence: textOf(evidence?.valueCodeableConcept) || String((evidence?.valueCoding as JsonObject)?.display ?? ''),
    };
    for (const [place, interactant] of interactants.entries()) {
      const [named] = list(interactant.extension).filter(({ url }) => url === groupUrl);
      const group = String(named?.valueString ?? place);
      for (const key of keysOf(interactant)) {
        const sides = this.#sides.get(key);
        if (sides === undefined) this.#sides.set(key, [{ interaction, group }]);
        else sides.push({ interaction, group });
      }
    }
  }

  /** The gravest between two medicines. */
  between(a: Medicine, b: Medicine): Interaction | undefined {
    const ofA = this.#sidesOf(a);
    if (ofA.length === 0) return undefined;
    let gravest: Interaction | undefined;
    for (const { interaction, group } of this.#sidesOf(b)) {
      const isOther = ofA.some((side) => side.interaction === interaction && side.group !== group);
      if (isOther && (gravest === undefined || interaction.relevance < gravest.relevance)) gravest = interaction;
    }
    return gravest;
  }

  /** What has no code, or is no part of what has been looked into, is told as not known. */
  assessed(medicine: Medicine): 'yes' | 'no' | 'unknown' {
    if (!this.isLoaded) return 'unknown';
    if (keysOfMedicine(medicine).some((key) => this.#unassessed.has(key))) return 'no';
    return medicine.atc === undefined && this.#sidesOf(medicine).length === 0 ? 'unknown' : 'yes';
  }

  #sidesOf(medicine: Medicine): Side[] {
    return keysOfMedicine(medicine).flatMap((key) => this.#sides.get(key) ?? []);
  }
}

const named = (text: string): string => `name|${text.trim().toLowerCase()}`;

function keysOf(interactant: JsonObject): string[] {
  const concept = interactant.itemCodeableConcept;
  const text = textOf(concept);
  return [...codesOf(concept), ...(text === '' ? [] : [named(text)])];
}

const keysOfMedicine = ({ codes, substance, atc }: Medicine): readonly string[] => [
  ...codes,
  // a name is compared only where there is no code to tell better
  ...(atc === undefined && substance !== '' ? [named(substance)] : []),
];
