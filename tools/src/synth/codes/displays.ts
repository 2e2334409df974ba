import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Concept, concept, systems } from '../fhir.ts';

const CONTENT = join(import.meta.dirname, '../../../../content/code-systems');

/** Where content keeps the names of the codes of a system. */
const FILES: { [system: string]: string } = {
  [systems.icpc2]: 'icpc-2',
  [systems.icd10]: 'icd-10',
  [systems.atc]: 'atc',
  [systems.nlk]: 'nlk',
  [systems.loinc]: 'loinc',
  [systems.serviceKind]: 'service-kind',
  [systems.accessRole]: 'access-role',
  [systems.category]: 'information-category',
  [systems.serviceCategory]: 'service-category',
  [systems.dialogueTopic]: 'dialogue-topic',
  [systems.affiliationKind]: 'affiliation-kind',
  [systems.planKind]: 'plan-kind',
  [systems.planParty]: 'plan-party',
  [systems.consentCategory]: 'consent-category',
  [systems.taskCode]: 'task-code',
};

type Listed = { code: string; display: string; concept?: Listed[] };
const tables = new Map<string, ReadonlyMap<string, string>>();

/** What a code is called in content's code systems. @throws when nobody there knows it. */
export function displayOf(system: string, code: string): string {
  const display = tableOf(system).get(code);
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
