import type { Words } from '../../i18n/words.ts';

export const growthWords = {
  'growth.weight': ['Vekt', 'Vekt', 'Weight'],
  'growth.height': ['Lengde og høyde', 'Lengd og høgd', 'Length and height'],
  'growth.head': ['Hodeomkrets', 'Hovudomkrins', 'Head circumference'],
  'growth.bmi': ['KMI', 'KMI', 'BMI'],
  'growth.finding': [
    '{{name}} {{value}} ved {{age}}, {{when}}: {{percentile}}',
    '{{name}} {{value}} ved {{age}}, {{when}}: {{percentile}}',
    '{{name}} {{value}} at {{age}}, {{when}}: {{percentile}}',
  ],
  'growth.percentile': ['{{n}}. persentil', '{{n}}. persentil', 'percentile {{n}}'],
  'growth.below': ['under 1. persentil', 'under 1. persentil', 'below percentile 1'],
  'growth.above': ['over 99. persentil', 'over 99. persentil', 'above percentile 99'],
  'growth.follows': ['følger sin kurve', 'følgjer si kurve', 'follows its curve'],
  'growth.rises': ['krysser kurver oppover', 'kryssar kurver oppover', 'crosses curves upwards'],
  'growth.falls': ['krysser kurver nedover', 'kryssar kurver nedover', 'crosses curves downwards'],
  'growth.count': ['{{count}} målinger', '{{count}} målingar', '{{count}} measurements'],
  'growth.age': ['Alder', 'Alder', 'Age'],
  'growth.head.percentile': ['Persentil', 'Persentil', 'Percentile'],
  'growth.months': ['{{n}} md.', '{{n}} md.', '{{n}} mo.'],
  'growth.years': ['{{n}} år', '{{n}} år', '{{n}} yr'],
  'growth.standard': [
    'Mot WHOs vekststandard for {{sex}}. Kurvene er 2,5–97,5 persentil. Ikke rettet for tidlig fødsel.',
    'Mot vekststandarden til WHO for {{sex}}. Kurvene er 2,5–97,5 persentil. Ikkje retta for tidleg fødsel.',
    'Against the WHO growth standard for {{sex}}. The curves are percentiles 2.5–97.5. Not corrected for early birth.',
  ],
  'growth.boys': ['gutter', 'gutar', 'boys'],
  'growth.girls': ['jenter', 'jenter', 'girls'],
} satisfies Words;
