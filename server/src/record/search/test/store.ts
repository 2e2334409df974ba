import { parseJson } from '../../../fhir/json/index.ts';
import type { CustomParameter } from '../../../fhir/search/custom.ts';
import { extract } from '../../../fhir/search/extract.ts';
import { compartmentOf, type ParsedSearch, parseSearch, type SearchInput } from '../../../fhir/search/parse.ts';
import { type TestDatabase, withDatabase } from '../../../test/database.ts';
import { change, Database, migrate, type Operation, type WriteContext } from '../../index.ts';
import { anyone } from '../../test/context.ts';
import { runSearch, type SearchOptions, type SearchPage } from '../index.ts';

/** A store of its own with resources written through the engine: what a search test is about is its resources. */
export class Store {
  readonly database: Database;
  readonly custom: CustomParameter[] = [];
  /** What is otherwise than in a store where everyone may do everything. */
  context: Partial<WriteContext> = {};
  private readonly at: TestDatabase;

  private constructor(at: TestDatabase) {
    this.at = at;
    this.database = new Database({ url: at.url, connections: 2 });
  }

  static async open(): Promise<Store> {
    const at = await withDatabase({ name: 'record', prepare: async (url) => void (await migrate(url)) });
    return new Store(at);
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.at.close();
  }

  /** Puts resources, which have ids, one after another: later ones are newer. */
  async put(...resources: JsonResource[]): Promise<void> {
    for (const resource of resources) await this.change([putting(resource)]);
  }

  /** Puts many at once. */
  async putAll(resources: readonly JsonResource[]): Promise<void> {
    await this.change(resources.map((resource, entry) => ({ ...putting(resource), entry })));
  }

  /** Creates a resource; the server gives the id. */
  async create(resource: JsonResource): Promise<string> {
    const body = parseJson(JSON.stringify(resource));
    const [outcome] = await this.change([{ kind: 'create', type: resource.resourceType, body }]);
    return outcome!.id;
  }

  async remove(type: string, id: string): Promise<void> {
    await this.change([{ kind: 'delete', type, target: { id } }]);
  }

  private async change(operations: Operation[]) {
    const context = anyone({
      extract: (resource, record) => extract(resource, { record }, this.custom),
      ...this.context,
    });
    return (await change(this.database, operations, context)).outcomes;
  }

  /** One page of `Type?query`, `Patient/1/Type?query`, `Patient/1/*?query` or `?query`. */
  search(url: string, options: SearchOptions = {}): Promise<SearchPage> {
    return runSearch(this.database.reader, this.parse(url), options);
  }

  parse(url: string): ParsedSearch {
    const at = url.indexOf('?');
    const path = (at < 0 ? url : url.slice(0, at)).split('/');
    const query = at < 0 ? [] : [...new URLSearchParams(url.slice(at + 1))];
    const input: SearchInput = { query, handling: 'strict' };
    const type = path.at(-1);
    if (type) input.type = type;
    if (type === '*') delete input.type;
    if (path.length === 3) input.compartment = compartmentOf(path[0]!, path[1]!)!;
    return parseSearch(input, { custom: this.custom, base: 'http://here.no/fhir', now: Date.parse('2026-11-24') });
  }

  /** Ids of all that match, in order; with their types where several are searched. */
  async ids(url: string, options: SearchOptions = {}): Promise<string[]> {
    const { matches } = await this.search(url, options);
    const isAcross = /^[^?]*(\/\*)?(\?|$)/.test(url) && (url.startsWith('?') || url.includes('/*'));
    return matches.map(({ type, id }) => (isAcross ? `${type}/${id}` : id));
  }

  /** Ids of all that match, sorted. */
  async found(url: string, options: SearchOptions = {}): Promise<string[]> {
    return (await this.ids(url, options)).sort();
  }
}

function putting(resource: JsonResource): Operation {
  const body = parseJson(JSON.stringify(resource));
  return { kind: 'update', type: resource.resourceType, body, target: { id: resource.id as string } };
}

export type JsonResource = { resourceType: string; id?: string; [member: string]: unknown };
