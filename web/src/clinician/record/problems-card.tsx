import { useTranslation } from 'react-i18next';
import { systems } from '../../shared/fhir/systems.ts';
import type { Condition } from '../../shared/fhir/types.ts';
import { shortDate } from '../../shared/format/date.ts';
import { codeOf, conceptText, hasCode } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { Card } from '../../shared/ui/card.tsx';
import { later } from '../../shared/ui/later.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { ItemRows } from './item-rows.tsx';
import { problemsOf, useConditions } from './record-data.ts';
import { SectionLink } from './section-link.tsx';

const ProblemActs = later(() => import('../problems/problem-acts.tsx'));

export function ProblemsCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const conditions = useConditions(id);
  const problems = problemsOf(conditions.data?.resources ?? []);
  return (
    <Card
      title={t('section.problemer')}
      count={problems.length || undefined}
      action={
        <SectionLink id={id} to="problemer">
          {t('card.problems.edit')}
        </SectionLink>
      }
    >
      <Part of={conditions} what={t('card.problems.what')} rows={5}>
        {() =>
          problems.length > 0 ? (
            <ProblemRows id={id} problems={problems} fold={8} />
          ) : (
            <div className="ej-card-body">
              <p>{t('card.problems.none')}</p>
            </div>
          )
        }
      </Part>
    </Card>
  );
}

type RowsProps = {
  id: string;
  problems: readonly Condition[];
  label?: string;
  fold?: number;
  /** The list is in an order that can be changed. */
  isOrdered?: boolean;
};

export function ProblemRows({ id, problems, label, fold, isOrdered = false }: RowsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <ItemRows
      id={id}
      items={problems}
      label={label ?? t('section.problemer')}
      columns="3rem minmax(0, 1fr) max-content"
      {...(fold ? { fold } : {})}
      cells={(problem, marked) => (
        <>
          <span className="ej-strong ej-num ej-code">
            {codeOf(problem.code, systems.icpc2) ?? codeOf(problem.code, systems.icd10) ?? ''}
          </span>
          <span>
            {marked(<Voiced isWritten>{conceptText(problem.code)}</Voiced>)}
            {isUnsure(problem) && <span className="ej-tag ej-tag-inline">{t('problems.unsure')}</span>}
          </span>
          <span className="ej-row-end ej-num">{sinceText(problem, language)}</span>
        </>
      )}
      acts={(problem) => <ProblemActs id={id} problem={problem} {...(isOrdered ? { list: problems } : {})} />}
    />
  );
}

const isUnsure = ({ verificationStatus }: Condition): boolean =>
  hasCode(verificationStatus, 'unconfirmed', 'provisional', 'differential');

/** The year when it is long ago, the day when it is this year. */
function sinceText(problem: Condition, language: ReturnType<typeof useLanguage>): string {
  const since = problem.onsetDateTime ?? problem.onsetPeriod?.start ?? problem.recordedDate;
  if (!since) return problem.onsetString ?? '';
  return since.startsWith(String(new Date().getFullYear())) ? shortDate(since, language) : since.slice(0, 4);
}
