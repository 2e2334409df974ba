import { Button, Select, TextField } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { FailureNotice } from '../access/failure-notice.tsx';
import { nameOf } from './decided.ts';
import { answerCodes, codeIn, type Question, questionCodes, textOf, type useQuestions } from './use-questions.ts';
import type { useReceivers } from './use-receivers.ts';
import type { Row } from './use-sources.ts';

type Props = {
  id: string;
  row: Row;
  isAsking: boolean;
  questions: ReturnType<typeof useQuestions>;
  receivers: ReturnType<typeof useReceivers>;
};

/** What is asked about a medicine, of whom, and what they answered. */
export function QuestionsOf({ row, isAsking, questions, receivers }: Props) {
  const all = questions.of(row);
  const isOpen = all.some(({ status }) => status !== 'completed' && status !== 'rejected' && status !== 'cancelled');
  return (
    <div className="ej-questions">
      {all.map((question) => (
        <OneQuestion key={question.id} question={question} questions={questions} />
      ))}
      {isAsking && !isOpen && <Ask row={row} questions={questions} receivers={receivers} />}
      {questions.failure && <FailureNotice error={questions.failure} />}
    </div>
  );
}

function OneQuestion({ question, questions }: { question: Question; questions: Props['questions'] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [text, setText] = useKept(`answer ${question.id}`, '');
  const [code, setCode] = useState<string>('7');
  const isAnswered = question.status === 'completed';
  return (
    <div>
      <p>
        <span className="ej-meta">
          {t('reconcile.asked', {
            who: question.requester?.display ?? '',
            whom: question.owner?.display ?? '',
            when: shortDateTime(question.authoredOn, language),
          })}
        </span>{' '}
        <q>{textOf(question.input)}</q>
      </p>
      {isAnswered && (
        <p>
          <b>{t('reconcile.answered')}</b> {answerText(codeIn(question.output))} <q>{textOf(question.output)}</q>
        </p>
      )}
      {!isAnswered && question.status === 'rejected' && <p className="ej-meta">{t('reconcile.rejected')}</p>}
      {!isAnswered && question.status !== 'rejected' && !questions.isMine(question) && (
        <p className="ej-meta">{t('reconcile.waiting')}</p>
      )}
      {!isAnswered && questions.isMine(question) && (
        <form
          className="ej-acts"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== '') void questions.answer(question, code, text.trim()).catch(() => undefined);
          }}
        >
          <Select
            label={t('reconcile.answerKind')}
            size="small"
            value={code}
            onChange={(event) => setCode(event.target.value)}
          >
            {answerCodes.map((one) => (
              <option key={one} value={one}>
                {t(`reconcile.answer.${one}`)}
              </option>
            ))}
          </Select>
          <TextField
            label={t('reconcile.answer')}
            size="small"
            maxLength={500}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Button type="submit" size="small" loading={questions.isPending} disabled={text.trim() === ''}>
            {t('reconcile.sendAnswer')}
          </Button>
        </form>
      )}
    </div>
  );

  function answerText(of: string | undefined): string {
    const known = answerCodes.find((one) => one === of);
    return known === undefined || known === '7' ? '' : `${t(`reconcile.answer.${known}`)}.`;
  }
}

function Ask({ row, questions, receivers }: Omit<Props, 'id' | 'isAsking'>) {
  const { t } = useTranslation();
  const whom = [...(receivers.gp ? [receivers.gp] : []), ...receivers.units];
  const [to, setTo] = useKept(`ask whom ${row.key}`, '');
  const [code, setCode] = useKept(`ask kind ${row.key}`, '4');
  const [text, setText] = useKept(`ask ${row.key}`, '');
  const owner = whom.find(({ reference }) => reference === to) ?? whom[0];
  if (owner === undefined) return <p className="ej-meta">{t('reconcile.nobody')}</p>;
  return (
    <form
      className="ej-acts"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === '') return;
        void questions.ask(row, owner, code, text.trim()).then(
          () => setText(''),
          () => undefined,
        );
      }}
    >
      <Select
        label={t('reconcile.askWhom')}
        size="small"
        value={owner.reference}
        onChange={(event) => setTo(event.target.value)}
      >
        {whom.map(({ reference, display }) => (
          <option key={reference} value={reference}>
            {display}
          </option>
        ))}
      </Select>
      <Select
        label={t('reconcile.askKind')}
        size="small"
        value={code}
        onChange={(event) => setCode(event.target.value)}
      >
        {questionCodes.map((one) => (
          <option key={one} value={one}>
            {t(`reconcile.question.${one}`)}
          </option>
        ))}
      </Select>
      <TextField
        label={
          <>
            {t('reconcile.question')}
            <span className="ej-sr"> {nameOf(row)}</span>
          </>
        }
        size="small"
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" size="small" loading={questions.isPending} disabled={text.trim() === ''}>
        {t('reconcile.sendQuestion')}
      </Button>
    </form>
  );
}
