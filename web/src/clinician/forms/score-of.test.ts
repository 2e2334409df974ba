import { expect, test } from 'vitest';
import type { QuestionnaireResponse } from '../../shared/fhir/types.ts';
import { historiesOf, scoreOf } from './score-of.ts';

const response = (authored: string, total?: number, url = 'urn:news2|1'): QuestionnaireResponse => ({
  resourceType: 'QuestionnaireResponse',
  questionnaire: url,
  authored,
  item: [
    {
      linkId: 'result',
      item: total === undefined ? [] : [{ linkId: 'total', answer: [{ valueInteger: total }] }],
    },
  ],
});

test('a total is found wherever in the form it stands, and is not made up where there is none', () => {
  expect(scoreOf(response('2026-11-29', 7)).total).toBe(7);
  expect(scoreOf(response('2026-11-29')).total).toBeUndefined();
});

test('forms of the same kind stand together, whatever their version, newest first', () => {
  const found = historiesOf([
    response('2026-01-01', 1),
    response('2026-11-01', 3, 'urn:news2|2'),
    response('2026-06-01', 5, 'urn:pain'),
  ]);
  expect(found.map(({ url, responses }) => [url, responses.map(({ authored }) => authored)])).toEqual([
    ['urn:news2', ['2026-11-01', '2026-01-01']],
    ['urn:pain', ['2026-06-01']],
  ]);
});
