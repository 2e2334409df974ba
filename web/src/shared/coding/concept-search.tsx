import './coding.css';
import { ExclamationmarkTriangleFillIcon } from '@navikt/aksel-icons';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CodeableConcept, Coding } from '../fhir/types.ts';
import { conceptText } from '../format/quantity.ts';
import { useConceptSearch } from './use-codes.ts';

type Props = {
  label: string;
  description?: string;
  /** Canonical of the value set that is searched. */
  valueSet?: string;
  /** Another way to find what is meant, a hook; the same one as long as the field stands. */
  useFound?: UseFound;
  value: CodeableConcept | undefined;
  onChange: (concept: CodeableConcept | undefined) => void;
  /** What the record already holds of the same kind: shown first. */
  own?: readonly CodeableConcept[];
  /** What no code says may be said in words. */
  allowsWords?: boolean;
  error?: string | undefined;
  autoFocus?: boolean;
};

/** What fits the words so far, best first; settled when it answers to them. */
export type UseFound = (typed: string) => {
  data: readonly CodeableConcept[] | undefined;
  isSettled: boolean;
  isSuccess: boolean;
  isError: boolean;
};

type Option = { key: string; concept: CodeableConcept; code: string; text: string; isOwn?: boolean; isWords?: boolean };

/** Finds a code by words, as you type; arrows and Enter choose. */
export function ConceptSearch(props: Props) {
  const { label, description, valueSet = '', value, onChange, own = [], allowsWords = false, error, autoFocus } = props;
  const { t } = useTranslation();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string>();
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(0);
  const chosen = value && conceptText(value);
  const words = (typed ?? '').trim();
  const useOther = props.useFound ?? useNone;
  const other = useOther(typed ?? '');
  const coded = useConceptSearch(valueSet, props.useFound === undefined ? (typed ?? '') : '');
  const found = props.useFound === undefined ? { ...coded, data: coded.data?.map(conceptOf) } : other;
  const options = optionsOf(
    found.data ?? [],
    own,
    words,
    allowsWords && found.isSettled,
    t('coding.free', { text: words }),
  );
  const current = Math.min(active, options.length - 1);
  const isExpanded = isOpen && words.length > 1 && (options.length > 0 || found.isSettled);
  const choose = (option: Option | undefined) => {
    if (option === undefined) return;
    onChange(option.concept);
    setTyped(undefined);
    setIsOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setIsOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (options.length > 0) setActive((current + step + options.length) % options.length);
    } else if (event.key === 'Enter' && isExpanded) {
      event.preventDefault();
      if (found.isSettled) choose(options[current]);
    } else if (event.key === 'Escape' && isOpen) {
      event.stopPropagation();
      setIsOpen(false);
    }
  };
  return (
    <div className="ej-code-search">
      <label htmlFor={id} className="aksel-label aksel-label--small">
        {label}
      </label>
      {description && (
        <p id={`${id}-description`} className="ej-meta">
          {description}
        </p>
      )}
      <input
        ref={input}
        id={id}
        className="ej-input"
        role="combobox"
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: the form is opened by whoever wants to write in it
        autoFocus={autoFocus}
        aria-expanded={isExpanded}
        aria-controls={`${id}-list`}
        aria-activedescendant={isExpanded && current >= 0 ? `${id}-${current}` : undefined}
        aria-invalid={error !== undefined}
        aria-describedby={
          [description && `${id}-description`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
        }
        value={typed ?? chosen ?? ''}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(0);
          setIsOpen(true);
          if (value !== undefined) onChange(undefined);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setIsOpen(false);
          // what was typed and not chosen is words, where words are enough
          if (allowsWords && words !== '' && value === undefined) onChange({ text: words });
        }}
      />
      {value?.coding?.[0]?.code && typed === undefined && (
        <span className="ej-code-chosen ej-num">{shortCode(value)}</span>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only keeps the focus in the field */}
      <div className="ej-code-panel" hidden={!isExpanded} onMouseDown={(event) => event.preventDefault()}>
        <div id={`${id}-list`} role="listbox" aria-label={t('coding.found')}>
          {options.map((option, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
            <div
              key={option.key}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === current}
              className="ej-code-option"
              onPointerMove={() => setActive(index)}
              onClick={() => choose(option)}
            >
              <span className="ej-num ej-strong">{option.code}</span>
              <span>{option.text}</span>
              {option.isOwn && <span className="ej-meta">{t('coding.own')}</span>}
            </div>
          ))}
        </div>
        {found.isError && <p className="ej-meta ej-code-note">{t('coding.failed')}</p>}
        {found.isSettled && found.isSuccess && options.every(({ isWords }) => isWords) && (
          <p className="ej-meta ej-code-note">{t('coding.none')}</p>
        )}
      </div>
      <div id={`${id}-error`} aria-live="polite">
        {error && (
          <p className="ej-field-error">
            <ExclamationmarkTriangleFillIcon aria-hidden /> {error}
          </p>
        )}
      </div>
      <div className="ej-sr" role="status">
        {isExpanded && found.isSettled && t('coding.count', { count: options.length })}
      </div>
    </div>
  );
}

const useNone: UseFound = () => ({ data: undefined, isSettled: true, isSuccess: false, isError: false });

const conceptOf = ({ system = '', code = '', display = '' }: Coding): CodeableConcept => ({
  coding: [{ system, code, display }],
  text: display,
});

/** The code that people know; an identifier of a register says nothing to them. */
const shortCode = ({ coding = [] }: CodeableConcept): string =>
  coding.map(({ code = '' }) => code).find((code) => code.length < 12) ?? '';

function optionsOf(
  found: readonly CodeableConcept[],
  own: readonly CodeableConcept[],
  words: string,
  allowsWords: boolean,
  free: string,
): Option[] {
  const wanted = words.toLocaleLowerCase('nb');
  const mine = own
    .filter((concept) =>
      `${concept.coding?.[0]?.code ?? ''} ${conceptText(concept)}`.toLocaleLowerCase('nb').includes(wanted),
    )
    .map((concept) => ({
      key: `own ${conceptText(concept)}`,
      concept,
      code: concept.coding?.[0]?.code ?? '',
      text: conceptText(concept),
      isOwn: true,
    }));
  const known = new Set(mine.map(({ code }) => code));
  const codes = found
    .map((concept) => ({
      key: concept.coding?.map(({ system, code }) => `${system}|${code}`).join(' ') ?? '',
      concept,
      code: shortCode(concept),
      text: conceptText(concept),
    }))
    .filter(({ code, key }) => key !== '' && !known.has(code));
  const typed =
    allowsWords && words !== ''
      ? [{ key: 'words', concept: { text: words }, code: '', text: free, isWords: true }]
      : [];
  return [...mine, ...codes, ...typed];
}
