import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keyOf } from '../../shared/fhir/references.ts';
import type { Resource } from '../../shared/fhir/types.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Part } from '../../shared/ui/part.tsx';
import { useNotes, useObservations, useOrders } from '../record/record-data.ts';
import { excerptOf, newestOfEach, sentencesOf, sourceText } from './excerpts.ts';
import type { Excerpt } from './workspace-context.ts';

const kinds = ['values', 'medicines', 'notes'] as const;
type Kind = (typeof kinds)[number];
type Line = { key: string; words: string; source: string; excerpt: Excerpt };

type Props = { record: string; onInsert: (excerpt: Excerpt) => void };

/** What stands in the record, to be put into the note with its source: nothing is typed twice, and nothing loses where it came from. */
export function InsertPanel({ record, onInsert }: Props) {
  const { t } = useTranslation();
  const [kind, setKind] = useKept<Kind>('insert kind', 'values');
  const [typed, setTyped] = useState('');
  return (
    <section className="ej-insert" aria-label={t('insert.title')}>
      <div className="ej-insert-tools">
        {kinds.map((one) => (
          <button
            key={one}
            type="button"
            className="ej-toggle"
            data-on={one === kind}
            aria-pressed={one === kind}
            onClick={() => setKind(one)}
          >
            {t(`insert.kind.${one}`)}
          </button>
        ))}
        <label className="ej-template-field">
          <span className="ej-sr">{t('insert.search')}</span>
          <input
            // biome-ignore lint/a11y/noAutofocus: the panel is opened to search in, by a press of the user's
            autoFocus
            type="search"
            value={typed}
            placeholder={t('insert.search')}
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
      </div>
      {kind === 'values' && <Values record={record} typed={typed} onInsert={onInsert} />}
      {kind === 'medicines' && <Medicines record={record} typed={typed} onInsert={onInsert} />}
      {kind === 'notes' && <Notes record={record} typed={typed} onInsert={onInsert} />}
    </section>
  );
}

type ListProps = { record: string; typed: string; onInsert: (excerpt: Excerpt) => void };

function Values({ record, ...list }: ListProps) {
  const { t } = useTranslation();
  const line = useLine();
  const results = useObservations(record, 'laboratory');
  const vitals = useObservations(record, 'vital-signs');
  return (
    <Part of={results.isPending ? results : vitals} what={t('card.values.what')} rows={5}>
      {() => {
        const all = [...(vitals.data?.resources ?? []), ...(results.data?.resources ?? [])];
        return <Lines lines={newestOfEach(all).map((one) => line(one))} {...list} />;
      }}
    </Part>
  );
}

function Medicines({ record, ...list }: ListProps) {
  const { t } = useTranslation();
  const line = useLine();
  return (
    <Part of={useOrders(record)} what={t('card.medicines.what')} rows={5}>
      {({ resources }) => <Lines lines={resources.map((one) => line(one))} {...list} />}
    </Part>
  );
}

function Notes({ record, ...list }: ListProps) {
  const { t } = useTranslation();
  const line = useLine();
  return (
    <Part of={useNotes(record)} what={t('card.notes.what')} rows={5}>
      {({ resources }) => (
        <Lines
          lines={resources.flatMap((note) => sentencesOf(note).map((sentence) => line(note, sentence)))}
          {...list}
        />
      )}
    </Part>
  );
}

function useLine() {
  const say = useSay();
  return (resource: Resource, words?: string): Line => {
    const excerpt = excerptOf(resource, say, words);
    const source = sourceText(resource, say);
    const shown = words ?? excerpt.text.slice(0, excerpt.text.length - (source ? source.length + 3 : 0));
    return { key: `${keyOf(resource)} ${shown}`, words: shown, source, excerpt };
  };
}

function Lines({ lines, typed, onInsert }: { lines: readonly Line[] } & Omit<ListProps, 'record'>) {
  const { t } = useTranslation();
  const wanted = typed.toLocaleLowerCase('nb').split(/\s+/).filter(Boolean);
  const found = lines.filter(({ words }) => wanted.every((word) => words.toLocaleLowerCase('nb').includes(word)));
  if (found.length === 0) return <p className="ej-meta">{t('insert.none')}</p>;
  return (
    <ul className="ej-insert-list">
      {found.slice(0, 60).map(({ key, words, source, excerpt }) => (
        <li key={key}>
          <button type="button" className="ej-insert-one" onClick={() => onInsert(excerpt)}>
            <span>{words}</span>
            <span className="ej-meta ej-num">{source}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
