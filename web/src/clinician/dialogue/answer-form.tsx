import { dialogueWords, messageIssues } from '@enjournal/server/care/dialogue';
import { Button, Textarea, TextField } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { staffMessage, type Thread } from '../../shared/dialogue/message.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { type StaffTask, useAnswering } from './use-dialogue-work.ts';

type Props = { patient: string; thread: Thread; task?: StaffTask; onDone?: () => void };

/** An answer to the citizen, or a word of how it was settled otherwise. What is typed stays until it is sent. */
export function AnswerForm({ patient, thread, task, onDone }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [text, setText] = useKept(`dialogue answer ${thread.id}`, '');
  const [key, setKey] = useKept(`dialogue key ${thread.id}`, () => crypto.randomUUID());
  const [how, setHow] = useKept<string | undefined>(`dialogue settle ${thread.id}`, undefined);
  const [wrong, setWrong] = useState('');
  const answering = useAnswering(patient);
  const send = () => {
    if (answering.isPending) return;
    const draft = { patient, key, text, thread };
    const now = Date.now();
    const [issue] = messageIssues(staffMessage(draft, now) as never, { isCitizen: false, now });
    setWrong(issue === undefined ? '' : (dialogueWords[String(issue.key)]?.[language] ?? ''));
    if (issue !== undefined) return;
    answering.mutate(
      { does: 'answer', draft, ...(task === undefined ? {} : { task }) },
      {
        onSuccess: () => {
          setText('');
          setKey(crypto.randomUUID());
          tellDone(t('dialogue.sent'));
          onDone?.();
        },
      },
    );
  };
  return (
    <form
      className="ej-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Textarea
        size="small"
        minRows={3}
        label={t('dialogue.answer')}
        description={t('dialogue.answer.help')}
        value={text}
        error={wrong}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
        }}
      />
      {answering.error && <FailureNotice error={answering.error} />}
      <div className="ej-acts">
        <Button type="submit" size="small" className="ej-xs" loading={answering.isPending}>
          {t('dialogue.send')}
        </Button>
        {task && how === undefined && (
          <Button type="button" size="small" className="ej-xs" variant="tertiary" onClick={() => setHow('')}>
            {t('dialogue.settle')}
          </Button>
        )}
      </div>
      {task && how !== undefined && (
        <div className="ej-form">
          <TextField
            size="small"
            label={t('dialogue.settle.how')}
            value={how}
            maxLength={500}
            onChange={(event) => setHow(event.target.value)}
          />
          <div className="ej-acts">
            <Button
              type="button"
              size="small"
              className="ej-xs"
              variant="secondary"
              onClick={() =>
                how.trim() === ''
                  ? setWrong(dialogueWords['dialogue-unanswered']![language])
                  : answering.mutate({ does: 'settle', task, how: how.trim() }, { onSuccess: () => onDone?.() })
              }
            >
              {t('dialogue.settle.do')}
            </Button>
            <Button type="button" size="small" className="ej-xs" variant="tertiary" onClick={() => setHow(undefined)}>
              {t('dialogue.cancel')}
            </Button>
          </div>
        </div>
      )}
    </form>
  );
}
