import type { Words } from '../shared/i18n/words.ts';

export const municipalityWords = {
  'municipality.places': ['Kommune', 'Kommune', 'Municipality'],
  'municipality.place./kommune/personvern': ['Innsynskontroll', 'Innsynskontroll', 'Access control'],
  'municipality.place./kommune/administrasjon': ['Administrasjon', 'Administrasjon', 'Administration'],
  'privacy.assessmentMissing': [
    'Skriv en kort begrunnelse, minst fem tegn.',
    'Skriv ei kort grunngiving, minst fem teikn.',
    'Write a short reason, at least five characters.',
  ],
  'ownReview.title': [
    'Du er bedt om å forklare en nødtilgang',
    'Du er beden om å forklare ein naudtilgang',
    'You are asked to explain an emergency access',
  ],
  'ownReview.text': ['Forklaringen din', 'Forklaringa di', 'Your explanation'],
  'ownReview.send': ['Send forklaringen', 'Send forklaringa', 'Send the explanation'],
  'municipality.place./fag/rad': ['Regler for råd', 'Reglar for råd', 'Rules of advice'],
} satisfies Words;
