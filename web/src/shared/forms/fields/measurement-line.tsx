import { type Measurement, measurementValue, parseMeasurements } from '@enjournal/server/care/forms';
import { ExclamationmarkTriangleIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import { unitText } from '../../format/quantity.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import type { FieldProps } from '../types.ts';
import { TextField } from './text-field.tsx';

/** A line of measurements typed in one go; what is read of it stands below at once, and what is not is told. */
export function MeasurementLine(props: FieldProps) {
  const { t } = useTranslation();
  const { node, id, describedBy } = props;
  const { measurements, unread } = parseMeasurements(node.answers[0]?.valueString ?? '');
  return (
    <>
      <TextField {...props} describedBy={[describedBy, `${id}-read`].filter(Boolean).join(' ')} />
      <div id={`${id}-read`} className="ej-form-chips">
        {measurements.length === 0 && <span className="ej-meta">{t('form.measurementHint')}</span>}
        {measurements.map((one) => (
          <MeasurementChip key={one.start} of={one} />
        ))}
        {unread.length > 0 && measurements.length > 0 && (
          <span className="ej-meta">
            {t('form.unread', { text: unread.map(({ text }) => `«${text}»`).join(', ') })}
          </span>
        )}
      </div>
      <span className="ej-sr" role="status">
        {measurements.length > 0 && t('form.read', { count: measurements.length })}
      </span>
    </>
  );
}

/** One measurement as it was understood. */
function MeasurementChip({ of }: { of: Measurement }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const value = [measurementValue(of, language !== 'en'), unitText(of.kind.unit)].filter(Boolean).join('\u00a0');
  return (
    <span className="ej-form-chip ej-num" data-unlikely={of.implausible}>
      {of.implausible && <ExclamationmarkTriangleIcon aria-hidden />}
      <span>
        {of.kind.label[language]} <b>{value}</b>
        {of.implausible && <span className="ej-sub">{t('form.notMeasured')}</span>}
      </span>
    </span>
  );
}
