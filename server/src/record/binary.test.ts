import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, withDatabase } from '../test/database.ts';
import {
  boolArray,
  float8Array,
  int2Array,
  int4Array,
  int8Array,
  textArray,
  textLiteral,
  timestampArray,
} from './binary.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await withDatabase();
  client = new pg.Client({ connectionString: database.url, options: '-c timezone=UTC' });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.close();
});

async function asText(type: string, value: unknown): Promise<string> {
  return (await client.query(`SELECT ($1::${type}[])::text AS it`, [value])).rows[0].it;
}

test('numbers reach PostgreSQL as they are, to their limits, and nulls with them', async () => {
  const int8 = [0n, 1n, -1n, 9_223_372_036_854_775_807n, -9_223_372_036_854_775_808n, null];
  expect(await asText('int8', int8Array(int8))).toBe('{0,1,-1,9223372036854775807,-9223372036854775808,NULL}');
  expect(await asText('int4', int4Array([2_147_483_647, undefined, -2_147_483_648]))).toBe(
    '{2147483647,NULL,-2147483648}',
  );
  expect(await asText('int2', int2Array([32_767, -32_768, null]))).toBe('{32767,-32768,NULL}');
  expect(await asText('float8', float8Array([0.1, -1e300, Number.POSITIVE_INFINITY, null]))).toBe(
    '{0.1,-1e+300,Infinity,NULL}',
  );
  expect(await asText('bool', boolArray([true, false, null]))).toBe('{t,f,NULL}');
});

test('empty arrays are arrays, of each type', async () => {
  for (const [type, value] of [
    ['int8', int8Array([])],
    ['text', textArray([])],
    ['timestamptz', timestampArray([])],
  ]) {
    expect(await asText(type as string, value)).toBe('{}');
  }
});

test('times keep their millisecond over all years of FHIR, and the two that never come', async () => {
  for (const year of ['0001', '0044', '1066', '1969', '1999', '2000', '2026', '9999']) {
    const text = `${year}-03-15T04:05:06.789Z`;
    const read = await client.query('SELECT ($1::timestamptz[])[1] = $2::timestamptz AS same', [
      timestampArray([Date.parse(text)]),
      text,
    ]);
    expect(read.rows[0].same, text).toBe(true);
  }
  const ends = timestampArray([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  expect(await asText('timestamptz', ends)).toBe('{infinity,-infinity}');
});

test('texts keep their bytes, in an array and as an array in a text', async () => {
  const texts = ['', 'NULL', 'æøå 日本 😀', 'a"b\\c{d},e', 'x\u001fy', ' spaces '];
  const read = await client.query('SELECT $1::text[] AS whole, $2::text::text[] AS literal', [
    textArray(texts),
    textLiteral(texts),
  ]);
  expect(read.rows[0]).toEqual({ whole: texts, literal: texts });
  expect(await asText('text', textArray(['a', null]))).toBe('{a,NULL}');
  expect(textLiteral([])).toBeNull();
});
