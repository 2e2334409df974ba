import { expect, test } from 'vitest';
import { matchingCommands } from './commands.ts';

const command = (label: string) => ({ key: label, label, run: () => undefined });
const commands = ['Nytt notat', 'Tidslinje', 'Plan og mål', 'Tjenester og vedtak'].map(command);
const found = (typed: string) => matchingCommands(commands, typed).map(({ label }) => label);

test('a page or an act is found by the beginning of any of its words', () => {
  expect(found('not')).toEqual(['Nytt notat']);
  expect(found('ti')).toEqual(['Tidslinje']);
  expect(found('plan og')).toEqual(['Plan og mål']);
  expect(found('vedtak')).toEqual(['Tjenester og vedtak']);
});

test('one letter finds no command, nor do words that are none', () => {
  expect(found('t')).toEqual([]);
  expect(found('kari')).toEqual([]);
});
