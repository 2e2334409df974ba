import type { Json } from '../../../../server/src/fhir/resource.ts';
import type { Designation } from '../../../../server/src/terminology/concept.ts';
import type { OnBytes } from '../read.ts';
import type { FileConcept } from '../staging.ts';
import { childrenOf, type Element, elementsOf } from '../xml.ts';

/**
 * A classification in ClaML 2.0 (CEN/TS 14463), class by class. Modifiers, which stand before the classes, are written
 * out: a class modified by fourth characters gets a class for each of them below it.
 */
export async function* claml(path: string, onBytes?: OnBytes): AsyncGenerator<FileConcept> {
  const modifiers = new Map<string, Element[]>();
  const language = { default: 'en' };
  for await (const element of elementsOf(path, new Set(['Title', 'ModifierClass', 'Class']), onBytes)) {
    if (element.name === 'Title') language.default = element.attributes.lang ?? language.default;
    else if (element.name === 'ModifierClass') {
      const of = element.attributes.modifier ?? '';
      modifiers.set(of, [...(modifiers.get(of) ?? []), element]);
    } else {
      const concept = conceptOf(element, language.default);
      yield concept;
      yield* modified(concept, element, modifiers, language.default);
    }
  }
}

/** Version of the classification: ClaML's Title. */
export async function clamlVersion(path: string): Promise<string | undefined> {
  for await (const title of elementsOf(path, new Set(['Title']))) return title.attributes.version;
  return undefined;
}

function conceptOf(element: Element, language: string): FileConcept {
  const { code = '', kind, usage } = element.attributes;
  const rubrics = rubricsOf(element, language);
  const isHeading = kind === 'chapter' || kind === 'block';
  const properties: Record<string, Json[]> = {};
  if (kind !== undefined) properties.kind = [kind];
  if (usage !== undefined) properties.usage = [usage];
  if (isHeading) properties.notSelectable = [true];
  const exclusions = rubrics.filter((rubric) => rubric.kind === 'exclusion').map(({ text }) => text);
  if (exclusions.length > 0) properties.exclusion = exclusions;
  return {
    code,
    display: rubrics.find((rubric) => rubric.kind === 'preferred')?.text ?? code,
    definition: rubrics.find((rubric) => rubric.kind === 'definition')?.text,
    abstract: isHeading,
    parents: childrenOf(element, 'SuperClass').map((parent) => parent.attributes.code ?? ''),
    designations: rubrics.filter((rubric) => ALSO_CALLED.has(rubric.kind)).map(designationOf),
    properties,
  };
}

/** Rubrics by which a class is found too. */
const ALSO_CALLED = new Set(['preferredLong', 'inclusion']);

type Rubric = { kind: string; text: string; language: string };

function rubricsOf(element: Element, language: string): Rubric[] {
  return childrenOf(element, 'Rubric').flatMap((rubric) =>
    childrenOf(rubric, 'Label').map((label) => ({
      kind: rubric.attributes.kind ?? '',
      text: label.text,
      language: label.attributes.lang ?? language,
    })),
  );
}

const designationOf = ({ kind, text, language }: Rubric): Designation => ({
  language,
  use: {
    system: 'https://enjournal.no/fhir/CodeSystem/designation-use',
    code: kind === 'inclusion' ? 'inclusion' : 'long',
  },
  value: text,
});

/** The classes that the first modifier of a class makes below it, and those the next makes below these. */
function* modified(
  concept: FileConcept,
  element: Element,
  modifiers: ReadonlyMap<string, Element[]>,
  language: string,
): Generator<FileConcept> {
  let level = [concept];
  for (const modifiedBy of childrenOf(element, 'ModifiedBy')) {
    const valid = new Set(childrenOf(modifiedBy, 'ValidModifierClass').map((one) => one.attributes.code));
    const classes = (modifiers.get(modifiedBy.attributes.code ?? '') ?? []).filter(
      (one) => modifiedBy.attributes.all !== 'false' || valid.has(one.attributes.code),
    );
    const next: FileConcept[] = [];
    for (const above of level) {
      for (const one of classes) {
        const made = withModifier(above, one, language);
        next.push(made);
        yield made;
      }
    }
    if (next.length > 0) level = next;
  }
}

function withModifier(above: FileConcept, modifier: Element, language: string): FileConcept {
  const own = modifier.attributes.code ?? '';
  const text = rubricsOf(modifier, language).find((rubric) => rubric.kind === 'preferred')?.text ?? own;
  // a fifth sign needs no second full stop
  const code = above.code.includes('.') ? above.code + own.replace(/^\./, '') : above.code + own;
  return { code, display: `${above.display}: ${text}`, parents: [above.code], properties: { kind: ['category'] } };
}
