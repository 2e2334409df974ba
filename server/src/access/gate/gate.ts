import type { Epoch, Queryable, StoredFact } from '../../record/index.ts';
import type { Actor } from '../actor.ts';
import { decide } from '../decide.ts';
import type { Interaction, PatientFacts, Purpose, RecordFacts, StaffFacts, SystemFacts } from '../facts.ts';
import { type Asking, factsOfRows } from '../facts-of-rows.ts';
import { isNarrowed } from '../other-use.ts';
import type { Deny, Permit } from '../verdict.ts';
import { ActorFactsMemory, type KnownActor } from './actor-facts.ts';
import type { Ask } from './ask.ts';
import { Organisations } from './organisations.ts';
import { type KnownRecord, knownFrom, RecordFactsMemory } from './record-facts.ts';
import { standingRows } from './standing.ts';

/** One decision about one actor and one record, with what it was made of. */
export type Opened = {
  record: bigint;
  verdict: Permit | Deny;
  /** Undefined for what is nobody's record. */
  patient: PatientFacts | undefined;
  actor: KnownActor['facts'];
  purpose: Purpose | undefined;
  /** Practitioner id, when a delegation bears it. */
  onBehalfOf: string | undefined;
  /** PractitionerRole ids of the one whom the actor acts for. */
  writesFor: readonly string[];
  /** What was decided by; a system needs none. */
  facts: RecordFacts | undefined;
  epochs: readonly Epoch[];
};

/** Whoever asks, before any record is named. */
export type Acting = KnownActor & { purpose?: Purpose; onBehalfOf?: string; writesFor?: readonly string[] };

type ChangeFacts = (rows: readonly StoredFact[]) => readonly StoredFact[];

/** What the handlers ask. The one that stands in for it when the cost of the gate is measured permits everything. */
export type GateKeeper = {
  /** Who asks, with what the registers say of the organisation that a system is of. */
  placed(actor: Actor): Promise<Actor>;
  acting(ask: Ask): Promise<Acting>;
  /** What would be said of a record with which nobody has to do: refusals that are about the actor and no record. */
  actorVerdict(ask: Ask, interaction: Interaction): Promise<Permit | Deny>;
  /** Begins to read what a decision about this record will need, while something else is read. */
  readAhead(ask: Ask, record: bigint): void;
  open(ask: Ask, record: bigint, interaction: Interaction): Promise<Opened>;
  openAll(ask: Ask, records: readonly bigint[], interaction: Interaction): Promise<Map<bigint, Opened>>;
  /** The decision as it would be with other facts. */
  openWith(ask: Ask, record: bigint, interaction: Interaction, change: ChangeFacts): Promise<Opened>;
  /** The same for somebody who has not asked: what a role at a unit, or a system, could do. */
  decideFor(
    actor: StaffFacts | SystemFacts,
    known: KnownRecord,
    purpose: Purpose | undefined,
    interaction: Interaction,
  ): Promise<Permit | Deny>;
  /** What is known of a record, whoever asks. */
  factsOf(record: bigint): Promise<KnownRecord>;
  /** Organisations as they stand to each other. */
  readonly organisations: Organisations;
  forget(ask: Ask, epochs: readonly Epoch[]): void;
};

/**
 * The gate: brings the facts together, asks the pure decision, and says with which epochs its answer stands. Facts are
 * remembered here; the log line is what finds out that they have changed.
 */
export class Gate implements GateKeeper {
  readonly records: RecordFactsMemory;
  readonly actors: ActorFactsMemory;
  readonly organisations: Organisations;
  readonly #now: () => number;

  constructor(client: Queryable, now: () => number) {
    this.organisations = new Organisations(client);
    this.records = new RecordFactsMemory(client);
    this.actors = new ActorFactsMemory(client, this.organisations);
    this.#now = now;
  }

  async placed(actor: Actor): Promise<Actor> {
    if (actor.kind !== 'system' || actor.organization === undefined) return actor;
    const { organisations } = this;
    const chain = await organisations.chainOf(actor.organization.id);
    // of an organisation that the register does not have, or no longer, nobody can say that it is of the health service
    const isOutside = !(await organisations.isKnown(actor.organization.id)) || (await organisations.isOutside(chain));
    return isOutside ? { ...actor, outside: chain } : actor;
  }

  async acting(ask: Ask): Promise<Acting> {
    const actor = await this.#acting(ask, await this.actors.of(ask.actor, this.#now()));
    return ask.purpose === undefined ? actor : { ...actor, purpose: ask.purpose };
  }

  async actorVerdict(ask: Ask, interaction: Interaction): Promise<Permit | Deny> {
    const nobody = knownFrom({ record: 0n, epoch: 0n }, []);
    return (await this.#decided(ask, await this.acting(ask), nobody, interaction)).verdict;
  }

  readAhead(ask: Ask, record: bigint): void {
    if (needsNoFacts(ask)) return;
    // what goes wrong is told to the one who decides
    Promise.all([this.actors.of(ask.actor, this.#now()), this.records.of(record)]).catch(() => undefined);
  }

  /** May whoever asks do this with this record, and what of it? */
  async open(ask: Ask, record: bigint, interaction: Interaction): Promise<Opened> {
    if (needsNoFacts(ask)) return this.#ofSystem(ask, record, interaction);
    const [actor, known] = await Promise.all([this.actors.of(ask.actor, this.#now()), this.records.of(record)]);
    return this.#decided(ask, await this.#acting(ask, actor), known, interaction);
  }

  async openWith(ask: Ask, record: bigint, interaction: Interaction, change: ChangeFacts): Promise<Opened> {
    const known = await this.factsOf(record);
    return this.#decided(ask, await this.acting(ask), { ...known, rows: change(known.rows) }, interaction);
  }

  async decideFor(
    actor: StaffFacts | SystemFacts,
    known: KnownRecord,
    purpose: Purpose | undefined,
    interaction: Interaction,
  ): Promise<Permit | Deny> {
    const facts = factsOfRows(known.rows, {
      now: this.#now(),
      actor,
      interaction,
      employeeOf: known.employeeOf,
      ...(await this.#below(known.rows)),
    });
    if (purpose !== undefined) facts.purpose = purpose;
    return decide(facts);
  }

  async factsOf(record: bigint): Promise<KnownRecord> {
    return this.records.of(record);
  }

  /** The same of several records, with what is not remembered read in one statement. */
  async openAll(ask: Ask, records: readonly bigint[], interaction: Interaction): Promise<Map<bigint, Opened>> {
    const opened = new Map<bigint, Opened>();
    if (needsNoFacts(ask)) {
      for (const record of records) opened.set(record, await this.#ofSystem(ask, record, interaction));
      return opened;
    }
    const [who, known] = await Promise.all([this.actors.of(ask.actor, this.#now()), this.records.ofAll(records)]);
    const actor = await this.#acting(ask, who);
    for (const [record, one] of known) opened.set(record, await this.#decided(ask, actor, one, interaction));
    return opened;
  }

  /** The records' facts, and the actor's, are no longer what was remembered. */
  forget(ask: Ask, epochs: readonly Epoch[]): void {
    for (const { record } of epochs) this.records.forget(record);
    this.actors.forget(ask.actor);
  }

  /** The units of those whose documents a block is about: also such as came after it. */
  async #below(rows: readonly StoredFact[]): Promise<Pick<Asking, 'below'>> {
    const tops = rows.flatMap(({ kind, data }) => (kind === 'block' ? (custodianOf(data) ?? []) : []));
    if (tops.length === 0) return {};
    const below = await Promise.all(tops.map(async (top) => [top, await this.organisations.unitsOf(top)] as const));
    return { below: new Map(below) };
  }

  async #ofSystem(ask: Ask, record: bigint, interaction: Interaction): Promise<Opened> {
    const actor = await this.actors.of(ask.actor, this.#now());
    const opened = await this.#decided(ask, actor, knownFrom({ record, epoch: 0n }, []), interaction);
    return { ...opened, facts: undefined, epochs: [] };
  }

  /** The actor with what this request adds: whom they act for, where the registers bear it out. */
  async #acting(ask: Ask, actor: KnownActor): Promise<Acting> {
    const { onBehalfOf } = ask;
    if (onBehalfOf === undefined || actor.facts.kind !== 'staff') return actor;
    if (!actor.worksFor.includes(onBehalfOf)) return actor;
    const writesFor = await this.actors.rolesOf(onBehalfOf);
    return { ...actor, facts: { ...actor.facts, onBehalfOf, theirRoles: writesFor }, onBehalfOf, writesFor };
  }

  async #decided(ask: Ask, actor: Acting, known: KnownRecord, interaction: Interaction): Promise<Opened> {
    const now = this.#now();
    // whom somebody treated once is asked only where they learn from it
    const rows = ask.purpose === 'HQUALIMP' ? known.rows : standingRows(known.rows, now);
    const facts = factsOfRows(rows, {
      now,
      actor: actor.facts,
      interaction,
      identities: actor.identities,
      employeeOf: known.employeeOf,
      ...(await this.#below(rows)),
    });
    const purpose = purposeOf(ask, facts);
    if (purpose !== undefined) facts.purpose = purpose;
    if (ask.purposeText === undefined) facts.lacksPurposeText = true;
    if (purpose === 'HRESCH') {
      // of a record one researcher gets an extract, and nothing else
      if (interaction === 'everything') facts.interaction = 'export';
      if (actor.project !== undefined) facts.project = actor.project;
    }
    return {
      record: known.record,
      verdict: decide(facts),
      patient: known.patient,
      actor: actor.facts,
      purpose,
      onBehalfOf: actor.onBehalfOf,
      writesFor: actor.writesFor ?? [],
      facts,
      epochs: [...actor.epochs, { record: known.record, epoch: known.epoch }],
    };
  }
}

/** A system needs no ground, and so no facts but those that tell of reservations, and of what is agreed to. */
const needsNoFacts = ({ actor, purpose }: Ask): boolean => actor.kind === 'system' && !isNarrowed(actor, purpose);

const custodianOf = (data: StoredFact['data']): string | undefined => (data as { custodian?: string }).custodian;

/** The purpose of who treats is said; a citizen's follows from whose record it is and how they stand to each other. */
function purposeOf({ purpose, actingFor }: Ask, { actor, patient, kin, mandate }: RecordFacts): Purpose | undefined {
  if (actor.kind !== 'citizen' || actor.person === patient.id) return purpose;
  if (purpose === 'FAMRQT' || purpose === 'PWATRNY') return purpose;
  if (kin !== undefined) return 'FAMRQT';
  return mandate !== undefined || patient.id === actingFor ? 'PWATRNY' : purpose;
}
