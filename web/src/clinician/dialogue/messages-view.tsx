import './dialogue.css';
import { useTranslation } from 'react-i18next';
import { isFromCitizen, type Message, type SentFile, textsOf, writerOf } from '../../shared/dialogue/message.ts';
import { SentFileView } from '../../shared/dialogue/sent-file.tsx';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';

/** The messages of a conversation, oldest first: the citizen's own words apart from the services'. */
export function MessagesView({ messages }: { messages: readonly Message[] }) {
  const { t } = useTranslation();
  return (
    <ol className="ej-dialogue-said" aria-label={t('dialogue.thread')}>
      {messages.map((message) => (
        <Said key={message.id} message={message} />
      ))}
    </ol>
  );
}

function Said({ message }: { message: Message }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const isCitizens = isFromCitizen(message);
  const files = (message.payload ?? []).flatMap(({ contentAttachment }): SentFile[] =>
    contentAttachment ? [contentAttachment] : [],
  );
  const who = isCitizens
    ? message.sender?.display
    : [writerOf(message), message.sender?.display].filter(Boolean).join(', ');
  return (
    <li data-citizen={isCitizens || undefined}>
      <p className="ej-meta">
        <b>{who}</b> <span className="ej-num">{shortDateTime(message.sent, language)}</span>{' '}
        {!isCitizens &&
          (message.received
            ? t('talk.opened', { when: shortDateTime(message.received, language) })
            : t('talk.notOpened'))}
      </p>
      {textsOf(message as never).map((text) => (
        <p key={text} className="ej-dialogue-text">
          {text}
        </p>
      ))}
      {files.length > 0 && (
        <ul>
          {files.map((file) => (
            <SentFileView key={file.url} file={file} />
          ))}
        </ul>
      )}
    </li>
  );
}
