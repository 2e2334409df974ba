import { Button, TextField } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { sourceOf } from '../../shared/fhir/source.ts';
import type { Observation } from '../../shared/fhir/types.ts';
import { shortDate } from '../../shared/format/date.ts';
import { numberText, quantityText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { type DoseDraft, numberIn, withAmount } from './dose-draft.ts';

type Props = { id: string; dose: DoseDraft; onChange: (dose: DoseDraft) => void };

/** A dose from so many mg for each kilogram, with the latest weight of the record, whoever measured it. */
export function ByWeight({ id, dose, onChange }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [perKg, setPerKg] = useKept('dose per kg', '');
  const [isOpen, setOpen] = useKept('dose by weight', false);
  const found = useRecordSearch<Observation>(
    id,
    'Observation',
    { code: 'http://loinc.org|29463-7', _sort: '-date', _count: '1' },
    { limit: 1, enabled: isOpen },
  );
  if (!isOpen) {
    return (
      <p>
        <button type="button" className="ej-link" onClick={() => setOpen(true)}>
          {t('order.byWeight')}
        </button>
      </p>
    );
  }
  const weight = found.data?.resources[0];
  const kg = weight?.valueQuantity?.value;
  if (found.isPending) return <p className="ej-meta">{t('order.weightWait')}</p>;
  if (weight === undefined || kg === undefined) return <p className="ej-meta">{t('order.noWeight')}</p>;
  const { author, organization } = sourceOf(weight);
  const when = shortDate(weight.effectiveDateTime, language);
  const number = numberIn(perKg);
  const mg = number > 0 ? Math.round(number * kg * 10) / 10 : undefined;
  return (
    <div className="ej-by-weight">
      <TextField
        label={t('order.perKg')}
        size="small"
        inputMode="decimal"
        htmlSize={6}
        value={perKg}
        onChange={(event) => setPerKg(event.target.value)}
      />
      <p>
        × <b className="ej-num">{quantityText(weight.valueQuantity, language)}</b>{' '}
        <span className="ej-meta">{[when, author?.display ?? organization].filter(Boolean).join(', ')}</span>
      </p>
      {mg !== undefined && (
        <Button
          type="button"
          size="small"
          variant="secondary"
          className="ej-xs"
          onClick={() =>
            onChange(
              withAmount(
                dose,
                mg,
                'mg',
                `${perKg.trim()} mg/kg × ${numberText(kg, 'nb')} kg, ${shortDate(weight.effectiveDateTime, 'nb')}`,
              ),
            )
          }
        >
          {t('order.useMg', { mg: numberText(mg, language) })}
        </Button>
      )}
    </div>
  );
}
