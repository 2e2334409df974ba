import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type AccessCase, factsOfCase, readCases, resourceOfCase } from './cases/read-cases.ts';
import { decide } from './decide.ts';
import { textOf } from './reasons.ts';
import { isShown, judge } from './scope.ts';

/** Our own cases, and every file that ENJOURNAL_ACCESS_CASES names (paths parted by `:`). */
const files = [
  ...globSync(join(import.meta.dirname, 'cases', '*.json')),
  ...(process.env.ENJOURNAL_ACCESS_CASES ?? '').split(':').filter((path) => path !== ''),
];

/** The decision of a case: the record first, then the one resource in it. */
function answer(one: AccessCase) {
  const facts = factsOfCase(one);
  const decision = decide(facts);
  if ('deny' in decision) {
    const { deny, status, stream, obligations } = decision;
    return { decision: 'deny', reason: deny, http: status, stream, obligations, extras: [], mask: undefined } as const;
  }
  const judged = judge(decision.permit, resourceOfCase(one));
  return { ...judged, http: judged.status, stream: 'patient', isInSearch: isShown(judged) } as const;
}

function searched({
  decision,
  marker,
  mask,
}: {
  decision: string;
  marker?: boolean;
  mask?: readonly string[] | undefined;
}) {
  if (decision === 'permit') return 'entry present';
  if (decision === 'deny') return 'no entry, total excludes it, no outcome entry';
  return mask?.includes('all-content') && marker === true
    ? 'no entry, total excludes it; one OperationOutcome entry (search.mode=outcome, code=suppressed) with no count, type, date or custodian'
    : 'entry present with the masked elements absent';
}

describe.each(files)('%s', (file) => {
  test.each(readCases(file).map((one) => [`${one.id} ${one.title}`, one] as const))('%s', (_, one) => {
    const { expect: wanted, facts } = one;
    const got = answer(one);
    const outcome = got.decision === 'deny' ? '4' : '0';
    expect({
      decision: got.decision,
      reason: got.reason,
      http: got.http,
      search: searched(got),
      obligations: [...got.obligations].sort(),
      ...(got.mask === undefined ? {} : { mask: got.mask }),
      log: {
        stream: got.stream,
        outcome,
        purpose: facts.purpose,
        basis: got.reason,
        citizenVisible: outcome === '0',
        extra: [...got.extras].sort(),
      },
    }).toEqual({
      decision: wanted.decision,
      reason: wanted.reason,
      http: wanted.http,
      search: wanted.search,
      obligations: [...wanted.obligations].sort(),
      ...(wanted.mask === undefined ? {} : { mask: wanted.mask }),
      log: {
        stream: wanted.log.stream,
        outcome: wanted.log.outcome,
        purpose: wanted.log.purpose,
        basis: wanted.log.basis,
        citizenVisible: wanted.log.citizenVisible,
        extra: [...wanted.log.extra].sort(),
      },
    });
    for (const language of ['nb', 'nn', 'en'] as const) expect(textOf(got.reason, language)).not.toBe('');
  });
});
