import { type FormNode, isSameAnswer } from '@enjournal/server/care/forms';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language.ts';
import { AnswerText } from './answer-text.tsx';
import { useFormTools } from './form-context.ts';

/** What is calculated as one answers: a total, and how it is read. A total that lacks a part is no total. */
export function Score({ node }: { node: FormNode }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { idOf } = useFormTools();
  const { item, answers, key } = node;
  const [answer] = answers;
  const option = item.options.find(({ value }) => isSameAnswer(value, answer));
  return (
    <div
      className="ej-form-score"
      data-level={option?.level}
      role="status"
      id={idOf(key)}
      aria-label={item.text[language]}
    >
      <span className="ej-form-label">{item.text[language]}</span>
      {answer ? (
        <strong className={item.type === 'choice' || item.type === 'string' ? undefined : 'ej-form-total ej-num'}>
          <AnswerText answer={answer} option={option?.label[language]} unit={item.units[0]} />
        </strong>
      ) : (
        <span className="ej-meta">– {t('form.scoreMissing')}</span>
      )}
    </div>
  );
}
