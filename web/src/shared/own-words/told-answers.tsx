import './own-words.css';
import { translated } from '../fhir/translated.ts';
import type {
  Extension,
  Questionnaire,
  QuestionnaireItem,
  QuestionnaireResponse,
  ResponseItem,
} from '../fhir/types.ts';
import { AnswerText } from '../forms/answer-text.tsx';
import { useLanguage } from '../i18n/use-language.ts';

type Item = QuestionnaireItem & { _text?: { extension?: Extension[] } };

/** What somebody has answered, and none of what they passed over: each question with its answer, under the heading it stands under. */
export function ToldAnswers({ form, response }: { form: Questionnaire; response: QuestionnaireResponse }) {
  return (
    <div className="ej-told">
      <Told items={(form.item ?? []) as Item[]} given={response.item ?? []} />
    </div>
  );
}

function Told({ items, given }: { items: readonly Item[]; given: readonly ResponseItem[] }) {
  const language = useLanguage();
  return items.map((item) => {
    const found = given.find(({ linkId }) => linkId === item.linkId);
    if (found === undefined || !JSON.stringify(found).includes('"answer"')) return null;
    const text = translated(item.text, item._text, language);
    if (item.type === 'group')
      return (
        <section key={item.linkId} aria-label={text}>
          <p className="ej-told-group">{text}</p>
          <Told items={(item.item ?? []) as Item[]} given={found.item ?? []} />
        </section>
      );
    return (
      <dl key={item.linkId}>
        <dt>{text}</dt>
        <dd>
          {(found.answer ?? []).map((answer, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: answers have nothing else to tell them apart by
            <span key={at}>
              <AnswerText answer={answer as Parameters<typeof AnswerText>[0]['answer']} />
            </span>
          ))}
        </dd>
      </dl>
    );
  });
}
