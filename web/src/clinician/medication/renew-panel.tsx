import { Button, Checkbox, CheckboxGroup } from '@navikt/ds-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { MedicationRequest } from '../../shared/fhir/types.ts';
import { instantOf, shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { isAsNeeded } from '../../shared/resource/dosage.ts';
import { medicineName } from '../../shared/resource/line.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { renewAndSend } from '../prescriptions/acts.ts';
import { useMayPrescribe } from '../prescriptions/use-prescriptions.ts';

const SOON_MS = 90 * 86_400_000;

const runsOut = (order: MedicationRequest): string | undefined => order.dispenseRequest?.validityPeriod?.end;

/** What runs out soon is chosen already: what is taken every day is renewed with one signature. */
const isChosenFirst = (order: MedicationRequest): boolean => {
  const end = runsOut(order);
  return end !== undefined && !isAsNeeded(order.dosageInstruction) && instantOf(end) - Date.now() < SOON_MS;
};

type Props = { id: string; orders: readonly MedicationRequest[]; onClose: () => void };

/** Several prescriptions renewed at once, for a year. */
export function RenewPanel({ id, orders, onClose }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const sends = useMayPrescribe();
  const [chosen, setChosen] = useKept<string[]>('renew', () =>
    orders.filter(isChosenFirst).flatMap((one) => one.id ?? []),
  );
  const renew = useMutation({
    mutationFn: () =>
      renewAndSend(
        queries,
        id,
        orders.filter((one) => chosen.includes(one.id ?? '')),
        sends,
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: recordKey(id, ['MedicationRequest']) });
      onClose();
    },
  });
  return (
    <form
      className="ej-renew ej-noprint"
      onSubmit={(event) => {
        event.preventDefault();
        renew.mutate();
      }}
    >
      <CheckboxGroup
        size="small"
        legend={t('medication.renew.which')}
        description={t('medication.renew.help')}
        value={chosen}
        onChange={setChosen}
      >
        {orders.map((order) => (
          <Checkbox key={order.id} value={order.id}>
            <Voiced isWritten>{medicineName(order)}</Voiced>
            <span className="ej-meta"> {runsOutText(runsOut(order))}</span>
          </Checkbox>
        ))}
      </CheckboxGroup>
      {renew.error && <FailureNotice error={renew.error} />}
      <div className="ej-renew-acts">
        <Button size="small" type="submit" loading={renew.isPending} disabled={chosen.length === 0}>
          {t('medication.renew.sign', { count: chosen.length })}
        </Button>
        <Button size="small" type="button" variant="tertiary" onClick={onClose}>
          {t('medication.cancel')}
        </Button>
      </div>
    </form>
  );

  function runsOutText(end: string | undefined): string {
    return end === undefined ? '' : t('medication.renew.runsOut', { date: shortDate(end, language) });
  }
}
