import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fields, type RowRefused } from './fields.ts';
import { type FileRow, readRows } from './read.ts';

async function* inParts(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function rowsOf(text: string, format: 'csv' | 'ndjson', size = 7): Promise<FileRow[]> {
  const rows: FileRow[] = [];
  for await (const row of readRows(inParts(text, size), format)) rows.push(row);
  return rows;
}

test('CSV is read however it is separated, with quotes, line breaks in a cell, and a byte order mark', async () => {
  const rows = await rowsOf('\uFEFFname;note\r\nÅse;"a; ""b""\nc"\r\n\r\nOla;\r\n', 'csv');
  expect(rows).toEqual([
    { line: 2, value: { name: 'Åse', note: 'a; "b"\nc' } },
    { line: 5, value: { name: 'Ola', note: '' } },
  ]);
  expect(await rowsOf('a,b\n1,2', 'csv')).toEqual([{ line: 2, value: { a: '1', b: '2' } }]);
  expect(await rowsOf('a\tb\n1\t2\n', 'csv')).toEqual([{ line: 2, value: { a: '1', b: '2' } }]);
});

test('a row with too few columns or that is not JSON is told by its line, and the next one is read', async () => {
  expect(await rowsOf('a,b\n1\n3,4\n', 'csv')).toEqual([
    { line: 2, broken: 'the row has 1 columns, and the first row 2' },
    { line: 3, value: { a: '3', b: '4' } },
  ]);
  expect(await rowsOf('{"a":1}\n{"a":\n{"a":3}', 'ndjson')).toEqual([
    { line: 1, value: { a: 1 } },
    { line: 2, broken: 'the row is not JSON' },
    { line: 3, value: { a: 3 } },
  ]);
});

test('whatever stands in the cells, and wherever the file is cut into parts, the same comes out', async () => {
  const cell = fc.string({ maxLength: 8 }).map((text) => text.replace(/\r/g, '').replace(/^\uFEFF/, ''));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { maxLength: 6 }),
      fc.integer({ min: 1, max: 40 }),
      async (cells, size) => {
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const text = `a;b\n${cells.map(([a, b]) => `${quoted(a)};${quoted(b)}\n`).join('')}`;
        const values = (await rowsOf(text, 'csv', size)).map((row) => ('value' in row ? row.value : row));
        expect(values).toEqual(cells.map(([a, b]) => ({ a, b })));
      },
    ),
    { numRuns: 300 },
  );
});

test('all that is wrong with a row is told at once, by column and never by value', () => {
  const fields = new Fields({ name: '  ', born: '31.02.2020', sex: 'x', near: [{ name: 7.5 }] });
  fields.text('name');
  fields.date('born');
  fields.code('sex', ['male', 'female']);
  for (const one of fields.list('near')) one.text('name');
  try {
    fields.end();
    expect.unreachable();
  } catch (error) {
    expect((error as RowRefused).reasons).toEqual([
      'name is missing',
      'born is not a date (YYYY-MM-DD)',
      'sex is none of male, female',
      'near[0].name is not a text',
      'near[0].name is missing',
    ]);
  }
  expect(new Fields({ born: '1.2.2020' }).date('born')).toBe('2020-02-01');
});
