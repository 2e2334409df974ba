import { dosagesOf, isObserved, norway, ratesOf, typedDose } from '@enjournal/server/care/medication';
import { Button, TextField } from '@navikt/ds-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { callOperation } from '../../shared/fhir/parameters.ts';
import type { Dosage, MedicationRequest } from '../../shared/fhir/types.ts';
import { saidOf } from '../../shared/fhir/write.ts';
import { dayOf } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { dosageText } from '../../shared/resource/dosage.ts';
import { medicineName } from '../../shared/resource/line.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { renewAndSend } from '../prescriptions/acts.ts';
import { useMayPrescribe } from '../prescriptions/use-prescriptions.ts';
import OrderForm from './order-form.tsx';
import { StopActs } from './stop-acts.tsx';

type Props = { id: string; order: MedicationRequest };

/** What a prescriber does with a medicine where it stands: another dose, another prescription, or an end. */
export default function MedicineActs({ id, order }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [isChanging, setChanging] = useKept(`changing ${order.id}`, false);
  const what = medicineName(order);
  const sends = useMayPrescribe();
  const renew = useMutation({
    mutationFn: () => renewAndSend(queries, id, [order], sends),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: recordKey(id, ['MedicationRequest']) });
      tellDone(t('medication.renewed', { what }));
    },
  });
  if (isChanging) return <OrderForm id={id} changes={order} onClose={() => setChanging(false)} />;
  return (
    <div className="ej-medicine-acts ej-noprint">
      {/* the rate of a pump is changed in the form, where it stands */}
      {ratesOf(order as never) === undefined && <QuickDose id={id} order={order} />}
      <div className="ej-acts">
        <Button type="button" size="small" variant="secondary" className="ej-xs" onClick={() => setChanging(true)}>
          {t('medication.change')}
        </Button>
        <Button
          type="button"
          size="small"
          variant="secondary"
          className="ej-xs"
          loading={renew.isPending}
          onClick={() => renew.mutate()}
        >
          {t('medication.renewOne')}
        </Button>
      </div>
      {renew.error && <FailureNotice error={renew.error} />}
      <StopActs id={id} order={order} />
    </div>
  );
}

/** Another dose of the same, typed as by hand. */
function QuickDose({ id, order }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const [typed, setTyped] = useKept(`new dose ${order.id}`, '');
  const read = typedDose(typed);
  const unit = read?.unit ?? unitOf(order);
  const lines =
    read === undefined || unit === undefined
      ? undefined
      : (dosagesOf(
          read.plan,
          { unit, end: endOf(read.days), isObserved: isObserved(order as never) },
          dayOf(Date.now()),
        ) as Dosage[]);
  const change = useMutation({
    mutationFn: (dosages: Dosage[]) =>
      callOperation(
        `MedicationRequest/${order.id}/$change`,
        dosages.map((valueDosage) => ({ name: 'dosage', valueDosage })),
      ),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: recordKey(id, ['MedicationRequest']) });
      tellDone(t('order.changed', { what: medicineName(order) }));
    },
  });
  const refused = change.error ? saidOf(change.error, [])[0]?.text : undefined;
  const unread = typed.trim() !== '' && read === undefined ? t('order.unread') : undefined;
  return (
    <form
      className="ej-quick-dose"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (lines) change.mutate(lines);
      }}
    >
      <TextField
        label={t('medication.quick')}
        description={t('medication.quickHelp')}
        size="small"
        htmlSize={24}
        maxLength={120}
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          change.reset();
        }}
        error={refused ?? unread}
      />
      <Button type="submit" size="small" loading={change.isPending} disabled={lines === undefined}>
        {t('medication.quickSign')}
      </Button>
      {lines && (
        <p role="status">
          <Voiced>{dosageText(lines, language, t)}</Voiced>
        </p>
      )}
      {change.error && refused === undefined && <FailureNotice error={change.error} />}
    </form>
  );
}

/** In what it is counted now, in the singular. */
function unitOf(order: MedicationRequest): string | undefined {
  const unit = order.dosageInstruction?.[0]?.doseAndRate?.[0]?.doseQuantity?.unit;
  return typedDose(`1 ${unit}`)?.unit ?? unit;
}

function endOf(days: number | undefined): string | undefined {
  if (days === undefined) return undefined;
  const last = new Date(Date.now() + (days - 1) * 86_400_000);
  return new Intl.DateTimeFormat('sv', { timeZone: norway.zone }).format(last);
}
