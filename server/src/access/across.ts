import { resourceTypes, typeNumber } from '../fhir/types.ts';
import { categoryMask, everyCategory } from './categories.ts';
import { decide } from './decide.ts';
import type { Interaction, Purpose, RecordFacts, RelationKind, StaffFacts, SystemFacts } from './facts.ts';
import { relationKinds } from './facts-of-rows.ts';
import { hasContract, theirNames } from './ground.ts';
import { keptAsMade, madeOfParameters } from './made-of.ts';
import { reservationsAgainst, unreservedSql } from './other-use.ts';
import { agreedScope, placesOf, readerOf } from './outside.ts';
import { systems } from './rules/codes.ts';
import {
  blocks as blockRule,
  emergency as emergencyRule,
  outside as outsideRule,
  relation as relationRule,
  request as requestRule,
} from './rules/limits.ts';
import { roleAt } from './rules/roles.ts';
import { isSharedType } from './rules/types.ts';
import type { Scope } from './scope.ts';
import { type Bind, hasTag, holds, ofTypes, scopeSql } from './scope-sql.ts';

/** What a search over many records carries: a predicate on its rows, and the records that hold any. */
export type AcrossScope = {
  sql: (alias: string, bind: Bind) => string;
  records: (bind: Bind) => string;
};

export type AskingAcross = { now: number; actor: StaffFacts; purpose?: Purpose; interaction: Interaction };

/**
 * What one at work sees when asking over all records: what is nobody's, and of the records that their unit or they
 * themselves have ground for what `decide` and `judge` would show of each, worked out in the database from the same facts.
 * @returns undefined where nothing is seen but what is nobody's: learning, research and who is outside of the health service ask one
 * record at a time
 */
export function acrossScope(asking: AskingAcross): AcrossScope | undefined {
  const scope = scopeInAny(asking);
  if (scope === undefined) return undefined;
  const across = new Across(asking, scope);
  return { sql: (alias, bind) => across.sql(alias, bind), records: (bind) => across.records(bind) };
}

/**
 * What a system finds over all records: all, but of those who have a reservation against what it is for; and outside of the health
 * service what each citizen has agreed to, and what is nobody's.
 * @returns without `sql` where nothing is left out
 */
export function acrossSystem({
  now,
  actor,
  purpose,
}: Pick<AskingAcross, 'now' | 'purpose'> & { actor: SystemFacts }): Partial<AcrossScope> {
  const { register, outside } = actor;
  const against = reservationsAgainst(purpose, register);
  const unreserved = against.length === 0 ? undefined : unreservedSql(against, now);
  if (outside === undefined) return unreserved === undefined ? {} : { sql: unreserved };
  const asking = { now, actor: readerOf(actor, outside), purpose: purpose ?? 'COC', interaction: 'search' as const };
  const across = new Across(asking, agreedScope(everyCategory));
  return {
    sql: (alias, bind) => {
      const agreed = [across.agreed(alias, bind), ...(unreserved === undefined ? [] : [unreserved(alias, bind)])];
      return `(${sharedSql(alias, bind)} OR (${agreed.join(' AND ')}))`;
    },
    records: (bind) => across.agreedRecords(bind),
  };
}

/** The predicate of what is nobody's record, which everyone who is logged on may read. */
export const sharedSql = (alias: string, bind: Bind): string =>
  `(${alias}.access = 0 AND ${ofTypes(sharedTypes, alias, bind)})`;

const sharedTypes = resourceTypes.filter(isSharedType);

/** The types that give these facts: by type they are found without a look at all the record's others. */
const PATIENT = `${typeNumber('Patient')}::int2`;
const CONSENT = `${typeNumber('Consent')}::int2`;

const askedOneByOne: ReadonlySet<Purpose> = new Set(['HQUALIMP', 'HRESCH']);

/** What is seen in a record where there is ground and nothing else is known: decided like any other. */
function scopeInAny({ now, actor, purpose, interaction }: AskingAcross): Scope | undefined {
  // what each citizen has said yes to is asked of their own record
  if (purpose === undefined || askedOneByOne.has(purpose) || actor.isOutside === true) return undefined;
  const kind = actor.role === 'loggkontroll' ? ('log-case' as const) : ('stay' as const);
  const facts: RecordFacts = {
    now,
    actor,
    purpose,
    interaction,
    patient: { id: '', isDeceased: false, address: 'none' },
    relations: [{ kind, unit: actor.unit, from: now, to: now + 1, isActive: true }],
    blocks: [],
    emergencies: [],
    consents: [],
    namedForAddress: [],
  };
  const decision = decide(facts);
  return 'permit' in decision ? decision.permit : undefined;
}

/** The relations that open a record as a whole. */
const opening = relationKinds.filter((kind) => kind !== 'task-requested');

class Across {
  readonly #asking: AskingAcross;
  readonly #scope: Scope;
  /** The person, by all names they have in facts. */
  readonly #agents: readonly string[];
  /** And whom they act for or learn from. */
  readonly #mine: readonly string[];

  constructor(asking: AskingAcross, scope: Scope) {
    const { actor, now } = asking;
    this.#asking = asking;
    this.#scope = scope;
    const roles = [actor.practitionerRole ?? [], actor.allRoles ?? []].flat();
    this.#agents = [...new Set([actor.person, ...roles.map((role) => `PractitionerRole/${role}`)])];
    this.#mine = [...this.#agents, ...theirNames(actor, roleAt(actor.role, now)?.isSupervised === true)];
  }

  sql(alias: string, bind: Bind): string {
    const now = this.#now(bind);
    // Not joined and not correlated: worked out once, and looked up for each row.
    const ground = `(${alias}.record IN (${this.#opened(bind)})${this.#asked(alias, bind)})`;
    const within = [
      scopeSql(this.#scope, { alias }, bind),
      ground,
      ...this.#notOwn(alias, bind),
      this.#unblocked(alias, now, bind),
    ];
    return `(${sharedSql(alias, bind)} OR (${within.join(' AND ')}))`;
  }

  records(bind: Bind): string {
    const asked = this.#mayBeAsked ? [this.#sent('f_.record', bind)] : [];
    return [this.#opened(bind), ...asked].join(' UNION ');
  }

  /** Where a yes is the ground, and all that there is to see. */
  agreed(alias: string, bind: Bind): string {
    const { shows } = outsideRule.at(this.#asking.now).value;
    const kinds = Object.entries(shows).map(
      ([what, some]) => `WHEN ${bind(what)}::text THEN ${alias}.access & ${bind(categoryMask(some))}::int4 <> 0`,
    );
    const isAgreed = `EXISTS (SELECT FROM access_fact agreed_ WHERE agreed_.record = ${alias}.record AND agreed_.type = ${CONSENT}
      AND ${this.#yes('agreed_', bind)} AND CASE agreed_.data ->> 'what' ${kinds.join(' ')} ELSE false END OFFSET 0)`;
    return [scopeSql(this.#scope, { alias }, bind), isAgreed, this.#unblocked(alias, this.#now(bind), bind)].join(
      ' AND ',
    );
  }

  agreedRecords(bind: Bind): string {
    return `SELECT f_.record FROM access_fact f_ WHERE ${this.#yes('f_', bind)}`;
  }

  /** A yes to the reader's place, or to what that is part of, that holds, and is to what it is asked for. */
  #yes(f: string, bind: Bind): string {
    const { actor, purpose } = this.#asking;
    if (!outsideRule.at(this.#asking.now).value.purposes.includes(purpose!)) return 'false';
    const now = this.#now(bind);
    return `(${f}.unit = ANY (${bind(placesOf(actor))}::text[]) AND ${f}.kind = 'shared-outside' AND ${f}.from_at <= ${now} AND ${now} < ${f}.to_at)`;
  }

  /** The records that are open as a whole. */
  #opened(bind: Bind): string {
    const now = this.#now(bind);
    return this.#found('f_.record', this.#relation('f_', now, bind, opening), this.#ground('f_', now, bind), bind);
  }

  #sent(what: string, bind: Bind): string {
    const waiting = this.#relation('f_', this.#now(bind), bind, ['task-requested']);
    return this.#found(what, waiting, waiting, bind);
  }

  /** And of others what was sent with a request: those rows alone. */
  #asked(alias: string, bind: Bind): string {
    if (!this.#mayBeAsked) return '';
    const all = `jsonb_array_elements_text(f_.data -> 'keys')`;
    const keys = this.#asking.interaction === 'write' ? `(f_.data -> 'keys' ->> 0)` : all;
    return ` OR (${alias}.record, ${alias}.type || '/' || ${alias}.id) IN (${this.#sent(`f_.record, ${keys}`, bind)})`;
  }

  /**
   * Facts that hold for the unit or for the person. What is of a unit is found by unit, kind and time: years of contacts that
   * are over are never looked at.
   */
  #found(what: string, ofUnit: string, ofPerson: string, bind: Bind): string {
    const { unit, alsoUnits } = this.#asking.actor;
    const found = (where: string): string => `SELECT ${what} FROM access_fact f_ WHERE ${where}`;
    return [
      found(`f_.unit = ANY (${bind([unit, ...alsoUnits])}::text[]) AND ${ofUnit}`),
      found(`f_.unit IS NULL AND f_.person = ANY (${bind([...this.#mine])}::text[]) AND ${ofPerson}`),
    ].join(' UNION ');
  }

  #now(bind: Bind): string {
    return `${bind(new Date(this.#asking.now).toISOString())}::timestamptz`;
  }

  get #mayBeAsked(): boolean {
    const { actor, purpose, now } = this.#asking;
    return actor.role !== 'loggkontroll' && requestRule.at(now).value.purposes.includes(purpose!);
  }

  /** G6 of one fact. */
  #ground(f: string, now: string, bind: Bind): string {
    const { purpose } = this.#asking;
    const isCare = purpose === 'TREAT' || purpose === 'ETREAT' || purpose === 'BTG';
    const emergency = isCare ? this.#emergency(f, now, bind) : undefined;
    const relation = this.#relation(f, now, bind, opening);
    return emergency === undefined ? relation : `(${relation} OR ${emergency})`;
  }

  #relation(f: string, now: string, bind: Bind, among: readonly RelationKind[]): string {
    const { actor } = this.#asking;
    const { value } = relationRule.at(this.#asking.now);
    const isAudit = actor.role === 'loggkontroll';
    const isUnderContract = hasContract(actor, this.#asking.now);
    const kinds = among.filter(
      (kind) => value.auditing.includes(kind) === isAudit && (kind !== 'contract' || isUnderContract),
    );
    const texts = (list: readonly string[]): string => `${bind([...list])}::text[]`;
    const agents = texts(this.#agents);
    const longAgo = new Date(this.#asking.now - Math.max(value.graceMs, value.appointmentMs)).toISOString();
    const span = (ms: number): string => `${bind(`${ms / 1000} seconds`)}::interval`;
    const around = `CASE WHEN ${f}.kind = 'appointment' THEN ${span(value.appointmentMs)} ELSE '0'::interval END`;
    const active = `(${f}.kind = 'fastlege' OR ${f}.data @> '{"active":true}')`;
    const holdsNow = `(${active} AND ${f}.from_at - ${around} <= ${now} AND ${now} < ${f}.to_at + ${around})`;
    const grace = `(${f}.kind = ANY (${texts(value.graceKinds)}) AND ${f}.from_at <= ${now} AND ${f}.to_at <= ${now}
      AND ${now} <= ${f}.to_at + ${span(value.graceMs)} AND ${f}.data -> 'participants' ?| ${agents})`;
    return `(${f}.kind = ANY (${texts(kinds)}) AND ${f}.to_at >= ${bind(longAgo)}::timestamptz AND coalesce(${f}.unit, ${f}.person) IS NOT NULL
      AND (${f}.unit IS NULL OR ${f}.unit = ANY (${texts([actor.unit, ...actor.alsoUnits])}))
      AND (${f}.person IS NULL OR NOT (${f}.unit IS NULL OR ${f}.kind = ANY (${texts(value.personal)})) OR ${f}.person = ANY (${texts(this.#mine)}))
      AND (${holdsNow} OR coalesce(${grace}, false))
      AND NOT coalesce(${f}.data @> '{"invited":true}', false)
      AND NOT coalesce(${f}.data @> '{"withoutEvent":true}' AND ${f}.data ->> 'createdBy' = ANY (${agents}), false))`;
  }

  /** The person's own opening, while it lasts; undefined for those who cannot open. */
  #emergency(f: string, now: string, bind: Bind): string | undefined {
    const { actor } = this.#asking;
    const { value } = emergencyRule.at(this.#asking.now);
    if (!value.roles.includes(actor.role)) return undefined;
    const until = `least(${f}.to_at, ${f}.from_at + ${bind(`${value.minutes} minutes`)}::interval)`;
    return `(${f}.kind = 'emergency' AND ${f}.person = ${bind(actor.person)}::text AND ${f}.from_at <= ${now} AND ${now} < ${until}
      AND (${f}.data ->> 'length')::int >= ${bind(value.reasonLength)}::int)`;
  }

  /** G2. */
  #notOwn(alias: string, bind: Bind): string[] {
    const { person, ownPatient } = this.#asking.actor;
    const own = `${bind([person, ...(ownPatient === undefined ? [] : [ownPatient])])}::text[]`;
    return [
      `NOT EXISTS (SELECT FROM access_fact own_ WHERE own_.record = ${alias}.record AND own_.type = ${PATIENT} AND own_.kind = 'patient'
        AND (own_.data ->> 'id' = ANY (${own}) OR coalesce(own_.data ->> 'mergedInto' = ANY (${own}), false)) OFFSET 0)`,
    ];
  }

  /** G3 and G9: no block that is meant for this reader covers the row, but such as they pass. */
  #unblocked(alias: string, now: string, bind: Bind): string {
    const { actor, purpose } = this.#asking;
    const places = [actor.org, actor.unit, ...(actor.partOf ?? [])];
    const names = [...this.#agents, ...theirNames(actor, false), ...theirNames(actor, true)];
    const texts = (list: readonly string[]): string => `${bind([...list])}::text[]`;
    const kind = `block_.data ->> 'kind'`;
    const target = `block_.data ->> 'target'`;
    const isWhole = `NOT block_.data ?| '{mask,keys,custodian,period}'::text[]`;
    const cases = [`WHEN ${kind} = 'person' THEN ${target} = ANY (${texts(names)})`];
    if (purpose === 'AUDIT') cases[0] += ` AND ${isWhole}`;
    else {
      cases.push(`WHEN ${kind} IN ('org', 'unit') THEN ${target} = ANY (${texts(places)})`);
      cases.push(`WHEN ${kind} IN ('category', 'document', 'all') THEN true`);
    }
    const meant = `CASE ${cases.join(' ')} ELSE false END`;
    const excepted = `coalesce(block_.data -> 'except' ?| ${texts([...places, ...this.#agents])}, false)`;
    const others = [this.#passed(alias, now, bind)];
    if (purpose === 'HOPERAT') {
      const notes = everyCategory & ~categoryMask(blockRule.at(this.#asking.now).value.administration);
      others.push(`${alias}.access & ${bind(notes)}::int4 = 0`);
    }
    return `NOT EXISTS (SELECT FROM access_fact block_ WHERE block_.record = ${alias}.record AND block_.type = ${CONSENT} AND block_.kind = 'block'
      AND block_.from_at <= ${now} AND ${now} < block_.to_at AND ${meant} AND NOT ${excepted} AND ${covers(alias, bind)}
      AND (${kind} = 'person' OR NOT (${others.join(' OR ')})) OFFSET 0)`;
  }

  /** By a yes on the spot, by an emergency opening, or by having written it. */
  #passed(alias: string, now: string, bind: Bind): string {
    const { actor } = this.#asking;
    const agents = `${bind([...this.#agents])}::text[]`;
    const consent = `(yes_.kind = 'consent' AND yes_.from_at <= ${now} AND ${now} < yes_.to_at
      AND (yes_.person IS NULL OR yes_.person = ANY (${agents})) AND (yes_.unit IS NULL OR yes_.unit = ${bind(actor.unit)}::text)
      AND coalesce((yes_.data ->> 'mask')::int & ${alias}.access <> 0, true))`;
    const emergency = this.#emergency('yes_', now, bind);
    const ways = emergency === undefined ? consent : `(${consent} OR ${emergency})`;
    const opened = `EXISTS (SELECT FROM access_fact yes_ WHERE yes_.record = ${alias}.record AND ${ways} OFFSET 0)`;
    const { author } = this.#scope;
    return author === undefined ? opened : `${opened} OR ${hasTag(systems.recorder, [author], alias, bind)}`;
  }
}

/** Whether a block `b` covers a row: all of what it says. */
function covers(alias: string, bind: Bind): string {
  const token = `hashtextextended(${bind(`_tag\u001f${systems.custodian}|`)}::text || below_.id, 0)`;
  const isTheirs = (of: string): string =>
    `EXISTS (SELECT FROM organisations_below(block_.data ->> 'custodian') below_ (id) WHERE ${token} = ANY (${of}))`;
  const ways = `unnest(${bind([...madeOfParameters])}::text[]) way_, jsonb_array_elements_text(block_.data -> 'documents') document_`;
  const isMadeOf = (of: string): string =>
    `${of} && ARRAY(SELECT hashtextextended(way_ || chr(31) || document_, 0) FROM ${ways})`;
  return `coalesce((block_.data ->> 'mask')::int & ${alias}.access <> 0, true)
    AND (coalesce(block_.data -> 'keys' ? (${alias}.type || '/' || ${alias}.id), true)
      OR (${alias}.access & ${bind(keptAsMade)}::int4 <> 0 AND ${holds(isMadeOf, alias)}))
    AND coalesce(${alias}.from_at < (block_.data -> 'period' ->> 'to')::timestamptz, true)
    AND coalesce(${alias}.to_at >= (block_.data -> 'period' ->> 'from')::timestamptz, true)
    AND (block_.data ->> 'custodian' IS NULL OR ${holds(isTheirs, alias)})`;
}
