import { Checkbox, CheckboxGroup, Select, TextField } from '@navikt/ds-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { update } from '../../shared/fhir/client.ts';
import { callOperation, parameterOf } from '../../shared/fhir/parameters.ts';
import type { Consent } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { focusFirstWrong } from '../../shared/keyboard/focus.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { announce } from '../../shared/ui/announcer.tsx';
import { FailureNotice } from '../../shared/ui/failure-notice.tsx';
import { Part } from '../../shared/ui/part.tsx';

const category = 'https://enjournal.no/fhir/CodeSystem/consent-category|share-link';
const parts = ['critical', 'problems', 'results', 'other'] as const;
type Draft = { whom: string; chosen: string[]; hours: string };
const empty: Draft = { whom: '', chosen: ['critical', 'problems'], hours: '24' };

/** Makes a code by which somebody without access opens the summary; those that hold can be withdrawn. */
export function ShareCard({ patient }: { patient: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const [draft, setDraft] = useKept<Draft>('share draft', empty);
  const [isAsked, setAsked] = useState(false);
  const change = (some: Partial<Draft>) => setDraft({ ...draft, ...some });
  const missing = { whom: draft.whom.trim() === '', chosen: draft.chosen.length === 0 };
  const share = useMutation({
    mutationFn: async () => {
      const told = await callOperation(`Patient/${patient}/$share`, [
        { name: 'for', valueString: draft.whom.trim() },
        ...draft.chosen.map((valueCode) => ({ name: 'part', valueCode })),
        { name: 'hours', valueInteger: Number(draft.hours) },
      ]);
      return {
        code: parameterOf(told, 'code')?.valueString ?? '',
        until: parameterOf(told, 'until')?.valueInstant ?? '',
      };
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['record', patient] }),
  });
  const make = () => {
    setAsked(true);
    if (!missing.whom && !missing.chosen && !share.isPending) share.mutate();
  };
  return (
    <>
      <section className="ej-c-card" aria-labelledby="share-code">
        <h2 id="share-code">{t('sharing.code')}</h2>
        <p>{t('sharing.code.text')}</p>
        {share.isSuccess ? (
          // biome-ignore lint/a11y/useSemanticElements: no fields are in it
          <div className="ej-c-form" role="group" tabIndex={-1} aria-labelledby="share-made share-made-code">
            <p id="share-made">{t('sharing.code.is')}</p>
            <p className="ej-c-code" id="share-made-code">
              {share.data.code}
            </p>
            <p>{t('sharing.code.how', { address: `${location.host}/delt` })}</p>
            <p className="ej-meta">{t('sharing.code.until', { date: shortDateTime(share.data.until, language) })}</p>
            <div className="ej-c-acts-row">
              <button
                type="button"
                className="ej-c-button"
                onClick={() =>
                  void navigator.clipboard?.writeText(`${location.origin}/delt#${share.data.code}`).then(
                    () => announce(t('sharing.code.copied')),
                    () => undefined,
                  )
                }
              >
                {t('sharing.code.copy')}
              </button>
              <button
                type="button"
                className="ej-c-button"
                onClick={() => {
                  share.reset();
                  setDraft(empty);
                  setAsked(false);
                }}
              >
                {t('sharing.code.done')}
              </button>
            </div>
          </div>
        ) : (
          <form
            className="ej-c-form"
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              make();
              focusFirstWrong(event.currentTarget);
            }}
          >
            <TextField
              label={t('sharing.for')}
              description={t('sharing.for.help')}
              value={draft.whom}
              onChange={({ target }) => change({ whom: target.value })}
              error={isAsked && missing.whom ? t('sharing.for.missing') : undefined}
            />
            <CheckboxGroup
              legend={t('sharing.parts')}
              value={draft.chosen}
              onChange={(chosen: string[]) => change({ chosen })}
              error={isAsked && missing.chosen ? t('sharing.parts.missing') : undefined}
            >
              {parts.map((part) => (
                <Checkbox key={part} value={part}>
                  {t(`sharing.part.${part}`)}
                </Checkbox>
              ))}
            </CheckboxGroup>
            <Select
              label={t('sharing.long')}
              value={draft.hours}
              onChange={({ target }) => change({ hours: target.value })}
            >
              {[1, 24, 168, 720].map((hours) => (
                <option key={hours} value={hours}>
                  {t(`sharing.long.${hours as 1 | 24 | 168 | 720}`)}
                </option>
              ))}
            </Select>
            {share.isError && <FailureNotice error={share.error} />}
            <div className="ej-c-acts-row">
              <button type="submit" className="ej-c-button" data-kind="primary" aria-disabled={share.isPending}>
                {t('sharing.make')}
              </button>
            </div>
          </form>
        )}
      </section>
      <Shares patient={patient} />
    </>
  );
}

function Shares({ patient }: { patient: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const found = useRecordSearch<Consent>(patient, 'Consent', { category, _sort: '-date' }, { limit: 50 });
  const end = useMutation({
    mutationFn: (consent: Consent) => update<Consent>({ ...consent, status: 'inactive' }, { record: patient }),
    onSuccess: () => {
      announce(t('me.saved'));
      return queries.invalidateQueries({ queryKey: ['record', patient] });
    },
  });
  const isActive = ({ status, provision }: Consent) =>
    status === 'active' && Date.parse(provision?.period?.end ?? '') > Date.now();
  return (
    <Part of={found} what={t('sharing.what')} rows={1}>
      {({ resources }) =>
        resources.length === 0 ? null : (
          <section className="ej-c-card" aria-labelledby="shares">
            <h2 id="shares">{t('sharing.shared')}</h2>
            <ul className="ej-c-lines">
              {resources.map((one) => (
                <li key={one.id}>
                  <div className="ej-c-person">
                    <div>
                      <b>{one.provision?.code?.[0]?.text}</b>
                      <div className="ej-meta">
                        {isActive(one)
                          ? t('sharing.code.until', { date: shortDateTime(one.provision?.period?.end, language) })
                          : t('rights.over')}
                      </div>
                    </div>
                    {isActive(one) && (
                      <button
                        type="button"
                        className="ej-c-button"
                        aria-label={t('sharing.end.whom', { whom: one.provision?.code?.[0]?.text })}
                        aria-disabled={end.isPending}
                        onClick={() => !end.isPending && end.mutate(one)}
                      >
                        {t('sharing.end')}
                      </button>
                    )}
                  </div>
                </li>
              ))}
            </ul>
            {end.isError && <FailureNotice error={end.error} />}
            <p className="ej-meta">{t('sharing.log')}</p>
          </section>
        )
      }
    </Part>
  );
}
