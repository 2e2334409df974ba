export { ChangeFeed, type ChangeNotice } from './changes.ts';
export { type Current, findCurrent, guessRecord } from './current.ts';
export { Database, type DatabaseOptions, type Queryable } from './database.ts';
export { migrate } from './migrate.ts';
export type { Changed, Matched, Operation, Outcome, Target, WriteContext } from './operation.ts';
export { history, instanceHistory, readVersion, type Version } from './read.ts';
export { change } from './transaction.ts';
