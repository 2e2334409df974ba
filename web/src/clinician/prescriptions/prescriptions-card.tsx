import './prescriptions.css';
import { Button, Checkbox, CheckboxGroup } from '@navikt/ds-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { send } from '../../shared/fhir/client.ts';
import type { Bundle, MedicationRequest } from '../../shared/fhir/types.ts';
import { shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { isAsNeeded } from '../../shared/resource/dosage.ts';
import { medicineName } from '../../shared/resource/line.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useSend } from './acts.ts';
import { useMayPrescribe, useStandings } from './use-prescriptions.ts';

/** Prescriptions of the medicines in use: sent with one signature, and looked up in the bank. */
export default function PrescriptionsCard({ id, orders }: { id: string; orders: readonly MedicationRequest[] }) {
  const { t } = useTranslation();
  const mayPrescribe = useMayPrescribe();
  const standings = useStandings(id);
  const [isSending, setSending] = useKept('sending prescriptions', false);
  const queries = useQueryClient();
  const lookUp = useMutation({
    mutationFn: async () => {
      const answer = await send(`Patient/${id}/$prescriptions`, {
        method: 'POST',
        headers: { 'content-type': 'application/fhir+json' },
        body: JSON.stringify({ resourceType: 'Parameters' }),
      });
      return (await answer.json()) as Bundle;
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: recordKey(id, ['MedicationDispense']) }),
  });
  if (!mayPrescribe) return null;
  const failed = orders.filter((order) => standings.of(order)?.state === 'failed').length;
  const without = orders.filter((order) => order.status === 'active' && !standings.hasValid(order));
  return (
    <Card
      title={t('prescription.title')}
      action={
        <button type="button" className="ej-link" disabled={lookUp.isPending} onClick={() => lookUp.mutate()}>
          {t('prescription.lookUp')}
        </button>
      }
    >
      {isSending ? (
        <SendPanel id={id} orders={without} onClose={() => setSending(false)} />
      ) : (
        <div className="ej-card-body ej-prescription-acts">
          <span>
            {without.length > 0
              ? t('prescription.standing', { count: orders.length - without.length - failed, without: without.length })
              : failed === 0 && t('prescription.send.none')}{' '}
            {failed > 0 && <b>{t('prescription.send.failed', { count: failed })}</b>}
          </span>
          {without.length > 0 && (
            <Button size="small" className="ej-xs" onClick={() => setSending(true)}>
              {t('prescription.send')}
            </Button>
          )}
        </div>
      )}
      {lookUp.error && (
        <div className="ej-card-body">
          <FailureNotice error={lookUp.error} />
        </div>
      )}
      {lookUp.data && <LookedUp bundle={lookUp.data} />}
    </Card>
  );
}

/** Several prescriptions with one signature. */
function SendPanel({ id, orders, onClose }: { id: string; orders: readonly MedicationRequest[]; onClose: () => void }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useKept<string[]>('prescriptions to send', () =>
    orders.filter((one) => !isAsNeeded(one.dosageInstruction)).flatMap((one) => one.id ?? []),
  );
  const there = chosen.filter((one) => orders.some((order) => order.id === one));
  const sending = useSend(id, onClose);
  return (
    <form
      className="ej-prescription-send ej-noprint"
      onSubmit={(event) => {
        event.preventDefault();
        sending.mutate(there);
      }}
    >
      <CheckboxGroup
        size="small"
        legend={t('prescription.send.which')}
        description={t('prescription.send.help')}
        value={there}
        onChange={setChosen}
      >
        {orders.map((order) => (
          <Checkbox key={order.id} value={order.id}>
            <Voiced isWritten>{medicineName(order)}</Voiced> <span className="ej-meta">{amountOf(order)}</span>
          </Checkbox>
        ))}
      </CheckboxGroup>
      {sending.error && <FailureNotice error={sending.error} />}
      <div className="ej-prescription-acts">
        <Button size="small" type="submit" loading={sending.isPending} disabled={there.length === 0}>
          {t('prescription.send.sign', { count: there.length })}
        </Button>
        <Button size="small" type="button" variant="tertiary" onClick={onClose}>
          {t('medication.cancel')}
        </Button>
      </div>
    </form>
  );

  function amountOf({ dispenseRequest }: MedicationRequest): string {
    const { quantity, numberOfRepeatsAllowed: repeats = 0 } = dispenseRequest ?? {};
    const amount = quantity?.unit && quantity.unit !== 'pakning' ? `${quantity.value} ${quantity.unit}` : undefined;
    return [
      amount ?? t('prescription.packages', { count: quantity?.value ?? 1 }),
      ...(repeats > 0 ? [t('prescription.repeats', { count: repeats })] : []),
    ].join(' · ');
  }
}

const bankStates = ['active', 'completed', 'cancelled', 'on-hold'] as const;

/** What the bank has of the person, whoever prescribed it. */
function LookedUp({ bundle }: { bundle: Bundle }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const all = (bundle.entry ?? []).map(({ resource }) => resource as MedicationRequest);
  if (all.length === 0) return <p className="ej-card-body ej-meta">{t('prescription.lookUp.none')}</p>;
  return (
    <section className="ej-card-body" aria-label={t('prescription.lookUp.title')}>
      <h3 className="ej-strong">{t('prescription.lookUp.title')}</h3>
      <ul className="ej-prescription-queue">
        {all.map((one) => (
          <li key={(one as { identifier?: { value?: string }[] }).identifier?.[0]?.value}>
            <div>
              <b>
                <Voiced isWritten>{medicineName(one)}</Voiced>
              </b>
              <span className="ej-sub">
                {[one.requester?.display, shortDate(one.authoredOn, language), one.note?.[0]?.text]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </div>
            <span className="ej-meta">
              {t(`prescription.bank.${bankStates.find((state) => state === one.status) ?? 'unknown'}`)}
              {one.status === 'active' && one.dispenseRequest?.validityPeriod?.end
                ? `, ${t('prescription.until', { date: shortDate(one.dispenseRequest.validityPeriod.end, language) })}`
                : ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
