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
    return [...name].slice(0, longestName / 2).join('');
  });
}

/** Whether a name in x_name begins so. */
export const beginsWith = (name: string, prefix: string): string =>
  `${name} >= ${prefix} AND ${name} < ${prefix} || chr(1114111)`;

/**
 * Whether a row of x_name is the first of its resource's names that begin so: a resource with several comes with that one
 * only. Its names are read from its strings, in the way in which the extractor makes names of them.
 */
export function isFirstName(st: Statement, prefix: string, name: string, strings: string): string {
  const word = `left(w.name, ${longestName}) COLLATE "C"`;
  return `NOT EXISTS (SELECT FROM unnest(${strings}) s
    CROSS JOIN LATERAL (SELECT split_part(s, chr(31), 2)) f (name)
    CROSS JOIN LATERAL (SELECT f.name UNION ALL SELECT unnest(string_to_array(translate(f.name, '-', ' '), ' '))) w (name)
    WHERE starts_with(s, ${st.bind(`name${separator}`, 'text')}) AND ${word} >= ${prefix} AND ${word} < ${name})`;
}
