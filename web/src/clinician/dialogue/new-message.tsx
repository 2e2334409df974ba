import { dialogueWords, messageIssues, type Topic, topics } from '@enjournal/server/care/dialogue';
import { Button, Select, Textarea, TextField } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { staffMessage } from '../../shared/dialogue/message.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { tellDone } from '../../shared/ui/done.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useAnswering } from './use-dialogue-work.ts';

/** Begins a conversation with the citizen, in the unit's name. */
export function NewMessage({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [topic, setTopic] = useKept<Topic | ''>('dialogue new topic', '');
  const [subject, setSubject] = useKept('dialogue new subject', '');
  const [text, setText] = useKept('dialogue new text', '');
  const [key, setKey] = useKept('dialogue new key', () => crypto.randomUUID());
  const [wrongs, setWrongs] = useState<readonly string[]>([]);
  const sending = useAnswering(id);
  const wordsOf = (name: string) => wrongs.includes(name) && dialogueWords[name]![language];
  const send = () => {
    if (sending.isPending) return;
    const draft = { patient: id, key, text, topic: topic === '' ? undefined : topic, subject };
    const now = Date.now();
    const issues = messageIssues(staffMessage(draft, now) as never, { isCitizen: false, now });
    setWrongs(issues.map((issue) => String(issue.key)));
    if (issues.length > 0) return;
    sending.mutate(
      { does: 'answer', draft },
      {
        onSuccess: () => {
          setTopic('');
          setSubject('');
          setText('');
          setKey(crypto.randomUUID());
          tellDone(t('dialogue.sent.new'));
        },
      },
    );
  };
  return (
    <Card title={t('dialogue.new')}>
      <form
        className="ej-form ej-card-body"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Select
          size="small"
          label={t('dialogue.topic')}
          value={topic}
          error={wordsOf('dialogue-topic')}
          onChange={(event) => setTopic(event.target.value as Topic)}
        >
          <option value="">{t('dialogue.topic.choose')}</option>
          {topics.map((one) => (
            <option key={one} value={one}>
              {t(`talk.topic.${one}`)}
            </option>
          ))}
        </Select>
        <TextField
          size="small"
          label={t('dialogue.subject')}
          value={subject}
          maxLength={120}
          error={wordsOf('dialogue-subject')}
          onChange={(event) => setSubject(event.target.value)}
        />
        <Textarea
          size="small"
          minRows={3}
          label={t('dialogue.text')}
          value={text}
          error={wordsOf('dialogue-text')}
          onChange={(event) => setText(event.target.value)}
        />
        {sending.error && <FailureNotice error={sending.error} />}
        <div className="ej-acts">
          <Button type="submit" size="small" className="ej-xs" loading={sending.isPending}>
            {t('dialogue.send.new')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
