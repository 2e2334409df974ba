import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { citizen } from '../../../test/actors.ts';
import type { TestServer } from '../../../test/server.ts';
import type { World } from '../../../test/world.ts';
import { type Asking, as, facts, partsOf, toldOf, withAsking } from './test/asking.ts';

let server: TestServer;
let worldOf: Asking['worldOf'];

beforeAll(async () => {
  ({ server, worldOf } = await withAsking());
});

afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

describe('$citizen-view', () => {
  const view = ({ patient }: World, query = '') => `Patient/${patient}/$citizen-view${query}`;
  const kept = (of: World, code: string, parts: object[]) => ({
    resourceType: 'Composition',
    status: 'final',
    meta: { security: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9603', code }] },
    extension: [{ url: 'https://enjournal.no/fhir/StructureDefinition/citizen-access', extension: parts }],
    type: { text: 'Notat' },
    subject: { reference: `Patient/${of.patient}` },
    date: facts.now,
    author: [{ display: 'Vera' }],
    title: 'Notat',
  });
  const put = async (id: string, resource: object): Promise<string> => {
    const { resourceType } = resource as { resourceType: string };
    expect((await server.put(`${resourceType}/${id}`, { ...resource, id })).status).toBe(201);
    return `${resourceType}/${id}`;
  };

  test('tells the nurse what the citizen sees now, later and not, with why and when it is looked at again', async () => {
    const world = await worldOf({});
    const delayed = kept(world, 'NORU', [{ url: 'until', valueDate: '2026-12-08' }]);
    const later = await put(`${world.token}-later`, delayed);
    const withheld = kept(world, 'NORN_FFL', [
      { url: 'review', valueDate: '2027-01-15' },
      { url: 'reason', valueString: 'Fare for liv om det vises nå' },
    ]);
    const not = await put(`${world.token}-not`, withheld);
    const { status, body } = await server.get(view(world), as(world));
    expect(status).toBe(200);
    const entries = partsOf(body, 'entry');
    expect(entries.find(({ item }) => (item as { reference: string }).reference === later)).toMatchObject({
      shown: 'later',
      reason: { code: 'delayed' },
      ground: { code: 'NORU' },
      until: '2026-12-08',
    });
    expect(entries.find(({ item }) => (item as { reference: string }).reference === not)).toMatchObject({
      shown: 'not',
      reason: { code: 'withheld' },
      text: 'Fare for liv om det vises nå',
      review: '2027-01-15',
    });
    expect(entries.map(({ item }) => (item as { reference: string }).reference)).not.toContain(world.resource);
    expect(toldOf(body, 'now')).toBeGreaterThan(0);
    const one = await server.get(view(world, `?item=${world.resource}&item=${not}`), as(world));
    expect(partsOf(one.body, 'entry').map(({ shown }) => shown)).toEqual(['now', 'not']);
    expect(one.text).not.toContain('"resource"');
    // what it says is what the citizen meets
    const own = { ...world, headers: {}, token: `${world.token}-own` };
    server.actors.set(own.token, citizen(world.patient));
    const met = await Promise.all([later, not, world.resource].map((path) => server.get(path, as(own))));
    expect(met.map((answer) => answer.status)).toEqual([404, 404, 200]);
    expect((await server.get(view(world), as(own))).status, 'it is for personnel').toBe(403);
    const { rows } = await server.database.reader.query<{ shown: string }>(
      `SELECT shown FROM access_log WHERE interaction = '$citizen-view' AND decision = 'permit' ORDER BY seq LIMIT 1`,
    );
    expect(rows[0]?.shown.split(',').sort()).toEqual([later, not].sort());
  });

  test('gives an item as the citizen is given it, and nothing of what either of the two does not see', async () => {
    const world = await worldOf({});
    const text = { status: 'additional', div: '<div xmlns="http://www.w3.org/1999/xhtml">Bra</div>' };
    const marked = [{ url: 'https://enjournal.no/fhir/StructureDefinition/third-party', valueBoolean: true }];
    const note = await put(`${world.token}-partly`, {
      ...kept(world, 'NORU', []),
      extension: undefined,
      meta: { security: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-label', code: 'third-party' }] },
      section: [
        { title: 'Om deg', text },
        { title: 'Om broren', text, extension: marked },
      ],
    });
    const delayed = await put(
      `${world.token}-delayed`,
      kept(world, 'NORU', [{ url: 'until', valueDate: '2026-12-08' }]),
    );
    const query = `?item=${note}&item=${delayed}&item=${world.resource}&content=true`;
    const { body } = await server.get(view(world, query), as(world));
    const given = new Map(
      partsOf(body, 'entry').map((one) => [(one.item as { reference: string }).reference, one] as const),
    );
    expect(given.get(note)).toMatchObject({ shown: 'partly', resource: { section: [{ title: 'Om deg' }] } });
    expect(given.get(delayed)).toMatchObject({ shown: 'later' });
    expect(given.get(delayed)).not.toHaveProperty('resource');
    // the same bytes that the citizen meets
    const token = `${world.token}-own`;
    server.actors.set(token, citizen(world.patient));
    for (const path of [note, world.resource])
      expect((await server.get(path, as({ ...world, headers: {}, token }))).body).toEqual(given.get(path)?.resource);
    const { rows } = await server.database.reader.query<{ shown: string }>(
      `SELECT shown FROM access_log WHERE interaction = '$citizen-view' AND decision = 'permit' ORDER BY seq DESC LIMIT 1`,
    );
    expect(rows[0]?.shown.split(',').sort(), 'all that was given stands in the log').toEqual(
      [note, delayed, world.resource].sort(),
    );
  });

  test('tells nothing of what the nurse does not see, and nothing to who has no ground', async () => {
    const world = await worldOf({});
    const psych = await put(`${world.token}-psych`, {
      ...kept(world, 'NORU', [{ url: 'until', valueDate: '2026-12-08' }]),
      meta: {
        security: [
          { system: 'urn:oid:2.16.578.1.12.4.1.1.9603', code: 'NORU' },
          { system: 'https://enjournal.no/fhir/CodeSystem/information-category', code: 'sexual-health' },
        ],
      },
    });
    const all = await server.get(view(world), as(world));
    expect(all.text).not.toContain(psych);
    const hidden = await server.get(view(world, `?item=${psych}`), as(world));
    const absent = await server.get(view(world, '?item=Composition/never-was'), as(world));
    expect([hidden.status, hidden.text]).toEqual([404, absent.text]);
    const other = await worldOf({});
    expect((await server.get(view(world, `?item=${other.resource}`), as(world))).status, 'another record').toBe(404);
    const stranger = await worldOf({ relations: [] });
    expect((await server.get(view(stranger), as(stranger))).status).toBe(403);
    expect((await server.get(view(world, '?item=nothing'), as(world))).status).toBe(400);
  });
});
