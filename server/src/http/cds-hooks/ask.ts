import {
  type Advice,
  adviceFor,
  type Hook,
  type Knowledge,
  neededTypes,
  type Override,
  overridesIn,
  searchesOf,
} from '../../care/advice/index.ts';
import type { CareContext } from '../../care/index.ts';
import type { Resource } from '../../fhir/resource.ts';
import type { FhirService } from '../fhir/service.ts';
import { giveOut } from './use.ts';

export type Answered = Advice & { card: string; override: Override | undefined };
export type Told = {
  advice: readonly Answered[];
  /** Rules that were asked, and those of them that failed on this record: what they would have said is not known. */
  rules: number;
  failed: number;
};

/** Works out what the rules say of a record, and counts what is given out. */
export async function askRules(
  service: FhirService,
  asked: { hook: Hook; record: readonly Resource[]; drafts: readonly Resource[]; now: number; asker?: string },
): Promise<Told> {
  const knowledge = await service.advice.knowledge();
  const { hook, record, now } = asked;
  const failures = new Set<string>();
  const advice = adviceFor(knowledge, asked, ({ id }, what) => {
    failures.add(id);
    service.advice.failed(id, what);
  });
  const overrides = overridesIn(record, now);
  const cards = await cardsFor(service, hook, advice, asked.asker);
  return {
    rules: knowledge.rules.filter(({ hooks }) => hooks.has(hook)).length,
    failed: failures.size,
    advice: advice.map((one, i) => ({ ...one, card: cards[i]!, override: overrides.get(one.key) })),
  };
}

const AGAIN_MS = 10 * 60_000;

/**
 * A card for each. What the same person is shown again while they work, as with each change of a dose, is the same card and
 * is counted once.
 */
async function cardsFor(
  service: FhirService,
  hook: Hook,
  advice: readonly Advice[],
  asker: string | undefined,
): Promise<string[]> {
  const now = Date.now();
  const names = advice.map(({ key }) => `${asker} ${hook} ${key}`);
  const known = names.map((name) => (asker === undefined ? undefined : service.advice.given.get(name)));
  const fresh = known.map((one) => one === undefined || now - one.at > AGAIN_MS);
  const made = await giveOut(
    service.database.writer,
    hook,
    advice.filter((_, i) => fresh[i]).map(({ rule }) => rule),
  );
  return names.map((name, i) => {
    if (!fresh[i]) return known[i]!.card;
    const card = made.shift()!.id;
    if (asker !== undefined) service.advice.given.set(name, { card, at: now });
    return card;
  });
}

/** All of a record that rules ask about and the caller may see: decided and logged as their own look. */
export async function readRecord(
  context: CareContext,
  patient: string,
  { codes }: Pick<Knowledge, 'codes'>,
): Promise<Resource[]> {
  const measured = searchesOf(codes, context.now).find(([type]) => type === 'Observation')!;
  const [person, standing, values] = await Promise.all([
    context.read(`Patient/${patient}`),
    context.search(`Patient/${patient}/*`, [['_type', neededTypes]]),
    codes.length === 0 ? [] : context.search('Observation', [['patient', patient], ...measured[1]]),
  ]);
  return [person, ...standing, ...values];
}
