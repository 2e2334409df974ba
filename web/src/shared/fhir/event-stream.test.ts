import { expect, test } from 'vitest';
import { eventParser, waitBeforeRetry } from './event-stream.ts';

test('messages are found however the stream is cut', () => {
  const text = ': hello\n\nevent: change\nid: 7\ndata: {"a":\ndata: 1}\n\nevent: change\r\ndata: x\r\n\r\ndata: y\n\n';
  const whole = eventParser()(text);
  expect(whole).toEqual([
    { event: 'change', data: '{"a":\n1}', id: '7' },
    { event: 'change', data: 'x', id: '7' },
    { event: 'message', data: 'y', id: '7' },
  ]);
  const parse = eventParser();
  expect([...text].flatMap((letter) => parse(letter))).toEqual(whole);
});

test('a heartbeat is no message', () => {
  const parse = eventParser();
  expect(parse(':\n\n:\n\n')).toEqual([]);
});

test('the wait grows to half a minute and no further', () => {
  expect([0, 1, 2, 10].map((attempt) => waitBeforeRetry(attempt, 1))).toEqual([1000, 2000, 4000, 30_000]);
  expect(waitBeforeRetry(10, 0)).toBe(15_000);
});
