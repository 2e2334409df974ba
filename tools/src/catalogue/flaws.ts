import { childOf, childrenOf, type Element } from '../terminology/xml.ts';
import type { Entry, Flaw } from './entries.ts';

/** What a medicine, a package or an interaction that is in force must say, or it would be shown as what it is not. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  LegemiddelMerkevare: ['NavnFormStyrke', 'Reseptgruppe', 'Varenavn'],
  Legemiddelpakning: ['NavnFormStyrke', 'Reseptgruppe', 'Varenr'],
  LegemiddelVirkestoff: ['Id', 'NavnFormStyrke', 'Reseptgruppe'],
  Legemiddeldose: ['Id', 'NavnFormStyrke', 'Mengde'],
  OrdineringVirkestoff: ['Id', 'NavnVirkestoffOrdinering', 'Reseptgruppe'],
  Virkestoff: ['Id', 'Navn'],
  VirkestoffMedStyrke: ['Id', 'Styrke', 'RefVirkestoff'],
  MedForbMatr: ['Nr', 'Navn'],
  Naringsmiddel: ['Nr', 'Navn'],
  Brystprotese: ['Nr', 'Navn'],
  Refusjonshjemmel: ['Refusjonshjemmel', 'Refusjonsgruppe'],
  Vilkar: ['Id', 'Tekst'],
  Byttegruppe: ['Id', 'Kode'],
  Interaksjon: ['Id', 'Relevans', 'KliniskKonsekvens', 'Kildegrunnlag'],
  InteraksjonIkkeVurdert: ['Atc'],
  Kortdose: ['Kortdose', 'BeskrivelseTerm'],
};

const RELEVANCE = /^[123]$/;
const PRESCRIPTION_GROUP = /^(A|B|C|CF|F|K)$/;

/** What is wrong with what an entry registers. */
export function contentFlaws({ id: entry, content }: Entry): Flaw[] {
  if (content === undefined) return [];
  const flaw = (what: string, at: Element = content): Flaw => ({ line: at.line, entry, what });
  const required = REQUIRED[content.name];
  if (required === undefined) return [flaw(`${content.name} is not known here`)];
  const flaws = required.filter((name) => !isSaid(content, name)).map((name) => flaw(`${name} is missing`));
  const relevance = childOf(content, 'Relevans');
  if (relevance !== undefined && !RELEVANCE.test(relevance.attributes.V ?? '')) {
    flaws.push(flaw('Relevans is not 1, 2 or 3 (Volven 7483)', relevance));
  }
  const group = childOf(content, 'Reseptgruppe');
  if (group !== undefined && !PRESCRIPTION_GROUP.test(group.attributes.V ?? '')) {
    flaws.push(flaw('Reseptgruppe is not in Volven 7421', group));
  }
  const number = childOf(content, 'Varenr');
  if (number !== undefined && !/^\d{6}$/.test(number.text)) flaws.push(flaw('Varenr has not six digits', number));
  for (const name of ['Styrke', 'StyrkeNevner', 'Mengde']) {
    const quantity = childOf(content, name);
    const value = quantity?.attributes.V;
    if (value !== undefined && !(Number(value.replace(',', '.')) > 0))
      flaws.push(flaw(`${name} is no amount`, quantity));
  }
  if (content.name === 'Interaksjon') {
    const groups = childrenOf(content, 'Substansgruppe');
    if (groups.length < 2) flaws.push(flaw('an interaction is between two groups of substances or more'));
    for (const one of groups)
      if (childrenOf(one, 'Substans').length === 0) flaws.push(flaw('a group without substances', one));
  }
  return flaws;
}

function isSaid(content: Element, name: string): boolean {
  const element = childOf(content, name);
  return (
    element !== undefined && (element.text !== '' || (element.attributes.V ?? '') !== '' || element.children.length > 0)
  );
}
