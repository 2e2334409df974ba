import { mayBeLoaded } from '@enjournal/server/care/dispensers';
import { Button, Checkbox, CheckboxGroup, TextField } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MedicationRequest, Task } from '../../shared/fhir/types.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { dosageText } from '../../shared/resource/dosage.ts';
import { medicineName } from '../../shared/resource/line.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { usePrescriber } from '../medication/use-prescriber.ts';
import { ordersInOrder } from '../record/medicine-list.ts';
import { useOrders } from '../record/record-data.ts';
import { type Dispenser, dispenserName, filled, type Load } from './contents.ts';
import { useDispenserWrite } from './use-dispensers.ts';

type Props = {
  id: string;
  device: Dispenser;
  /** What lies in it now, by what is recorded. */
  loads: readonly Load[];
  /** What somebody was asked to take out or fill anew. */
  refills: readonly Task[];
  onClose: () => void;
};

/** What lies in the dispenser after it was filled, and for how long: whoever filled it confirms it. */
export function FillForm(props: Props) {
  const { t } = useTranslation();
  const orders = useOrders(props.id);
  return (
    <Part of={orders} what={t('card.medicines.what')} rows={4}>
      {({ resources }) => <Filling {...props} orders={ordersInOrder(resources)} />}
    </Part>
  );
}

function Filling({ id, device, orders, loads, refills, onClose }: Props & { orders: readonly MedicationRequest[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { self } = usePrescriber();
  const saving = useDispenserWrite(id);
  const possible = orders.filter((order) => mayBeLoaded(order as never));
  const beside = orders.filter((order) => !mayBeLoaded(order as never));
  // of what lies in it now: when somebody else has filled it, it is begun anew
  const version = loads.map((one) => `${one.id}/${one.meta?.versionId}`).sort();
  const [typed, setTyped] = useKept(`fill ${device.id} ${version.join(' ')}`, () => ({
    days: '14',
    orders: loadedOf(possible, loads),
  }));
  const [isTold, setTold] = useState(false);
  const days = Number(typed.days);
  const isWrong = !(Number.isInteger(days) && days > 0 && days <= 42);
  const submit = () => {
    setTold(true);
    if (isWrong) return;
    const chosen = possible.filter((order) => typed.orders.includes(order.id ?? ''));
    const by = { patient: id, self, days, now: Date.now(), takenOut: t('dispenser.takenOut') };
    const resources = filled(device, chosen, loads, by);
    if (resources.length === 0) return onClose();
    saving.mutate(
      { resources, done: refills },
      {
        onSuccess() {
          tellDone(t('dispenser.confirmedFill', { what: dispenserName(device) }));
          onClose();
        },
      },
    );
  };
  return (
    <form
      className="ej-prescription-send ej-noprint"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <CheckboxGroup
        legend={t('dispenser.which')}
        description={t('dispenser.whichHelp')}
        size="small"
        value={[...typed.orders]}
        onChange={(chosen: string[]) => setTyped({ ...typed, orders: chosen })}
      >
        {possible.map((order) => (
          <Checkbox key={order.id} value={order.id} description={dosageText(order.dosageInstruction, language, t)}>
            <Voiced isWritten>{medicineName(order)}</Voiced>
          </Checkbox>
        ))}
      </CheckboxGroup>
      {beside.length > 0 && (
        <p className="ej-meta">{t('dispenser.beside', { what: beside.map(medicineName).join(', ') })}</p>
      )}
      <TextField
        label={t('dispenser.days')}
        size="small"
        inputMode="numeric"
        htmlSize={6}
        value={typed.days}
        error={isTold && isWrong ? t('dispenser.daysWrong') : undefined}
        onChange={(event) => setTyped({ ...typed, days: event.target.value })}
      />
      {saving.error && <FailureNotice error={saving.error} />}
      <div className="ej-prescription-acts">
        <Button type="submit" size="small" className="ej-xs" loading={saving.isPending}>
          {t('dispenser.confirmFill')}
        </Button>
        <Button type="button" size="small" className="ej-xs" variant="tertiary" onClick={onClose}>
          {t('dispenser.cancel')}
        </Button>
      </div>
    </form>
  );
}

/** What lies in it is chosen; when it is empty, all that can lie in it. */
const loadedOf = (possible: readonly MedicationRequest[], loads: readonly Load[]): string[] => {
  const known = loads.map((one) => one.authorizingPrescription?.[0]?.reference?.replace('MedicationRequest/', ''));
  return possible.flatMap(({ id = '' }) => (loads.length === 0 || known.includes(id) ? [id] : []));
};
