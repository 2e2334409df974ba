import * as dates from './dates.ts';
import * as numbers from './numbers.ts';
import * as references from './references.ts';
import * as strings from './strings.ts';
import * as tokens from './tokens.ts';

/** What the generated extractors call, by name (definitions/search-extractors.ts decides which). */
export const handlers = { ...tokens, ...references, ...strings, ...dates, ...numbers };
export { dayOf, Entries, type Own, type Parameter, parameterOf } from './entries.ts';
