import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { askOperation, parametersNamed } from '../../shared/fhir/parameters.ts';
import { keyOf } from '../../shared/fhir/references.ts';
import { sourceOf } from '../../shared/fhir/source.ts';
import type { MedicationRequest, MedicationStatement } from '../../shared/fhir/types.ts';
import { fullDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { dosageText } from '../../shared/resource/dosage.ts';
import { medicineName } from '../../shared/resource/line.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { ordersInOrder } from '../record/medicine-list.ts';

/** The list as it was at the end of a day. */
export default function DayList({ id, day, onClose }: { id: string; day: string; onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const list = useQuery({
    queryKey: recordKey(id, ['MedicationRequest', 'MedicationStatement'], 'day', day),
    queryFn: ({ signal }) => askOperation(`Patient/${id}/$medication-list?date=${day}`, signal),
  });
  return (
    <Card
      title={t('medication.then', { when: fullDate(day, language) })}
      action={
        <button type="button" className="ej-link" onClick={onClose}>
          {t('medication.backToNow')}
        </button>
      }
    >
      <Part of={list} what={t('card.medicines.what')} rows={8}>
        {(all) => {
          const of = <T,>(name: string) => parametersNamed(all, name).flatMap(({ resource }) => (resource as T) ?? []);
          const orders = ordersInOrder(of<MedicationRequest>('order'));
          const unsure = of<MedicationRequest>('unsure');
          const told = of<MedicationStatement>('statement');
          if (orders.length + unsure.length + told.length === 0)
            return <p className="ej-card-body">{t('medication.thenNone')}</p>;
          return (
            <ul className="ej-day-list">
              {[...orders, ...told, ...unsure].map((one) => {
                const { author, organization } = sourceOf(one);
                const isTold = one.resourceType === 'MedicationStatement';
                const note = isTold
                  ? t('medication.thenTold')
                  : unsure.includes(one as MedicationRequest)
                    ? t('medication.thenUnsure')
                    : '';
                const dosage = isTold
                  ? (one as MedicationStatement).dosage
                  : (one as MedicationRequest).dosageInstruction;
                return (
                  <li key={keyOf(one)}>
                    <b>
                      <Voiced isWritten>{medicineName(one)}</Voiced>
                    </b>
                    <span>
                      <Voiced>{dosageText(dosage, language, t)}</Voiced>
                      {note && <span className="ej-sub">{note}</span>}
                    </span>
                    <span className="ej-meta">{[author?.display, organization].filter(Boolean).join(', ')}</span>
                  </li>
                );
              })}
            </ul>
          );
        }}
      </Part>
    </Card>
  );
}
