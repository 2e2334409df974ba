import type { OnBytes } from '../terminology/read.ts';
import { childOf, type Element, elementsOf, xmlOf } from '../terminology/xml.ts';

/** An entry of FEST: what is registered, when it was last changed, and whether it is still in force. */
export type Entry = {
  /** Name of its element: `OppfLegemiddelMerkevare`. */
  kind: string;
  /** `ID_<GUID>` of the entry itself; what refers to what it registers uses the id in `content`. */
  id: string;
  /** As the file has it: a time in Norway without a zone. */
  at: string;
  isActive: boolean;
  /** What is registered; a withdrawn entry may be without. */
  content: Element | undefined;
  line: number;
};

/** Something in the file that cannot be right. */
export type Flaw = { line: number; entry?: string; what: string };

/** A file that is not loaded; nothing of it is stored. */
export class BadCatalogue extends Error {
  readonly flaws: readonly Flaw[];
  constructor(path: string, flaws: readonly Flaw[], count = flaws.length) {
    const told = flaws.map(
      ({ line, entry, what }) => `  line ${line}${entry === undefined ? '' : `, ${entry}`}: ${what}`,
    );
    const more = count > flaws.length ? [`  and ${count - flaws.length} more`] : [];
    super([`${path} is not loaded, and nothing is changed:`, ...told, ...more].join('\n'));
    this.flaws = flaws;
  }
}

const NAMESPACE = 'http://www.kith.no/xmlstds/eresept/m30/';
/** 2.5.1 and 2.5.0. */
const VERSIONS = ['2014-12-01', '2013-10-08'];

/** Entries that are read; of the others (diagnoses, warnings, code lists) it is told how many were passed over. */
export const READ = [
  'OppfLegemiddelMerkevare',
  'OppfLegemiddelpakning',
  'OppfVirkestoff',
  'OppfOrdineringVirkestoff',
  'OppfLegemiddelVirkestoff',
  'OppfHandelsvare',
  'OppfRefusjon',
  'OppfVilkar',
  'OppfByttegruppe',
  'OppfLegemiddeldose',
  'OppfInteraksjon',
  'OppfStrDosering',
] as const;

export const PASSED_OVER = ['OppfDiagnose', 'OppfVarselSlv', 'OppfKodeverk'] as const;

const NAMES: ReadonlySet<string> = new Set([...READ, ...PASSED_OVER]);

/** @throws BadCatalogue for what is not FEST of a version that is known */
export async function checkRoot(path: string): Promise<void> {
  try {
    for await (const event of xmlOf(path)) {
      if (!('open' in event)) continue;
      const names = Object.values(event.attributes).filter((value) => value.startsWith(NAMESPACE));
      if (event.open === 'FEST' && names.some((name) => VERSIONS.includes(name.slice(NAMESPACE.length)))) return;
      const what = `not FEST (M30) 2.5: the root is ${event.open}${names[0] === undefined ? '' : ` of ${names[0]}`}`;
      throw new BadCatalogue(path, [{ line: event.line, what }]);
    }
  } catch (error) {
    throw notXml(path, error, undefined);
  }
  throw new BadCatalogue(path, [{ line: 1, what: 'the file is empty' }]);
}

/** The reader's complaint as a flaw of the file, with its line; any other error as it is. */
function notXml(path: string, error: unknown, last: Entry | undefined): unknown {
  if (error instanceof BadCatalogue || !(error instanceof Error)) return error;
  const [whole, line] = /^.*?:(\d+):\d+:\s*/.exec(error.message) ?? [];
  if (whole === undefined) return error;
  const after = last === undefined ? '' : ` (the last whole entry is ${last.id}, line ${last.line})`;
  return new BadCatalogue(path, [{ line: Number(line), what: `${error.message.slice(whole.length)}${after}` }]);
}

/**
 * The entries of a file, one at a time. What is wrong with an entry's own head is told to `onFlaw`, and the entry left out.
 * @throws BadCatalogue where the file is not XML or ends too early
 */
export async function* entriesOf(
  path: string,
  { onFlaw, onBytes }: { onFlaw: (flaw: Flaw) => void; onBytes?: OnBytes },
): AsyncGenerator<Entry> {
  let last: Entry | undefined;
  try {
    for await (const element of elementsOf(path, NAMES, onBytes)) {
      const entry = entryOf(element, onFlaw);
      if (entry === undefined) continue;
      last = entry;
      yield entry;
    }
  } catch (error) {
    throw notXml(path, error, last);
  }
}

function entryOf(element: Element, onFlaw: (flaw: Flaw) => void): Entry | undefined {
  const { name: kind, line } = element;
  const id = childOf(element, 'Id')?.text ?? '';
  const at = childOf(element, 'Tidspunkt')?.text ?? '';
  const status = childOf(element, 'Status')?.attributes.V;
  if (!/^[A-Za-z_][\w.-]{0,58}$/.test(id)) {
    onFlaw({ line, what: `${kind} has no Id that can be used` });
    return undefined;
  }
  if (Number.isNaN(Date.parse(at))) {
    onFlaw({ line, entry: id, what: 'Tidspunkt is not a time' });
    return undefined;
  }
  if (status === undefined || status === '') {
    onFlaw({ line, entry: id, what: 'Status is missing' });
    return undefined;
  }
  const content = element.children.find(({ name }) => !['Id', 'Tidspunkt', 'Status'].includes(name));
  return { kind, id, at, isActive: status === 'A', content, line };
}
