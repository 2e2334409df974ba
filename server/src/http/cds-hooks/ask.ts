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
import { type Card, giveOut } from './use.ts';

export type Answered = Advice & { card: Card['id']; override: Override | undefined };
export type Told = {
  advice: readonly Answered[];
  /** Rules that were asked, and those of them that failed on this record: what they would have said is not known. */
  rules: number;
  failed: number;
};

/** Works out what the rules say of a record, and counts what is given out. */
export async function askRules(
  service: FhirService,
  asked: { hook: Hook; record: readonly Resource[]; drafts: readonly Resource[]; now: number },
): Promise<Told> {
  const knowledge = await service.advice.knowledge();
  const { hook, record, now } = asked;
  const failures = new Set<string>();
  const advice = adviceFor(knowledge, asked, ({ id }, what) => {
    failures.add(id);
    service.advice.failed(id, what);
  });
  const overrides = overridesIn(record, now);
  const cards = await giveOut(
    service.database.writer,
    hook,
    advice.map(({ rule }) => rule),
  );
  return {
    rules: knowledge.rules.filter(({ hooks }) => hooks.has(hook)).length,
    failed: failures.size,
    advice: advice.map((one, i) => ({ ...one, card: cards[i]!.id, override: overrides.get(one.key) })),
  };
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
