import { extname } from 'node:path';
import type { OnBytes } from '../read.ts';
import type { FileConcept } from '../staging.ts';
import { claml } from './claml.ts';
import { finnkode } from './finnkode.ts';

/**
 * ICD-10: ClaML 2.0, as WHO and others give it out, and Helsedirektoratet's lists. Codes are written with a full stop
 * after the third sign, which the older lists leave out.
 */
export async function* icd10(path: string, onBytes?: OnBytes): AsyncGenerator<FileConcept> {
  if (extname(path).toLowerCase() === '.xml') {
    yield* claml(path, onBytes);
    return;
  }
  for await (const concept of finnkode(path, onBytes)) {
    const code = withStop(concept.code);
    const parents = concept.parents?.length ? concept.parents.map(withStop) : parentsOf(code);
    const isHeading = /^[IVX]+$/.test(code) || code.includes('-');
    yield { ...concept, code, parents, ...(isHeading ? { abstract: true, ...heading(concept) } : {}) };
  }
}

export function withStop(code: string): string {
  return /^[A-Z]\d[0-9A-Z][0-9A-Z]+$/.test(code) ? `${code.slice(0, 3)}.${code.slice(3)}` : code;
}

/** What a list without parents says by the code itself: I50.01 stands below I50.0, and that below I50. */
function parentsOf(code: string): string[] {
  if (!code.includes('.')) return [];
  return [code.slice(0, -1).replace(/\.$/, '')];
}

const heading = (concept: FileConcept) => ({ properties: { ...concept.properties, notSelectable: [true] } });
