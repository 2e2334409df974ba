import { isPacked, packingDayOf, weekdays } from '@enjournal/server/care/prescribing';
import { Button, Checkbox, CheckboxGroup, Select } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import type { MedicationRequest } from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { dosageText, isAsNeeded } from '../../shared/resource/dosage.ts';
import { medicineName } from '../../shared/resource/line.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { DayField } from '../plan/day-field.tsx';
import { type Arranged, type Multidose, useMultidoseActs, usePharmacies } from './use-multidose.ts';

type Props = {
  id: string;
  multidose: Multidose | undefined;
  orders: readonly MedicationRequest[];
  onClose: () => void;
};

/** To begin multidose, or to change who packs what when: one signature, and the pharmacy is told. */
export function MultidoseForm({ id, multidose, orders, onClose }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const pharmacies = usePharmacies(true).data ?? [];
  const acts = useMultidoseActs(id);
  const [typed, setTyped] = useKept<Arranged>('multidose', () => arrangedOf(multidose, orders));
  const change = (part: Partial<Arranged>) => setTyped({ ...typed, ...part });
  const pharmacy = typed.pharmacy === '' && pharmacies.length === 1 ? (pharmacies[0]?.id ?? '') : typed.pharmacy;
  return (
    <form
      className="ej-prescription-send ej-noprint"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        acts
          .sign(multidose, { ...typed, pharmacy }, orders, pharmacies)
          .then(() => {
            tellDone(t('multidose.done'));
            onClose();
          })
          .catch(() => undefined);
      }}
    >
      <div className="ej-multidose-fields">
        <Select
          label={t('multidose.pharmacy')}
          size="small"
          value={pharmacy}
          onChange={(event) => change({ pharmacy: event.target.value })}
        >
          <option value="">{t('multidose.pharmacy.choose')}</option>
          {pharmacies.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </Select>
        <Select
          label={t('multidose.day')}
          size="small"
          value={typed.day}
          onChange={(event) => change({ day: event.target.value })}
        >
          {weekdays.map((day) => (
            <option key={day} value={day}>
              {t(`multidose.day.${day}`)}
            </option>
          ))}
        </Select>
        <Select
          label={t('multidose.weeks')}
          size="small"
          value={String(typed.weeks)}
          onChange={(event) => change({ weeks: Number(event.target.value) })}
        >
          {[1, 2, 3, 4].map((count) => (
            <option key={count} value={count}>
              {t('multidose.every', { count })}
            </option>
          ))}
        </Select>
        <DayField label={t('multidose.from')} value={typed.start} onChange={(start) => change({ start })} />
      </div>
      <CheckboxGroup
        size="small"
        legend={t('multidose.lines')}
        description={t('multidose.lines.help')}
        value={[...typed.lines]}
        onChange={(lines: string[]) => change({ lines })}
      >
        {orders.map((order) => (
          <Checkbox key={order.id} value={order.id} disabled={isAsNeeded(order.dosageInstruction)}>
            <Voiced isWritten>{medicineName(order)}</Voiced>{' '}
            <span className="ej-meta">
              <Voiced>{dosageText(order.dosageInstruction, language, t)}</Voiced>
            </span>
          </Checkbox>
        ))}
      </CheckboxGroup>
      {acts.error && <FailureNotice error={acts.error} />}
      <div className="ej-prescription-acts">
        <Button size="small" type="submit" loading={acts.isPending} disabled={pharmacy === '' || typed.start === ''}>
          {t('multidose.sign')}
        </Button>
        <Button size="small" type="button" variant="tertiary" onClick={onClose}>
          {t('multidose.cancel')}
        </Button>
      </div>
    </form>
  );
}

/** As it stands; else every other week from today, with all that is taken regularly. */
function arrangedOf(multidose: Multidose | undefined, orders: readonly MedicationRequest[]): Arranged {
  if (multidose === undefined) {
    return {
      pharmacy: '',
      day: 'mon',
      weeks: 2,
      start: dayOf(Date.now()),
      lines: orders.filter((one) => !isAsNeeded(one.dosageInstruction)).flatMap(({ id }) => id ?? []),
    };
  }
  const { day = 'mon', weeks = 2 } = packingDayOf(multidose as never);
  return {
    pharmacy: multidose.supplier?.[0]?.reference?.replace('Organization/', '') ?? '',
    day,
    weeks,
    start: multidose.occurrenceTiming?.repeat?.boundsPeriod?.start ?? '',
    lines: orders.filter((one) => isPacked(one as never)).flatMap(({ id }) => id ?? []),
  };
}
