import { useTranslation } from 'react-i18next';
import { type Thread, threadsOf } from '../../shared/dialogue/message.ts';
import { shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { RowList } from '../../shared/ui/row-list.tsx';
import { SectionPage } from '../record/section-page.tsx';
import { AnswerForm } from './answer-form.tsx';
import { MessagesView } from './messages-view.tsx';
import { NewMessage } from './new-message.tsx';
import { SendForm } from './send-form.tsx';
import { useThreads } from './use-dialogue-work.ts';

/** What the citizen and services have written to each other, and a way to begin: a message, or a form to answer. */
export default function DialogueSection({ id }: { id: string }) {
  const { t } = useTranslation();
  const messages = useThreads(id);
  return (
    <SectionPage title={t('dialogue.title')}>
      <div className="ej-dialogue-columns">
        <Card title={t('dialogue.threads')}>
          <Part of={messages} what={t('dialogue.what')} rows={4}>
            {({ resources }) => <ThreadRows id={id} threads={threadsOf(resources)} />}
          </Part>
        </Card>
        <div className="ej-dialogue">
          <NewMessage id={id} />
          <SendForm id={id} />
        </div>
      </div>
    </SectionPage>
  );
}

function ThreadRows({ id, threads }: { id: string; threads: readonly Thread[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (threads.length === 0) return <p className="ej-card-body ej-meta">{t('dialogue.none')}</p>;
  return (
    <RowList
      label={t('dialogue.threads')}
      columns="minmax(0, 1fr) minmax(6rem, max-content) max-content"
      rows={threads.map((thread) => ({
        key: thread.id,
        cells: (
          <>
            <span>
              <b>{thread.subject}</b> {thread.topic && t(`talk.topic.${thread.topic}`)}
            </span>
            <span className="ej-meta">{thread.service?.display}</span>
            <span className="ej-row-end ej-num">{shortDate(thread.last.sent, language)}</span>
          </>
        ),
        detail: () => (
          <div className="ej-dialogue ej-card-body">
            <MessagesView messages={thread.messages} />
            <AnswerForm patient={id} thread={thread} />
          </div>
        ),
      }))}
    />
  );
}
