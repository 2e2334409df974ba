import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isFromCitizen } from '../../shared/dialogue/message.ts';
import { localReference } from '../../shared/fhir/references.ts';
import { shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { Part } from '../../shared/ui/part.tsx';
import type { WorkItem } from '../work/work.ts';
import { AnswerForm } from './answer-form.tsx';
import { MessagesView } from './messages-view.tsx';
import { tellOpened, threadWith, useThreads } from './use-dialogue-work.ts';

/** A citizen's message in a list of work: all of the conversation, and the answer. That it is opened, the citizen is told. */
export default function DialogueWork({ item: { task, patient } }: { item: WorkItem }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const messages = useThreads(patient ?? '');
  const focus = localReference(task.focus);
  const thread = threadWith(messages.data?.resources ?? [], focus);
  const unopened = (thread?.messages ?? [])
    .filter((one) => isFromCitizen(one) && one.received === undefined)
    .flatMap(({ id }) => id ?? []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for what is not opened
  useEffect(() => {
    void tellOpened(unopened);
  }, [unopened.join()]);
  return (
    <Part of={messages} what={t('dialogue.what')} rows={3}>
      {() =>
        thread === undefined ? (
          <p className="ej-meta">{t('dialogue.none')}</p>
        ) : (
          <div className="ej-dialogue">
            <p className="ej-strong">
              {[thread.subject, thread.topic && t(`talk.topic.${thread.topic}`)].filter(Boolean).join(' · ')}
            </p>
            {task.restriction?.period?.end && (
              <p className="ej-meta">{t('dialogue.due', { date: shortDate(task.restriction.period.end, language) })}</p>
            )}
            <MessagesView messages={thread.messages} />
            <AnswerForm patient={patient ?? ''} thread={thread} task={task} />
          </div>
        )
      }
    </Part>
  );
}
