import '../start/start.css';
import './vaccines.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { askOperation, type Parameter, parameterOf, parametersNamed } from '../../shared/fhir/parameters.ts';
import { ageOf, shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import type { Language } from '../../shared/i18n/words.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Part } from '../../shared/ui/part.tsx';
import { type DueDose, dueDoseOf } from './use-vaccines.ts';

type Person = { id: string; name: string; born: string | undefined; doses: DueDose[] };

/** Whom the unit should call in: who in its care lacks a vaccine, the most overdue first. */
export function RecallPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const [which, setWhich] = useKept<'overdue' | 'all'>('recall which', 'overdue');
  useEffect(() => {
    document.title = `${t('vaccines.recall')} – ${t('bar.label')}`;
  }, [t]);
  const query = useQuery({
    queryKey: ['recall', language],
    queryFn: async ({ signal }) => recalledOf(await askOperation('Immunization/$recall', signal), language),
  });
  return (
    <main id="content" className="ej-page ej-start-page" tabIndex={-1}>
      <div className="ej-start-lead">
        <h1 className="ej-title">{t('vaccines.recall')}</h1>
        <span className="ej-meta">{t('vaccines.recallLead')}</span>
      </div>
      <fieldset className="ej-recall-which" aria-label={t('vaccines.recallWhich')}>
        {(['overdue', 'all'] as const).map((one) => (
          <button
            key={one}
            type="button"
            className="ej-toggle"
            data-on={which === one}
            aria-pressed={which === one}
            onClick={() => setWhich(one)}
          >
            {t(one === 'all' ? 'vaccines.alsoDue' : 'vaccines.onlyOverdue')}
          </button>
        ))}
      </fieldset>
      <section className="ej-card" aria-label={t('vaccines.recall')}>
        <Part of={query} what={t('vaccines.recallWhat')} rows={6}>
          {({ persons, isCut }) => {
            const shown = persons.flatMap((one) => {
              const doses = one.doses.filter(({ status }) => which === 'all' || status === 'overdue');
              return doses.length === 0 ? [] : { ...one, doses };
            });
            return (
              <>
                <p className="ej-card-body ej-meta" role="status">
                  {shown.length === 0 ? t('vaccines.nobody') : t('vaccines.persons', { count: shown.length })}
                  {isCut && ` ${t('vaccines.cut')}`}
                </p>
                <ul className="ej-rows">
                  {shown.map(({ id, name, born, doses }) => (
                    <li key={id} className="ej-recall-person">
                      <span>
                        <Link
                          to="/pasient/$id/{-$section}"
                          params={{ id, section: 'vaksiner' }}
                          className="ej-link ej-strong"
                        >
                          {name}
                        </Link>{' '}
                        <span className="ej-meta">{born && ageOf(born, language)}</span>
                      </span>
                      <ul>
                        {doses.map((one) => (
                          <li key={`${one.series} ${one.dose}`}>
                            {`${one.title}, ${t('vaccines.doseOf', { dose: one.dose })}`}{' '}
                            <span className="ej-work-tag" data-tone={one.status === 'overdue' ? 'orange' : undefined}>
                              {t(`vaccines.status.${one.status}`, {
                                when: shortDate(one.status === 'overdue' ? one.late : one.due, language),
                              })}
                            </span>
                          </li>
                        ))}
                      </ul>
                    </li>
                  ))}
                </ul>
              </>
            );
          }}
        </Part>
      </section>
    </main>
  );
}

function recalledOf(all: readonly Parameter[], language: Language): { persons: Person[]; isCut: boolean } {
  const persons = parametersNamed(all, 'person').map(({ part }): Person => {
    const { reference = '', display = '' } = parameterOf(part, 'patient')?.valueReference ?? {};
    const birth = parameterOf(part, 'birth') as (Parameter & { valueDate?: string }) | undefined;
    return {
      id: reference.slice('Patient/'.length),
      name: display,
      born: birth?.valueDate,
      doses: parametersNamed(part, 'dose').map((one) => dueDoseOf(one, language)),
    };
  });
  return { persons, isCut: parameterOf(all, 'cut')?.valueBoolean === true };
}
