export { byteaArray, float8Array, int2Array, int8Array, textArray, timestampArray, uuidArray } from './binary.ts';
export { ChangeFeed, type ChangeNotice } from './changes.ts';
export { type Current, findCurrent, guessRecord, recordsOf } from './current.ts';
export { Database, type Queryable, type Transaction } from './database.ts';
export { type Beside, type FactRow, factsAround, factsFor, type RecordFacts, type StoredFact } from './facts.ts';
export { Feed, type FeedChange, type FeedLetter } from './feed.ts';
export { LabelWorker } from './labelling.ts';
export { type LogRow, type LogRows, logRow, logRows } from './log-rows.ts';
export { migrate } from './migrate.ts';
export { newLocalPart, newRecordKey } from './new-ids.ts';
export type {
  Body,
  Changed,
  Epoch,
  Governing,
  Intent,
  Labels,
  Operation,
  Outcome,
  Patch,
  Place,
  Target,
  WriteContext,
} from './operation.ts';
export { part, rowsOf, statementOf } from './part.ts';
export { PRESENT_MS, Presence, type Present } from './presence.ts';
export { type HistoryQuery, history, instanceHistory, readVersion, type Version } from './read.ts';
export { reindex } from './reindex.ts';
export { secretOf } from './secret.ts';
export { takeTurns } from './take-turns.ts';
export { change } from './transaction.ts';
export type { ResourceKey } from './write.ts';
