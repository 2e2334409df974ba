import type { OnBytes } from '../read.ts';
import type { FileConcept } from '../staging.ts';
import { finnkode } from './finnkode.ts';

/** Component of an ICPC-2 code: 1 symptoms, 2 to 6 processes, 7 diagnoses; undefined for headings. */
export function componentOf(code: string): string | undefined {
  const match = /^([A-Z]|-)(\d\d)\d?$/.exec(code);
  if (match === null) return undefined;
  const number = Number(match[2]);
  if (match[1] !== '-' && (number < 30 || number >= 70)) return number < 30 ? '1' : '7';
  if (number < 30 || number >= 70) return undefined;
  return number < 50 ? '2' : number < 60 ? '3' : number < 62 ? '4' : number === 62 ? '5' : '6';
}

/**
 * ICPC-2 as Helsedirektoratet gives it out, each code below its chapter. The file's own parents are the components,
 * which stand in each concept as a property. The file has no chapters: they are made, with their names.
 */
export async function* icpc2(path: string, onBytes?: OnBytes): AsyncGenerator<FileConcept> {
  const chapters = new Set<string>();
  for await (const concept of finnkode(path, onBytes)) {
    const code = concept.code.replace(/^\*/, '-');
    const component = componentOf(code);
    // headings of the file: components, and ranges as A01-A29
    if (component === undefined) continue;
    const chapter = code[0]!;
    if (!chapters.has(chapter)) {
      chapters.add(chapter);
      yield {
        code: chapter,
        display: CHAPTERS[chapter] ?? chapter,
        abstract: true,
        properties: { notSelectable: [true] },
      };
    }
    yield { ...concept, code, parents: [chapter], properties: { ...concept.properties, component: [component] } };
  }
}

const CHAPTERS: Readonly<Record<string, string>> = {
  A: 'Allment og uspesifisert',
  B: 'Blod, bloddannende organer og immunsystemet',
  D: 'Fordøyelsessystemet',
  F: 'Øye',
  H: 'Øre',
  K: 'Hjerte-karsystemet',
  L: 'Muskel- og skjelettsystemet',
  N: 'Nervesystemet',
  P: 'Psykisk',
  R: 'Luftveier',
  S: 'Hud',
  T: 'Endokrine, metabolske og ernæringsmessige problemer',
  U: 'Urinveier',
  W: 'Svangerskap, fødsel og familieplanlegging',
  X: 'Kvinnelige kjønnsorganer',
  Y: 'Mannlige kjønnsorganer',
  Z: 'Sosiale problemer',
  '-': 'Prosesskoder',
};
