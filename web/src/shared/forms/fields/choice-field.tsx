import { type Answer, type FormOption, isSameAnswer } from '@enjournal/server/care/forms';
import { Checkbox, CheckboxGroup, Radio, RadioGroup } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../i18n/use-language.ts';
import { useFormTools } from '../form-context.ts';
import { Required } from '../form-field.tsx';
import type { FieldProps } from '../types.ts';
import { useValueSet } from '../use-value-set.ts';
import { ClearAnswer } from './clear-answer.tsx';
import { CodeSearch } from './code-search.tsx';

/** More than this to choose from are a list to open. */
const mostInSight = 7;
const listed = /^(?:radio-button|check-box|drop-down)$/;

/** A choice: all in sight where they are few, a list where they are more, a search where they are a code system. */
export function ChoiceField(props: FieldProps) {
  const { item } = props.node;
  const isSearch =
    item.control === 'autocomplete' ||
    item.control === 'lookup' ||
    (item.valueSet !== undefined && !listed.test(item.control ?? ''));
  if (isSearch) return <CodeSearch {...props} />;
  return item.valueSet === undefined ? <Options {...props} options={item.options} /> : <OptionsOfSet {...props} />;
}

function OptionsOfSet(props: FieldProps) {
  const { data } = useValueSet(props.node.item.valueSet ?? '');
  return <Options {...props} options={data ?? []} />;
}

function Options(props: FieldProps & { options: readonly FormOption[] }) {
  const { options, node } = props;
  const { control, repeats } = node.item;
  if (repeats) return <CheckBoxes {...props} />;
  if (control === 'drop-down' || (control !== 'radio-button' && options.length > mostInSight))
    return <DropDown {...props} />;
  return <Radios {...props} />;
}

function useOther({ node, options }: FieldProps & { options: readonly FormOption[] }) {
  const isChosen = (option: FormOption) => node.answers.some((answer) => isSameAnswer(option.value, answer));
  const other = node.answers.find(
    (answer) => answer.valueString !== undefined && !options.some(({ value }) => isSameAnswer(value, answer)),
  );
  return { isChosen, other };
}

const answerOf = ({ value }: FormOption): Answer => ({ ...value });

/** Words so short that they can stand beside each other. */
const mostBeside = 24;
const isHorizontal = (isAsked: boolean, options: readonly FormOption[], language: 'nb' | 'nn' | 'en'): boolean =>
  isAsked || options.every(({ label }) => label[language].length <= mostBeside);

const other = 'other';

function Radios(props: FieldProps & { options: readonly FormOption[] }) {
  const { node, id, label, options, describedBy, invalid, isLabelHidden } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const { answer: put } = useFormTools();
  const { isChosen, other: text } = useOther(props);
  const at = options.findIndex(isChosen);
  return (
    <div
      id={id}
      className="ej-form-choices"
      data-horizontal={isHorizontal(node.item.horizontal, options, language) || undefined}
    >
      <RadioGroup
        legend={
          <>
            {label}
            {node.item.required && <Required />}
          </>
        }
        size="small"
        hideLegend={isLabelHidden}
        aria-describedby={describedBy}
        error={invalid || undefined}
        value={text ? other : at < 0 ? '' : String(at)}
        onChange={(chosen: string) =>
          put(node, chosen === other ? [{ valueString: ' ' }] : [answerOf(options[Number(chosen)]!)])
        }
      >
        {options.map((option, index) => (
          <Radio key={option.label.nb + String(index)} value={String(index)}>
            {option.label[language]}
            {option.weight !== undefined && <span className="ej-meta ej-num"> {option.weight}</span>}
          </Radio>
        ))}
        {node.item.type === 'open-choice' && <Radio value={other}>{t('form.other')}</Radio>}
      </RadioGroup>
      {text && <OtherText {...props} answer={text} />}
      <ClearAnswer node={node} label={label} id={id} />
    </div>
  );
}

/** Text instead of an option; it is a space until something is written. */
function OtherText({ node, label, answer }: FieldProps & { answer: Answer }) {
  const { t } = useTranslation();
  const { answer: put } = useFormTools();
  return (
    <input
      className="aksel-text-field__input ej-form-input"
      aria-label={`${label}: ${t('form.other')}`}
      autoComplete="off"
      value={answer.valueString?.trimStart() ?? ''}
      onChange={({ target }) =>
        put(
          node,
          node.answers.map((one) => (one === answer ? { valueString: target.value || ' ' } : one)),
        )
      }
    />
  );
}

function DropDown(props: FieldProps & { options: readonly FormOption[] }) {
  const { node, id, label, options, describedBy, invalid, isLabelHidden } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const { answer: put } = useFormTools();
  const { isChosen, other: text } = useOther(props);
  const at = options.findIndex(isChosen);
  return (
    <>
      <label htmlFor={id} className={isLabelHidden ? 'ej-sr' : 'ej-form-label'}>
        {label}
        {node.item.required && <Required />}
      </label>
      <select
        id={id}
        className="aksel-select__input ej-form-input"
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        value={text ? other : at < 0 ? '' : String(at)}
        onChange={({ target: { value } }) => {
          if (value === '') put(node, []);
          else if (value === other) put(node, [{ valueString: ' ' }]);
          else put(node, [answerOf(options[Number(value)]!)]);
        }}
      >
        <option value="">{t('form.choose')}</option>
        {options.map((option, index) => (
          <option key={option.label.nb + String(index)} value={String(index)}>
            {option.label[language]}
          </option>
        ))}
        {node.item.type === 'open-choice' && <option value={other}>{t('form.other')}</option>}
      </select>
      {text && <OtherText {...props} answer={text} />}
    </>
  );
}

function CheckBoxes(props: FieldProps & { options: readonly FormOption[] }) {
  const { node, id, label, options, describedBy, invalid, isLabelHidden } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const { answer: put } = useFormTools();
  const { isChosen, other: text } = useOther(props);
  const value = [
    ...options.flatMap((option, index) => (isChosen(option) ? [String(index)] : [])),
    ...(text ? [other] : []),
  ];
  const change = (chosen: string[]) => {
    const added = chosen.find((one) => !value.includes(one));
    const isAlone = added !== undefined && added !== other && options[Number(added)]?.exclusive;
    const kept = isAlone
      ? [added]
      : chosen.filter((one) => one === added || one === other || !options[Number(one)]?.exclusive);
    put(
      node,
      kept.map((one) => (one === other ? (text ?? { valueString: ' ' }) : answerOf(options[Number(one)]!))),
    );
  };
  return (
    <div
      id={id}
      className="ej-form-choices"
      data-horizontal={isHorizontal(node.item.horizontal, options, language) || undefined}
    >
      <CheckboxGroup
        legend={
          <>
            {label}
            {node.item.required && <Required />}
          </>
        }
        size="small"
        hideLegend={isLabelHidden}
        aria-describedby={describedBy}
        error={invalid || undefined}
        value={value}
        onChange={change}
      >
        {options.map((option, index) => (
          <Checkbox key={option.label.nb + String(index)} value={String(index)}>
            {option.label[language]}
          </Checkbox>
        ))}
        {node.item.type === 'open-choice' && <Checkbox value={other}>{t('form.other')}</Checkbox>}
      </CheckboxGroup>
      {text && <OtherText {...props} answer={text} />}
    </div>
  );
}
