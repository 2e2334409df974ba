import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startProduct } from './product.ts';
import { RecordWriter } from './record.ts';

const caughtUpWithinMs = 240_000;

/** With a made-up language, written from right to left, of which few texts are translated. */
const languages = join(import.meta.dirname, '..', '..', 'languages');

/** One product for all browser tests; each test makes the citizens it needs. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const product = await startProduct({ citizens: 100, languages });
  try {
    await caughtUp(new RecordWriter(product.url));
  } catch (error) {
    await product.stop();
    throw error;
  }
  project.provide('url', product.url);
  project.provide('bank', product.bank);
  return product.stop;
}

/**
 * A house that has just begun follows up its whole municipality before it reacts to anything new. When that is done it has made
 * the prescription bank, and answers at once from then on.
 */
async function caughtUp(writer: RecordWriter): Promise<void> {
  const until = Date.now() + caughtUpWithinMs;
  while ((await writer.search('Organization', { _id: 'reseptformidleren' })).length === 0) {
    if (Date.now() > until) throw new Error(`not caught up within ${caughtUpWithinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

declare module 'vitest' {
  interface ProvidedContext {
    url: string;
    bank: string;
  }
}
