import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { FhirFailure } from '../../shared/fhir/client.ts';
import { giveFocus } from '../../shared/keyboard/focus.ts';

/** Why something could not be sent, in the server's words where it has any; what was typed stays. */
export function Failed({ error }: { error: Error | null }) {
  const { t } = useTranslation();
  if (error === null) return null;
  const failure = error instanceof FhirFailure ? error : undefined;
  const said = (failure?.outcome?.issue ?? []).flatMap(({ details }) => details?.text ?? []);
  return (
    <div className="ej-c-said" data-kind="wrong" role="alert">
      {failure?.kind === 'offline' ? t('talk.offline') : said.length > 0 ? said.join(' ') : t('talk.failed')}
    </div>
  );
}

/** What must be put right, and the id of the field where it is. */
export type Wrong = { text: string; field?: string | undefined };

/**
 * What must be put right before something can be sent, all at once: it has the focus each time it is told, and each line leads to its
 * field. @param of another list for each try, and the same one until then
 */
export function Wrongs({ of }: { of: readonly Wrong[] }) {
  const { t } = useTranslation();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (of.length > 0) list.current?.focus();
  }, [of]);
  if (of.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div
      ref={list}
      className="ej-c-said"
      data-kind="wrong"
      role="group"
      tabIndex={-1}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-list`}
    >
      <p id={`${id}-title`}>{t('talk.fix')}</p>
      <ul id={`${id}-list`}>
        {of.map(({ text, field }) => (
          <li key={text}>
            {field === undefined ? (
              text
            ) : (
              <a
                className="ej-link"
                href={`#${field}`}
                onClick={(event) => {
                  event.preventDefault(); // the address says what is open
                  const at = document.getElementById(field);
                  if (at) giveFocus(at);
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
    <p className="ej-c-error" id={`${field}-wrong`}>
      {here.map(({ text }) => text).join(' ')}
    </p>
  );
}
