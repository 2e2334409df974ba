import '../start/start.css';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Part } from '../../shared/ui/part.tsx';
import { useOwnReferences } from '../bar/use-own-references.ts';
import { ResultList, SentList } from '../start/work-cards.tsx';
import { useMyWork, useSentWork, useUnitWork } from '../work/use-work.ts';
import { isAsked, type WorkItem } from '../work/work.ts';
import { WorkList } from '../work/work-list.tsx';
import { WorkSaid } from '../work/work-said.tsx';
import { MessageList, useMessages } from './messages.tsx';
import { type View, views } from './views.ts';

/** Everything that waits for the reader and the unit, to read, act on, pass on or say no to, and what was sent. */
export function InboxPage() {
  const { t } = useTranslation();
  const { vis: view = 'krever', oppgave: opened } = useSearch({ from: '/innboks' });
  const own = useOwnReferences();
  const mine = useMyWork();
  const unit = useUnitWork();
  const sent = useSentWork();
  const messages = useMessages();
  const items = mine.data?.items ?? [];
  const asked = items.filter((item) => isAsked(item, own));
  const results = [...items, ...(unit.data?.items ?? [])].filter(isResult);
  const others = items.filter((item) => item.kind !== 'result');
  const counts: Record<View, number | undefined> = {
    krever: mine.data && asked.length,
    alle: mine.data && others.length,
    svar: mine.data && results.length,
    orientering: messages.data?.length,
    sendt: sent.data?.items.length,
    enhet: unit.data?.items.length,
  };
  useEffect(() => {
    document.title = `${t('inbox.title')} – ${t('bar.label')}`;
  }, [t]);
  const none = (text: string) => <p className="ej-card-body ej-meta">{text}</p>;
  return (
    <WorkSaid>
      <main id="content" className="ej-page ej-start-page" tabIndex={-1}>
        <h1 className="ej-title">{t('inbox.title')}</h1>
        <nav className="ej-start-tabs ej-inbox-views" aria-label={t('inbox.views')}>
          {views.map((one) => (
            <Link
              key={one}
              to="/innboks"
              search={{ vis: one }}
              className="ej-toggle"
              data-on={one === view}
              {...(one === view ? { 'aria-current': 'page' } : {})}
            >
              {t(`inbox.${one}`)} <span className="ej-num">{counts[one]}</span>
            </Link>
          ))}
        </nav>
        <section className="ej-card ej-inbox-list" aria-label={t(`inbox.${view}`)} key={`${view} ${opened ?? ''}`}>
          {view === 'krever' && (
            <Part of={mine} what={t('work.list.mine')}>
              {() =>
                asked.length > 0 ? (
                  <WorkList label={t('inbox.krever')} items={asked} opened={opened} />
                ) : (
                  none(t('inbox.asked.none'))
                )
              }
            </Part>
          )}
          {view === 'alle' && (
            <Part of={mine} what={t('work.list.mine')}>
              {({ isCut }) => (
                <>
                  {others.length > 0 ? (
                    <WorkList
                      label={t('inbox.alle')}
                      items={withUnit(others, unit.data?.items ?? [], opened)}
                      opened={opened}
                    />
                  ) : (
                    none(t('inbox.asked.none'))
                  )}
                  {isCut && none(t('inbox.cut'))}
                </>
              )}
            </Part>
          )}
          {view === 'svar' && (
            <Part of={mine} what={t('work.list.results')}>
              {() => <ResultList items={results} opened={opened} />}
            </Part>
          )}
          {view === 'orientering' && (
            <Part of={messages} what={t('inbox.told.what')}>
              {(all) => <MessageList messages={all} />}
            </Part>
          )}
          {view === 'sendt' && (
            <Part of={sent} what={t('work.list.sent')}>
              {(work) => <SentList items={work.items} opened={opened} />}
            </Part>
          )}
          {view === 'enhet' && (
            <Part of={unit} what={t('work.list.unit')}>
              {(work) => (
                <>
                  {work.items.length > 0 ? (
                    <WorkList label={t('inbox.enhet')} items={work.items} opened={opened} />
                  ) : (
                    none(t('inbox.unit.none'))
                  )}
                  {work.isCut && none(t('inbox.cut'))}
                </>
              )}
            </Part>
          )}
        </section>
      </main>
    </WorkSaid>
  );
}

const isResult = ({ kind }: WorkItem): boolean => kind === 'result';

/** What a notice leads to may be the unit's. */
const withUnit = (mine: readonly WorkItem[], unit: readonly WorkItem[], opened: string | undefined): WorkItem[] => [
  ...unit.filter(({ task }) => task.id === opened),
  ...mine,
];
