import { fold } from '../../fhir/search/hash.ts';
import type { Modifier } from '../../fhir/search/parse.ts';
import type { Statement } from './statement.ts';
import { separator } from './tokens.ts';

type OnRow = (alias: string) => string;

/** The words of a name as x_name has them. */
export const wordsOf = (text: string): string[] =>
  fold(text)
    .split(/[ -]/)
    .filter((word) => word !== '');

/** An entry of a row is `code␟folded␟original`: these find one that one of the values fits. */
function someEntry(condition: string, from = ''): OnRow {
  return (alias) => `EXISTS (SELECT FROM unnest(${alias}.strings) s${from} WHERE ${condition})`;
}

/** A string parameter: begins with, is exactly, or contains (FHIR R4, search.html#string). */
export function stringOf(st: Statement, code: string, modifier: Modifier | undefined, texts: readonly string[]): OnRow {
  const prefix = code + separator;
  if (modifier === 'exact') {
    const entries = st.texts(texts.map((text) => prefix + fold(text) + separator + text.replaceAll(separator, ' ')));
    return (alias) => `coalesce(${alias}.strings && ${entries}, false)`;
  }
  if (modifier === 'contains') {
    const list = `, unnest(${st.texts(texts.map(fold))}) v`;
    return someEntry(`starts_with(s, ${st.bind(prefix, 'text')}) AND strpos(split_part(s, chr(31), 2), v) > 0`, list);
  }
  return someEntry('starts_with(s, v)', `, unnest(${st.texts(texts.map((text) => prefix + fold(text)))}) v`);
}

/**
 * A person's or organisation's name, or a token's text: each word of a value begins some word of it, in any order, so
 * that `hansen kari` finds Kari Hansen.
 */
export function wordsIn(st: Statement, prefix: string, texts: readonly string[]): OnRow {
  const code = st.bind(prefix + separator, 'text');
  const each = texts.map((text) => {
    const words = wordsOf(text).map((word) => ` ${word}`);
    const list = st.texts(words.length === 0 ? [' '] : words);
    return (alias: string) => `NOT EXISTS (SELECT FROM unnest(${list}) w WHERE NOT EXISTS (
      SELECT FROM unnest(${alias}.strings) s
      WHERE starts_with(s, ${code}) AND strpos(' ' || translate(split_part(s, chr(31), 2), '-', ' '), w) > 0))`;
  });
  return (alias) => `(${each.map((one) => one(alias)).join(' OR ')})`;
}

/** `:below`: what begins with the value; `:above`: what the value begins with. */
export function uriOf(st: Statement, code: string, modifier: 'below' | 'above', texts: readonly string[]): OnRow {
  const prefix = code + separator;
  if (modifier === 'below') {
    return someEntry('starts_with(s, v)', `, unnest(${st.texts(texts.map((text) => prefix + text))}) v`);
  }
  const condition = `starts_with(s, ${st.bind(prefix, 'text')}) AND starts_with(v, split_part(s, chr(31), 2))`;
  return someEntry(condition, `, unnest(${st.texts(texts)}) v`);
}

/** ICU's root: lower case of every letter, whatever the database was made with. */
const lower = (text: string) => `lower(${text} COLLATE "und-x-icu")`;

/** `_text` (the narrative) and `_content` (any string of the resource): each word of one of the values is in it. */
export function fullText(st: Statement, code: string, texts: readonly string[]): OnRow {
  const each = texts.map((text) =>
    st.texts(
      text
        .toLowerCase()
        .split(/\s+/)
        .filter((word) => word !== ''),
    ),
  );
  const whole = (alias: string) =>
    code === '_text'
      ? `SELECT regexp_replace(${alias}.content::jsonb #>> '{text,div}', '<[^>]*>', ' ', 'g')`
      : `SELECT string_agg(v #>> '{}', ' ') FROM jsonb_path_query(${alias}.content::jsonb, 'strict $.**') v WHERE jsonb_typeof(v) = 'string'`;
  return (alias) =>
    `coalesce((SELECT ${each
      .map((words) => `NOT EXISTS (SELECT FROM unnest(${words}) w WHERE strpos(${lower('d.text')}, w) = 0)`)
      .join(' OR ')} FROM (${whole(alias)}) d (text) WHERE d.text IS NOT NULL), false)`;
}
