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
type About = { partOf?: string; serves: readonly string[]; services: readonly string[]; isOutside: boolean };

const SERVICES = ['HealthcareService', 'Location'] as const;

/** How organisations stand to each other (Organization.partOf), remembered for some seconds. */
export class Organisations {
  readonly #client: Queryable;
  readonly #known = new Memory<string, Remembered<About>>(MOST);
  readonly #units = new Memory<string, Remembered<readonly string[]>>(MOST);

  constructor(client: Queryable) {
    this.#client = client;
  }

  /** Ids from the unit upwards, the legal entity last; the unit alone when nothing is known of it. */
  async chainOf(unit: string): Promise<string[]> {
    const chain = [unit];
    while (chain.length < DEEPEST) {
      const parent = await this.#parentOf(chain.at(-1)!);
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

  /** When contracts to give care for others run, of a unit by its chain of organisations; undefined when it has had none. */
  async contractsOf(chain: readonly string[]): Promise<{ from: number; to: number }[] | undefined> {
    const { rows } = await this.#client.query<{ from: number; to: number }>(
      `SELECT (extract(epoch FROM from_at) * 1000)::float8 AS from, (extract(epoch FROM to_at) * 1000)::float8 AS to
       FROM access_fact WHERE unit = ANY ($1::text[]) AND kind = 'affiliation'`,
      [textArray(chain)],
      'contracts-of',
    );
    return rows.length === 0 ? undefined : rows;
  }

  async #parentOf(id: string): Promise<string | undefined> {
    return (await this.#about(id)).partOf;
  }

  async #about(id: string): Promise<About> {
    const known = this.#known.get(id);
    if (known !== undefined && Date.now() - known.at < FRESH_MS) return known.value;
    const [{ rows }, services] = await Promise.all([
      this.#client.query<{ data: { partOf?: string; serves?: string[]; outside?: boolean } }>(
        `SELECT data FROM access_fact WHERE unit = $1 AND kind = 'organisation'`,
        [id],
        'organisation-facts',
      ),
      this.#servicesOf(id),
    ]);
    const { partOf, serves = [], outside: isOutside = false } = rows[0]?.data ?? {};
    const value: About = { serves, services, isOutside, ...(partOf === undefined ? {} : { partOf }) };
    this.#known.set(id, { at: Date.now(), value });
    return value;
  }

  /** `HealthcareService/…` and `Location/…` of the unit: appointments are made with these. */
  async #servicesOf(id: string): Promise<string[]> {
    const tokens = ['organization'].map((code) => hash64(`${code}\u001fOrganization/${id}`));
    const { rows } = await this.#client.query<{ type: number; id: string }>(
      'SELECT DISTINCT x.type, x.id FROM x_token x WHERE x.value = ANY ($1::int8[]) AND x.type = ANY ($2::int2[])',
      [int8Array(tokens), int2Array(SERVICES.map(typeNumber))],
      'services-of',
    );
    return rows.map((row) => `${typeOfNumber(row.type)}/${row.id}`);
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
