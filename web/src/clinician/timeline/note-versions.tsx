import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { matchesOf, send } from '../../shared/fhir/client.ts';
import { narrativeText } from '../../shared/fhir/narrative-text.ts';
import { localReference } from '../../shared/fhir/references.ts';
import { sourceOf } from '../../shared/fhir/source.ts';
import type { Bundle, Composition, CompositionSection } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { Part } from '../../shared/ui/part.tsx';
import { wordDiff } from './word-diff.ts';

/** What a corrected note said before, with what became of each word marked. */
export function NoteVersions({ note }: { note: Composition }) {
  const { t } = useTranslation();
  const record = localReference(note.subject)?.split('/')[1] ?? '';
  const versions = useQuery({
    queryKey: recordKey(record, ['Composition'], 'history', note.id),
    queryFn: async ({ signal }) => {
      const answer = await send(`Composition/${note.id}/_history`, { signal });
      return matchesOf((await answer.json()) as Bundle<Composition>);
    },
  });
  return (
    <Part of={versions} what={t('versions.what')} rows={3}>
      {(all) => {
        const signed = all.filter(({ status }) => status === 'final' || status === 'amended');
        if (signed.length < 2) return <p className="ej-meta">{t('versions.none')}</p>;
        return (
          <ol className="ej-versions">
            {signed.slice(1).map((before, index) => (
              <li key={before.meta?.versionId}>
                <Version before={before} after={signed[index] as Composition} />
              </li>
            ))}
          </ol>
        );
      }}
    </Part>
  );
}

function Version({ before, after }: { before: Composition; after: Composition }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [was, is] = [textsOf(before.section), textsOf(after.section)];
  const titles = [...new Set([...was.keys(), ...is.keys()])];
  return (
    <section className="ej-version">
      <h5 className="ej-meta">
        {t('versions.until', {
          when: shortDateTime(after.date ?? after.meta?.lastUpdated, language),
          who: sourceOf(after).author?.display ?? '',
          since: shortDateTime(before.date ?? before.meta?.lastUpdated, language),
        })}
      </h5>
      {titles.map((title) => (
        <p key={title} className="ej-prose">
          <span className="ej-strong">{title}: </span>
          {Object.entries(wordDiff(was.get(title) ?? '', is.get(title) ?? '')).map(([key, { kind, text }]) =>
            kind === 'same' ? (
              `${text} `
            ) : kind === 'added' ? (
              <ins key={key}>
                <span className="ej-sr">{t('versions.added')} </span>
                {text}{' '}
              </ins>
            ) : (
              <del key={key}>
                <span className="ej-sr">{t('versions.removed')} </span>
                {text}{' '}
              </del>
            ),
          )}
        </p>
      ))}
    </section>
  );
}

function textsOf(sections: readonly CompositionSection[] = []): Map<string, string> {
  return new Map(sections.map((one) => [one.title ?? conceptText(one.code), narrativeText(one.text)]));
}
