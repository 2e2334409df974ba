import './wrongs.css';
import { type RefObject, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { focusField } from '../keyboard/focus.ts';

/** What must be put right, and the id of the field where it is. */
export type Wrong = { text: string; field?: string | undefined };

type Props = { of: readonly Wrong[]; title?: string; list?: RefObject<HTMLDivElement | null> };

/**
 * What must be put right before something can be sent, all at once: it has the focus each time it is told, and each line leads to its
 * field. @param of another list for each try, and the same one until then
 */
export function Wrongs({ of }: Pick<Props, 'of'>) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (of.length > 0) list.current?.focus();
  }, [of]);
  return <WrongList of={of} list={list} />;
}

/** The list itself, for who gives it the focus at a time of their own. */
export function WrongList({ of, title, list }: Props) {
  const { t } = useTranslation();
  const id = useId();
  if (of.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div
      ref={list}
      className="ej-wrongs"
      role="group"
      tabIndex={-1}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-list`}
    >
      <p id={`${id}-title`}>{title ?? t('ui.fix')}</p>
      <ul id={`${id}-list`}>
        {of.map(({ text, field }) => (
          <li key={`${field} ${text}`}>
            {field === undefined ? (
              text
            ) : (
              <a
                className="ej-link"
                href={`#${field}`}
                onClick={(event) => {
                  event.preventDefault(); // the address says what is open
                  focusField(document.getElementById(field));
                }}
              >
                {text}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** For a field: whether something is wrong with it, and what describes it. @param help id of its help text */
export function toldWrong(of: readonly Wrong[], field: string, help?: string) {
  const isWrong = of.some((one) => one.field === field);
  const described = [isWrong && `${field}-wrong`, help].filter(Boolean).join(' ');
  return {
    ...(isWrong ? { 'aria-invalid': true } : {}),
    ...(described ? { 'aria-describedby': described } : {}),
  };
}

/** What is wrong, at its field. */
export function WrongHere({ of, field }: { of: readonly Wrong[]; field: string }) {
  const here = of.filter((one) => one.field === field);
  if (here.length === 0) return null;
  return (
    <p className="ej-wrong-here" id={`${field}-wrong`}>
      {here.map(({ text }) => text).join(' ')}
    </p>
  );
}
