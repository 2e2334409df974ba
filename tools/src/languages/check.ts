import { allSources, citizenSources } from '../../../web/src/translation/sources.ts';
import { type Flaw, flawsOf, type TranslatedFile, wantedIn } from '../../../web/src/translation/translated-file.ts';

const headings: Readonly<Record<Flaw['kind'], string>> = {
  missing: 'missing, and said in bokmål',
  unknown: 'unknown, and shown nowhere',
  places: 'with other places for values than bokmål has, and said in bokmål',
  changed: 'made from a bokmål that has changed since',
};

/** @param isForStaff whether the texts of personnel are wanted too, also when the file does not say so */
export function checked(file: TranslatedFile, isForStaff = false): { lines: string[]; isWhole: boolean } {
  const all = wantedIn(file.tag, allSources);
  const wanted = isForStaff || file.isForStaff ? all : wantedIn(file.tag, citizenSources);
  const flaws = flawsOf(file, wanted, all);
  const said = wanted.size - flaws.filter(({ kind, key }) => wanted.has(key) && kind !== 'changed').length;
  const lines = [`${file.tag} (${file.name}): ${said} of ${wanted.size} texts`];
  for (const [kind, heading] of Object.entries(headings)) {
    const some = flaws.filter((one) => one.kind === kind);
    if (some.length === 0) continue;
    lines.push(`  ${some.length} ${heading}:`);
    for (const one of some) lines.push(`    ${one.key}${one.kind === 'places' ? ` (${one.of.join(', ')})` : ''}`);
  }
  return { lines, isWhole: flaws.length === 0 };
}
