import { type Category, categoryMask, everyCategory, isCategory } from './categories.ts';
import type { Block, RecordFacts, SituationConsent, StaffFacts } from './facts.ts';
import { isAgent, theirNames } from './ground.ts';
import type { ReasonKey } from './reasons.ts';
import { blocks as blockRule } from './rules/limits.ts';
import type { Barrier, Passage } from './scope.ts';

/** How the citizen's blocks meet one reader. */
export type Met = {
  /** The whole record is kept from this very person: nothing opens it. */
  named: Barrier | undefined;
  barriers: readonly Barrier[];
  passed: readonly Passage[];
};

const nothingMet: Met = { named: undefined, barriers: [], passed: [] };

const careKinds = new Set<Block['kind']>(['org', 'unit', 'person', 'category', 'document', 'all']);

/**
 * G3 and G9. A block of the named person is never passed; the others are by consent given in the situation, or else by an
 * emergency opening. `isOpen` tells whether the person has one.
 */
export function meet(facts: RecordFacts, actor: StaffFacts, isOpen: boolean): Met {
  if (facts.blocks.length === 0) return nothingMet;
  const never: Barrier[] = [];
  const others: Barrier[] = [];
  for (const block of facts.blocks) {
    if (!careKinds.has(block.kind) || !isInForce(block, facts.now) || !isMeant(block, actor)) continue;
    const barrier = barrierOf(block, facts);
    if (barrier === undefined) continue;
    if (block.kind !== 'person') others.push(barrier);
    else if (isWhole(barrier)) return { ...nothingMet, named: barrier };
    else never.push(barrier);
  }
  const { closed, opened } = consented(others, facts, actor);
  const passed: Passage[] = [];
  if (opened.length > 0) {
    passed.push({ reason: 'consent-in-situ', barriers: opened, obligations: ['notify-patient'] });
  }
  if (closed.length > 0 && isOpen) {
    passed.push({ reason: 'break-glass', barriers: closed, obligations: ['notify-patient', 'review-task'] });
  }
  return { named: undefined, barriers: isOpen ? never : [...never, ...closed], passed };
}

/** The blocks that name a citizen who represents another: those of the kinds for health personnel do not concern them. */
export function keptFrom(facts: RecordFacts, names: readonly string[]): Pick<Met, 'named' | 'barriers'> {
  const barriers: Barrier[] = [];
  for (const block of facts.blocks) {
    if (block.kind !== 'person' || !isInForce(block, facts.now) || !names.includes(block.target)) continue;
    const barrier = barrierOf(block, facts)!;
    if (isWhole(barrier)) return { named: barrier, barriers: [] };
    barriers.push(barrier);
  }
  return { named: undefined, barriers };
}

/**
 * Whether the citizen keeps from others what this reader's own unit holds: it is excepted from the block, or custodian of what
 * is kept. They may know, so that they do not send it on; whoever else sees the item learns nothing.
 */
export const holdsBlocked = (facts: Pick<RecordFacts, 'blocks' | 'now'>, actor: StaffFacts): boolean =>
  facts.blocks.some(
    (block) =>
      careKinds.has(block.kind) &&
      block.marker &&
      isInForce(block, facts.now) &&
      !isMeant(block, actor) &&
      (block.except?.some((one) => isOf(one, actor)) === true ||
        block.custodians?.some((one) => isPlaceOf(one, actor)) === true),
  );

const isInForce = (block: Block, now: number): boolean => block.from <= now && now < block.to;

const isWhole = ({ categories, custodians, documents, period }: Barrier): boolean =>
  categories === undefined && custodians === undefined && documents === undefined && period === undefined;

/** From whom: an organisation is everyone in it; what is not said is everyone. */
function isMeant({ kind, target, except }: Block, actor: StaffFacts): boolean {
  if (except?.some((one) => isOf(one, actor)) === true) return false;
  if (kind === 'org' || kind === 'unit') return isPlaceOf(target, actor);
  if (kind === 'person') return isNamed(target, actor);
  return true;
}

const isOf = (one: string, actor: StaffFacts): boolean => isPlaceOf(one, actor) || isAgent(one, actor);

const isPlaceOf = (organization: string, { org, unit, partOf }: StaffFacts): boolean =>
  organization === unit || organization === org || partOf?.includes(organization) === true;

/** Neither does who acts for the named person, or learns from them, get what they may not have. */
const isNamed = (target: string, actor: StaffFacts): boolean =>
  isAgent(target, actor) || theirNames(actor, false).includes(target) || theirNames(actor, true).includes(target);

const reasons: Partial<Record<Block['kind'], ReasonKey>> = {
  org: 'blocked-org',
  unit: 'blocked-unit',
  person: 'blocked-person',
  category: 'blocked-category',
  document: 'blocked-document',
};

/** @returns undefined when the block does not reach what this purpose is for */
function barrierOf(block: Block, facts: RecordFacts): Barrier | undefined {
  const { kind, target, custodians, period, marker } = block;
  const named: readonly Category[] = kind === 'category' && isCategory(target) ? [target] : (block.categories ?? []);
  const documents = block.documents ?? (kind === 'document' ? [target] : undefined);
  let categories = named.length === 0 ? undefined : categoryMask(named);
  if (facts.purpose === 'HOPERAT' && kind !== 'person') {
    const { administration } = blockRule.at(facts.now).value;
    categories = (categories ?? everyCategory) & ~categoryMask(administration);
    if (categories === 0) return undefined;
  }
  return {
    reason: reasons[kind] ?? 'blocked-all',
    ...(categories === undefined ? {} : { categories }),
    ...(custodians === undefined ? {} : { custodians }),
    ...(documents === undefined ? {} : { documents: documents.map(documentOf) }),
    ...(period === undefined ? {} : { period }),
    marker,
  };
}

function documentOf(document: string): { type?: string; id: string } {
  const slash = document.indexOf('/');
  return slash < 0 ? { id: document } : { type: document.slice(0, slash), id: document.slice(slash + 1) };
}

/** Parts the barriers by what the citizen agreed to on the spot: consent may be to some categories only. */
function consented(
  barriers: readonly Barrier[],
  facts: RecordFacts,
  actor: StaffFacts,
): { closed: Barrier[]; opened: Barrier[] } {
  const given = facts.consents.filter((one) => isGiven(one, facts.now, actor));
  if (given.length === 0) return { closed: [...barriers], opened: [] };
  const to = given.reduce((mask, { categories }) => mask | (categories ? categoryMask(categories) : everyCategory), 0);
  const closed: Barrier[] = [];
  const opened: Barrier[] = [];
  for (const barrier of barriers) {
    const all = barrier.categories ?? everyCategory;
    if ((all & to) !== 0) opened.push({ ...barrier, categories: all & to });
    if ((all & ~to) !== 0) closed.push({ ...barrier, categories: all & ~to });
  }
  return { closed, opened };
}

const isGiven = ({ person, unit, from, to }: SituationConsent, now: number, actor: StaffFacts): boolean =>
  from <= now &&
  now < to &&
  (person === undefined || isAgent(person, actor)) &&
  (unit === undefined || unit === actor.unit);
