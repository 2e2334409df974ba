import { type ReasonKey, textOf } from '@enjournal/server/access/reasons';
import { reasonText } from '../../shared/access/reason-text.ts';
import { extraText } from '../../shared/i18n/extra.ts';
import type { Language } from '../../shared/i18n/words.ts';

/** Grounds as they are said to the one whose record it is; in the third person they stand for personnel, and for who acts for another. */
export const told: Readonly<Partial<Record<ReasonKey, readonly [nb: string, nn: string, en: string]>>> = {
  'relation:fastlege': ['De er fastlegekontoret ditt.', 'Dei er fastlegekontoret ditt.', 'They are your GP practice.'],
  'relation:encounter': ['Du er til behandling der.', 'Du er til behandling der.', 'You are being treated there.'],
  'relation:encounter-grace': [
    'Du var til behandling der. De som var med, kan skrive ferdig.',
    'Du var til behandling der. Dei som var med, kan skrive ferdig.',
    'You were treated there. Those who took part may finish writing.',
  ],
  'relation:episode': ['Du blir fulgt opp der.', 'Du blir følgd opp der.', 'You are followed up there.'],
  'relation:episode-grace': [
    'Du ble fulgt opp der. De som var med, kan skrive ferdig.',
    'Du blei følgd opp der. Dei som var med, kan skrive ferdig.',
    'You were followed up there. Those who took part may finish writing.',
  ],
  'relation:stay': [
    'Du er innlagt eller har plass der.',
    'Du er innlagd eller har plass der.',
    'You are staying there.',
  ],
  'relation:stay-grace': [
    'Du var innlagt eller hadde plass der. De som var med, kan skrive ferdig.',
    'Du var innlagd eller hadde plass der. Dei som var med, kan skrive ferdig.',
    'You stayed there. Those who took part may finish writing.',
  ],
  'relation:vedtak': [
    'Du får hjelp av dem etter vedtak.',
    'Du får hjelp av dei etter vedtak.',
    'They give you services by a decision.',
  ],
  'relation:referral': [
    'Du er henvist dit, og de har tatt imot.',
    'Du er tilvist dit, og dei har teke imot.',
    'You are referred there, and they have accepted.',
  ],
  'relation:task': [
    'De har fått en oppgave som gjelder deg.',
    'Dei har fått ei oppgåve som gjeld deg.',
    'They have a task about you.',
  ],
  'relation:appointment': ['Du har en time der.', 'Du har ein time der.', 'You have an appointment there.'],
  'relation:alarm': ['De svarer på alarmen din.', 'Dei svarar på alarmen din.', 'They answer your alarm.'],
  'relation:team': [
    'De er med i teamet rundt deg.',
    'Dei er med i teamet rundt deg.',
    'They are in the team around you.',
  ],
  'relation:contract': [
    'De hjelper deg på oppdrag fra kommunen.',
    'Dei hjelper deg på oppdrag frå kommunen.',
    'They help you on behalf of the municipality.',
  ],
  'relation:case': [
    'De behandler en søknad fra deg.',
    'Dei behandlar ein søknad frå deg.',
    'They handle an application from you.',
  ],
  'relation:log-case': [
    'De kontrollerer hvem som har sett journalen din.',
    'Dei kontrollerer kven som har sett journalen din.',
    'They check who has seen your record.',
  ],
  'relation:task-requested': [
    'De er bedt om noe for deg, og ser bare det til de sier ja.',
    'Dei er bedne om noko for deg, og ser berre det til dei seier ja.',
    'They are asked for something for you, and see only that until they accept.',
  ],
};

const byText = new Map(
  (Object.keys(told) as ReasonKey[]).flatMap((key) =>
    (['nb', 'nn', 'en'] as const).map((language) => [textOf(key, language), key] as const),
  ),
);

/** @param ground its key, or the text that the log has of it @param isSelf whether the reader is whom it is about */
export function groundTold(ground: string, language: Language, isSelf: boolean): string {
  const key = (Object.hasOwn(told, ground) ? ground : byText.get(ground)) as ReasonKey | undefined;
  const own = isSelf && key ? (extraText(`told.${key}`) ?? told[key]?.[{ nb: 0, nn: 1, en: 2 }[language]]) : undefined;
  return own ?? (key || ground.startsWith('relation:') ? reasonText((key ?? ground) as ReasonKey, language) : ground);
}
