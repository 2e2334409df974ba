import type { Explained } from './entry.ts';
export const medicines: readonly Explained[] = [];
