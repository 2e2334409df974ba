import './results.css';
import { useTranslation } from 'react-i18next';
import { keyOf } from '../../shared/fhir/references.ts';
import type { Observation } from '../../shared/fhir/types.ts';
import { conceptText, rangeText, valueText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { Word } from '../words/explained-text.tsx';
import { explanationOf } from '../words/find-word.ts';
import { standingTold } from './standing.ts';

/** Values under each other, each with what is usual and how it stands, in words. */
export function ValueList({ observations }: { observations: readonly Observation[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <ul className="ej-c-values">
      {observations.map((one) => {
        const name = conceptText(one.code);
        const of = explanationOf(one.code);
        const usual = rangeText(one.referenceRange?.[0], language);
        const standing = standingTold(one);
        return (
          <li key={keyOf(one)}>
            <span>{of ? <Word of={of}>{name}</Word> : name}</span>
            <b className="ej-num">{valueText(one, language)}</b>
            <span className="ej-meta">
              {[standing && t(standing), usual && t('results.usual', { range: usual })].filter(Boolean).join(' · ')}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
