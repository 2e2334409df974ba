import type { Coding, JsonObject } from '../../../server/src/fhir/resource.ts';
import type { OnBytes } from '../terminology/read.ts';
import { childOf, childrenOf, type Element } from '../terminology/xml.ts';
import { BadCatalogue, checkRoot, type Entry, entriesOf, type Flaw, PASSED_OVER } from './entries.ts';
import { contentFlaws } from './flaws.ts';
import { codingAt, compact, fest, own, quantityOf, some, textAt, textsAt } from './reading.ts';

export type Strength = { substance: string; strength: JsonObject | undefined };
export type RefundGroup = {
  provision: Coding | undefined;
  group: Coding | undefined;
  use: string | undefined;
  codes: Coding[];
  conditions: string[];
};

/**
 * What the first reading of a file tells: that it is whole, and what its medicines refer to. Kept in memory: names, groups and
 * ids, never the entries.
 */
export class Survey {
  readonly substances = new Map<string, string>();
  readonly strengths = new Map<string, Strength>();
  readonly exchangeGroups = new Map<string, { code: string; text: string | undefined }>();
  readonly refundGroups = new Map<string, RefundGroup>();
  readonly conditions = new Map<string, string>();
  /** Short doses in words, by code (Volven 7478). */
  readonly doseTexts = new Map<string, string>();
  /** The entry that registers what has this id. */
  readonly entryOf = new Map<string, string>();
  readonly counts = new Map<string, number>();
  readonly #waiting = new Map<string, Flaw>();
  readonly #ids = new Set<string>();

  /** Takes an entry in. @returns what is wrong with it */
  take(entry: Entry): Flaw[] {
    const { kind, id, line, content, isActive } = entry;
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    if ((PASSED_OVER as readonly string[]).includes(kind)) return [];
    const flaws: Flaw[] = this.#named(id) ? [] : [{ line, entry: id, what: 'there are two entries of this id' }];
    if (content === undefined) {
      return isActive ? [...flaws, { line, entry: id, what: 'it is in force, and has no content' }] : flaws;
    }
    const its = textAt(content, 'Id');
    if (its !== undefined && its !== id) {
      if (!this.#named(its)) flaws.push({ line: content.line, entry: id, what: `the id ${its} is used twice` });
      this.entryOf.set(its, id);
    }
    for (const group of childrenOf(content, 'Refusjonsgruppe')) this.#named(textAt(group, 'Id') ?? '');
    if (isActive) flaws.push(...contentFlaws(entry));
    this.#references(content, id);
    this.#remember(kind, content);
    return flaws;
  }

  /** What is referred to and is nowhere in the file. @source XML Schema: M30's references are IDREF */
  dangling(): Flaw[] {
    return [...this.#waiting].flatMap(([id, flaw]) => (this.#ids.has(id) ? [] : flaw));
  }

  #named(id: string): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    return true;
  }

  #references(element: Element, entry: string): void {
    for (const child of element.children) {
      if (child.children.length > 0) this.#references(child, entry);
      else if (/^Ref[A-Z]/.test(child.name) && child.text !== '' && !this.#ids.has(child.text)) {
        const what = `${child.name} ${child.text} is nowhere in the file`;
        if (!this.#waiting.has(child.text)) this.#waiting.set(child.text, { line: child.line, entry, what });
      }
    }
  }

  #remember(kind: string, content: Element): void {
    const id = textAt(content, 'Id') ?? '';
    if (content.name === 'Virkestoff') this.substances.set(id, textAt(content, 'Navn') ?? '');
    else if (content.name === 'VirkestoffMedStyrke') {
      const numerator = quantityOf(childOf(content, 'Styrke'));
      const denominator = quantityOf(childOf(content, 'StyrkeNevner')) ?? { value: 1 };
      const strength = numerator === undefined ? undefined : { numerator, denominator };
      this.strengths.set(id, { substance: textAt(content, 'RefVirkestoff') ?? '', strength });
    } else if (kind === 'OppfByttegruppe') {
      const code = childOf(content, 'Kode')?.attributes.V ?? id;
      this.exchangeGroups.set(id, { code, text: textAt(content, 'BeskrivelseByttbarhet') });
    } else if (kind === 'OppfVilkar') this.conditions.set(id, textAt(content, 'Tekst') ?? '');
    else if (kind === 'OppfRefusjon') this.#rememberRefund(content);
    else if (kind === 'OppfStrDosering') {
      const code = childOf(content, 'Kortdose')?.attributes.V;
      const text = textAt(content, 'BeskrivelseTerm');
      if (code !== undefined && text !== undefined) this.doseTexts.set(code, text);
    }
  }

  #rememberRefund(content: Element): void {
    const provision = codingAt(content, 'Refusjonshjemmel', 7427);
    for (const group of childrenOf(content, 'Refusjonsgruppe')) {
      const codes = childrenOf(group, 'Refusjonskode').flatMap((one) => some(codingAt(one, 'Refusjonskode', 7434)));
      const conditions = childrenOf(group, 'Refusjonskode').flatMap((one) =>
        childrenOf(one, 'Refusjonsvilkar').flatMap((condition) => textsAt(condition, 'RefVilkar')),
      );
      this.refundGroups.set(textAt(group, 'Id') ?? '', {
        provision,
        group: codingAt(group, 'GruppeNr', own('refund-group')),
        use: textAt(group, 'RefusjonsberettighetBruk'),
        codes,
        conditions: [...new Set([...textsAt(group, 'RefVilkar'), ...conditions])],
      });
    }
  }

  /** The name and strength of what a medicine is made of. @param id of a substance, or of one with strength */
  ingredient(id: string): JsonObject | undefined {
    const strong = this.strengths.get(id);
    const substance = strong?.substance ?? id;
    const name = this.substances.get(substance);
    if (name === undefined) return undefined;
    return compact({
      itemCodeableConcept: { coding: [{ system: fest.substance, code: substance, display: name }], text: name },
      isActive: true,
      strength: strong?.strength,
    });
  }
}

/** So many flaws are named; of further ones it is told how many. */
const MOST_NAMED = 20;

/** Reads the whole file without storing anything. @throws BadCatalogue that names each line and entry that is wrong */
export async function survey(path: string, onBytes?: OnBytes): Promise<Survey> {
  await checkRoot(path);
  const found = new Survey();
  const flaws: Flaw[] = [];
  let count = 0;
  const onFlaw = (flaw: Flaw): void => {
    count += 1;
    if (flaws.length < MOST_NAMED) flaws.push(flaw);
  };
  for await (const entry of entriesOf(path, { onFlaw, ...(onBytes === undefined ? {} : { onBytes }) })) {
    found.take(entry).forEach(onFlaw);
  }
  found.dangling().forEach(onFlaw);
  if (count > 0) throw new BadCatalogue(path, flaws, count);
  return found;
}
