import { Select } from '@navikt/ds-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { create, update } from '../../shared/fhir/client.ts';
import type { Consent } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { announce } from '../../shared/ui/announcer.tsx';
import { FailureNotice } from '../../shared/ui/failure-notice.tsx';
import type { Whom } from './use-own-log.ts';

const categories = 'https://enjournal.no/fhir/CodeSystem/consent-category';
const DAY = 86_400_000;

/** Lets somebody see what is blocked for a day, the blocks standing: and closes again before. */
export function Openings({ id, known }: { id: string; known: readonly Whom[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const [isChoosing, setChoosing] = useState(false);
  const [whom, setWhom] = useState('');
  const found = useRecordSearch<Consent>(id, 'Consent', { category: `${categories}|consent-in-situ` }, { limit: 50 });
  const act = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: () => {
      announce(t('me.saved'));
      return queries.invalidateQueries({ queryKey: ['record', id] });
    },
  });
  const now = Date.now();
  const open = (found.data?.resources ?? []).filter(
    ({ status, provision }) => status === 'active' && Date.parse(provision?.period?.end ?? '') > now,
  );
  const letIn = () => {
    const one = known.find(({ reference }) => reference === whom);
    if (one === undefined || act.isPending) return;
    act.mutate(() => create<Consent>(openingFor(id, one, Date.now()), { record: id }), {
      onSuccess: () => {
        setChoosing(false);
        setWhom('');
      },
    });
  };
  return (
    <div className="ej-own-open">
      {open.length > 0 && (
        <ul className="ej-plain ej-own-blocks" aria-label={t('own.open.now')}>
          {open.map((one) => (
            <li key={one.id}>
              <div>
                <div className="ej-strong">
                  {t('own.open.for', { whom: one.provision?.actor?.[0]?.reference?.display ?? '' })}
                </div>
                <div className="ej-meta">
                  {t('own.open.until', { date: shortDateTime(one.provision?.period?.end, language) })}
                </div>
              </div>
              <button
                type="button"
                className="ej-c-button"
                aria-disabled={act.isPending}
                onClick={() =>
                  !act.isPending && act.mutate(() => update<Consent>({ ...one, status: 'inactive' }, { record: id }))
                }
              >
                {t('own.open.close')}
                <span className="ej-sr">: {one.provision?.actor?.[0]?.reference?.display}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {isChoosing ? (
        <div className="ej-own-pair">
          <Select label={t('own.open.whom')} value={whom} onChange={({ target }) => setWhom(target.value)}>
            <option value="">{t('own.open.choose')}</option>
            {known.map(({ reference, display }) => (
              <option key={reference} value={reference}>
                {display}
              </option>
            ))}
          </Select>
          <div className="ej-own-acts">
            <button type="button" className="ej-c-button" onClick={() => setChoosing(false)}>
              {t('own.block.cancel')}
            </button>
            <button
              type="button"
              className="ej-c-button"
              data-kind="primary"
              aria-disabled={act.isPending}
              onClick={() => !act.isPending && letIn()}
            >
              {t('own.open.do')}
            </button>
          </div>
        </div>
      ) : (
        <button type="button" className="ej-c-more ej-link" onClick={() => setChoosing(true)}>
          {t('own.open.new')}
        </button>
      )}
      {act.isError && <FailureNotice error={act.error} />}
    </div>
  );
}

/** @source docs/access.md: consent on the spot lasts a day */
const openingFor = (patient: string, { reference, display }: Whom, now: number): Consent =>
  ({
    resourceType: 'Consent',
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
    category: [{ coding: [{ system: categories, code: 'consent-in-situ' }] }],
    patient: { reference: `Patient/${patient}` },
    dateTime: new Date(now).toISOString(),
    performer: [{ reference: `Patient/${patient}` }],
    policyRule: { text: 'Helsepersonelloven §§ 22, 29' },
    provision: {
      type: 'permit',
      period: { start: new Date(now).toISOString(), end: new Date(now + DAY).toISOString() },
      actor: [
        {
          role: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' }] },
          reference: { reference, display },
        },
      ],
    },
  }) as unknown as Consent;
