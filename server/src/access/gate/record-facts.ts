import { typeNumber } from '../../fhir/types.ts';
import { type Beside, type Epoch, factsFor, type Queryable, type StoredFact } from '../../record/index.ts';
import type { PatientFacts } from '../facts.ts';
import { factsOfRows } from '../facts-of-rows.ts';
import { Memory } from './memory.ts';

/** All that is known of a record beside its resources. */
export type KnownRecord = Epoch & {
  rows: readonly StoredFact[];
  /** Undefined for what is nobody's record. */
  patient: PatientFacts | undefined;
  /** Organization ids where the citizen works. */
  employeeOf: readonly string[];
};

const MOST_RECORDS = 50_000;

/**
 * The facts of records, remembered with the epoch at which they stood. Nothing is asked of the database while they are
 * remembered: the statement that writes the log line tells when an epoch has risen, and then they are forgotten here.
 */
export class RecordFactsMemory {
  readonly #client: Queryable;
  readonly #known = new Memory<bigint, KnownRecord>(MOST_RECORDS);
  readonly #loading = new Map<bigint, Promise<KnownRecord>>();

  constructor(client: Queryable) {
    this.#client = client;
  }

  /** At once when they are remembered. */
  of(record: bigint): KnownRecord | Promise<KnownRecord> {
    return this.#known.get(record) ?? this.#load(record);
  }

  /** Of several, all that are not remembered in one statement. */
  async ofAll(records: readonly bigint[]): Promise<Map<bigint, KnownRecord>> {
    const all = new Map<bigint, KnownRecord>();
    const missing: bigint[] = [];
    for (const record of new Set(records)) {
      const known = this.#known.get(record);
      if (known === undefined) missing.push(record);
      else all.set(record, known);
    }
    for (const known of await this.#read(missing)) all.set(known.record, known);
    return all;
  }

  forget(record: bigint): void {
    this.#known.delete(record);
    this.#loading.delete(record);
  }

  #load(record: bigint): Promise<KnownRecord> {
    const underWay = this.#loading.get(record);
    if (underWay !== undefined) return underWay;
    const loading = this.#read([record])
      .then(([known]) => known!)
      .finally(() => {
        if (this.#loading.get(record) === loading) this.#loading.delete(record);
      });
    this.#loading.set(record, loading);
    return loading;
  }

  async #read(records: readonly bigint[]): Promise<KnownRecord[]> {
    const read = await factsFor(this.#client, records, EMPLOYERS);
    const known = read.map(({ record, epoch, facts, beside }): KnownRecord => {
      const one = knownFrom({ record, epoch }, facts);
      return one.patient === undefined || beside.length === 0 ? one : { ...one, employeeOf: beside };
    });
    for (const one of known) this.#known.set(one.record, one);
    return known;
  }
}

/**
 * Where the citizen works: among the personnel is one who has the same national identity. Their unit, and not all that
 * is above it: everyone in a municipality is not everyone’s colleague.
 */
const EMPLOYERS: Beside = {
  name: 'employers',
  select: (record) => `SELECT DISTINCT e.unit FROM access_fact p
    JOIN access_fact i ON i.person = p.person AND i.kind = 'identity' AND i.type = ${typeNumber('Practitioner')}
    JOIN access_fact e ON e.person = i.id AND e.kind = 'employment' AND e.unit IS NOT NULL
    WHERE p.record = ${record} AND p.type = ${typeNumber('Patient')} AND p.kind = 'identity'`,
};

export function knownFrom({ record, epoch }: Epoch, rows: readonly StoredFact[]): KnownRecord {
  const isSomebodys = rows.some(({ kind }) => kind === 'patient');
  const { patient } = factsOfRows(rows, { now: 0, actor: NOBODY, interaction: 'read' });
  return { record, epoch, rows, patient: isSomebodys ? patient : undefined, employeeOf: [] };
}

const NOBODY = { kind: 'system', client: '' } as const;

/** The identities by which other records name whose record it is. */
export const identitiesIn = (rows: readonly StoredFact[]): string[] =>
  rows.flatMap(({ kind, person }) => (kind === 'identity' && person !== undefined ? [person] : []));
