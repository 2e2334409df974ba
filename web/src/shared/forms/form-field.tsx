import { type Answer, type FormNode, isSameAnswer } from '@enjournal/server/care/forms';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../format/date.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { AnswerText } from './answer-text.tsx';
import { AttachmentField } from './fields/attachment-field.tsx';
import { BooleanField } from './fields/boolean-field.tsx';
import { ChoiceField } from './fields/choice-field.tsx';
import { DateField } from './fields/date-field.tsx';
import { MeasurementLine } from './fields/measurement-line.tsx';
import { NumberField } from './fields/number-field.tsx';
import { ReferenceField } from './fields/reference-field.tsx';
import { SliderField } from './fields/slider-field.tsx';
import { TextField } from './fields/text-field.tsx';
import { TimeField } from './fields/time-field.tsx';
import { useFormTools } from './form-context.ts';
import { FormNodes } from './form-nodes.tsx';
import { ManyFields } from './many-fields.tsx';
import { FieldMessages, useFieldErrors } from './messages.tsx';
import { Prefilled } from './prefilled.tsx';
import { Score } from './score.tsx';
import { SupportLinks } from './support-links.tsx';
import type { FieldProps } from './types.ts';

const short = new Set(['integer', 'decimal', 'quantity', 'date', 'time', 'dateTime']);
/** Fields whose label is a legend of several inputs, which they lay out themselves. */
const manifold = new Set(['boolean', 'choice', 'open-choice', 'attachment', 'dateTime']);

const written = new Set(['integer', 'decimal', 'quantity', 'date', 'dateTime', 'time', 'string', 'text', 'url']);

/** One question: label, input, where a value comes from, the value before, and what is wrong. */
export function FormField({ node, level }: { node: FormNode; level: number }) {
  const { idOf, readOnly, conflicts } = useFormTools();
  const { item, key, answers, groups } = node;
  const id = idOf(key);
  const isShown = readOnly || (item.readOnly && !item.calculated);
  const isScore = item.readOnly && item.calculated !== undefined;
  if (isShown && answers.length === 0) return null;
  const path = [...node.path.map((step) => step.item.linkId), item.linkId].join('/');
  const isShort = short.has(item.type) && !item.repeats && item.control !== 'slider' && (isShown || !isScore);
  return (
    <div
      className={isShort ? 'ej-form-field' : 'ej-form-field ej-form-wide'}
      data-type={item.type}
      data-link-id={item.linkId}
    >
      {isShown ? (
        <Shown node={node} />
      ) : item.readOnly && item.calculated ? (
        <Score node={node} />
      ) : (
        <Input node={node} />
      )}
      {!isShown && (
        <>
          <Previous node={node} id={`${id}-previous`} />
          <Prefilled node={node} />
          <SupportLinks item={item} />
          <FieldMessages node={node} id={id} />
        </>
      )}
      {conflicts.get(path)}
      {groups.map((group, index) =>
        group.length === 0 ? null : (
          // biome-ignore lint/suspicious/noArrayIndexKey: answers have nothing else to tell them apart by
          <div key={index} className="ej-form-under">
            <FormNodes nodes={group} level={level + 1} />
          </div>
        ),
      )}
    </div>
  );
}

/** The input of a question by its type and control. */
export function Input({ node, isLabelled = true }: { node: FormNode; isLabelled?: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { idOf, previous } = useFormTools();
  const errors = useFieldErrors(node);
  const { item, key } = node;
  const id = idOf(key);
  const words = `${item.prefix ? `${item.prefix} ` : ''}${item.text[language]}`;
  const described = [errors.length > 0 && `${id}-error`, previous(node) && `${id}-previous`].filter(Boolean).join(' ');
  const props: FieldProps = {
    node,
    id,
    label: words || t('form.none'),
    describedBy: described || undefined,
    invalid: errors.length > 0,
    isLabelHidden: !isLabelled,
  };
  const isMany = item.repeats && written.has(item.type);
  const field = isMany ? <ManyFields {...props} render={inputOf} /> : inputOf(props);
  if (manifold.has(item.type) && !isMany) return field;
  return (
    <>
      <label htmlFor={id} className={isLabelled ? 'ej-form-label' : 'ej-sr'}>
        {words}
        {item.required && <Required />}
      </label>
      {field}
    </>
  );
}

/** Marked by a word and not by a sign: most fields are optional. */
export function Required() {
  const { t } = useTranslation();
  return <span className="ej-meta"> {t('form.required')}</span>;
}

function inputOf(props: FieldProps) {
  const { item } = props.node;
  if (item.control === 'slider' && (item.type === 'integer' || item.type === 'decimal'))
    return <SliderField {...props} />;
  switch (item.type) {
    case 'boolean':
      return <BooleanField {...props} />;
    case 'integer':
    case 'decimal':
    case 'quantity':
      return <NumberField {...props} />;
    case 'choice':
    case 'open-choice':
      return <ChoiceField {...props} />;
    case 'date':
      return <DateField {...props} />;
    case 'dateTime':
      return <DateField {...props} withTime />;
    case 'time':
      return <TimeField {...props} />;
    case 'attachment':
      return <AttachmentField {...props} />;
    case 'reference':
      return <ReferenceField {...props} />;
    default:
      return item.measurementLine ? <MeasurementLine {...props} /> : <TextField {...props} />;
  }
}

/** An answer that is only read. */
function Shown({ node }: { node: FormNode }) {
  const language = useLanguage();
  const optionOf = (answer: Answer) => node.item.options.find(({ value }) => isSameAnswer(value, answer));
  return (
    <dl className="ej-form-shown">
      <dt>{node.item.text[language]}</dt>
      <dd>
        {node.answers.map((answer, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: answers have nothing else to tell them apart by
          <span key={at}>
            <AnswerText answer={answer} option={optionOf(answer)?.label[language]} unit={node.item.units[0]} />
          </span>
        ))}
        <Prefilled node={node} />
      </dd>
    </dl>
  );
}

/** The value before, below the field: is this one likely? */
function Previous({ node, id }: { node: FormNode; id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { previous } = useFormTools();
  const last = previous(node);
  if (!last || isTheSame(node, last.value)) return null;
  return (
    <p id={id} className="ej-meta ej-num ej-form-previous">
      {t('form.previous', { value: last.text, when: shortDate(last.at, language) })}
    </p>
  );
}

const isTheSame = ({ answers: [answer] }: FormNode, value: number | undefined): boolean =>
  answer?.extension !== undefined &&
  value !== undefined &&
  [{ valueInteger: value }, { valueDecimal: value }].some((one) => isSameAnswer(one, answer));
