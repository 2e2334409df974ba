import { PlusIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { later } from '../../shared/ui/later.tsx';
import { Part, Waiting } from '../../shared/ui/part.tsx';
import { ProblemRows } from './problems-card.tsx';
import { problemsOf, refutedOf, useConditions, useEndedConditions, useInError } from './record-data.ts';
import { SectionPage } from './section-page.tsx';

const ProblemForm = later(() => import('../problems/problem-form.tsx'));

/** The problem list: what is active in an order of one's own, what has been, and what was found not to be so. */
export function ProblemsSection({ id }: { id: string }) {
  const { t } = useTranslation();
  const conditions = useConditions(id);
  const ended = useEndedConditions(id);
  const inError = useInError(id);
  const [isAdding, setIsAdding] = useKept('adding problem', false);
  const adder = useRef<HTMLButtonElement>(null);
  const wasAdding = useRef(false);
  useEffect(() => {
    // who closes the form is back where it was opened
    if (wasAdding.current && !isAdding) adder.current?.focus();
    wasAdding.current = isAdding;
  }, [isAdding]);
  const problems = problemsOf(conditions.data?.resources ?? []);
  const refuted = [...refutedOf(conditions.data?.resources ?? []), ...refutedOf(ended.data?.resources ?? [])];
  const over = (ended.data?.resources ?? []).filter((one) => !refuted.includes(one));
  const wrong = [...refuted, ...(inError.data?.resources ?? [])].filter(
    (one, index, all) => all.findIndex(({ id: other }) => other === one.id) === index,
  );
  return (
    <SectionPage
      title={t('section.problemer')}
      action={
        !isAdding && (
          <Button
            ref={adder}
            type="button"
            size="small"
            className="ej-xs ej-noprint"
            icon={<PlusIcon aria-hidden />}
            onClick={() => setIsAdding(true)}
          >
            {t('problems.add')}
          </Button>
        )
      }
    >
      {isAdding && (
        <Card title={t('problems.add')}>
          <ProblemForm
            id={id}
            active={conditions.data?.resources ?? []}
            onClose={() => setIsAdding(false)}
            waiting={<Waiting what={t('card.problems.what')} rows={4} />}
          />
        </Card>
      )}
      <Card title={t('problems.active')} count={conditions.data && problems.length}>
        <Part of={conditions} what={t('card.problems.what')} rows={8}>
          {() =>
            problems.length > 0 ? (
              <ProblemRows id={id} problems={problems} isOrdered />
            ) : (
              <div className="ej-card-body">
                <p>{t('card.problems.none')}</p>
              </div>
            )
          }
        </Part>
      </Card>
      {(ended.isError || over.length > 0) && (
        <Card title={t('card.problems.ended')} count={over.length}>
          <Part of={ended} what={t('card.problems.what')}>
            {() => <ProblemRows id={id} problems={over} label={t('card.problems.ended')} fold={40} />}
          </Part>
        </Card>
      )}
      {wrong.length > 0 && (
        <Card title={t('card.problems.wrong')} count={wrong.length}>
          <ProblemRows id={id} problems={wrong} label={t('card.problems.wrong')} fold={20} />
        </Card>
      )}
    </SectionPage>
  );
}
