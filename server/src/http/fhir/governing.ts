import {
  type CareProcess,
  type Governed,
  handlersByType,
  type Receive,
  type Rule,
  receiversOf,
  rulesByType,
  type Words,
  type Written,
  wordsOf,
} from '../../care/index.ts';
import type { Issue } from '../../fhir/issue.ts';
import type { Coding, Resource } from '../../fhir/resource.ts';
import type { WriteContext } from '../../record/index.ts';
import { findMatches } from '../../record/search/index.ts';
import { includes } from '../../terminology/index.ts';
import { atNextBeat, isShownTo } from './disclose.ts';
import { languageOf } from './language.ts';
import type { FhirRequest } from './message.ts';
import { RuleReads } from './rule-reads.ts';
import type { FhirService } from './service.ts';

/** What the house knows of care: its processes, their rules by type, and the words of what those refuse. */
export type Care = {
  processes: readonly CareProcess[];
  rules: ReadonlyMap<string, readonly Rule[]>;
  types: ReadonlySet<string>;
  receivers: ReadonlyMap<string, readonly Receive[]>;
  /** Whether anything waits for what is new. */
  isNews(resource: Resource, at: Written): boolean;
  words: ReadonlyMap<string, Words>;
};

export function careOf(processes: readonly CareProcess[]): Care {
  const rules = rulesByType(processes);
  const handlers = handlersByType(processes);
  return {
    processes,
    rules,
    types: new Set(rules.keys()),
    receivers: receiversOf(processes),
    isNews: (resource, at) =>
      handlers.get(resource.resourceType)?.some(({ isNews }) => isNews?.(resource, at) ?? true) === true,
    words: wordsOf(processes),
  };
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
      const reads = new RuleReads(client, changes);
      const house = asHouse(service);
      let asked: Promise<unknown> = Promise.resolve(); // one connection asks one thing at a time
      const common = {
        actor: request.actor,
        now: now(),
        stored: changes.flatMap((one) => one.resource ?? []),
        read: (reference: string) => reads.read(reference),
        readShown: async (reference: string) => {
          const began = performance.now();
          const found = await reads.read(reference);
          const isStored = changes.some(({ type, id }) => reference === `${type}/${id}`);
          if (isStored || request.actor.kind === 'system') return found;
          if (found !== undefined && (await isShownTo(service, request, reference))) return found;
          await atNextBeat(began); // what is kept from them takes as long as what is not there
          return undefined;
        },
        turn: (name: string) => reads.turn(name),
        find: (type: string, query: string, most?: number) => reads.find(house, type, query, most),
        findShown: (type: string, query: string, most?: number) => reads.find(match, type, query, most),
        includes: (valueSet: string, coding: Coding) => {
          const answer = asked.then(() => includes(client, valueSet, coding));
          asked = answer.catch(() => undefined);
          return answer;
        },
      };
      // all at once, so that what they ask is asked together; and to the end, so that none asks after the write has failed
      return toTheEnd(
        changes.map(async ({ type, id, resource, before }): Promise<Issue[]> => {
          const rules = care.rules.get(type) ?? [];
          if (rules.length === 0) return [];
          const was = before === undefined ? undefined : (JSON.parse(before) as Resource);
          const change = { ...common, type, id, resource, before: was };
          const answers = rules.map((rule) => begun(rule, change));
          const issues = answers.every((answer) => Array.isArray(answer)) ? answers : await toTheEnd(answers);
          return worded(care, request, issues.flat());
        }),
      );
    },
  };
}

/** A rule's answer, which most give at once; one that throws has failed like one that is waited for. */
function begun(rule: Rule, change: Governed): ReturnType<Rule> {
  try {
    return rule(change);
  } catch (error) {
    return Promise.reject(error);
  }
}

/** All of them, or what the first that failed throws, once none is at work any more. */
async function toTheEnd<T>(all: readonly (T | Promise<T>)[]): Promise<T[]> {
  const settled = await Promise.allSettled(all);
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

/** The issues with what they say to the user, in the user's language. */
export function worded({ words }: Care, request: FhirRequest, issues: readonly Issue[]): Issue[] {
  if (issues.length === 0) return [];
  const language = languageOf(request.headers['accept-language']);
  return issues.map((issue) => {
    const said = issue.text === undefined ? words.get(issue.key ?? '')?.[language] : undefined;
    return said === undefined ? issue : { ...issue, text: filled(said, issue.values, language) };
  });
}

const filled = (text: string, values: Issue['values'] = {}, language: keyof Words): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'string' ? value : value[language];
  });

/** As the house itself sees it: what is kept from the writer counts too. */
export const asHouse =
  ({ base, terminology, conformance }: FhirService): WriteContext['match'] =>
  (client, criteria, most = 2) =>
    findMatches(client, criteria, { most, base, terminology, custom: conformance.searchable });
