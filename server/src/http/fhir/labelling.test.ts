import { expect, test } from 'vitest';
import { labelRules } from '../../access/labels.ts';
import { findCurrent } from '../../record/index.ts';
import { withServer } from '../../test/server.ts';
import { openFhir } from './open.ts';

test('a server that starts tells the rows of a store from before what they are about', async () => {
  const server = await withServer();
  const { database, base, faults } = server;
  const rules = async () =>
    (await database.reader.query<{ rules: number }>('SELECT rules FROM labelling')).rows[0]!.rules;
  // this server is at it too when it starts, and must not be after the store has been made an older one
  await expect.poll(rules).toBe(labelRules);
  await server.put('Patient/p', { resourceType: 'Patient', id: 'p' });
  const place = async () => (await findCurrent(database.reader, [{ type: 'Patient', id: 'p' }], false))[0];
  const told = await place();
  expect(told).toMatchObject({ state: 'current', access: expect.any(Number) });
  await database.writer.query('UPDATE resource SET access = 0');
  await database.writer.query('DELETE FROM access_fact');
  await database.writer.query('UPDATE labelling SET rules = 0');
  const { close } = await openFhir({ database, base, version: 'test', onFault: (error) => faults.push(error) });
  await expect.poll(place, { timeout: 10_000 }).toEqual(told);
  const { rows } = await database.reader.query('SELECT kind FROM access_fact');
  expect(rows).toContainEqual({ kind: 'patient' });
  await close();
  await server.close();
  expect(faults).toEqual([]);
});
