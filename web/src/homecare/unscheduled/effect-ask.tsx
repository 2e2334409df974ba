import { type NotedEffect, notedEffects } from '@enjournal/server/care/medication';
import { QuestionmarkCircleIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { type Given, type Medicine, timeOf } from './unscheduled.ts';

type Props = { medicine: Medicine; given: Given; onSay: (effect: NotedEffect) => void };

/** Asks what a dose did, until somebody says. */
export function EffectAsk({ medicine, given, onSay }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const when = shortDateTime(new Date(timeOf(given)).toISOString(), language);
  const question = t('needed.effect.ask', { what: medicine.medication, when });
  const why = given.reasonCode?.[0]?.text;
  return (
    <li className="ej-effect">
      <div>
        <QuestionmarkCircleIcon aria-hidden /> <span className="ej-strong">{question}</span>
        {why !== undefined && <span className="ej-meta"> {t('needed.for', { reason: why })}</span>}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: buttons that act at once are no fields of a form */}
      <div className="ej-effect-acts" role="group" aria-label={question}>
        {notedEffects.map((effect) => (
          <Button key={effect} variant="secondary" onClick={() => onSay(effect)}>
            {t(`needed.effect.${effect}`)}
          </Button>
        ))}
      </div>
    </li>
  );
}
