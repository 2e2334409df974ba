import './coding.css';
import { ExclamationmarkTriangleFillIcon } from '@navikt/aksel-icons';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CodeableConcept } from '../fhir/types.ts';
import { conceptText } from '../format/quantity.ts';
import { useConceptSearch } from './use-codes.ts';

type Props = {
  label: string;
  description?: string;
  /** Canonical of the value set that is searched. */
  valueSet: string;
  value: CodeableConcept | undefined;
  onChange: (concept: CodeableConcept | undefined) => void;
  /** What the record already holds of the same kind: shown first. */
  own?: readonly CodeableConcept[];
  /** What no code says may be said in words. */
  allowsWords?: boolean;
  error?: string | undefined;
  autoFocus?: boolean;
};

type Option = { key: string; concept: CodeableConcept; code: string; text: string; isOwn?: boolean; isWords?: boolean };

/** Finds a code by words, as you type; arrows and Enter choose. */
export function ConceptSearch(props: Props) {
  const { label, description, valueSet, value, onChange, own = [], allowsWords = false, error, autoFocus } = props;
  const { t } = useTranslation();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string>();
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(0);
  const chosen = value && conceptText(value);
  const words = (typed ?? '').trim();
  const found = useConceptSearch(valueSet, typed ?? '');
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
        <span className="ej-code-chosen ej-num">{value.coding.map(({ code }) => code).join(', ')}</span>
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

function optionsOf(
  found: readonly { system?: string; code?: string; display?: string }[],
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
    .filter(({ code }) => code !== undefined && !known.has(code))
    .map(({ system = '', code = '', display = '' }) => ({
      key: `${system}|${code}`,
      concept: { coding: [{ system, code, display }], text: display },
      code,
      text: display,
    }));
  const typed =
    allowsWords && words !== ''
      ? [{ key: 'words', concept: { text: words }, code: '', text: free, isWords: true }]
      : [];
  return [...mine, ...codes, ...typed];
}
