import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import {
  isFromCitizen,
  isUnread,
  type Message,
  type SentFile,
  type Thread,
  textsOf,
  writerOf,
} from '../../shared/dialogue/message.ts';
import { SentFileView } from '../../shared/dialogue/sent-file.tsx';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage, useRecordLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { longDay } from './long-day.ts';
import { useRead, useWaiting } from './use-dialogue.ts';
import { AnswerForm } from './write-form.tsx';

/** A conversation, oldest first, and a field to answer in. What is shown has been opened. */
export function ThreadView({ patient, thread }: { patient: string; thread: Thread }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const read = useRead(patient);
  const waiting = useWaiting(patient).data?.resources ?? [];
  const [said, setSaid] = useKept(`talk said ${thread.id}`, false);
  const heading = useRef<HTMLHeadingElement>(null);
  const unread = thread.messages.filter(isUnread).flatMap(({ id }) => id ?? []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for what is unread, whatever becomes of telling it
  useEffect(() => {
    if (unread.length > 0) read.mutate(unread);
  }, [unread.join()]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each thread that is opened
  useEffect(() => heading.current?.focus(), [thread.id]);
  const ids = thread.messages.map(({ id }) => `Communication/${id}`);
  const due = waiting.find(({ focus }) => ids.includes(focus?.reference ?? ''))?.restriction?.period?.end;
  return (
    <section className="ej-c-card ej-c-form" aria-labelledby="thread">
      <h2 id="thread" ref={heading} tabIndex={-1}>
        {thread.subject}
      </h2>
      <p className="ej-meta">
        {[thread.service?.display, thread.topic && t(`talk.topic.${thread.topic}`)].filter(Boolean).join(' · ')}
      </p>
      <ol className="ej-talk-said" aria-label={t('talk.said')}>
        {thread.messages.map((message) => (
          <Said key={message.id} message={message} />
        ))}
      </ol>
      <div role="status">
        {said && <p className="ej-c-said">{t('talk.sent')}</p>}
        {due && isFromCitizen(thread.last) && <p>{t('talk.answerBy', { date: longDay(due, language) })}</p>}
      </div>
      <AnswerForm key={thread.id} patient={patient} thread={thread} onSent={() => setSaid(true)} />
    </section>
  );
}

function Said({ message }: { message: Message }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const record = useRecordLanguage(message.language);
  const isOwn = isFromCitizen(message);
  const files = (message.payload ?? []).flatMap(({ contentAttachment }): SentFile[] =>
    contentAttachment ? [contentAttachment] : [],
  );
  const who = isOwn
    ? (message.sender?.display ?? t('talk.you'))
    : [writerOf(message), message.sender?.display].filter(Boolean).join(', ');
  return (
    <li data-own={isOwn || undefined}>
      <p>
        <b>{who}</b> <span className="ej-meta ej-num">{shortDateTime(message.sent, language)}</span>
      </p>
      {textsOf(message as never).map((text) => (
        <p key={text} className="ej-talk-text" {...(isOwn ? {} : record)}>
          {text}
        </p>
      ))}
      {files.length > 0 && (
        <ul className="ej-talk-files">
          {files.map((file) => (
            <SentFileView key={file.url} file={file} />
          ))}
        </ul>
      )}
      {isOwn && (
        <p className="ej-meta">
          {message.received
            ? t('talk.opened', { when: shortDateTime(message.received, language) })
            : t('talk.notOpened')}
        </p>
      )}
    </li>
  );
}
