import { expect, test } from 'vitest';
import { Random } from './cases/random.ts';
import { judgeAll } from './cases/store.ts';
import { decide } from './decide.ts';
import type { RecordFacts } from './facts.ts';
import { factsOfRows } from './facts-of-rows.ts';
import { labels } from './labels.ts';

/** What holds of every decision, whatever the facts. */
const seed = Number(process.env.ENJOURNAL_TEST_SEED ?? 1);
const runs = 2000;

const random = new Random(seed * 7919);
const cases = Array.from({ length: runs }, (_, n) => {
  const { makers, contents } = random.record(`c-${(n % 20) + 1}`);
  const asking = random.asking(['c-1', 'c-2', 'c-3']);
  const { shown } = judgeAll([{ record: 1, makers, contents }], asking);
  return { makers, contents, asking, shown };
});

test('who is shown something with some facts is shown no more with a block added', () => {
  let narrowed = 0;
  for (const { makers, contents, asking, shown } of cases) {
    const block = {
      resourceType: 'Consent',
      id: 'added',
      status: 'active',
      category: [{ coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/consent-category', code: 'sperring' }] }],
      dateTime: '2026-01-01',
      provision: { type: 'deny' },
    };
    const after = judgeAll([{ record: 1, makers: [...makers, block], contents }], asking).shown;
    for (const one of after) expect(shown).toContain(one);
    if (after.size < shown.size) narrowed += 1;
  }
  expect(narrowed).toBeGreaterThan(50);
});

test('with a relation taken away nobody is shown more', () => {
  for (const { makers, contents, asking, shown } of cases) {
    const fewer = makers.filter(({ resourceType }) => !['Encounter', 'EpisodeOfCare', 'Task'].includes(resourceType));
    for (const one of judgeAll([{ record: 1, makers: fewer, contents }], asking).shown) expect(shown).toContain(one);
  }
});

const factsOf = ({ makers, asking }: (typeof cases)[number]): RecordFacts =>
  factsOfRows(
    makers.flatMap((one) => labels.factsOf(one, 1n)),
    asking,
  );

test('nobody reads their own record at work, and whom it is kept from by name never reads it, in an emergency either', () => {
  let staff = 0;
  for (const one of cases) {
    const facts = factsOf(one);
    const { actor } = facts;
    if (actor.kind !== 'staff') continue;
    staff += 1;
    const own = { ...actor, ownPatient: facts.patient.id };
    const block = {
      kind: 'person' as const,
      target: actor.person,
      from: 0,
      to: Number.POSITIVE_INFINITY,
      marker: true,
    };
    const emergency = {
      person: actor.person,
      startedAt: facts.now,
      endsAt: facts.now + 1,
      reason: 'x',
      text: 'x'.repeat(10),
    };
    expect(decide({ ...facts, actor: own, purpose: 'ETREAT', emergencies: [emergency] })).toHaveProperty('deny');
    const kept = decide({ ...facts, purpose: 'ETREAT', blocks: [block], emergencies: [emergency] });
    expect(kept).toHaveProperty('deny');
  }
  expect(staff).toBeGreaterThan(800);
});

test('the same facts give the same answer, and every answer names its rule and what to say', () => {
  for (const one of cases) {
    const facts = factsOf(one);
    const decision = decide(facts);
    expect(decide(structuredClone(facts))).toEqual(decision);
    expect(decision.rule).toMatch(/^[GCS]\d+-/);
    expect(decision.ground.law).not.toBe('');
    if ('deny' in decision) expect([401, 403, 404]).toContain(decision.opening);
  }
});
