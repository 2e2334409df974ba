import { expect, test } from 'vitest';
import { MunicipalityAhead } from './ahead.ts';
import { transactionOf } from './bundle.ts';
import { municipalityNow } from './municipality.ts';

const options = { citizens: 100, asOf: '2026-11-30' };

test('a thread of its own makes the very same municipality, each transaction as text', async () => {
  const expected = [...municipalityNow(options)].map((some) => ({
    text: JSON.stringify(transactionOf(some)),
    resources: some.length,
  }));
  const made: typeof expected = [];
  for await (const { text, resources } of new MunicipalityAhead(options))
    made.push({ text: new TextDecoder().decode(text), resources });
  expect(made).toEqual(expected);
});

test('it makes no more ahead than it may, and goes on when some is taken', async () => {
  const all = [...municipalityNow(options)].length;
  let taken = 0;
  // a byte ahead: each waits for the one before to be taken
  for await (const { resources } of new MunicipalityAhead(options, 1)) taken += resources > 0 ? 1 : 0;
  expect(taken).toBe(all);
});

test('who stops taking ends it', async () => {
  const ahead = new MunicipalityAhead({ citizens: 1_000_000 });
  for await (const { resources } of ahead) {
    expect(resources).toBeGreaterThan(0);
    break;
  }
  expect(await ahead.close()).toBeUndefined();
});

test('what cannot be made is told to who takes it', async () => {
  const taking = async () => {
    for await (const _ of new MunicipalityAhead({ citizens: 1 }));
  };
  await expect(taking()).rejects.toThrow('from 100 to 1 000 000');
});
