import { migrate } from '../record/index.ts';
import type { Template } from './database.ts';

/** A database with the program's schema and nothing in it. */
export const emptySchema: Template = { name: 'schema', prepare: async (url) => void (await migrate(url)) };
