import { fold } from '../../fhir/search/hash.ts';
import type { ParameterFilter } from '../../fhir/search/parse.ts';
import type { Statement } from './statement.ts';
import { wordsOf } from './strings.ts';
import { separator } from './tokens.ts';

/** No one's name is longer where it stands in x_name. */
const longestName = 100;

/** For each value of a filter on names, the beginning of a name in x_name that whatever it finds has. */
export function namePrefixes({ parameter, modifier, values }: ParameterFilter): string[] {
  return values.map((value) => {
    const text = value.is === 'text' ? value.text : '';
    // Of several words each begins a name of its own; the longest tells most.
    const isWords = parameter.code === 'name' && modifier === undefined;
    const name = isWords ? wordsOf(text).reduce((a, b) => (b.length > a.length ? b : a)) : fold(text);
    return cut(name);
  });
}

const cut = (name: string): string => [...name].slice(0, longestName / 2).join('');

/**
 * Two words that begin words of a name of whatever these filters find: the longest two of which neither begins the other,
 * for then no one word fits both.
 */
export function twoWords(filters: readonly ParameterFilter[]): readonly [string, string] | undefined {
  const words = filters.flatMap(({ values }) => {
    const [value] = values;
    return value?.is === 'text' && values.length === 1 ? wordsOf(value.text) : [];
  });
  const chosen: string[] = [];
  for (const word of words.toSorted((a, b) => b.length - a.length)) {
    if (chosen.length < 2 && !chosen.some((longer) => longer.startsWith(word))) chosen.push(word);
  }
  const [one, other] = chosen;
  return one === undefined || other === undefined ? undefined : [cut(one), cut(other)];
}

/** Whether a name in x_name begins so. */
export const beginsWith = (name: string, prefix: string): string =>
  `${name} >= ${prefix} AND ${name} < ${prefix} || chr(1114111)`;

/**
 * Whether a row of x_name is the first of its resource's names that begin so: a resource with several comes with that one
 * only. Its names are read from its strings, in the way in which the extractor makes names of them.
 */
export function isFirstName(st: Statement, prefix: string, name: string, strings: string): string {
  const names = namesIn(st, strings, `(SELECT f.name UNION ALL SELECT ${wordsInSql})`);
  return `NOT EXISTS (SELECT FROM (${names}) n WHERE n.name >= ${prefix} AND n.name < ${name})`;
}

/** The same of a row that stands for two words. */
export function isFirstPair(st: Statement, pair: readonly [string, string], name: string, strings: string): string {
  const words = namesIn(st, strings, wordsInSql);
  return `NOT EXISTS (SELECT FROM (${words}) a JOIN (${words}) b ON a.name <> b.name
    WHERE starts_with(a.name, ${pair[0]}) AND starts_with(b.name, ${pair[1]}) AND a.name || chr(31) || b.name < ${name})`;
}

const wordsInSql = "unnest(string_to_array(translate(f.name, '-', ' '), ' '))";

function namesIn(st: Statement, strings: string, parts: string): string {
  return `SELECT left(w.name, ${longestName}) COLLATE "C" AS name FROM unnest(${strings}) s
    CROSS JOIN LATERAL (SELECT split_part(s, chr(31), 2)) f (name) CROSS JOIN LATERAL ${parts} w (name)
    WHERE starts_with(s, ${st.bind(`name${separator}`, 'text')})`;
}

/**
 * The table of all names in x_name that are, or begin with, a word that begins so: each found from the one before it, for
 * people are many and words are few.
 */
export function wordsThatBegin(st: Statement, prefix: string, ofTypes: (alias: string) => string): string {
  const first = (from: string) => `SELECT x.name FROM x_name x
    WHERE ${ofTypes('x')} AND x.name >= ${from} AND x.name < ${prefix} || chr(1114111) ORDER BY x.name LIMIT 1`;
  // what a word is paired with follows it, and a space comes after that
  return st.recursive(
    'w',
    (name) => `(${first(prefix)}) UNION ALL SELECT (${first(`w.name || ' '`)}) FROM ${name} w WHERE w.name IS NOT NULL`,
  );
}
