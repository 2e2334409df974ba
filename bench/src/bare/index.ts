import { typeNumber } from '../../../server/src/fhir/types.ts';
import { freePort, startChild } from '../child.ts';
import { query } from '../cluster.ts';
import { tables } from './statements.ts';

/** As many connections to the database as the product has for reading. */
const connections = 8;

/** Makes the baseline's tables beside the product's and starts its server. */
export async function startBare(url: string): Promise<{ port: number; stop(): Promise<void> }> {
  await query(url, tables.replace('$TYPE', String(typeNumber('Observation'))));
  const port = await freePort();
  const child = await startChild(new URL('./main.ts', import.meta.url), {
    DATABASE_URL: url,
    PORT: String(port),
    CONNECTIONS: String(connections),
  });
  return { port, stop: () => child.stop() };
}
