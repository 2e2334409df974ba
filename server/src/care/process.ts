import type { Actor } from '../access/actor.ts';
import type { Issue } from '../fhir/issue.ts';
import type { Coding, JsonObject, Resource } from '../fhir/resource.ts';
import type { Entry } from '../registers/index.ts';

/** What a care process declares to the house. Reading all of them is reading the product. */
export type CareProcess = {
  /** Its folder. */
  name: string;
  /** Asked on every write of a type: by a screen, an outside app's plain PUT, in a Bundle, from a message. */
  governs?: Readonly<Record<string, Rule>>;
  /** Makes whole what comes in of a type, before it is known in whose record it belongs and decided whether it may. */
  receives?: Readonly<Record<string, Receive>>;
  operations?: readonly CareOperation[];
  /** What it does when something has happened in a record. */
  on?: readonly CareHandler[];
  /** What it looks after as time goes. */
  every?: readonly CareTimer[];
  /** What its refusals and warnings say to the user, by the `key` of the issue. */
  words?: Readonly<Record<string, Words>>;
};

export type Words = { nb: string; nn: string; en: string };

/** The declaration, checked as it is written. */
export const careProcess = (process: CareProcess): CareProcess => process;

/** A change that is about to be stored: decided and valid already. */
export type Governed = {
  type: string;
  id: string;
  /** As it will be stored, stamped and with its meta; undefined when it is deleted. */
  resource: Resource | undefined;
  /** As it stands; undefined when it is new. */
  before: Resource | undefined;
  actor: Actor;
  /** Epoch ms. */
  now: number;
  /**
   * What a reference of the form `Type/id` leads to as it will stand after this change, whoever may see it: an answer must
   * not tell the caller of it. It stands still until the change is made. Undefined when there is no such thing.
   */
  read(reference: string): Promise<Resource | undefined>;
  /** The same, and undefined too where it is kept from the writer: for rules whose answer tells that there is such a thing. */
  readShown(reference: string): Promise<Resource | undefined>;
  /**
   * What stands in the store now and matches, kept from the writer or not. Whoever could write one at the same time must be kept out
   * by something that both `read`, or by a `turn`.
   * @param query as in an address, percent-encoded
   * @param most so many at most; two tell that there is another
   */
  find(type: string, query: string, most?: number): Promise<Resource[]>;
  /**
   * The same, of what the writer may see: for what a warning or a refusal comes from, which must not tell of what is kept from them.
   * A query that names its `patient` or `subject` is asked in that record, by the decision about it.
   */
  findShown(type: string, query: string, most?: number): Promise<Resource[]>;
  /** Waits until nobody else writes who took a turn of the same name; others wait from then on until this change is made. */
  turn(name: string): Promise<void>;
  /** All that the same transaction stores, this among it. */
  stored: readonly Resource[];
  /** Whether a code is in a value set; undefined when the server does not know the value set, or not all of its codes. */
  includes(valueSet: string, coding: Coding): Promise<boolean | undefined>;
};

/**
 * All that is wrong with a change by the rules of care; warnings are told, and do not hinder. Facts in, issues out: it changes
 * nothing. An issue's `expression` names the field, beginning with the type; its `key` has its words in the process's `words`.
 */
export type Rule = (change: Governed) => readonly Issue[] | Promise<readonly Issue[]>;

/**
 * Changes what was sent, in place, as the server may before it stores it: fills in what it says in another way. It must give the same
 * again for what it has given. @throws Problem when nothing can be made of it
 */
export type Receive = (resource: JsonObject, incoming: Incoming) => Promise<void>;

export type Incoming = {
  actor: Actor;
  /** The ids of what stands in the store and matches, whoever may see it, at most two: an answer must not tell of more than that. */
  find(type: string, query: string): Promise<string[]>;
};

/** The one API from within: whatever is done is decided and logged as if the caller had done it by FHIR. */
export type CareContext = {
  actor: Actor;
  /** Epoch ms. */
  now: number;
  /** The API's address, without a slash at the end. */
  base: string;
  /** Ends when the caller has gone. */
  signal: AbortSignal;
  /** @param reference `Type/id` @throws Problem absent, gone, forbidden */
  read(reference: string): Promise<Resource>;
  /**
   * All that match, page by page; criteria never stand in an address.
   * @param type or a part of a record, `Patient/1/*`
   * @throws Problem too-large above 50 000
   */
  search(type: string, criteria: readonly (readonly [string, string])[]): Promise<Resource[]>;
  /**
   * All of the entries or none. @returns what each became, in their order @throws Problem that names the entry
   * @param records `Patient/id` of records that are written in knowingly besides the one that the caller says it is about
   */
  transact(entries: readonly Entry[], records?: readonly string[]): Promise<Resource[]>;
  /** What `transact` would be refused for; nothing is stored. @throws Problem that names the entry */
  rehearse(entries: readonly Entry[]): Promise<void>;
  /** Calls an operation, as `ValueSet/$expand`. @throws Problem */
  operate(path: string, parameters: Resource): Promise<Resource>;
  /** The house itself: for what the caller may bring about and may not write, once it has been decided that they may. */
  house(): CareContext;
  /**
   * Of what was read, what somebody would be shown of it, and as they would be: for what leaves in their name, or because of which
   * they are told something. The log is not told that they read it, for they do not.
   * @param who `PractitionerRole/[id]`: at work, in that employment; `Patient/[id]`: a citizen in their own record
   */
  seenBy(who: string, resources: readonly Resource[]): Promise<Resource[]>;
};

export type CareCall = {
  level: 'system' | 'type' | 'instance';
  type?: string;
  /** Of an instance. */
  id?: string;
  /** The version that the caller has seen (If-Match). */
  ifMatch?: string;
  /** The parameters, from the body or the query, as a Parameters resource. */
  parameters: Resource;
};

/** An operation; its parameters are said by the OperationDefinition of this canonical in `content/operations`. */
export type CareOperation = {
  /** Without the dollar sign. */
  name: string;
  definition: string;
  at: readonly { level: CareCall['level']; types: readonly string[] }[];
  /** GET is answered too: it changes nothing, and its parameters are simple. */
  get: boolean;
  summary: string;
  /** @throws Problem */
  run(context: CareContext, call: CareCall): Promise<Resource>;
};

/** Something that happened: told at least once, in order, after it is durable. Done again, a handler changes nothing more. */
export type CareHandler = {
  name: string;
  types: readonly string[];
  /**
   * Which of what is new it is told of; absent: all. Asked when it is written, for most that comes in (years of measurements from
   * elsewhere) concerns nobody, and then is not read again. What has changed, or ended, is always told.
   */
  isNews?(resource: Resource, at: Written): boolean;
  handle(event: CareEvent, context: CareContext): Promise<void>;
};

/** When (epoch ms) something was written, and on which server (the API's address). */
export type Written = { now: number; base: string };

/** Told of what changes only. */
export const notOfNew = (): boolean => false;

export type CareEvent = { type: string; id: string; before: Resource | undefined; after: Resource | undefined };

/** Done by one server of the store at a time. A timer finds what is due by a narrow search, never by going through records. */
export type CareTimer = { name: string; everyMs: number; run(context: CareContext): Promise<void> };

/**
 * What a change refers to: as it stands where the resource named it in that place before, since what it referred to stays known to the
 * rule; else as the writer may see it.
 * @param before what it named there
 */
export async function readNamed(
  { read, readShown }: Pick<Governed, 'read' | 'readShown'>,
  reference: string | undefined,
  before: readonly (string | undefined)[],
): Promise<Resource | undefined> {
  if (reference === undefined) return undefined;
  return before.includes(reference) ? read(reference) : readShown(reference);
}

/** A rule's refusal; `key` has its words in the process's `words`, `diagnostics` speaks to a developer. */
export const refused = (key: string, expression: string, diagnostics: string): Issue => ({
  severity: 'error',
  code: 'business-rule',
  key,
  diagnostics,
  expression,
});

/** Told, and does not hinder. */
export const warned = (key: string, expression: string, diagnostics: string): Issue => ({
  ...refused(key, expression, diagnostics),
  severity: 'warning',
});

/** The value of a parameter of an operation, whatever its type: `valueString`, `valueReference`, `resource` … */
export function parameterOf(parameters: Resource, name: string): unknown {
  return parametersNamed(parameters, name)[0];
}

/** All values of a repeated parameter. */
export function parametersNamed(parameters: Resource, name: string): unknown[] {
  const all = (parameters.parameter ?? []) as JsonObject[];
  return all.filter((one) => one.name === name).map((one) => one.resource ?? givenValue(one) ?? one.part);
}

const givenValue = (one: JsonObject): unknown =>
  Object.entries(one).find(([member]) => member.startsWith('value') && !member.startsWith('_'))?.[1];
