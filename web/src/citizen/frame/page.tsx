import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { usePrintLine } from '../../shared/ui/use-print-line.ts';
import { useSubject } from '../subject.ts';
import { usePrintedAt } from './use-printed-at.ts';

type Props = {
  title: string;
  /** What the page is called where its title says something else: in the browser's tab and history. */
  name?: string;
  /** One or two sentences under the title. */
  lead?: ReactNode;
  /** Beside the title: what is done on the page. */
  action?: ReactNode;
  children: ReactNode;
};

/** One page: its title, and what it holds. On paper it says whose it is and when it was printed. */
export function Page({ title, name: called = title, lead, action, children }: Props) {
  const { t } = useTranslation();
  const { name, isSelf } = useSubject();
  const printedAt = usePrintedAt();
  usePrintLine(() => t('me.printed', { name, when: printedAt }));
  useEffect(() => {
    // A name in the title would stand in the browser's history for anyone to read.
    document.title = [called, !isSelf && t('acting.title'), t('me.name')].filter(Boolean).join(' – ');
  }, [called, isSelf, t]);
  return (
    <main id="content" className="ej-c-page" tabIndex={-1}>
      <p className="ej-c-print" aria-hidden>
        {t('me.printed', { name, when: printedAt })}
      </p>
      <div className="ej-c-head">
        <h1 tabIndex={-1} {...(isSelf ? {} : { 'aria-describedby': 'acting-for' })}>
          {title}
        </h1>
        {action}
      </div>
      {lead && <p className="ej-c-lead">{lead}</p>}
      {children}
    </main>
  );
}
