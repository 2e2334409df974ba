import type { Words } from '../i18n/words.ts';

export const chartWords = {
  'chart.value': ['{{name}} {{value}}, {{when}}', '{{name}} {{value}}, {{when}}', '{{name}} {{value}}, {{when}}'],
  'chart.above': [
    'over referanseområdet {{range}}',
    'over referanseområdet {{range}}',
    'above the reference range {{range}}',
  ],
  'chart.below': [
    'under referanseområdet {{range}}',
    'under referanseområdet {{range}}',
    'below the reference range {{range}}',
  ],
  'chart.within': [
    'innenfor referanseområdet {{range}}',
    'innanfor referanseområdet {{range}}',
    'within the reference range {{range}}',
  ],
  'chart.high': ['over det vanlige', 'over det vanlege', 'above the usual'],
  'chart.low': ['under det vanlige', 'under det vanlege', 'below the usual'],
  'chart.rising': ['stigende', 'stigande', 'rising'],
  'chart.falling': ['fallende', 'fallande', 'falling'],
  'chart.steady': ['stabil', 'stabil', 'steady'],
  'chart.over': [
    '{{count}} målinger siden {{since}}, fra {{low}} til {{high}}',
    '{{count}} målingar sidan {{since}}, frå {{low}} til {{high}}',
    '{{count}} measurements since {{since}}, from {{low}} to {{high}}',
  ],
  'chart.asTable': ['Vis som tabell', 'Vis som tabell', 'Show as table'],
  'chart.asChart': ['Vis som kurve', 'Vis som kurve', 'Show as chart'],
  'chart.points': ['Målepunkter, {{name}}', 'Målepunkt, {{name}}', 'Points of {{name}}'],
  'chart.when': ['Tid', 'Tid', 'Time'],
  'chart.value.head': ['Verdi', 'Verdi', 'Value'],
  'chart.by': ['Målt av', 'Målt av', 'Measured by'],
} satisfies Words;
