import { expect, test } from 'vitest';
import { grouped, Progress } from './progress.ts';

test('a terminal gets one line that changes, with a bar, rate and time left; a file gets plain lines', () => {
  const written: string[] = [];
  const progress = new Progress(1000, { write: (text) => written.push(text), isTTY: true, columns: 120 });
  progress.resources = 12_345;
  progress.refused = 2;
  progress.add(500);
  expect(progress.line()).toMatch(/^ 50 % {2}12\u00a0345 resources {2}[\d\u00a0]+\/s {2}2 refused {2}\d\d:\d\d left$/);
  progress.end();
  expect(written.join('')).not.toContain('\n');

  const plain: string[] = [];
  const other = new Progress(10, { write: (text) => plain.push(text) });
  other.add(10);
  other.end();
  expect(plain).toHaveLength(1);
  expect(plain[0]).toMatch(/^100 % {2}0 resources {2}0\/s {2}00:00\n$/);
});

test('large numbers are grouped by three', () => {
  expect(grouped(1)).toBe('1');
  expect(grouped(1234567)).toBe('1\u00a0234\u00a0567');
});
