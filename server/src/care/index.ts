import { chart } from './chart/index.ts';
import { contributions } from './contributions/index.ts';
import { delegation } from './delegation/index.ts';
import { devices } from './devices/index.ts';
import { dialogue } from './dialogue/index.ts';
import { dispensers } from './dispensers/index.ts';
import { documents } from './documents/index.ts';
import { forms } from './forms/index.ts';
import { immunization } from './immunization/index.ts';
import { journalOf } from './journal/index.ts';
import { medication } from './medication/index.ts';
import { type NoticeService, noticesOf } from './notices/index.ts';
import { persons } from './persons/index.ts';
import { plan } from './plan/index.ts';
import { type PrescribingSettings, prescribingOf } from './prescribing/index.ts';
import { problems } from './problems/index.ts';
import type { CareHandler, CareProcess, Receive, Rule, Words } from './process.ts';
import { representation } from './representation/index.ts';
import { requests } from './requests/index.ts';
import { type SfmSettings, sfmOf } from './sfm/index.ts';
import { stock } from './stock/index.ts';
import { tasks } from './tasks/index.ts';
import { workplace } from './workplace/index.ts';

export { httpNotices } from './notices/index.ts';
export { httpService } from './prescribing/index.ts';
export type {
  CareCall,
  CareContext,
  CareEvent,
  CareHandler,
  CareOperation,
  CareProcess,
  CareTimer,
  Governed,
  Incoming,
  Receive,
  Rule,
  Words,
  Written,
} from './process.ts';
export { careProcess, parameterOf, refused, warned } from './process.ts';
export { sfmOverHttp } from './sfm/index.ts';

/** What an operator decides of care. */
export type CareSettings = {
  remindAfterMs: number;
  /** How prescriptions are sent; absent: they are not. */
  prescribing?: PrescribingSettings;
  /** How the national medicine list is asked; absent: it is not. */
  sfm?: SfmSettings;
  /** How citizens are told that there is something new; absent: they see it when they log on. */
  notices?: NoticeService;
};

const defaults: CareSettings = { remindAfterMs: 24 * 3_600_000 };

/** The care processes of the house. */
export const processesWith = (settings: CareSettings): readonly CareProcess[] => [
  chart,
  contributions,
  delegation,
  devices,
  dispensers,
  dialogue,
  documents,
  forms,
  immunization,
  journalOf(settings),
  medication,
  noticesOf(settings.notices),
  persons,
  plan,
  prescribingOf(settings.prescribing),
  problems,
  sfmOf(settings.sfm),
  representation,
  requests,
  stock,
  tasks,
  workplace,
];

export const processes = processesWith(defaults);

/** The rules of each type, of whatever processes. */
export function rulesByType(of: readonly CareProcess[]): ReadonlyMap<string, readonly Rule[]> {
  const rules = new Map<string, Rule[]>();
  for (const { governs = {} } of of) {
    for (const [type, rule] of Object.entries(governs)) rules.set(type, [...(rules.get(type) ?? []), rule]);
  }
  return rules;
}

/** Who is told of changes of each type. */
export function handlersByType(of: readonly CareProcess[]): ReadonlyMap<string, readonly CareHandler[]> {
  const all = new Map<string, CareHandler[]>();
  for (const handler of of.flatMap(({ on = [] }) => on)) {
    for (const type of handler.types) all.set(type, [...(all.get(type) ?? []), handler]);
  }
  return all;
}

/** What makes whole what comes in of each type. */
export function receiversOf(of: readonly CareProcess[]): ReadonlyMap<string, readonly Receive[]> {
  const all = new Map<string, Receive[]>();
  for (const { receives = {} } of of) {
    for (const [type, receive] of Object.entries(receives)) all.set(type, [...(all.get(type) ?? []), receive]);
  }
  return all;
}

/** The words of all processes' issues, by key. */
export const wordsOf = (of: readonly CareProcess[]): ReadonlyMap<string, Words> =>
  new Map(of.flatMap(({ words = {} }) => Object.entries(words)));
