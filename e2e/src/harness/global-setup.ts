import type { TestProject } from 'vitest/node';
import { startProduct } from './product.ts';

/** One product for all browser tests; each test makes the citizens it needs. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const product = await startProduct({ citizens: 100 });
  project.provide('url', product.url);
  project.provide('bank', product.bank);
  return product.stop;
}

declare module 'vitest' {
  interface ProvidedContext {
    url: string;
    bank: string;
  }
}
