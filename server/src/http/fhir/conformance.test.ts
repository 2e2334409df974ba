import { expect, test } from 'vitest';
import { withServer } from '../../test/server.ts';
import { StoreConformance } from './conformance.ts';

test('closing waits for a look at what changed that is under way: nothing asks a database that has gone', async () => {
  const server = await withServer();
  const options = { onFault: () => undefined, onTerminologyChanged: () => undefined };
  const conformance = await StoreConformance.open(server.database, options);
  let isDone = false;
  const refreshing = conformance.refresh().then(() => {
    isDone = true;
  });
  await conformance.close();
  expect(isDone).toBe(true);
  await refreshing;
  await conformance.refresh(); // does nothing any more
  await server.close();
  expect(server.faults).toEqual([]);
});
