import { type CareProcess, type Rule, rulesByType, type Words, wordsOf } from '../../care/index.ts';
import { type Issue, Problem, problem } from '../../fhir/issue.ts';
import type { Resource } from '../../fhir/resource.ts';
import { findCurrent, type Governing, type Queryable, type WriteContext } from '../../record/index.ts';
import { type Criteria, findMatches } from '../../record/search/index.ts';
import { languageOf } from './language.ts';
import type { FhirRequest } from './message.ts';
import type { FhirService } from './service.ts';

/** What the house knows of care: its processes, their rules by type, and the words of what those refuse. */
export type Care = {
  processes: readonly CareProcess[];
  rules: ReadonlyMap<string, readonly Rule[]>;
  types: ReadonlySet<string>;
  words: ReadonlyMap<string, Words>;
};

export function careOf(processes: readonly CareProcess[]): Care {
  const rules = rulesByType(processes);
  return { processes, rules, types: new Set(rules.keys()), words: wordsOf(processes) };
}

/** Asks the rules of care about what `request` is about to store. */
export function governing(
  service: FhirService,
  request: FhirRequest,
  match: WriteContext['match'],
): NonNullable<WriteContext['govern']> {
  const { care, now } = service;
  return {
    types: care.types,
    async issues(client, changes) {
      const read = reading(client, changes);
      const stored = changes.flatMap((one) => one.resource ?? []);
      const find = (of: string, query: string, most?: number) =>
        found(client, { type: of, query }, asHouse(service), most);
      const findShown = (of: string, query: string, most?: number) => found(client, { type: of, query }, match, most);
      const all: Issue[][] = [];
      for (const { type, id, resource, before } of changes) {
        const issues: Issue[] = [];
        const rules = care.rules.get(type) ?? [];
        if (rules.length > 0) {
          const was = before === undefined ? undefined : (JSON.parse(before) as Resource);
          const change = {
            type,
            id,
            resource,
            before: was,
            actor: request.actor,
            now: now(),
            read,
            find,
            findShown,
            stored,
          };
          for (const rule of rules) issues.push(...(await rule(change)));
        }
        all.push(worded(care, request, issues));
      }
      return all;
    },
  };
}

/** The issues with what they say to the user, in the user's language. */
export function worded({ words }: Care, request: FhirRequest, issues: readonly Issue[]): Issue[] {
  const language = languageOf(request.headers['accept-language']);
  return issues.map((issue) => {
    const said = issue.text === undefined ? words.get(issue.key ?? '')?.[language] : undefined;
    return said === undefined ? issue : { ...issue, text: said };
  });
}

/** What is there after the change: what the same transaction makes of it, or what stands in the store, locked. */
function reading(client: Queryable, changes: readonly Governing[]) {
  const known = new Map<string, Promise<Resource | undefined>>(
    changes.map(({ type, id, resource }) => [`${type}/${id}`, Promise.resolve(resource)]),
  );
  return (reference: string): Promise<Resource | undefined> => {
    const before = known.get(reference);
    if (before !== undefined) return before;
    const found = standing(client, reference);
    known.set(reference, found);
    return found;
  };
}

/** As the house itself sees it: what is kept from the writer counts too. */
const asHouse =
  ({ base, terminology, conformance }: FhirService): WriteContext['match'] =>
  (client, criteria, most = 2) =>
    findMatches(client, criteria, { most, base, terminology, custom: conformance.searchable });

async function found(
  client: Queryable,
  criteria: Criteria,
  match: WriteContext['match'],
  most?: number,
): Promise<Resource[]> {
  const [matched] = await match(client, [criteria], most);
  if (matched === undefined || matched instanceof Problem) throw matched ?? problem('fault', 'criteria-unmatched');
  const current = await findCurrent(client, matched, false);
  return current.flatMap((one) => (one.state === 'current' ? [JSON.parse(one.content) as Resource] : []));
}

async function standing(client: Queryable, reference: string): Promise<Resource | undefined> {
  const [, type, id] = /^([A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/.exec(reference) ?? [];
  if (type === undefined || id === undefined) return undefined;
  const [current] = await findCurrent(client, [{ type, id }], true);
  return current?.state === 'current' ? (JSON.parse(current.content) as Resource) : undefined;
}
