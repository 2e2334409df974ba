import { useTranslation } from 'react-i18next';
import type { Observation, ObservationComponent } from '../fhir/types.ts';
import { type Standing, standingOf, unitText, valueText } from '../format/quantity.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { Voiced } from './voiced.tsx';

const arrows: Partial<Record<Standing, string>> = {
  high: '↑',
  low: '↓',
  'critical-high': '↑↑',
  'critical-low': '↓↓',
  abnormal: '•',
};

/** A measured value with its mark: the arrow says it to the eye, the words to who listens. Red only when critical. */
export function Value({ of, decimals }: { of: Observation | ObservationComponent; decimals?: number }) {
  const language = useLanguage();
  const standing = standingOf(of);
  const whole = valueText(of, language, decimals);
  const unit = unitText(of.valueQuantity ?? ('component' in of ? of.component?.[0]?.valueQuantity : undefined));
  const isText = of.valueCodeableConcept !== undefined || of.valueString !== undefined;
  const number = unit && whole.endsWith(unit) ? whole.slice(0, -unit.length).trimEnd() : whole;
  return (
    <span className="ej-value ej-num" data-standing={standing}>
      <b>
        <Voiced isWritten={isText}>{number}</Voiced>
      </b>
      <Arrow standing={standing} />
      {unit && ` ${unit}`}
    </span>
  );
}

export function Arrow({ standing }: { standing: Standing }) {
  const { t } = useTranslation();
  const arrow = arrows[standing];
  if (!arrow) return null;
  return (
    <span className="ej-arrow">
      <span aria-hidden>{` ${arrow}`}</span>
      <span className="ej-sr">{` (${t(`resource.${standing as 'high'}`)})`}</span>
    </span>
  );
}
