import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { taskText } from '../../shared/resource/task-text.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useOwnReferences } from '../bar/use-own-references.ts';
import { MessageList, useMessages } from '../inbox/messages.tsx';
import { useActs } from '../work/use-acts.ts';
import { useSayWork } from '../work/use-say-work.ts';
import { useMyWork, useSentWork, useUnit, useUnitWork, type Work } from '../work/use-work.ts';
import { grouped, isAsked, isNormal, type WorkItem } from '../work/work.ts';
import { WorkList } from '../work/work-list.tsx';
import { useLater, useTellDone } from '../work/work-said.tsx';

const fold = 6;

/** What others ask of the reader, what they tell, and what the reader has sent and has not had answered. */
export function InboxCard() {
  const { t } = useTranslation();
  const own = useOwnReferences();
  const mine = useMyWork();
  const sent = useSentWork();
  const messages = useMessages();
  const [tab, setTab] = useKept<'asked' | 'told' | 'sent'>('inbox tab', 'asked');
  const asked = (mine.data?.items ?? []).filter((item) => isAsked(item, own));
  const counts = { asked: asked.length, told: messages.data?.length ?? 0, sent: sent.data?.items.length ?? 0 };
  return (
    <Card
      title={t('start.card.inbox')}
      count={mine.data && counts.asked}
      action={
        <Link to="/innboks" search={{ vis: 'krever' }} className="ej-link">
          {t('start.inbox.all')}
        </Link>
      }
    >
      <fieldset className="ej-start-tabs" aria-label={t('start.card.inbox')}>
        {(['asked', 'told', 'sent'] as const).map((one) => (
          <button
            key={one}
            type="button"
            className="ej-toggle"
            data-on={tab === one}
            aria-pressed={tab === one}
            onClick={() => setTab(one)}
          >
            {t(`inbox.${one}`)} <span className="ej-num">{counts[one]}</span>
          </button>
        ))}
      </fieldset>
      {tab === 'asked' && (
        <Part of={mine} what={t('work.list.mine')}>
          {() =>
            asked.length > 0 ? (
              <WorkList label={t('inbox.asked')} items={asked} fold={fold} />
            ) : (
              <p className="ej-card-body ej-meta">{t('inbox.asked.none')}</p>
            )
          }
        </Part>
      )}
      {tab === 'told' && (
        <Part of={messages} what={t('inbox.told.what')}>
          {(all) => <MessageList messages={all} fold={fold} />}
        </Part>
      )}
      {tab === 'sent' && (
        <Part of={sent} what={t('work.list.sent')}>
          {({ items }) => <SentList items={items} />}
        </Part>
      )}
    </Card>
  );
}

/** What was sent, with how it stands at the receiver. */
export function SentList({ items, opened }: { items: readonly WorkItem[]; opened?: string | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (items.length === 0) return <p className="ej-card-body ej-meta">{t('inbox.sent.none')}</p>;
  return (
    <WorkList
      label={t('inbox.sent')}
      items={items}
      fold={fold}
      opened={opened}
      underOf={({ task }) => (task.owner?.display ? t('work.with', { who: task.owner.display }) : '')}
      endOf={({ task }) =>
        t(
          `work.sent.${task.status === 'received' ? 'received' : task.status === 'requested' ? 'requested' : 'accepted'}`,
          {
            when: shortDate(task.authoredOn, language),
          },
        )
      }
    />
  );
}

export function SentCard() {
  const { t } = useTranslation();
  const sent = useSentWork();
  return (
    <Card title={t('start.card.sent')} count={sent.data?.items.length}>
      <Part of={sent} what={t('work.list.sent')}>
        {({ items }) => <SentList items={items} />}
      </Part>
    </Card>
  );
}

/** What the reader has said yes to, ticked off here; a slip of the hand can be undone for some seconds. */
export function TasksCard() {
  const { t } = useTranslation();
  const own = useOwnReferences();
  const mine = useMyWork();
  const acts = useActs();
  const later = useLater((act) => acts.mutate(act));
  const isOwn = (item: WorkItem) =>
    item.kind !== 'result' &&
    item.kind !== 'countersign' &&
    !isAsked(item, own) &&
    !later.waiting.has(item.task.id ?? '');
  const items = mine.data?.items.filter(isOwn) ?? [];
  return (
    <Card title={t('start.card.tasks')} count={mine.data && items.length}>
      <Part of={mine} what={t('work.list.mine')}>
        {() =>
          items.length > 0 ? (
            <WorkList
              label={t('start.card.tasks')}
              items={items}
              fold={8}
              onTick={({ task }) => later.begin({ does: 'complete', task })}
            />
          ) : (
            <p className="ej-card-body ej-meta">{t('start.tasks.none')}</p>
          )
        }
      </Part>
      {acts.error && (
        <div className="ej-part-note">
          <FailureNotice error={acts.error} />
        </div>
      )}
    </Card>
  );
}

/** Results that wait for the reader: only what is out of its limits is told, the others are signed together. */
export function ResultsCard() {
  const { t } = useTranslation();
  const mine = useMyWork();
  return (
    <Card title={t('start.card.results')} count={mine.data && resultsIn(mine.data).length}>
      <Part of={mine} what={t('work.list.results')}>
        {(work) => <ResultList items={resultsIn(work)} />}
      </Part>
    </Card>
  );
}

const resultsIn = (work: Work): WorkItem[] => work.items.filter(({ kind }) => kind === 'result');

export function ResultList({ items, opened }: { items: readonly WorkItem[]; opened?: string | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const tell = useTellDone();
  const acts = useActs(tell);
  const normal = items.filter(isNormal);
  const others = items.filter((item) => !isNormal(item));
  const persons = new Set(normal.map(({ patient }) => patient)).size;
  const taken = ({ report, results, task }: WorkItem) =>
    shortDate(
      report?.effectiveDateTime ?? report?.issued ?? results[0]?.effectiveDateTime ?? task.authoredOn,
      language,
    );
  if (items.length === 0) return <p className="ej-card-body ej-meta">{t('start.results.none')}</p>;
  return (
    <>
      {others.length > 0 && (
        <WorkList
          label={t('start.results.outside')}
          items={others}
          fold={8}
          opened={opened}
          endOf={taken}
          underOf={() => ''}
        />
      )}
      {normal.length > 0 && (
        <div className="ej-start-normal">
          <span>
            {t('start.results.persons', { count: persons })} <span className="ej-meta">{t('work.allNormal')}</span>
          </span>
          <button
            type="button"
            className="ej-link"
            disabled={acts.isPending}
            onClick={() => acts.mutate({ does: 'sign', tasks: normal.map(({ task }) => task) })}
          >
            {t('work.signNormal', { count: normal.length })}
          </button>
        </div>
      )}
      {normal.length > 0 && (
        <details className="ej-start-details">
          <summary>{t('start.results.show')}</summary>
          <WorkList label={t('work.allNormal')} items={normal} endOf={taken} underOf={() => ''} />
        </details>
      )}
      {acts.error && (
        <div className="ej-part-note">
          <FailureNotice error={acts.error} />
        </div>
      )}
    </>
  );
}

/** The unit's queue: what nobody has taken yet, by what it is, with how long the oldest has waited. */
export function UnitCard() {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = useSayWork();
  const unit = useUnit();
  const query = useUnitWork();
  return (
    <Card
      title={unit?.display ?? t('start.card.unit')}
      count={query.data && t('start.unit.ownerless', { count: query.data.items.length })}
      action={
        <Link to="/innboks" search={{ vis: 'enhet' }} className="ej-link">
          {t('start.unit.all')}
        </Link>
      }
    >
      <Part of={query} what={t('work.list.unit')}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="ej-card-body ej-meta">{t('start.unit.none')}</p>
          ) : (
            <ul className="ej-rows">
              {grouped(items, ({ kind, task }) => (kind === 'result' ? '' : taskText(task, t, language))).map(
                ({ text, count, oldest }) => (
                  <li key={text} className="ej-start-group">
                    <Link to="/innboks" search={{ vis: 'enhet' }} className="ej-link">
                      <Voiced>{text || t('start.unit.results')}</Voiced>
                    </Link>
                    <span className="ej-num">{count}</span>
                    <span className="ej-meta ej-num">{t('start.unit.oldest', { ago: say.lasted(oldest) })}</span>
                  </li>
                ),
              )}
            </ul>
          )
        }
      </Part>
    </Card>
  );
}
