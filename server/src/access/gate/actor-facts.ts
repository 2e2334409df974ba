import { typeNumber } from '../../fhir/types.ts';
import {
  type Epoch,
  factsAround,
  factsFor,
  guessRecord,
  int8Array,
  type Queryable,
  type StoredFact,
} from '../../record/index.ts';
import type { Actor } from '../actor.ts';
import type { Authorisation, CitizenFacts, Project, StaffFacts, SystemFacts } from '../facts.ts';
import { Memory } from './memory.ts';
import type { Organisations } from './organisations.ts';
import { projectOf } from './projects.ts';
import { identitiesIn, knownFrom } from './record-facts.ts';

/** Who asks, as the registers know them. */
export type KnownActor = {
  facts: StaffFacts | CitizenFacts | SystemFacts;
  /** Tokens of a citizen's identifiers: by these, others' records name them. */
  identities: readonly string[];
  /** Practitioner ids whom this person may write and read for. */
  worksFor: readonly string[];
  /** The research project that a researcher extracts for. */
  project?: Project;
  epochs: readonly Epoch[];
  /** When something that was worked out for a time ends (epoch ms). */
  until: number;
};

/** What a PractitionerRole says of somebody's work. */
type Employment = {
  id: string;
  record: bigint;
  unit: string;
  role: string;
  from: number;
  to: number;
  supervisor?: string;
  worksFor: readonly string[];
};

/** A new employment has no epoch that could rise: it is found when this has passed. */
const FRESH_MS = 15_000;
const MOST_ACTORS = 20_000;

/**
 * Employment, authorisation and kinship of those who ask, remembered for a while with the epochs of the records that they
 * stand in. What the token says of role and unit only chooses among what the registers know.
 */
export class ActorFactsMemory {
  readonly #client: Queryable;
  readonly #organisations: Organisations;
  readonly #known = new Memory<string, { at: number; known: KnownActor }>(MOST_ACTORS);
  readonly #loading = new Map<string, Promise<KnownActor>>();

  constructor(client: Queryable, organisations: Organisations) {
    this.#client = client;
    this.#organisations = organisations;
  }

  async of(actor: Actor, now: number): Promise<KnownActor> {
    if (actor.kind === 'system') return { facts: systemFactsOf(actor), ...none };
    const key = keyOf(actor);
    const found = this.#known.get(key);
    if (found !== undefined && Date.now() - found.at < FRESH_MS && now < found.known.until) return found.known;
    const underWay = this.#loading.get(key);
    if (underWay !== undefined) return underWay;
    const loading = this.#load(key, actor, now).finally(() => {
      if (this.#loading.get(key) === loading) this.#loading.delete(key);
    });
    this.#loading.set(key, loading);
    return loading;
  }

  /** Everything in which this actor's epochs stand. */
  forget(actor: Actor): void {
    this.#known.delete(keyOf(actor));
    this.#loading.delete(keyOf(actor));
  }

  async #load(key: string, actor: Actor, now: number): Promise<KnownActor> {
    const at = Date.now();
    const known = actor.kind === 'citizen' ? await this.#citizen(actor) : await this.#staff(actor, now);
    this.#known.set(key, { at, known });
    return known;
  }

  async #citizen(actor: Actor): Promise<KnownActor> {
    const person = actor.ownPatient ?? '';
    const [own] = await factsFor(this.#client, [guessRecord('Patient', person)]);
    const { patient, rows, record, epoch } = knownFrom(own!, own!.facts);
    const identities = identitiesIn(rows);
    const address = patient?.address ?? 'none';
    return {
      facts: { kind: 'citizen', person, loa: actor.loa, address },
      identities,
      worksFor: [],
      epochs: [{ record, epoch }],
      until: Number.POSITIVE_INFINITY,
    };
  }

  async #staff(actor: Actor, now: number): Promise<KnownActor> {
    const person = actor.practitioner ?? '';
    const own = actor.ownPatient === undefined ? undefined : guessRecord('Patient', actor.ownPatient);
    const records = [guessRecord('Practitioner', person), ...(own === undefined ? [] : [own])];
    const here = actor.organization?.id;
    const [read, hereStanding] = await Promise.all([
      factsAround(this.#client, records, { person, kind: 'employment' }),
      // nearly always the unit of the job: then nothing has to be waited for twice
      here === undefined ? undefined : this.#organisations.standingOf(here),
    ]);
    const epochs = read.map(({ record, epoch }) => ({ record, epoch }));
    const rows = read.flatMap(({ facts }) => facts);
    const jobs = rows.filter((row) => row.kind === 'employment' && row.person === person).map(employmentOf);
    const job = chosen(jobs, actor, now);
    const unit = job?.unit ?? actor.organization?.id ?? '';
    const standing =
      hereStanding !== undefined && unit === here ? hereStanding : await this.#organisations.standingOf(unit);
    const { chain, serves, contracts } = standing;
    const facts: StaffFacts = {
      kind: 'staff',
      person,
      role: job?.role ?? actor.role ?? '',
      unit,
      org: chain.at(-1)!,
      partOf: chain.slice(1, -1),
      alsoUnits: serves,
      allRoles: jobs.map(({ id }) => id),
      isEmployed: job !== undefined && job.from <= now && now < job.to,
      loa: actor.loa,
    };
    if (job !== undefined) facts.practitionerRole = job.id;
    if (job?.supervisor !== undefined) {
      facts.supervisor = job.supervisor;
      facts.theirRoles = await this.rolesOf(job.supervisor);
    }
    if (contracts.length > 0) facts.contracts = contracts;
    if (standing.isOutside) facts.isOutside = true;
    const hpr = authorisationOf(rows, now);
    if (hpr !== undefined) facts.hpr = hpr;
    if (actor.ownPatient !== undefined) facts.ownPatient = actor.ownPatient;
    if (own !== undefined) {
      const close = await this.#closeTo(read.find((one) => one.record === own)!.facts, own);
      if (close.length > 0) facts.closeRelations = close;
    }
    const until = job === undefined ? now : job.from > now ? job.from : job.to;
    const known: KnownActor = { facts, identities: [], worksFor: job?.worksFor ?? [], epochs, until };
    const project = facts.role === 'forsker' ? await projectOf(this.#client, person) : undefined;
    return project === undefined ? known : { ...known, project };
  }

  /** PractitionerRole ids of somebody. */
  async rolesOf(person: string): Promise<string[]> {
    const { rows } = await this.#client.query<{ id: string }>(
      `SELECT DISTINCT id FROM access_fact WHERE person = $1 AND kind = 'employment'`,
      [person],
      'roles-of',
    );
    return rows.map(({ id }) => id);
  }

  /** Patient ids of those who name this person as related, and of those whom this person names. */
  async #closeTo(own: readonly StoredFact[], record: bigint): Promise<string[]> {
    const tokens = identitiesIn(own).map((identity) => BigInt(identity.slice('id:'.length)));
    const { rows } = await this.#client.query<{ id: string }>(
      `WITH named AS (
         SELECT x.record FROM x_token x WHERE x.value = ANY ($1::int8[]) AND x.type = $2::int2),
       naming AS (
         SELECT r.tokens FROM resource r WHERE r.record = $3::int8 AND r.type = $2::int2),
       theirs AS (
         SELECT x.record FROM naming n, unnest(n.tokens) t (value), x_token x WHERE x.value = t.value AND x.type = $4::int2)
       SELECT DISTINCT p.id FROM (SELECT record FROM named UNION SELECT record FROM theirs) k
       JOIN access_fact p ON p.record = k.record AND p.kind = 'patient' WHERE k.record <> $3::int8`,
      [int8Array(tokens), typeNumber('RelatedPerson'), String(record), typeNumber('Patient')],
      'close-relations',
    );
    return rows.map(({ id }) => id);
  }
}

const systemFactsOf = ({ clientId, register, outside }: Actor): SystemFacts => ({
  kind: 'system',
  client: clientId,
  ...(register === undefined ? {} : { register }),
  ...(outside === undefined ? {} : { outside }),
});

const none = { identities: [], worksFor: [], epochs: [], until: Number.POSITIVE_INFINITY } as const;

const keyOf = ({ id, practitionerRole, organization, loa, ownPatient }: Actor): string =>
  JSON.stringify([id, practitionerRole, organization?.id, loa, ownPatient]);

function employmentOf({ id, record, unit = '', from, to, data }: StoredFact): Employment {
  const said = (data ?? {}) as { role?: string; supervisor?: string; actsFor?: string[] };
  const job: Employment = {
    id,
    record,
    unit,
    role: said.role ?? '',
    from,
    to,
    worksFor: said.actsFor ?? [],
  };
  if (said.supervisor !== undefined) job.supervisor = said.supervisor;
  return job;
}

/** The job that was chosen at log-on: by its own id, else the one at the unit that the token names. */
function chosen(jobs: readonly Employment[], actor: Actor, now: number): Employment | undefined {
  const { practitionerRole, organization } = actor;
  if (practitionerRole !== undefined) return jobs.find(({ id }) => id === practitionerRole);
  const here = jobs.filter(({ unit }) => unit === organization?.id);
  return here.find(({ from, to }) => from <= now && now < to) ?? here[0];
}

function authorisationOf(rows: readonly StoredFact[], now: number): Authorisation | undefined {
  const all = rows
    .filter((row) => row.kind === 'authorisation')
    .map((row) => ({ ...row, data: row.data as Authorisation }));
  const inForce = all.filter(({ from, to }) => from <= now && now < to);
  return (inForce.find(({ data }) => data.status === 'active') ?? inForce[0] ?? all[0])?.data;
}
