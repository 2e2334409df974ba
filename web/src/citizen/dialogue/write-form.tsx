import { dialogueWords, messageIssues, type Topic } from '@enjournal/server/care/dialogue';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { base64, type Draft, resourcesOf, type Service, type Thread } from '../../shared/dialogue/message.ts';
import { toldWrong, type Wrong, WrongHere, Wrongs } from '../../shared/forms/wrongs.tsx';
import { ruleText } from '../../shared/i18n/rule-text.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { announce } from '../../shared/ui/announcer.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Failed } from './failed.tsx';
import { FilesField, filesFaults } from './files-field.tsx';
import { longDay } from './long-day.ts';
import { useSend, useServices } from './use-dialogue.ts';

type Props = { patient: string; onSent: (id: string) => void; onCancel: () => void };

/** A new message: to whom, about what, and the words. What is typed stays until it is sent. */
export function WriteForm(props: Props) {
  const { t } = useTranslation();
  const services = useServices(props.patient);
  return (
    <section className="ej-c-card" aria-labelledby="write">
      <h2 id="write">{t('talk.new')}</h2>
      <Part of={services} what={t('talk.to.what')} rows={5}>
        {({ own, others }) => <NewMessage {...props} own={own} others={others} />}
      </Part>
    </section>
  );
}

function NewMessage({
  patient,
  onSent,
  onCancel,
  own,
  others,
}: Props & { own: readonly Service[]; others: readonly Service[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const id = useId();
  const [to, setTo] = useKept('talk to', own.length === 1 ? (own[0]?.unit.reference ?? '') : '');
  const [topic, setTopic] = useKept<Topic | ''>('talk topic', '');
  const [subject, setSubject] = useKept('talk subject', '');
  const [text, setText] = useKept('talk text', '');
  const service = [...own, ...others].find(({ unit }) => unit.reference === to);
  const writing = useWriting(patient, 'new', {
    'dialogue-recipient': `${id}-to`,
    'dialogue-topic': service === undefined ? `${id}-to` : `${id}-topic`,
    'dialogue-subject': `${id}-subject`,
    'dialogue-text': `${id}-text`,
    'dialogue-long': `${id}-text`,
  });
  const { wrongs } = writing;
  const topics = service?.topics ?? [];
  const chosen = topics.find((one) => one === topic);
  const option = ({ unit }: Service) => (
    <option key={unit.reference} value={unit.reference}>
      {unit.display}
    </option>
  );
  return (
    <form
      className="ej-c-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void writing
          .send((given) => ({ ...given, to: service?.unit ?? {}, topic: chosen, subject, text }))
          .then((made) => {
            if (made === undefined) return;
            for (const clear of [setTo, setSubject, setText]) clear('');
            setTopic('');
            announce(t('talk.sent'));
            onSent(made);
          });
      }}
    >
      <div className="ej-c-field">
        <label htmlFor={`${id}-to`}>{t('talk.to')}</label>
        <WrongHere of={wrongs} field={`${id}-to`} />
        <select
          id={`${id}-to`}
          value={to}
          onChange={(event) => setTo(event.target.value)}
          {...toldWrong(wrongs, `${id}-to`)}
        >
          <option value="">{t('talk.to.choose')}</option>
          {own.length > 0 && <optgroup label={t('talk.to.yours')}>{own.map(option)}</optgroup>}
          <optgroup label={t('talk.to.others')}>{others.map(option)}</optgroup>
        </select>
      </div>
      {service && (
        <div className="ej-c-field">
          <label htmlFor={`${id}-topic`}>{t('talk.topic')}</label>
          <p className="ej-meta" id={`${id}-why`}>
            {t('talk.topic.why')}
          </p>
          <WrongHere of={wrongs} field={`${id}-topic`} />
          <select
            id={`${id}-topic`}
            {...toldWrong(wrongs, `${id}-topic`, `${id}-why`)}
            value={chosen ?? ''}
            onChange={(event) => setTopic(event.target.value as Topic)}
          >
            <option value="">{t('talk.topic.choose')}</option>
            {topics.map((one) => (
              <option key={one} value={one}>
                {t(`talk.topic.${one}`)}
              </option>
            ))}
          </select>
        </div>
      )}
      <div className="ej-c-field">
        <label htmlFor={`${id}-subject`}>{t('talk.subject')}</label>
        <p className="ej-meta" id={`${id}-subject-help`}>
          {t('talk.subject.help')}
        </p>
        <WrongHere of={wrongs} field={`${id}-subject`} />
        <input
          id={`${id}-subject`}
          {...toldWrong(wrongs, `${id}-subject`, `${id}-subject-help`)}
          maxLength={120}
          value={subject}
          onChange={(event) => setSubject(event.target.value)}
        />
      </div>
      <TextField id={`${id}-text`} label={t('talk.text')} value={text} wrongs={wrongs} onChange={setText} />
      <FilesField files={writing.files} onChange={writing.setFiles} />
      <p className="ej-c-said">
        {service && <b>{t('talk.answerBy', { date: longDay(service.answerBy, language) })} </b>}
        {t('talk.urgent')}
      </p>
      <Sending writing={writing} onCancel={onCancel} />
    </form>
  );
}

/** An answer in a thread. */
export function AnswerForm({ patient, thread, onSent }: { patient: string; thread: Thread; onSent: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useKept(`talk answer ${thread.id}`, '');
  const writing = useWriting(patient, thread.id, { 'dialogue-text': id, 'dialogue-long': id });
  return (
    <form
      className="ej-c-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void writing
          .send((given) => ({ ...given, thread, text }))
          .then((made) => {
            if (made === undefined) return;
            setText('');
            onSent();
          });
      }}
    >
      <TextField id={id} label={t('talk.text.answer')} value={text} wrongs={writing.wrongs} onChange={setText} />
      <FilesField files={writing.files} onChange={writing.setFiles} />
      <Sending writing={writing} />
    </form>
  );
}

type TextProps = {
  id: string;
  label: string;
  value: string;
  wrongs: readonly Wrong[];
  onChange: (text: string) => void;
};

function TextField(props: TextProps) {
  return (
    <div className="ej-c-field">
      <label htmlFor={props.id}>{props.label}</label>
      <WrongHere of={props.wrongs} field={props.id} />
      <textarea
        id={props.id}
        {...toldWrong(props.wrongs, props.id)}
        rows={6}
        maxLength={10_000}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </div>
  );
}

function Sending({ writing, onCancel }: { writing: ReturnType<typeof useWriting>; onCancel?: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Wrongs of={writing.wrongs} />
      <Failed error={writing.error} />
      <div className="ej-c-acts">
        <button type="submit" className="ej-c-button" data-kind="primary" aria-disabled={writing.isSending}>
          {t(writing.isSending ? 'talk.sending' : 'talk.send')}
        </button>
        {onCancel && (
          <button type="button" className="ej-c-button" onClick={onCancel}>
            {t('talk.cancel')}
          </button>
        )}
      </div>
    </>
  );
}

type Given = Pick<Draft, 'patient' | 'key' | 'files'>;

/**
 * Checks by the server's own rules, and sends once: the key is the same until it has arrived.
 * @param fieldOf ids of the fields by the rules that are about them, as they come on the page
 */
function useWriting(patient: string, name: string, fieldOf: Readonly<Record<string, string>>) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [key, setKey] = useKept(`talk key ${name}`, () => crypto.randomUUID());
  const [files, setFiles] = useState<readonly File[]>([]);
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const sending = useSend(patient);
  const send = async (draftOf: (given: Given) => Draft): Promise<string | undefined> => {
    if (sending.isPending) return undefined;
    sending.reset();
    let read: { file: File; data: string }[];
    try {
      const isLarge = filesFaults(files).length > 0;
      read = isLarge ? [] : await Promise.all(files.map(async (file) => ({ file, data: await base64(file) })));
    } catch {
      setWrongs([{ text: t('talk.read.failed') }]);
      return undefined;
    }
    const draft = draftOf({ patient, key, files: read });
    const [message] = resourcesOf(draft, Date.now()).resources;
    const issues = messageIssues(message as never, { isCitizen: true, now: Date.now() });
    const inOrder = Object.keys(fieldOf);
    const placeOf = (one: string) => (one in fieldOf ? inOrder.indexOf(one) : inOrder.length);
    const keys = [...new Set([...issues.map((issue) => String(issue.key)), ...filesFaults(files)])].toSorted(
      (a, b) => placeOf(a) - placeOf(b),
    );
    setWrongs(keys.map((one) => ({ text: ruleText(dialogueWords, one, language), field: fieldOf[one] })));
    if (keys.length > 0) return undefined;
    try {
      const made = await sending.mutateAsync(draft);
      setKey(crypto.randomUUID());
      setFiles([]);
      return made;
    } catch {
      return undefined;
    }
  };
  return { send, files, setFiles, wrongs, error: sending.error, isSending: sending.isPending };
}
