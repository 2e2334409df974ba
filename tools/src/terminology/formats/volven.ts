import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Resource } from '../../../../server/src/fhir/resource.ts';
import { ORIGIN, type SystemHead } from '../../../../server/src/terminology/store.ts';
import { loadedSystem } from '../../../../server/src/terminology/write.ts';
import type { OnBytes } from '../read.ts';
import type { FileConcept } from '../staging.ts';
import { childOf, childrenOf, elementsOf } from '../xml.ts';
import { finnkode } from './finnkode.ts';

/** One code system that a file holds; a file of kodeverk XML holds many. */
export type FileSystem = {
  head: Omit<SystemHead, 'origin'>;
  concepts: AsyncIterable<FileConcept>;
};

export const VOLVEN = 'urn:oid:2.16.578.1.12.4.1.1.';

/**
 * Volven code lists: CodeSystem resources (JSON), kodeverk XML as NHN's display files have it (`data` with code, key and
 * value) or as FEST has it (OppfKodeverk), and FinnKode's tables, which do not say their number.
 * @throws Error for a table without `number`.
 */
export async function* volven(path: string, number: string | undefined, onBytes?: OnBytes): AsyncGenerator<FileSystem> {
  const kind = extname(path).toLowerCase();
  if (kind === '.json' && isResource(path)) yield fromResource(path, onBytes);
  else if (kind === '.xml') yield* fromXml(path, number, onBytes);
  else if (number === undefined) throw new Error(`${path} does not say which list it is: give --system NNNN.`);
  else yield { head: headOf(number), concepts: finnkode(path, onBytes) };
}

function headOf(number: string, title?: string): Omit<SystemHead, 'origin'> {
  const head = { url: VOLVEN + number, content: 'complete', language: 'nb', caseSensitive: true, properties: [] };
  const valueSet = `https://enjournal.no/fhir/ValueSet/volven-${number}`;
  return title === undefined ? { ...head, valueSet } : { ...head, valueSet, title: `${title} (Volven ${number})` };
}

function isResource(path: string): boolean {
  return /"resourceType"\s*:\s*"CodeSystem"/.test(readFileSync(path, 'utf8'));
}

/** Its system is the OID by which instances name it, wherever the resource says that; else its url. */
function fromResource(path: string, onBytes?: OnBytes): FileSystem {
  const text = readFileSync(path, 'utf8');
  onBytes?.(Buffer.byteLength(text));
  const resource = JSON.parse(text) as Resource;
  const loaded = loadedSystem(resource, ORIGIN.distribution)[0];
  if (loaded === undefined) throw new Error(`${path} has no url.`);
  const { origin: _origin, ...head } = loaded.head;
  const identifiers = Array.isArray(resource.identifier) ? (resource.identifier as { value?: unknown }[]) : [];
  const oid = identifiers.map(({ value }) => String(value)).find((value) => value.startsWith(VOLVEN));
  return { head: { ...head, url: oid ?? head.url, language: head.language ?? 'nb' }, concepts: each(loaded.concepts) };
}

async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

/** The lists of the file, or the one asked for. Such files have some thousands of codes in all, and are held whole. */
async function* fromXml(path: string, number: string | undefined, onBytes?: OnBytes): AsyncGenerator<FileSystem> {
  const lists = new Map<string, { title?: string; concepts: FileConcept[] }>();
  const listOf = (of: string) => {
    const list = lists.get(of) ?? { concepts: [] };
    lists.set(of, list);
    return list;
  };
  for await (const element of elementsOf(path, new Set(['data', 'OppfKodeverk']), onBytes)) {
    if (element.name === 'data') {
      const { code = '', key = '', value = '' } = element.attributes;
      listOf(code).concepts.push({ code: key, display: value.trim() });
      continue;
    }
    const info = childOf(element, 'Info');
    const list = listOf((info && childOf(info, 'Id')?.text.split('.').at(-1)) ?? '');
    const title = info && childOf(info, 'Betegnelse')?.text;
    if (title) list.title = title;
    list.concepts.push(...festConcepts(element));
  }
  for (const [of, { title, concepts }] of lists) {
    if (of === '' || (number !== undefined && of !== number)) continue;
    yield { head: headOf(of, title), concepts: each(concepts) };
  }
}

function festConcepts(list: Parameters<typeof childrenOf>[0]): FileConcept[] {
  const entries = childrenOf(list, 'Element').map((element) => ({
    id: childOf(element, 'Id')?.text,
    parent: childOf(element, 'ParentId')?.text,
    code: childOf(element, 'Kode')?.text ?? '',
    terms: childrenOf(element, 'Term'),
  }));
  const codes = new Map(entries.map(({ id, code }) => [id, code]));
  return entries.map(({ parent, code, terms }) => {
    const names = terms.map((term) => ({
      value: childOf(term, 'Term')?.text ?? term.text,
      language: (childOf(term, 'Sprak')?.attributes.V ?? childOf(term, 'Sprak')?.text ?? '').toLowerCase(),
    }));
    const own = names.find(({ language }) => !language.startsWith('en')) ?? names[0];
    const above = parent === undefined ? undefined : codes.get(parent);
    return {
      code,
      display: own?.value,
      parents: above === undefined ? [] : [above],
      designations: names
        .filter((name) => name !== own)
        .map(({ value, language }) => ({ value, language: language || 'nb' })),
    };
  });
}
