import './advice.css';
import { useTranslation } from 'react-i18next';
import type { Resource } from '../../shared/fhir/types.ts';
import { FailureNotice } from '../access/failure-notice.tsx';
import { AdviceCard } from './advice-card.tsx';
import { type Advice, type Hook, useAdvice, useOutsideAdvice } from './advice-data.ts';

type Props = {
  id: string;
  hook: Hook;
  drafts?: readonly Resource[];
  /** Whether it is said that there is none, and how many rules were asked. */
  tellsNone?: boolean;
  /** Facts stand open too: where they are what one needs to know before the act. */
  opensFacts?: boolean;
};

/** Advice in its place: what is grave stands open, facts and what was weighed already below a line that opens. */
export function AdviceList({ id, hook, drafts = [], tellsNone = false, opensFacts = false }: Props) {
  const { t } = useTranslation();
  const own = useAdvice(id, hook, drafts);
  const outside = useOutsideAdvice(id, hook, drafts);
  const all = [...(own.data?.advice ?? []), ...(outside.data?.advice ?? [])];
  const isOpen = ({ grade, override }: Advice) => (opensFacts || grade !== 'info') && override === undefined;
  const open = all.filter(isOpen);
  const folded = all.filter((one) => !isOpen(one));
  const unanswered = outside.data?.unanswered ?? [];
  const failed = own.data?.failed ?? 0;
  const isNone = tellsNone && own.data !== undefined && all.length === 0;
  if (all.length === 0 && !isNone && !own.isError && failed === 0 && unanswered.length === 0) return null;
  return (
    <section className="ej-advices" aria-label={t('advice.title')} aria-busy={own.isFetching}>
      {own.isError && (
        <div>
          <FailureNotice error={own.error} />
          <p className="ej-meta">{t('advice.unknown')}</p>
        </div>
      )}
      {open.length > 0 && (
        <div className="ej-advices-open" role={drafts.length > 0 ? 'alert' : undefined}>
          {open.map((one) => (
            <AdviceCard key={one.key ?? one.title} id={id} advice={one} place={hook} />
          ))}
        </div>
      )}
      {folded.length > 0 && (
        <details className="ej-advices-more">
          <summary>{t('advice.more', { count: folded.length })}</summary>
          <div className="ej-advices-open">
            {folded.map((one) => (
              <AdviceCard key={one.key ?? one.title} id={id} advice={one} place={hook} />
            ))}
          </div>
        </details>
      )}
      {isNone && <p className="ej-meta">{t('advice.none', { count: own.data?.rules ?? 0 })}</p>}
      {failed > 0 && <p className="ej-meta">{t('advice.failed', { count: failed })}</p>}
      {unanswered.map((name) => (
        <p key={name} className="ej-meta">
          {t('advice.unanswered', { name })}
        </p>
      ))}
    </section>
  );
}
