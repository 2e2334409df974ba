import './find-person.css';
import { MagnifyingGlassIcon, XMarkIcon } from '@navikt/aksel-icons';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Patient } from '../../shared/fhir/types.ts';
import { isTyping } from '../../shared/keyboard/is-typing.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { currentSettings } from '../../shared/settings/settings.ts';
import { type Command, useCommands } from './commands.ts';
import { PersonOption } from './person-option.tsx';
import { useAwaited } from './use-awaited.ts';
import { usePersonSearch } from './use-person-search.ts';
import { useRecentPersons } from './use-recent-persons.ts';

/** Finds any citizen from the app bar, as you type. Ctrl K and / come here from everywhere. */
export function FindPerson() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useKept('find typed', '');
  const [open, setOpen] = useKept('find open', false);
  const [active, setActive] = useState(-1);
  const found = usePersonSearch(typed);
  const recent = useRecentPersons(open && typed === '');
  const persons = typed === '' ? recent : found.persons;
  const commands = useCommands(typed);
  const options = persons.length + commands.length;
  const current = Math.min(active, options - 1);

  const close = () => {
    setOpen(false);
    setActive(-1);
    awaited.forget();
  };
  const choose = (person: Patient) => {
    setTyped('');
    close();
    input.current?.blur();
    // Who it is, is known already: the banner need not wait. Stale from the start, so that the record itself is asked too.
    queries.setQueryData(recordKey(person.id ?? '', ['Patient']), person, { updatedAt: 0 });
    void navigate({ to: '/pasient/$id/{-$section}', params: { id: person.id ?? '', section: undefined } });
  };

  const run = (command: Command) => {
    setTyped('');
    close();
    input.current?.blur();
    command.run();
  };

  const openOnly = (): void => {
    const [person, command] = [persons[0], commands[0]];
    if (person) choose(person);
    else if (command) run(command);
  };
  const awaited = useAwaited({
    typed,
    isAnswer: found.isAnswer,
    isFailed: found.isFailed,
    openOnly: options === 1 && !found.more ? openOnly : undefined,
  });

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const find = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
      const slash = event.key === '/' && !isTyping(event) && currentSettings().singleKeys;
      if (!find && !slash) return;
      event.preventDefault();
      setOpen(true);
      // At once, so that what is typed next does not end where the writer was; on a phone the field is not there until it is opened.
      input.current?.focus();
      requestAnimationFrame(() => input.current?.focus());
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [setOpen]);

  useEffect(() => {
    if (!open) return;
    const onDown = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) close();
    };
    document.addEventListener('pointerdown', onDown);
    return () => document.removeEventListener('pointerdown', onDown);
  });

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'Escape') {
      if (typed) setTyped('');
      else input.current?.blur();
      close();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      awaited.forget();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (options > 0) setActive((current + step + options) % options);
    } else if (event.key === 'Enter' && open) {
      // What stands there may be the answer to fewer letters, and somebody else.
      if (typed !== '' && !found.isAnswer && !found.isFailed) return awaited.await();
      const person = persons[current] ?? (persons.length === 1 ? persons[0] : undefined);
      const command = commands[current - persons.length];
      if (person) choose(person);
      else if (command) run(command);
    }
  };

  const expanded = open && (options > 0 || found.asked);
  return (
    <div className="ej-find" data-open={open} ref={box}>
      <button
        type="button"
        className="ej-find-opener"
        aria-label={t('find.open')}
        aria-expanded={open}
        onClick={() => {
          setOpen(true);
          requestAnimationFrame(() => input.current?.focus());
        }}
      >
        <MagnifyingGlassIcon aria-hidden fontSize="1.5rem" />
      </button>
      <search className="ej-find-field" aria-label={t('find.label')}>
        <MagnifyingGlassIcon aria-hidden fontSize="1.125rem" />
        <input
          ref={input}
          role="combobox"
          type="text"
          inputMode="search"
          aria-label={t('find.label')}
          aria-expanded={expanded}
          aria-controls={list}
          aria-autocomplete="list"
          {...(expanded && current >= 0 ? { 'aria-activedescendant': `${list}-${current}` } : {})}
          placeholder={t('find.placeholder')}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            awaited.forget();
            setOpen(true);
            setActive(event.target.value.trim() === '' ? -1 : 0);
          }}
          onFocus={() => setOpen(true)}
          onClick={() => setOpen(true)}
          onKeyDown={onKeyDown}
          onBlur={(event) => {
            if (!box.current?.contains(event.relatedTarget)) close();
          }}
        />
        <kbd className="ej-find-key" aria-hidden>
          Ctrl K
        </kbd>
        <button
          type="button"
          className="ej-find-closer"
          aria-label={t('find.close')}
          onClick={() => {
            setTyped('');
            close();
          }}
        >
          <XMarkIcon aria-hidden fontSize="1.5rem" />
        </button>
      </search>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only keeps the focus in the field, so that a click is not cut off by its loss */}
      <div className="ej-find-panel" hidden={!expanded} onMouseDown={(event) => event.preventDefault()}>
        {typed === '' && persons.length > 0 && <div className="ej-find-head">{t('find.recent')}</div>}
        <div
          id={list}
          role="listbox"
          aria-label={typed === '' ? t('find.recent') : t('find.results')}
          data-stale={found.isPlaceholderData}
        >
          {persons.map((person, index) => (
            <PersonOption
              key={person.id}
              id={`${list}-${index}`}
              person={person}
              active={index === current}
              onPoint={() => setActive(index)}
              onChoose={() => choose(person)}
            />
          ))}
          {commands.map((command, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the keys are the combobox's
            <div
              key={command.key}
              id={`${list}-${persons.length + index}`}
              role="option"
              aria-selected={persons.length + index === current}
              className="ej-person"
              onPointerMove={() => setActive(persons.length + index)}
              onClick={() => run(command)}
            >
              <span className="ej-person-name">{command.label}</span>
              <span className="ej-meta">{t('find.goTo')}</span>
            </div>
          ))}
        </div>
        {awaited.isAwaited ? (
          <p className="ej-find-note">{t('find.willOpen')}</p>
        ) : (
          typed !== '' && (found.asked || commands.length === 0) && <Answer found={found} />
        )}
      </div>
      <div className="ej-sr" role="status">
        {awaited.isAwaited && t('find.willOpen')}
        {expanded && typed !== '' && !awaited.isAwaited && found.isAnswer && t('find.count', { count: options })}
      </div>
    </div>
  );
}

function Answer({ found }: { found: ReturnType<typeof usePersonSearch> }) {
  const { t } = useTranslation();
  if (found.isError) return <p className="ej-find-note">{t('find.failed')}</p>;
  if (found.persons.length > 0) return found.more ? <p className="ej-find-note">{t('find.more')}</p> : null;
  if (found.isFetching) return <p className="ej-find-note">{t('find.searching')}</p>;
  return (
    <p className="ej-find-note">
      <strong>{t('find.none')}</strong> {t('find.noneHelp')}
    </p>
  );
}
