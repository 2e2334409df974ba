import type { Json, JsonObject } from '../fhir/resource.ts';

export type Designation = { language?: string; use?: JsonObject; value: string };

/** One concept of a code system, as loaders make it and the tables keep it. */
export type Concept = {
  code: string;
  display?: string;
  definition?: string;
  /** A heading that is not itself coded with. */
  abstract: boolean;
  inactive: boolean;
  /** Codes of the concepts it stands directly below. */
  parents: readonly string[];
  designations: readonly Designation[];
  /** By property code; a Coding is kept as an object. */
  properties: Readonly<Record<string, readonly Json[]>>;
};

/** The display in the language asked for, else as the system has it. `nb` is found for `no` and `nb-NO`. */
export function displayIn(
  language: string | undefined,
  concept: { display?: string | null; designations?: readonly Designation[] | null },
  systemLanguage?: string | null,
): string | undefined {
  const display = concept.display ?? undefined;
  if (language === undefined) return display;
  for (const wanted of preferences(language)) {
    if (systemLanguage && sameLanguage(systemLanguage, wanted)) return display;
    const found = (concept.designations ?? []).filter(
      (designation) => designation.language !== undefined && sameLanguage(designation.language, wanted),
    );
    if (found.length > 0) return (found.find(isPreferred) ?? found[0]!).value;
  }
  return display;
}

/** Of several names in one language, the one meant for display: loaders and other servers mark it by its use. */
function isPreferred({ use }: Designation): boolean {
  return use?.code === 'display' || use?.code === 'preferredForLanguage';
}

/** The languages of an Accept-Language header or a single tag, best first. */
function preferences(language: string): string[] {
  return language
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim());
      const quality = parameters.find((piece) => piece.startsWith('q='));
      return { tag, quality: quality === undefined ? 1 : Number(quality.slice(2)) };
    })
    .filter(({ tag, quality }) => tag !== '' && tag !== '*' && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}

export function sameLanguage(a: string, b: string): boolean {
  const primary = (tag: string) => tag.toLowerCase().split('-')[0]!.replace(/^no$/, 'nb');
  return primary(a) === primary(b);
}
