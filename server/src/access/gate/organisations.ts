import { hash64 } from '../../fhir/search/hash.ts';
import { typeNumber, typeOfNumber } from '../../fhir/types.ts';
import { findCurrent, int2Array, int8Array, type Queryable, textArray } from '../../record/index.ts';
import { Memory } from './memory.ts';

/** So long may pass before a changed organisation is seen as it now is. */
const FRESH_MS = 10_000;
const MOST = 20_000;
/** From a ward to the top of a health trust there are six; more is a circle. */
const DEEPEST = 12;

type Remembered<T> = { at: number; value: T };

/** What is known of one organisation. */
type About = {
  /** Whether it is in the register, and active. */
  isKnown: boolean;
  partOf?: string;
  serves: readonly string[];
  /** `HealthcareService/…` and `Location/…` of the unit: appointments are made with these. */
  services: readonly string[];
  isOutside: boolean;
  /** When contracts to give care for others run, or ran. */
  contracts: readonly { from: number; to: number }[];
};

/** Where a unit stands. */
export type Standing = {
  /** See `chainOf`. */
  chain: readonly string[];
  /** See `servedBy`. */
  serves: readonly string[];
  contracts: readonly { from: number; to: number }[];
  isOutside: boolean;
};

const SERVICES = ['HealthcareService', 'Location'] as const;

/** How organisations stand to each other (Organization.partOf), remembered for some seconds. */
export class Organisations {
  readonly #client: Queryable;
  readonly #known = new Memory<string, Remembered<About>>(MOST);
  readonly #units = new Memory<string, Remembered<readonly string[]>>(MOST);
  readonly #reading = new Map<string, Promise<void>>();

  constructor(client: Queryable) {
    this.#client = client;
  }

  /** Where a unit stands now, whatever is remembered: contracts are of all whom it is part of. In one statement. */
  async standingOf(unit: string): Promise<Standing> {
    await this.#readUpwards(unit);
    const chain = await this.chainOf(unit);
    const all = await Promise.all(chain.map((one) => this.#about(one)));
    return {
      chain,
      serves: await this.servedBy(unit),
      contracts: all.flatMap(({ contracts }) => contracts),
      isOutside: all.some(({ isOutside }) => isOutside),
    };
  }

  /** Ids from the unit upwards, the legal entity last; the unit alone when nothing is known of it. */
  async chainOf(unit: string): Promise<string[]> {
    const chain = [unit];
    while (chain.length < DEEPEST) {
      const { partOf: parent } = await this.#about(chain.at(-1)!);
      if (parent === undefined || chain.includes(parent)) break;
      chain.push(parent);
    }
    return chain;
  }

  /** Whether a unit, or what it is part of, is outside of the health service. */
  async isOutside(chain: readonly string[]): Promise<boolean> {
    const all = await Promise.all(chain.map((one) => this.#about(one)));
    return all.some(({ isOutside }) => isOutside);
  }

  /** Whether the register has it, and it is active. */
  async isKnown(unit: string): Promise<boolean> {
    return (await this.#about(unit)).isKnown;
  }

  /** Units whose citizens this one serves too: a night patrol's zones. And what it is named by where a time is booked. */
  async servedBy(unit: string): Promise<readonly string[]> {
    const { serves, services } = await this.#about(unit);
    return [...serves, ...services];
  }

  /** Units of the same legal entity that serve this one's citizens too. */
  async serving(unit: string): Promise<string[]> {
    const chain = await this.chainOf(unit);
    const all = await this.unitsOf(chain.at(-1)!);
    const { rows } = await this.#client.query<{ unit: string }>(
      `SELECT unit FROM access_fact WHERE unit = ANY ($1::text[]) AND kind = 'organisation' AND data -> 'serves' ? $2`,
      [textArray(all), unit],
      'serving-unit',
    );
    return rows.map((row) => row.unit);
  }

  /** Organization ids of what facts name as units: HealthcareServices and Locations by whose they are. */
  async idsOf(names: readonly string[]): Promise<string[]> {
    const own = names.filter((name) => !name.includes('/'));
    const services = [...new Set(names.filter((name) => name.includes('/')))];
    const keys = services.map((name) => ({ type: name.split('/')[0]!, id: name.split('/')[1]! }));
    const found = await findCurrent(this.#client, keys, false);
    const theirs = found.flatMap((current) => {
      if (current.state !== 'current') return [];
      const { providedBy, managingOrganization } = JSON.parse(current.content) as Record<
        string,
        { reference?: string }
      >;
      const of = (providedBy ?? managingOrganization)?.reference;
      return /(?:^|\/)Organization\/([^/]+)$/.exec(of ?? '')?.[1] ?? [];
    });
    return [...new Set([...own, ...theirs])];
  }

  async #about(id: string): Promise<About> {
    const known = this.#known.get(id);
    if (known !== undefined && Date.now() - known.at < FRESH_MS) return known.value;
    await this.#upwardsOf(id);
    return this.#known.get(id)!.value;
  }

  /** Those who ask for the same at once share a statement. */
  #upwardsOf(id: string): Promise<void> {
    const underWay = this.#reading.get(id);
    if (underWay !== undefined) return underWay;
    const reading = this.#readUpwards(id).finally(() => this.#reading.delete(id));
    this.#reading.set(id, reading);
    return reading;
  }

  /** What is known of an organisation and of all that it is part of. */
  async #readUpwards(id: string): Promise<void> {
    const { rows } = await this.#client.query<AboutRow>(
      UPWARDS,
      [id, int2Array(SERVICES.map(typeNumber))],
      'organisations-upwards',
    );
    const at = Date.now();
    for (const { id: one, data, services, contracts } of rows) {
      const { partOf, serves = [], outside: isOutside = false } = data ?? {};
      const value: About = {
        ...{ isKnown: data !== null, serves, isOutside },
        services: services.map(([type, of]) => `${typeOfNumber(Number(type))}/${of}`),
        contracts: contracts.map(([from, to]) => ({ from: Number(from), to: Number(to) })),
        ...(partOf === undefined ? {} : { partOf }),
      };
      this.#known.set(one, { at, value });
    }
  }

  /**
   * Ids of the organisation and of all below it.
   * @param isFresh as they stand now, whatever is remembered
   */
  async unitsOf(id: string, isFresh = false): Promise<readonly string[]> {
    const known = this.#units.get(id);
    if (!isFresh && known !== undefined && Date.now() - known.at < FRESH_MS) return known.value;
    const found = new Set([id]);
    let level = [id];
    for (let depth = 0; level.length > 0 && depth < DEEPEST; depth += 1) {
      const tokens = level.map((one) => hash64(`partof\u001fOrganization/${one}`));
      const { rows } = await this.#client.query<{ id: string }>(
        'SELECT DISTINCT x.id FROM x_token x WHERE x.value = ANY ($1::int8[]) AND x.type = $2::int2',
        [int8Array(tokens), typeNumber('Organization')],
        'units-of',
      );
      level = rows.map((row) => row.id).filter((one) => !found.has(one));
      for (const one of level) found.add(one);
    }
    const value = [...found];
    this.#units.set(id, { at: Date.now(), value });
    return value;
  }
}

type AboutRow = {
  id: string;
  data: { partOf?: string; serves?: string[]; outside?: boolean } | null;
  /** Pairs of a type's number and an id. */
  services: [type: string, id: string][];
  /** Pairs of epoch ms; an open end is the word that PostgreSQL has for it. */
  contracts: [from: number | string, to: number | string][];
};

const told = (unit: string) =>
  `(SELECT coalesce(o.data, '{}') FROM access_fact o WHERE o.unit = ${unit} AND o.kind = 'organisation' LIMIT 1)`;

const UPWARDS = `WITH RECURSIVE up (id, depth, data) AS (
  SELECT $1::text, 1, ${told('$1::text')}
  UNION ALL
  SELECT up.data ->> 'partOf', up.depth + 1, ${told(`(up.data ->> 'partOf')`)}
  FROM up WHERE up.data ->> 'partOf' IS NOT NULL AND up.depth < ${DEEPEST})
SELECT up.id, up.data,
  coalesce((SELECT jsonb_agg(DISTINCT jsonb_build_array(x.type, x.id)) FROM x_token x
    WHERE x.value = hashtextextended('organization' || chr(31) || 'Organization/' || up.id, 0) AND x.type = ANY ($2::int2[])),
    '[]') AS services,
  coalesce((SELECT jsonb_agg(jsonb_build_array(
      (extract(epoch FROM a.from_at) * 1000)::float8, (extract(epoch FROM a.to_at) * 1000)::float8))
    FROM access_fact a WHERE a.unit = up.id AND a.kind = 'affiliation'), '[]') AS contracts
FROM up`;
