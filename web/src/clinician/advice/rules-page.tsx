import './advice.css';
import { Button, TextField } from '@navikt/ds-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import {
  askOperation,
  callOperation,
  type Parameter,
  parameterOf,
  parametersNamed,
} from '../../shared/fhir/parameters.ts';
import { shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { session } from '../../shared/session/session.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { ServicesCard } from './services-card.tsx';

const queryKey = ['advice rules'];
/** Who says which services of others may advise; the server decides all the same. */
const approvers = new Set(['innholdsredaktor', 'leder', 'ikt-admin']);
const PATH = 'PlanDefinition/$advice-rules';

/** The rules of decision support for those who edit content: what they say, from where, and how they fare. */
export function RulesPage() {
  const { t } = useTranslation();
  const current = useSyncExternalStore(session.subscribe, session.current);
  const { legalEntity, role = '' } = (current.state === 'open' ? current.employment : undefined) ?? {};
  const rules = useQuery({ queryKey, queryFn: ({ signal }) => askOperation(PATH, signal) });
  const mayChange = parameterOf(rules.data, 'mayChange')?.valueBoolean === true;
  useEffect(() => {
    document.title = `${t('rules.title')} – ${t('bar.label')}`;
  }, [t]);
  return (
    <main id="content" className="ej-page" tabIndex={-1}>
      <h1 className="ej-title">{t('rules.title')}</h1>
      <p className="ej-meta">
        {t('rules.lead')} {mayChange && t('rules.figures')}
      </p>
      <Card title={t('rules.title')} count={parametersNamed(rules.data, 'rule').length || undefined}>
        <Part of={rules} what={t('rules.what')} rows={10}>
          {(told) => (
            <ul className="ej-rules-list">
              {parametersNamed(told, 'rule').map(({ part = [] }) => (
                <RuleRow key={parameterOf(part, 'id')?.valueId} part={part} mayChange={mayChange} />
              ))}
            </ul>
          )}
        </Part>
      </Card>
      {legalEntity !== undefined && approvers.has(role) && <ServicesCard organization={legalEntity} />}
    </main>
  );
}

function RuleRow({ part, mayChange }: { part: Parameter[]; mayChange: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const id = parameterOf(part, 'id')?.valueId ?? '';
  const [isRetiring, setRetiring] = useKept(`retiring ${id}`, false);
  const [reason, setReason] = useKept(`retiring why ${id}`, '');
  const [isAsked, setAsked] = useState(false);
  const text = (name: string) => parameterOf(part, name)?.valueString ?? '';
  const count = (name: string) => parameterOf(part, name)?.valueInteger ?? 0;
  const isActive = parameterOf(part, 'active')?.valueBoolean === true;
  const broken = parameterOf(part, 'broken')?.valueString;
  const name = text('title');
  const use = useMutation({
    mutationFn: (active: boolean) =>
      callOperation(`PlanDefinition/${id}/$use-rule`, [
        { name: 'active', valueBoolean: active },
        ...(active ? [] : [{ name: 'reason', valueString: reason.trim() }]),
      ]),
    onSuccess: (told) => {
      setRetiring(false);
      setReason('');
      queries.setQueryData(queryKey, told);
    },
  });
  const shown = count('shown');
  const share = (of: string) => (shown === 0 ? 0 : Math.round((100 * count(of)) / shown));
  return (
    <li data-rule={id}>
      <div>
        <span className="ej-strong">{name}</span> <span className="ej-meta">{text('description')}</span>
        <p className="ej-meta">
          {t('rules.version', {
            version: text('version'),
            date: shortDate(parameterOf(part, 'date')?.valueDate, language),
          })}
          {' · '}
          {parametersNamed(part, 'source').map(({ part: of }, i) => {
            const url = parameterOf(of, 'url')?.valueUri;
            const label = parameterOf(of, 'label')?.valueString;
            return (
              <span key={label}>
                {i > 0 && '; '}
                {url ? (
                  <a href={url} target="_blank" rel="noreferrer">
                    {label}
                  </a>
                ) : (
                  label
                )}
              </span>
            );
          })}
        </p>
        {broken && <p className="ej-rules-broken">{t('rules.broken', { what: broken })}</p>}
      </div>
      <div className="ej-num">
        {mayChange && (shown === 0 ? t('rules.few') : t('rules.shown', { count: shown }))}
        {shown > 0 && (
          <p className="ej-meta">{t('rules.rates', { applied: share('applied'), overridden: share('overridden') })}</p>
        )}
      </div>
      <div>
        <span className="ej-tag">{t(isActive ? 'rules.active' : 'rules.retired')}</span>{' '}
        {mayChange && !isRetiring && (
          <button
            type="button"
            className="ej-link"
            aria-label={t(isActive ? 'rules.retireOne' : 'rules.resumeOne', { name })}
            disabled={use.isPending}
            onClick={() => (isActive ? setRetiring(true) : use.mutate(true))}
          >
            {t(isActive ? 'rules.retire' : 'rules.resume')}
          </button>
        )}
      </div>
      {!isActive && text('why') && <p className="ej-meta">{text('why')}</p>}
      {use.error && (
        <div>
          <FailureNotice error={use.error} />
        </div>
      )}
      {isRetiring && (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setAsked(true);
            if (reason.trim() !== '') use.mutate(false);
          }}
        >
          <TextField
            label={t('rules.reason')}
            size="small"
            maxLength={300}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            error={isAsked && reason.trim() === '' ? t('rules.reasonMissing') : undefined}
          />
          <Button type="submit" size="small" loading={use.isPending}>
            {t('rules.retireOne', { name })}
          </Button>
          <Button type="button" size="small" variant="tertiary" onClick={() => setRetiring(false)}>
            {t('advice.cancel')}
          </Button>
        </form>
      )}
    </li>
  );
}
