import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { staff } from '../../test/actors.ts';
import { get } from '../../test/asks.ts';
import { reading, referring, writing } from '../../test/asks-of-care.ts';
import { hidden, shared } from '../../test/leak-world-of-care.ts';
import { type TestServer, withServer } from '../../test/server.ts';

/**
 * The same two stores as in leaks.test.ts, for what the house works out of a record: advice, lists, forms, messages, and the rules
 * that refuse a write. Nothing of it may come from what is kept from the reader, and no refusal may tell that it is there.
 */
vi.setConfig({ testTimeout: 60_000 });

let withIt: TestServer;
let without: TestServer;

beforeAll(async () => {
  [withIt, without] = await Promise.all([withServer({ content: true }), withServer({ content: true })]);
  for (const server of [withIt, without]) {
    server.clock.now = Date.parse('2026-12-01T12:00:00+01:00');
    server.actors.set('ada', staff('ada', 'clinic', 'lege'));
    server.actors.set('nina', staff('nina', 'hospital', 'lege'));
    for (const resource of [...shared, ...(server === withIt ? hidden : [])]) {
      const made = await server.put(`${resource.resourceType}/${resource.id}`, resource);
      expect(made.status, `${resource.resourceType}/${resource.id} ${made.text.slice(0, 500)}`).toBeLessThan(202);
    }
  }
}, 120_000);
afterAll(async () => {
  for (const server of [withIt, without]) {
    await server.close();
    expect(server.faults).toEqual([]);
  }
});

/** From whom it is kept, and from whom nothing is. */
const [kept, open] = [{ authorization: 'Bearer ada' }, { authorization: 'Bearer nina' }];

describe.each(reading)('%s', (_channel, asks) => {
  test.each(asks)('%s', async (_what, ask) => {
    const answer = await ask(withIt, kept);
    expect(answer).toEqual(await ask(without, kept));
    expect(JSON.stringify(answer)).not.toContain('HEMMELIG');
  });

  test('tells, where nothing is kept, what is there', async () => {
    const told = await Promise.all(
      asks.map(async ([what, ask]) => [
        what,
        JSON.stringify(await ask(withIt, open)) === JSON.stringify(await ask(without, open)),
      ]),
    );
    expect(told.filter(([, isAlike]) => isAlike)).toEqual([]);
  });
});

type Offered = { type?: string; operation?: { name: string }[]; searchParam?: { name: string }[] };

describe('whatever the server says that it offers', () => {
  const hiddenOf = (type: string | undefined): string[] =>
    hidden.filter(({ resourceType }) => resourceType === type).map(({ id }) => id);

  const ofAll = /^(validate|meta|meta-add|meta-delete)$/;

  /** Every address that a client can make of the CapabilityStatement, about Kari or about who wrote of her. */
  async function addresses(): Promise<string[]> {
    const { body } = await withIt.get('metadata', kept);
    const [{ resource, operation = [] }] = body.rest as unknown as [Offered & { resource: Offered[] }];
    return [
      ...operation.map(({ name }) => `$${name}`),
      '_history',
      ...resource.flatMap(({ type, operation: own = [], searchParam = [] }) => {
        const whose = searchParam.filter(({ name }) => name === 'patient' || name === 'subject');
        return [
          ...own.flatMap(({ name }) => [
            ...(ofAll.test(name) ? [] : [`${type}/$${name}`, `${type}/$${name}?patient=Patient/kari`]),
            ...(type === 'Patient' ? ['kari'] : hiddenOf(type)).map((id) => `${type}/${id}/$${name}`),
          ]),
          ...whose.flatMap(({ name }) => [
            `${type}?${name}=Patient/kari&_total=accurate`,
            `${type}?${name}:Patient.name=Testdal&_total=accurate`,
            `Patient?_id=kari&_revinclude=${type}:${name}`,
            `Patient?_has:${type}:${name}:_id:missing=false`,
          ]),
          ...['author', 'performer', 'source', 'recorder', 'requester'].flatMap((name) =>
            searchParam.some((one) => one.name === name) ? [`${type}?${name}=Practitioner/nina&_summary=count`] : [],
          ),
          ...hiddenOf(type).flatMap((id) => [`${type}/${id}`, `${type}/${id}/_history`, `${type}?_id=${id}`]),
          `${type}?_summary=count`,
          `${type}/_history`,
          `Patient/kari/${type}?_total=accurate`,
          `Practitioner/nina/${type}?_total=accurate`,
          `Encounter/h-encounter/${type}?_total=accurate`,
        ];
      }),
    ];
  }

  test('is answered as if what is hidden were not there', async () => {
    const all = await addresses();
    expect(all.length).toBeGreaterThan(1_000);
    const different: string[] = [];
    let told = 0;
    for (const address of all) {
      const ask = get(address);
      const [one, other] = (await Promise.all([ask(withIt, kept), ask(without, kept)])).map((all) =>
        JSON.stringify(all),
      );
      if (one !== other) different.push(`${address} ${one} ${other}`.slice(0, 2_000));
      // what was asked for stands in the self link
      if (one!.replaceAll(/url[\\":]+BASE[^"]*/g, '').includes('HEMMELIG')) different.push(`${address} HEMMELIG`);
      if (address.startsWith('Patient/kari/')) {
        const [seen, unseen] = await Promise.all([ask(withIt, open), ask(without, open)]);
        if (JSON.stringify(seen) !== JSON.stringify(unseen)) told += 1;
      }
    }
    expect(different).toEqual([]);
    expect(told).toBeGreaterThan(20);
  }, 300_000);
});

// what is written here is written in both stores, in this order
describe.each([...writing, ['L22 what refers to it', referring] as const])('%s', (_channel, asks) => {
  test.each(asks)('%s', async (_what, ask) => {
    const answer = await ask(withIt, kept);
    expect(answer).toEqual(await ask(without, kept));
  });
});
