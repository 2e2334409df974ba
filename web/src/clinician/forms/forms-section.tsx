import { isOwnForm } from '@enjournal/server/care/contributions';
import './forms.css';
import { useTranslation } from 'react-i18next';
import { keyOf } from '../../shared/fhir/references.ts';
import type { Questionnaire, QuestionnaireResponse } from '../../shared/fhir/types.ts';
import { shortDate, shortDateTime } from '../../shared/format/date.ts';
import { numberText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { ResourceDetail } from '../../shared/resource/resource-detail.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { RowList } from '../../shared/ui/row-list.tsx';
import { ItemRows } from '../record/item-rows.tsx';
import { SectionPage } from '../record/section-page.tsx';
import { kindOfTemplate, titleOf } from '../workspace/template-order.ts';
import { useTemplates } from '../workspace/templates.ts';
import { FormDrafts } from './form-drafts.tsx';
import { NewForm } from './new-form.tsx';
import { authorOf, type FormHistory, historiesOf, scoreOf } from './score-of.ts';
import { TotalLine } from './total-line.tsx';

/** The forms of a record: start one, go on with one, read them, and see where scores are going. */
export default function FormsSection({ id }: { id: string }) {
  const { t } = useTranslation();
  const templates = useTemplates();
  const forms = (templates.data ?? []).filter((one) => /^(?:form|score)$/.test(kindOfTemplate(one) ?? ''));
  const urls = forms.flatMap(({ url }) => url ?? []).sort();
  const responses = useRecordSearch<QuestionnaireResponse>(
    id,
    'QuestionnaireResponse',
    { questionnaire: urls.join(','), status: 'completed,amended,entered-in-error', _sort: '-authored' },
    { limit: 400, enabled: urls.length > 0 },
  );
  return (
    <SectionPage title={t('section.skjema')}>
      <NewForm id={id} forms={forms.filter((one) => !isOwnForm(one))} isWaiting={templates.isPending} />
      <FormDrafts forms={forms} />
      {templates.isError && (
        <Part of={templates} what={t('forms.what')}>
          {() => null}
        </Part>
      )}
      <Part of={responses} what={t('forms.what')} rows={6}>
        {({ resources }) => <Filled id={id} responses={resources} forms={forms} />}
      </Part>
    </SectionPage>
  );
}

type FilledProps = { id: string; responses: readonly QuestionnaireResponse[]; forms: readonly Questionnaire[] };

function Filled({ id, responses, forms }: FilledProps) {
  const { t } = useTranslation();
  const byUrl = new Map(forms.map((form) => [form.url, form]));
  const valid = responses.filter(({ status }) => status !== 'entered-in-error');
  const scores = historiesOf(valid).filter(({ url }) => kindOfTemplate(byUrl.get(url) ?? noForm) === 'score');
  const language = useLanguage();
  const title = (response: QuestionnaireResponse) =>
    titleOf(byUrl.get((response.questionnaire ?? '').split('|')[0]), language);
  return (
    <div className="ej-section">
      {scores.length > 0 && (
        <Card title={t('forms.scores')}>
          <ScoreRows id={id} scores={scores} forms={byUrl} />
        </Card>
      )}
      <Card title={t('forms.filled')} count={responses.length || undefined} foot={t('forms.elsewhere')}>
        {responses.length === 0 ? (
          <div className="ej-card-body">
            <p>{t('forms.none')}</p>
          </div>
        ) : (
          <ItemRows<QuestionnaireResponse>
            id={id}
            items={responses}
            label={t('forms.filled')}
            columns="var(--ej-form-columns)"
            fold={20}
            cells={(response, marked) => {
              const { total, meaning } = scoreOf(response);
              return (
                <>
                  <span className="ej-num">{shortDateTime(response.authored, language)}</span>
                  <span className={response.status === 'entered-in-error' ? 'ej-struck' : undefined}>
                    {marked(title(response))}
                  </span>
                  <span className="ej-second ej-clip">
                    {response.status === 'entered-in-error' ? (
                      t('forms.struck')
                    ) : (
                      <>
                        {total !== undefined && <b className="ej-num">{numberText(total, language)}</b>}{' '}
                        {meaning?.display}
                      </>
                    )}
                  </span>
                  <span className="ej-row-end ej-meta-size ej-second">{authorOf(response)}</span>
                </>
              );
            }}
          />
        )}
      </Card>
    </div>
  );
}

const noForm: Questionnaire = { resourceType: 'Questionnaire' };

/** Each score once: the newest total, what it means, and where it is going; opened, all of them. */
function ScoreRows({
  id,
  scores,
  forms,
}: {
  id: string;
  scores: readonly FormHistory[];
  forms: ReadonlyMap<string | undefined, Questionnaire>;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <RowList
      label={t('forms.scores')}
      columns="var(--ej-score-columns)"
      rows={scores.map(({ url, responses }) => {
        const [newest] = responses as [QuestionnaireResponse];
        const { total, meaning } = scoreOf(newest);
        const title = titleOf(forms.get(url), language);
        return {
          key: url,
          cells: (
            <>
              <span className="ej-clip">{title}</span>
              <span className="ej-spark-cell ej-second">
                <TotalLine title={title} responses={responses} />
              </span>
              <b className="ej-num">{total === undefined ? '–' : numberText(total, language)}</b>
              <span className="ej-clip ej-second">{meaning?.display}</span>
              <span className="ej-row-end ej-num">{shortDate(newest.authored, language)}</span>
            </>
          ),
          detail: () => (
            <>
              <p className="ej-meta">{t('forms.times', { count: responses.length })}</p>
              <ResourceDetail key={keyOf(newest)} of={newest} />
              {responses.length > 1 && <Earlier id={id} responses={responses.slice(1)} title={title} />}
            </>
          ),
        };
      })}
    />
  );
}

function Earlier({ id, responses, title }: { id: string; responses: readonly QuestionnaireResponse[]; title: string }) {
  const language = useLanguage();
  return (
    <ItemRows<QuestionnaireResponse>
      id={id}
      items={responses}
      label={title}
      columns="7rem 4rem minmax(0, 1fr) max-content"
      inTimeline={false}
      fold={10}
      cells={(response) => {
        const { total, meaning } = scoreOf(response);
        return (
          <>
            <span className="ej-num">{shortDateTime(response.authored, language)}</span>
            <b className="ej-num">{total === undefined ? '–' : numberText(total, language)}</b>
            <span className="ej-clip">{meaning?.display}</span>
            <span className="ej-row-end ej-meta-size ej-second">{authorOf(response)}</span>
          </>
        );
      }}
    />
  );
}
