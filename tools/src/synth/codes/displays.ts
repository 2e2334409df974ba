import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Concept, concept, systems, volven } from '../fhir.ts';

const CONTENT = join(import.meta.dirname, '../../../../content/code-systems');

/** Where content keeps the names of the codes of a system. */
const FILES: { [system: string]: string } = {
  [systems.icpc2]: 'icpc-2',
  [systems.icd10]: 'icd-10',
  [systems.atc]: 'atc',
  [systems.nlk]: 'nlk',
  [systems.loinc]: 'loinc',
  [systems.serviceKind]: 'service-kind',
};

/** Codes that the starter code systems in content do not have, in the words of the full lists. */
const FURTHER: { [system: string]: { [code: string]: string } } = {
  [systems.icpc2]: {
    U99: 'Sykdom i urinveier IKA',
    L81: 'Skade muskel/skjelett IKA',
    L87: 'Bursitt/tendinitt/synovitt IKA',
  },
  [systems.icd10]: {
    'O80.0': 'Spontan fødsel med hodepresentasjon',
    'K40.9': 'Lyskebrokk uten obstruksjon eller gangren',
  },
  [systems.atc]: { A12AX: 'kalsium, kombinasjoner med vitamin D og/eller andre midler' },
  [volven(8666)]: { KX14: 'Responssentertjeneste', KP03: 'Psykisk helsetjeneste' },
};

type Listed = { code: string; display: string; concept?: Listed[] };
const tables = new Map<string, ReadonlyMap<string, string>>();

/** What a code is called in content's code systems. @throws when nobody there knows it. */
export function displayOf(system: string, code: string): string {
  const display = tableOf(system).get(code) ?? FURTHER[system]?.[code];
  if (display === undefined) throw new Error(`No name for ${system} ${code} in content/code-systems`);
  return display;
}

/** A code as a CodeableConcept, named as in content; `text` where people say it differently. */
export function coded(system: string, code: string, text?: string): Concept {
  return concept(system, code, displayOf(system, code), text);
}

function tableOf(system: string): ReadonlyMap<string, string> {
  const known = tables.get(system);
  if (known !== undefined) return known;
  const file = FILES[system] ?? `volven-${system.slice(system.lastIndexOf('.') + 1)}`;
  const table = new Map<string, string>();
  const list = (concepts: readonly Listed[]): void => {
    for (const one of concepts) {
      table.set(one.code, one.display);
      if (one.concept !== undefined) list(one.concept);
    }
  };
  try {
    list((JSON.parse(readFileSync(join(CONTENT, `${file}.json`), 'utf8')) as { concept: Listed[] }).concept);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  tables.set(system, table);
  return table;
}
