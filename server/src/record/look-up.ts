import { recordOfId } from '../fhir/ids.ts';
import { type Issue, Problem, problem } from '../fhir/issue.ts';
import { patientTypes } from '../fhir/types.ts';
import { findCurrent } from './current.ts';
import type { Queryable } from './database.ts';
import type { Matched, WriteContext } from './operation.ts';
import { conditionalReference, type Link, replaceLink } from './references.ts';
import { at, criteriaOf, nothingDone, type Step, sameCriteria } from './step.ts';
import { takeTurns } from './take-turns.ts';

/**
 * Finds out what the steps are about: resolves every criterion in one statement, then locks what is to be changed in
 * another. Each step then knows its id, unless it makes something new, and what stands there.
 */
export async function lookUp(
  client: Queryable,
  steps: readonly Step[],
  match: WriteContext['match'],
  atMs: number,
): Promise<void> {
  const asked = questionsOf(steps, atMs);
  if (asked.length > 0) {
    await takeTurns(
      client,
      7201,
      asked.map(({ type, query }) => sameCriteria(type, query)),
    );
    const answers = await match(client, asked);
    refuseBadCriteria(asked, answers);
    answers.forEach((matched, i) => {
      if (!(matched instanceof Problem)) asked[i]!.take(matched);
    });
    findTwins(steps);
    refuseFoundAndDeleted(steps);
  }
  await lock(client, steps);
}

type Question = { type: string; query: string; step: Step; take: (matched: Matched) => void };

function questionsOf(steps: readonly Step[], atMs: number): Question[] {
  return steps.flatMap((step) => {
    const questions: Question[] = [];
    const own = criteriaOf(step.operation);
    if (own !== undefined) {
      questions.push({
        type: step.operation.type,
        query: own,
        step,
        take: (matched) => takeMatches(step, matched, atMs),
      });
    }
    for (const link of step.links) {
      const reference = conditionalReference(link);
      if (reference !== undefined)
        questions.push({ ...reference, step, take: (matched) => takeTarget(step, link, matched) });
    }
    return questions;
  });
}

/** Says of each criterion that cannot be searched by which entry it stands in. */
function refuseBadCriteria(asked: readonly Question[], answers: readonly (Matched | Problem)[]): void {
  const refusals = answers.flatMap((answer, i) => (answer instanceof Problem ? [at(asked[i]!.step, answer)] : []));
  const [first] = refusals;
  if (!(first instanceof Problem)) return;
  const issues = refusals.flatMap((refusal): readonly Issue[] => (refusal as Problem).issues);
  throw new Problem(first.kind, issues, { cause: first });
}

function takeMatches(step: Step, matched: Matched, atMs: number): void {
  const { operation } = step;
  if (matched.length > 1 && !(operation.kind === 'delete' && operation.multiple)) {
    throw at(
      step,
      problem('stale', 'criteria-ambiguous', {
        diagnostics: 'The criteria match more than one resource.',
        code: 'multiple-matches',
      }),
    );
  }
  const [only] = matched;
  if (only !== undefined) step.id = only.id;
  if (operation.kind === 'create' && only !== undefined) {
    step.record = only.record;
    step.outcome = { ...nothingDone(only.type, only.id, atMs), status: 200 };
  }
  if (operation.kind === 'update' && operation.body.value.id !== undefined) {
    const own = operation.body.value.id;
    if (only !== undefined && own !== only.id) {
      throw at(
        step,
        problem('invalid', 'id-differs', {
          diagnostics: 'The resource has another id than the one that the criteria match.',
          expression: `${operation.type}.id`,
        }),
      );
    }
    step.id = own as string;
    step.mustBeNew = only === undefined;
  }
  if (operation.kind === 'patch' && only === undefined) {
    throw at(step, problem('absent', 'no-match', { diagnostics: 'The criteria match no resource.' }));
  }
  if (operation.kind === 'delete' && only === undefined) step.outcome = nothingDone(operation.type, '', atMs);
}

function takeTarget(step: Step, link: Link, matched: Matched): void {
  if (matched.length === 1) {
    replaceLink(link, `${matched[0]!.type}/${matched[0]!.id}`);
    return;
  }
  throw at(
    step,
    problem('stale', matched.length === 0 ? 'reference-unresolved' : 'reference-ambiguous', {
      diagnostics: `A conditional reference matches ${matched.length === 0 ? 'no' : 'more than one'} resource.`,
      code: matched.length === 0 ? 'not-found' : 'multiple-matches',
    }),
  );
}

/** Two entries with the same criteria that match nothing yet mean one resource. */
function findTwins(steps: readonly Step[]): void {
  const first = new Map<string, Step>();
  for (const step of steps) {
    const { operation } = step;
    const criteria = criteriaOf(operation);
    if (criteria === undefined || step.id !== undefined || step.outcome !== undefined) continue;
    const key = sameCriteria(operation.type, criteria);
    const before = first.get(key);
    if (before === undefined) first.set(key, step);
    else if (operation.kind === 'create') step.twin = before;
    else throw at(step, twice());
  }
}

async function lock(client: Queryable, all: readonly Step[]): Promise<void> {
  const steps = all.filter(
    (step) => step.id !== undefined && step.outcome === undefined && step.operation.kind !== 'create',
  );
  refuseTwice(steps);
  const keys = steps.map((step) => ({ type: step.operation.type, id: step.id! }));
  const found = await findCurrent(client, keys, true);
  // what was not there may have come, gone or moved while we waited for a lock; an update that then creates finds out
  // when it writes
  const missing = found.flatMap((current, i) => (current.state === 'current' ? [] : [i]));
  const claimed = missing.filter((i) => steps[i]!.operation.kind === 'update' && mayLiveInTwo(keys[i]!));
  if (claimed.length > 0)
    await takeTurns(
      client,
      7204,
      claimed.map((i) => `${keys[i]!.type}/${keys[i]!.id}`),
    );
  const mustKnow = missing.some((i) => {
    const { operation } = steps[i]!;
    return operation.kind !== 'update' || operation.ifMatch !== undefined;
  });
  if (mustKnow || claimed.length > 0 || (missing.length > 0 && missing.length < found.length)) {
    const again = await findCurrent(
      client,
      missing.map((i) => keys[i]!),
      true,
    );
    again.forEach((current, n) => {
      found[missing[n]!] = current;
    });
  }
  steps.forEach((step, i) => {
    step.current = found[i]!;
  });
}

/**
 * Whether two who make this resource at once for two patients would not meet: its id tells one record, so that only who
 * makes it in another notes where it lives.
 */
const mayLiveInTwo = ({ type, id }: { type: string; id: string }) =>
  type !== 'Patient' && patientTypes.has(type) && recordOfId(id) !== undefined;

/** A create that finds what another entry deletes would tell of something that is gone. @source FHIR R4, http.html#trules */
function refuseFoundAndDeleted(steps: readonly Step[]): void {
  const deleted = new Set(
    steps.flatMap(({ operation, id }) =>
      operation.kind === 'delete' && id !== undefined ? [`${operation.type}/${id}`] : [],
    ),
  );
  if (deleted.size === 0) return;
  const found = steps.find(
    ({ operation, id }) => operation.kind === 'create' && id !== undefined && deleted.has(`${operation.type}/${id}`),
  );
  if (found !== undefined) throw at(found, twice());
}

function refuseTwice(steps: readonly Step[]): void {
  const seen = new Set<string>();
  for (const step of steps) {
    const key = `${step.operation.type}/${step.id}`;
    if (seen.has(key)) throw at(step, twice());
    seen.add(key);
  }
}

function twice() {
  return problem('invalid', 'entry-twice', { diagnostics: 'The same resource is changed by two entries.' });
}
