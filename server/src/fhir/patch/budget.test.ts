import { expect, test } from 'vitest';
import { Problem } from '../issue.ts';
import { parseJson, parseJsonArray } from '../json/index.ts';
import { applyFhirPathPatch, applyJsonPatch, Budget } from './index.ts';

const long = parseJson(JSON.stringify({ resourceType: 'Patient', name: [{ given: Array(300_000).fill('a') }] }));
const contacts = Array.from({ length: 300 }, (_, i) => ({ name: { text: `a${i}` } }));
const wide = parseJson(JSON.stringify({ resourceType: 'Patient', contact: contacts }));

const times = (count: number, operation: object) => parseJsonArray(JSON.stringify(Array(count).fill(operation)));

function fhirPathPatch(count: number, path: (i: number) => string) {
  const operation = (i: number) => ({
    name: 'operation',
    part: [
      { name: 'type', valueCode: 'delete' },
      { name: 'path', valueString: path(i) },
    ],
  });
  return parseJson(
    JSON.stringify({ resourceType: 'Parameters', parameter: Array.from({ length: count }, (_, i) => operation(i)) }),
  );
}

function refusal(patch: () => unknown): string | undefined {
  try {
    patch();
  } catch (error) {
    if (error instanceof Problem) return `${error.kind} ${error.issues[0]?.diagnostics?.replace(/^.*: /, '')}`;
    throw error;
  }
  return undefined;
}

const tooMuch = 'rule The patch takes too much work';

test.each([
  ['items put before many', { op: 'add', path: '/name/0/given/0', value: 'x' }],
  ['items moved over many', { op: 'move', from: '/name/0/given/5', path: '/name/0/given/-' }],
  ['items taken before many', { op: 'remove', path: '/name/0/given/5' }],
])('a JSON Patch of %s ends soon', (_name, operation) => {
  expect(refusal(() => applyJsonPatch(long, times(100_000, operation), new Budget(100)))).toBe(tooMuch);
});

test.each([
  ['that each go through everything', (i: number) => `Patient.contact.where(name.text = 'z${i}')`],
  ['that are long to read', (i: number) => `Patient.photo[${i}${' + 1'.repeat(300)}]`],
])('a FHIRPath Patch of paths %s ends soon', (_name, path) => {
  expect(refusal(() => applyFhirPathPatch(wide, fhirPathPatch(2000, path), new Budget(100)))).toBe(tooMuch);
});

test('the patches of one request have their time together, and each its own room', () => {
  const budget = new Budget(100);
  const costly = times(100_000, { op: 'remove', path: '/name/0/given/5' });
  expect(refusal(() => applyJsonPatch(long, costly, budget))).toBe(tooMuch);
  expect(refusal(() => applyJsonPatch(wide, times(1, { op: 'remove', path: '/contact/0' }), budget))).toBe(tooMuch);
  const generous = new Budget(60_000);
  for (let i = 0; i < 4; i += 1) {
    const copies = times(400, { op: 'copy', from: '/contact', path: '/photo' });
    expect(refusal(() => applyJsonPatch(wide, copies, generous))).toBeUndefined();
  }
});

test('copies of a long text make no endless document', () => {
  const photo = parseJson(JSON.stringify({ resourceType: 'Patient', photo: [{ data: 'A'.repeat(1_000_000) }] }));
  const copies = times(500, { op: 'copy', from: '/photo/0', path: '/photo/-' });
  expect(refusal(() => applyJsonPatch(photo, copies))).toBe('rule The patch makes the document too large');
});

test('many items that removals leave empty go in one sweep', () => {
  const given = Array.from({ length: 100_000 }, () => ({ text: 'a' }));
  const document = parseJson(JSON.stringify({ resourceType: 'Patient', active: true, name: given }));
  const patch = parseJsonArray(
    JSON.stringify(given.slice(0, 40_000).map((_, i) => ({ op: 'remove', path: `/name/${i}/text` }))),
  );
  const start = process.threadCpuUsage().user;
  const { value } = applyJsonPatch(document, patch, new Budget(60_000));
  expect((value.name as unknown[]).length).toBe(60_000);
  expect((process.threadCpuUsage().user - start) / 1000).toBeLessThan(1500);
});
