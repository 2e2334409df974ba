import type { TestServer } from '../../../server/src/test/server.ts';
import { Client } from '../load/client.ts';
import { demoCatalogue } from './demo.ts';
import { type Loaded, loadCatalogue } from './load.ts';
import { storeAt } from './store.ts';

/** The store of a test's server, as the command fills it. */
export const testStore = ({ base }: Pick<TestServer, 'base'>) =>
  storeAt(new Client({ url: base, client: 'test', secret: '', token: 'test' }));

/** Fills a test's server with the demo's catalogue: some 450 medicines and 30 interactions. */
export const loadTestCatalogue = (server: Pick<TestServer, 'base'>): Promise<Loaded> =>
  loadCatalogue(demoCatalogue, testStore(server));
