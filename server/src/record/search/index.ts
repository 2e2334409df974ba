/** Searches in the store: one page of what a parsed search finds, and what conditional interactions match. */
export { type Cursor, openCursor, sealCursor } from './cursor.ts';
export type { Terminology } from './expand.ts';
export type { Position } from './keys.ts';
export { type Criteria, findMatches, type MatchOptions } from './matches.ts';
export { type FoundRow, runSearch, type SearchOptions, type SearchPage } from './page.ts';
export { isShort } from './short.ts';
export type { Scope } from './statement.ts';
export { tokensOf } from './tokens.ts';
export { type Part, type Piece, readKeys, readOfPatient, readRecord } from './whole.ts';
