import './form.css';
import { useTranslation } from 'react-i18next';
import type { Answer, QuestionnaireResponse, ResponseItem } from '../fhir/types.ts';
import { Part } from '../ui/part.tsx';
import { AnswerText } from './answer-text.tsx';
import { DraftForm } from './draft-form.tsx';
import { QuestionnaireForm } from './questionnaire-form.tsx';
import { useQuestionnaire } from './use-questionnaires.ts';

/** A filled-in form to be read: by its questionnaire where this server has it, else by what the response says itself. */
export function ResponseView({ response }: { response: QuestionnaireResponse }) {
  const { t } = useTranslation();
  const questionnaire = useQuestionnaire(response.questionnaire);
  if (response.questionnaire === undefined || questionnaire.data === null) return <PlainResponse response={response} />;
  return (
    <Part of={questionnaire} what={t('form.what')} rows={4}>
      {(found) =>
        found && (
          <>
            <DraftForm form={found} />
            <QuestionnaireForm questionnaire={found} response={response} readOnly />
          </>
        )
      }
    </Part>
  );
}

function PlainResponse({ response }: { response: QuestionnaireResponse }) {
  const { t } = useTranslation();
  const { item = [] } = response;
  if (item.length === 0) return <p className="ej-meta">{t('form.empty')}</p>;
  return (
    <div className="ej-answer-form" data-readonly>
      <PlainItems items={item} />
    </div>
  );
}

function PlainItems({ items }: { items: readonly ResponseItem[] }) {
  return items.map((item, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: repeated groups have nothing else to tell them apart by
    <div key={at} className="ej-form-field">
      {item.answer ? (
        <dl className="ej-form-shown">
          <dt>{item.text ?? item.linkId}</dt>
          <dd>
            {item.answer.map((answer, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: answers have nothing else to tell them apart by
              <span key={index}>
                <AnswerText answer={answer as Parameters<typeof AnswerText>[0]['answer']} />
              </span>
            ))}
          </dd>
        </dl>
      ) : (
        item.text && <p className="ej-form-title">{item.text}</p>
      )}
      <Under items={[...(item.item ?? []), ...(item.answer ?? []).flatMap((answer: Answer) => answer.item ?? [])]} />
    </div>
  ));
}

const Under = ({ items }: { items: readonly ResponseItem[] }) =>
  items.length === 0 ? null : (
    <div className="ej-form-under">
      <PlainItems items={items} />
    </div>
  );
