import { isAbbreviation, type Phrase } from '@enjournal/server/care/journal';
import { Button } from '@navikt/ds-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toldWrong, type Wrong, WrongHere } from '../../shared/forms/wrongs.tsx';
import { useKept } from '../../shared/session/kept.ts';
import { Part } from '../../shared/ui/part.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useNewPhrase, usePhrases } from './phrases.ts';

/** Texts that stand ready, to be put where one writes; and the way to make one more. */
export function PhrasePanel({ onInsert }: { onInsert: (text: string) => void }) {
  const { t } = useTranslation();
  const phrases = usePhrases();
  const [isNew, setNew] = useState(false);
  return (
    <section className="ej-insert" aria-label={t('phrase.title')}>
      <Part of={phrases} what={t('phrase.what')} rows={4}>
        {(all) =>
          all.length === 0 ? (
            <p className="ej-plain ej-meta">{t('phrase.none')}</p>
          ) : (
            <List phrases={all} onInsert={onInsert} />
          )
        }
      </Part>
      {isNew ? (
        <NewPhrase onDone={() => setNew(false)} />
      ) : (
        <button type="button" className="ej-link" onClick={() => setNew(true)}>
          {t('phrase.new')}
        </button>
      )}
    </section>
  );
}

function List({ phrases, onInsert }: { phrases: readonly Phrase[]; onInsert: (text: string) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="ej-plain ej-meta">{t('phrase.help')}</p>
      <ul className="ej-insert-list">
        {phrases.map(({ id, abbreviation, text, isOwn }) => (
          <li key={id}>
            <button type="button" className="ej-insert-one" onClick={() => onInsert(text)}>
              <span>
                <kbd className="ej-kbd">.{abbreviation}</kbd> {text}
              </span>
              <span className="ej-meta">{t(isOwn ? 'phrase.own' : 'phrase.units')}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function NewPhrase({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const [abbreviation, setAbbreviation] = useKept('phrase abbreviation', '');
  const [text, setText] = useKept('phrase text', '');
  const [isUnits, setUnits] = useState(false);
  const make = useNewPhrase();
  const id = useId();
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const check = (): readonly Wrong[] => [
    ...(isAbbreviation(abbreviation) ? [] : [{ text: t('phrase.abbreviationWrong'), field: `${id}-short` }]),
    ...(text.trim() === '' ? [{ text: t('phrase.textMissing'), field: `${id}-text` }] : []),
  ];
  return (
    <form
      className="ej-phrase-new"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const found = check();
        setWrongs(found);
        if (found.length === 0 && !make.isPending)
          make.mutate({ abbreviation, text: text.trim(), isUnits }, { onSuccess: onDone });
      }}
    >
      <label className="ej-plain-field">
        <span className="ej-strong">{t('phrase.abbreviation')}</span>
        <input
          // biome-ignore lint/a11y/noAutofocus: the form is opened to write in, by a press of the user's
          autoFocus
          id={`${id}-short`}
          value={abbreviation}
          autoComplete="off"
          spellCheck={false}
          {...toldWrong(wrongs, `${id}-short`)}
          onChange={(event) => setAbbreviation(event.target.value)}
        />
        <span className="ej-meta">{t('phrase.abbreviationHelp')}</span>
      </label>
      <WrongHere of={wrongs} field={`${id}-short`} />
      <label className="ej-plain-field">
        <span className="ej-strong">{t('phrase.text')}</span>
        <textarea
          id={`${id}-text`}
          rows={2}
          value={text}
          {...toldWrong(wrongs, `${id}-text`)}
          onChange={(event) => setText(event.target.value)}
        />
        <span className="ej-meta">{t('phrase.textHelp')}</span>
      </label>
      <WrongHere of={wrongs} field={`${id}-text`} />
      <label className="ej-check-label">
        <input type="checkbox" checked={isUnits} onChange={(event) => setUnits(event.target.checked)} />
        {t('phrase.forUnit')}
      </label>
      {make.error && <FailureNotice error={make.error} />}
      <div className="ej-note-actions">
        <Button type="submit" size="small" className="ej-xs" loading={make.isPending}>
          {t('phrase.save')}
        </Button>
        <Button type="button" size="small" variant="tertiary" className="ej-xs" onClick={onDone}>
          {t('move.cancel')}
        </Button>
      </div>
    </form>
  );
}
