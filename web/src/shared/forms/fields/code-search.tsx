import { type Answer, isSameAnswer } from '@enjournal/server/care/forms';
import { XMarkIcon } from '@navikt/aksel-icons';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Coding, Condition } from '../../fhir/types.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useRecordSearch } from '../../record/record-queries.ts';
import { useFormTools } from '../form-context.ts';
import { Required } from '../form-field.tsx';
import type { FieldProps } from '../types.ts';
import { useCodeSearch } from '../use-value-set.ts';

type Choice = { key: string; answer: Answer; label: string; code: string; isOwn: boolean };

/**
 * A code found by the words people use for it. For a diagnosis the person's own problems come first, also before anything is typed.
 * Arrows and Enter choose, Esc closes, Backspace in an empty field takes the last one away.
 */
export function CodeSearch({ node, id, label, describedBy, invalid, isLabelHidden }: FieldProps) {
  const { t } = useTranslation();
  const { answer: put, autoFocus } = useFormTools();
  const { item, answers } = node;
  const [words, setWords] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const { choices, search } = useChoices(node, useDeferredValue(words.trim()));
  const isFull = !item.repeats && answers.length > 0;
  const current = Math.min(active, choices.length - 1);

  const choose = ({ answer }: Choice) => {
    put(node, item.repeats ? [...answers.filter((one) => !isSameAnswer(one, answer)), answer] : [answer]);
    setWords('');
    setOpen(false);
    setActive(0);
  };
  const remove = (answer: Answer) => {
    put(
      node,
      answers.filter((one) => one !== answer),
    );
    requestAnimationFrame(() => document.getElementById(id)?.focus());
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      if (isOpen) setActive(Math.max(0, Math.min(choices.length - 1, current + (event.key === 'ArrowDown' ? 1 : -1))));
    } else if (event.key === 'Enter' && !event.ctrlKey && isOpen && choices[current]) {
      event.preventDefault();
      choose(choices[current]);
    } else if (event.key === 'Escape' && isOpen) {
      event.stopPropagation();
      setOpen(false);
    } else if (event.key === 'Backspace' && words === '' && answers.length > 0) {
      remove(answers.at(-1)!);
    }
  };
  const isShown = isOpen && (choices.length > 0 || words.trim() !== '');
  return (
    <div className="ej-form-code">
      <label htmlFor={id} className={isLabelHidden ? 'ej-sr' : 'ej-form-label'}>
        {label}
        {item.required && <Required />}
      </label>
      <Chosen node={node} onRemove={remove} id={id} isFull={isFull} />
      {!isFull && (
        <div className="ej-form-search">
          <input
            id={id}
            className="aksel-text-field__input ej-form-input"
            role="combobox"
            aria-expanded={isShown}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={isShown && choices[current] ? `${id}-${current}` : undefined}
            aria-describedby={describedBy}
            aria-invalid={invalid || undefined}
            autoComplete="off"
            placeholder={t('form.search')}
            value={words}
            onChange={({ target }) => {
              setWords(target.value);
              setOpen(true);
              setActive(0);
            }}
            onFocus={() => choices.length > 0 && setOpen(true)}
            onBlur={() => setOpen(false)}
            onKeyDown={onKeyDown}
            // biome-ignore lint/a11y/noAutofocus: the caller opened the form to write in this field
            autoFocus={autoFocus === item.linkId}
          />
          {isShown && (
            <div className="ej-form-list" data-refreshing={search.isFetching}>
              <div id={`${id}-list`} role="listbox" aria-label={label}>
                {choices.map((choice, at) => (
                  <div
                    key={choice.key}
                    id={`${id}-${at}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={at === current}
                    data-first={choice.isOwn !== choices[at - 1]?.isOwn || undefined}
                    onPointerDown={(event) => {
                      event.preventDefault();
                      choose(choice);
                    }}
                    onPointerMove={() => setActive(at)}
                  >
                    <span>
                      {choice.label}
                      {choice.isOwn && <span className="ej-sub">{t('form.ownProblems')}</span>}
                    </span>
                    <span className="ej-meta ej-num">{choice.code}</span>
                  </div>
                ))}
              </div>
              {search.isError && <p className="ej-meta">{t('form.searchFailed')}</p>}
              {choices.length === 0 && !search.isFetching && !search.isError && (
                <p className="ej-meta">{t('form.noneFound', { text: words.trim() })}</p>
              )}
            </div>
          )}
          <span className="ej-sr" role="status">
            {isShown && !search.isFetching && t('form.found', { count: choices.length })}
          </span>
        </div>
      )}
    </div>
  );
}

/** What is chosen already; each can be taken away. */
function Chosen({
  node,
  onRemove,
  id,
  isFull,
}: {
  node: FieldProps['node'];
  onRemove: (answer: Answer) => void;
  id: string;
  isFull: boolean;
}) {
  const { t } = useTranslation();
  if (node.answers.length === 0) return null;
  return (
    <ul className="ej-plain ej-form-chips">
      {node.answers.map((answer, at) => {
        const { valueCoding, valueString } = answer;
        const name = valueCoding?.display ?? valueCoding?.code ?? valueString ?? '';
        return (
          <li key={`${valueCoding?.system}|${valueCoding?.code ?? valueString}`} className="ej-form-chip">
            <span>
              {name} {valueCoding?.display && <span className="ej-meta ej-num">{valueCoding.code}</span>}
            </span>
            <button
              type="button"
              id={isFull && at === 0 ? id : undefined}
              className="ej-form-chip-remove"
              aria-label={t('form.removeCode', { code: name })}
              onClick={() => onRemove(answer)}
            >
              <XMarkIcon aria-hidden />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function useChoices(node: FieldProps['node'], words: string) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { subject } = useFormTools();
  const { item, answers } = node;
  const search = useCodeSearch(item.valueSet ?? '', item.valueSet === undefined ? '' : words);
  const isProblem = item.extractAs === 'Condition';
  const conditions = useRecordSearch<Condition>(
    subject ?? '',
    'Condition',
    {},
    { enabled: isProblem && subject !== undefined },
  );
  const fits = (text: string) => {
    const lower = text.toLocaleLowerCase('nb');
    return words
      .toLocaleLowerCase('nb')
      .split(/\s+/)
      .every((word) => lower.includes(word));
  };
  const choices = new Map<string, Choice>();
  const add = (coding: Coding, isOwn: boolean) => {
    const key = `${coding.system}|${coding.code}`;
    const answer = { valueCoding: coding };
    if (choices.has(key) || answers.some((one) => isSameAnswer(one, answer))) return;
    choices.set(key, { key, answer, label: coding.display ?? coding.code ?? '', code: coding.code ?? '', isOwn });
  };
  for (const condition of isProblem ? (conditions.data?.resources ?? []) : []) {
    const isCurrent = !condition.clinicalStatus?.coding?.some(({ code }) => code === 'inactive' || code === 'resolved');
    const isError = condition.verificationStatus?.coding?.some(
      ({ code }) => code === 'entered-in-error' || code === 'refuted',
    );
    const coding = condition.code?.coding?.find(({ code, system }) => code && system);
    if (!isCurrent || isError || !coding) continue;
    const display = coding.display ?? condition.code?.text;
    // In the words of the problem list too: "fall, gjentatte" stands under a code that does not say so.
    if (fits(`${display} ${condition.code?.text ?? ''} ${coding.code}`) && choices.size < 8)
      add({ ...coding, ...(display ? { display } : {}) }, true);
  }
  if (words !== '') for (const coding of search.data ?? []) add(coding, false);
  for (const { value, label } of item.options) {
    if (value.valueCoding && fits(`${label[language]} ${value.valueCoding.code}`)) {
      add({ ...value.valueCoding, display: label[language] }, false);
    }
  }
  const found = [...choices.values()];
  if (item.type === 'open-choice' && words !== '') {
    const answer = { valueString: words };
    found.push({ key: 'text', answer, label: t('form.useText', { text: words }), code: '', isOwn: false });
  }
  return { choices: found, search };
}
