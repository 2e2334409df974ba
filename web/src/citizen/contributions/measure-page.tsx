import '../dialogue/dialogue.css';
import { isSelfReported } from '@enjournal/server/care/contributions';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { matchesOf, search } from '../../shared/fhir/client.ts';
import { translated } from '../../shared/fhir/translated.ts';
import type { Observation, Questionnaire } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { conceptText, valueText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { AnswerQuestions } from '../forms/answer-form.tsx';
import { Page } from '../frame/page.tsx';
import { useSubject } from '../subject.ts';

const here = '/egne-malinger';

/** What the citizen measures at home: one form for each kind, whose advice is its own, and what was written before. */
export default function MeasurePage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { patient } = useSubject();
  const navigate = useNavigate();
  const shown = useRouterState({ select: ({ location }) => location.hash });
  const [times, setTimes] = useKept('measured', 0);
  const open = (hash: string) => void navigate({ to: here as never, hash } as never);
  const forms = useQuery({
    queryKey: ['own-measurement-forms'],
    staleTime: 600_000,
    queryFn: async ({ signal }) =>
      matchesOf(
        await search<Questionnaire>(
          'Questionnaire',
          { context: 'https://enjournal.no/fhir/CodeSystem/form-type|own-measurement', status: 'active' },
          signal,
        ),
      ),
  });
  const titleOf = (form: Questionnaire) => translated(form.title, form._title, language);
  return (
    <Page title={t('meas.title')} lead={t('meas.lead')}>
      <div role="status">{times > 0 && shown === '' && <p className="ej-c-said">{t('meas.saved')}</p>}</div>
      <div className="ej-c-columns">
        <div>
          <Part of={forms} what={t('asks.form.what')} rows={4}>
            {(all) => {
              const form = all.find(({ id }) => id === shown);
              if (form === undefined)
                return (
                  // another part than the form: its heading is what is read when one comes or goes
                  <section key="choose" className="ej-c-card" aria-labelledby="choose">
                    <h2 id="choose">{t('meas.choose')}</h2>
                    <div className="ej-c-form">
                      {[...all]
                        .sort((a, b) => titleOf(a).localeCompare(titleOf(b), language))
                        .map((one) => (
                          <button key={one.id} type="button" className="ej-c-button" onClick={() => open(one.id ?? '')}>
                            {titleOf(one)}
                          </button>
                        ))}
                    </div>
                  </section>
                );
              return (
                <section key="form" className="ej-c-card ej-c-form" aria-labelledby="measure">
                  <h2 id="measure">{titleOf(form)}</h2>
                  <AnswerQuestions
                    key={`${form.id} ${times}`}
                    patient={patient}
                    form={form.url ?? ''}
                    name={`measure ${form.id} ${times}`}
                    send={t('meas.save')}
                    onSent={() => {
                      setTimes(times + 1);
                      open('');
                    }}
                  />
                  <button type="button" className="ej-c-more ej-link" onClick={() => open('')}>
                    {t('meas.back')}
                  </button>
                </section>
              );
            }}
          </Part>
        </div>
        <Before patient={patient} />
      </div>
    </Page>
  );
}

function Before({ patient }: { patient: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const own = useRecordSearch<Observation>(
    patient,
    'Observation',
    { _tag: 'https://enjournal.no/fhir/CodeSystem/verification|self-reported', _sort: '-date' },
    { limit: 60 },
  );
  return (
    <section className="ej-c-card" aria-labelledby="before">
      <h2 id="before">{t('meas.before')}</h2>
      <Part of={own} what={t('meas.before.what')} rows={4}>
        {({ resources }) => {
          const shown = resources.filter((one) => isSelfReported(one as never) && one.status !== 'entered-in-error');
          if (shown.length === 0) return <p>{t('meas.before.none')}</p>;
          return (
            <ul className="ej-c-lines">
              {shown.map((one) => (
                <li key={one.id}>
                  <span>
                    <Voiced isWritten>{conceptText(one.code)}</Voiced>{' '}
                    <b className="ej-num">{valueText(one, language)}</b>
                  </span>
                  <span className="ej-meta">{shortDateTime(one.effectiveDateTime, language)}</span>
                </li>
              ))}
            </ul>
          );
        }}
      </Part>
    </section>
  );
}
