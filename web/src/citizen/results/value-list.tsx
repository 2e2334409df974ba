import './results.css';
import { useTranslation } from 'react-i18next';
import { keyOf } from '../../shared/fhir/references.ts';
import type { Observation } from '../../shared/fhir/types.ts';
import { conceptText, rangeText, valueText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { Voiced } from '../../shared/ui/voiced.tsx';
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
            <span>
              <Voiced isWritten>{of ? <Word of={of}>{name}</Word> : name}</Voiced>
            </span>
            <b className="ej-num">
              <Voiced isWritten={one.valueCodeableConcept !== undefined || one.valueString !== undefined}>
                {valueText(one, language)}
              </Voiced>
            </b>
            <span className="ej-meta">
              {[standing && t(standing), usual && t('results.usual', { range: usual })].filter(Boolean).join(' · ')}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
