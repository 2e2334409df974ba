import type { Series } from '../series.ts';
import type { GrowthMeasure } from './who-growth.ts';

/** What growth is measured by, in LOINC. */
const CODES: Readonly<Record<string, GrowthMeasure>> = {
  '29463-7': 'weight',
  '3141-9': 'weight',
  '8302-2': 'height',
  '8306-3': 'height',
  '8308-9': 'height',
  '9843-4': 'head',
  '8287-5': 'head',
  '39156-5': 'bmi',
};

export const measureOf = ({ key }: Pick<Series, 'key'>): GrowthMeasure | undefined =>
  CODES[key.replace(/^http:\/\/loinc\.org\|/, '')];
