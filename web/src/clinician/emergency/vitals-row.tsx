import { useTranslation } from 'react-i18next';
import { principalInstantOf } from '../../shared/fhir/principal-date.ts';
import type { Observation } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { unitText, valueText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { scale2Of, useScales } from '../chart/scale.ts';
import { useObservations } from '../record/record-data.ts';
import { urgencyOf, type Vital, type VitalKey, vitalSetOf, vitals } from './vital-set.ts';

/** Measurements older than this say little of how it is now. */
const freshMs = 4 * 3_600_000;

/** The newest vital signs side by side, each with the value before, and their NEWS2. */
export function VitalsRow({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const found = useObservations(id, 'vital-signs');
  const scales = useScales(id);
  return (
    <Part of={found} what={t('emergency.vitalsWhat')} rows={2}>
      {({ resources }) => {
        const isScale2 = scale2Of(scales ?? []);
        // which scale it is must be known before there is a score: the wrong one hides that somebody gets too little air
        const set =
          scales === undefined ? { ...vitalSetOf(resources), news2: undefined } : vitalSetOf(resources, isScale2);
        const isOld = set.at === undefined || Date.now() - set.at > freshMs;
        const when = set.at === undefined ? '' : shortDateTime(new Date(set.at).toISOString(), language);
        return (
          <section className="ej-vitals" aria-label={t('emergency.vitals')}>
            <dl>
              {(Object.keys(vitals) as VitalKey[]).map((key) => (
                <VitalCell key={key} name={t(`emergency.vital.${key}`)} vital={set.of[key]} at={set.at} />
              ))}
            </dl>
            <div className="ej-early" data-urgency={set.news2 === undefined || isOld ? 'none' : urgencyOf(set.news2)}>
              <span>{t('emergency.score')}</span>
              <strong className="ej-num">{set.news2 ?? '–'}</strong>
              <span>
                {isOld && set.at !== undefined
                  ? t('emergency.old')
                  : t(`emergency.news.${set.news2 === undefined ? 'none' : urgencyOf(set.news2)}`)}
              </span>
            </div>
            <p className="ej-meta ej-vitals-when">
              {when && t('emergency.measured', { when })}
              {set.at !== undefined && isScale2(set.at) && <> · {t('emergency.scale2')}</>}
            </p>
          </section>
        );
      }}
    </Part>
  );
}

/** Measured at another time than the newest of the set: then its own time stands with it. */
const apartMs = 3_600_000;

function VitalCell({ name, vital, at }: { name: string; vital: Vital | undefined; at: number | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (vital === undefined) {
    return (
      <div>
        <dt>{name}</dt>
        <dd className="ej-meta">{t('emergency.notMeasured')}</dd>
      </div>
    );
  }
  const { now, before } = vital;
  const isApart = at !== undefined && at - principalInstantOf(now) > apartMs;
  const isOld = Date.now() - principalInstantOf(now) > freshMs;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong className="ej-num" data-old={isOld}>
          <Voiced isWritten={now.valueCodeableConcept !== undefined}>{shortValue(now, language)}</Voiced>
        </strong>
        <span className="ej-meta ej-num">
          {isApart
            ? shortDateTime(now.effectiveDateTime, language)
            : before && t('emergency.before', { value: shortValue(before, language) })}
        </span>
      </dd>
    </div>
  );
}

/** Without the unit that everyone knows, as at the bedside; a letter of alertness alone. */
function shortValue(observation: Observation, language: ReturnType<typeof useLanguage>): string {
  const whole = valueText(observation, language);
  const unit = unitText(observation.valueQuantity ?? observation.component?.[0]?.valueQuantity);
  if (unit === '%') return whole;
  return unit && whole.endsWith(unit) ? whole.slice(0, -unit.length).trimEnd() : whole;
}
