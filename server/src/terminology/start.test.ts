import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadTerminology } from './start.ts';
import { findSystem } from './systems.ts';
import { type TestClient, terminologyClient } from './test/client.ts';

let client: TestClient;
beforeAll(async () => {
  client = await terminologyClient('empty');
});
afterAll(() => client.close());

test('an empty database gets FHIR’s own and the Norwegian code systems, and a second start finds them', async () => {
  expect(await loadTerminology(client.transaction)).toEqual(['fhir-r4', 'content']);
  expect(await loadTerminology(client.transaction)).toEqual([]);
  const { rows } = await client.query(
    `SELECT (SELECT count(*)::int FROM code_system WHERE origin = 0) AS systems,
       (SELECT count(*)::int FROM value_set WHERE origin = 0) AS "valueSets", (SELECT count(*)::int FROM concept) AS concepts`,
  );
  expect(rows[0]).toMatchObject({ systems: 1065, valueSets: 1317 });
  expect(rows[0]!.concepts).toBeGreaterThan(20_000);
  expect((await findSystem(client, 'http://hl7.org/fhir/administrative-gender'))?.concepts).toBe(4);
  expect((await findSystem(client, 'http://hl7.org/fhir/sid/icpc-2'))?.url).toBe('urn:oid:2.16.578.1.12.4.1.1.7170');
});

test('content that changed is loaded again, and what is no longer there goes', async () => {
  await client.query("UPDATE terminology_source SET hash = 'old' WHERE name = 'content'");
  await client.query(`INSERT INTO code_system (url, origin, content) VALUES ('urn:gone', 1, 'complete')`);
  expect(await loadTerminology(client.transaction)).toEqual(['content']);
  expect(await findSystem(client, 'urn:gone')).toBeUndefined();
  expect((await findSystem(client, 'http://loinc.org'))?.content).toBe('fragment');
});
