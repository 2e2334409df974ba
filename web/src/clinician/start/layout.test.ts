import { expect, test } from 'vitest';
import { chosen, layoutOf, moved, noChoice } from './layout.ts';

test('a GP begins with the day, what is asked, and results; a secretary has no results to sign', () => {
  expect(layoutOf('lege', 'gp').map(([first]) => first)).toEqual(['appointments', 'inbox', 'results']);
  expect(layoutOf('helsesekretaer', 'gp').flat()).not.toContain('results');
  expect(layoutOf('sykepleier', 'nursing-home')[0]).toEqual(['ward']);
  expect(layoutOf('sykepleier', undefined).flat()).toContain('tasks');
});

test('a user leaves cards out, and moves them within their column', () => {
  const layout = layoutOf('lege', 'gp');
  expect(chosen(layout, noChoice)).toEqual(layout);
  expect(chosen(layout, { hidden: ['recent'], order: [] })[2]).toEqual([
    'results',
    'countersign',
    'drafts',
    'unit',
    'list',
  ]);
  const choice = moved(layout, noChoice, 'unit', -1);
  expect(chosen(layout, choice)[2]).toEqual(['results', 'countersign', 'unit', 'drafts', 'recent', 'list']);
  expect(chosen(layout, moved(layout, choice, 'results', -1))).toEqual(chosen(layout, choice));
});
