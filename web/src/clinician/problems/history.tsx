import { Button } from '@navikt/ds-react';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { matchesOf, search } from '../../shared/fhir/client.ts';
import { keyOf } from '../../shared/fhir/references.ts';
import { sourceOf } from '../../shared/fhir/source.ts';
import type { Resource } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { fieldWords } from '../../shared/resource/field.words.ts';
import { codeText } from '../../shared/resource/line.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Part } from '../../shared/ui/part.tsx';
import { changesBetween } from './changes-between.ts';
import { statusReasonOf } from './writer.ts';

/** Every version of something, newest first: when, by whom, what was changed and why. */
export function History({ of }: { of: Resource }) {
  const { t } = useTranslation();
  const id = useId();
  const [isOpen, setIsOpen] = useKept(`history ${keyOf(of)}`, false);
  return (
    <>
      <Button
        type="button"
        size="small"
        variant="tertiary"
        data-color="neutral"
        className="ej-xs"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setIsOpen(!isOpen)}
      >
        {t('problems.history')}
      </Button>
      {isOpen && <Versions id={id} of={of} />}
    </>
  );
}

function Versions({ id, of }: { id: string; of: Resource }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const versions = useQuery({
    queryKey: ['history', keyOf(of), of.meta?.versionId],
    queryFn: async ({ signal }) => matchesOf(await search<Resource>(`${keyOf(of)}/_history`, { _count: '50' }, signal)),
  });
  return (
    <div className="ej-history" id={id}>
      <Part of={versions} what={t('problems.historyWhat')} rows={2}>
        {(all) => (
          <ol>
            {all.map((version, index) => {
              const before = all[index + 1];
              const { reason, by } = statusReasonOf(version);
              const isNewReason =
                JSON.stringify(statusReasonOf(version)) !== JSON.stringify(before && statusReasonOf(before));
              const { author, organization } = sourceOf(version);
              const who =
                (isNewReason && by?.display) || (before === undefined ? (author?.display ?? organization) : undefined);
              return (
                <li key={version.meta?.versionId}>
                  <span className="ej-num ej-nowrap">{shortDateTime(version.meta?.lastUpdated, language)}</span>
                  <span>
                    {before === undefined ? t('problems.written') : <Changes before={before} after={version} />}
                    {isNewReason && reason && <q>{reason}</q>}
                  </span>
                  <span className="ej-meta">{who}</span>
                </li>
              );
            })}
          </ol>
        )}
      </Part>
    </div>
  );
}

function Changes({ before, after }: { before: Resource; after: Resource }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const changes = changesBetween(before, after, language);
  if (changes.length === 0) return t('problems.reordered');
  return changes.map(({ name, was, is }) => (
    <span key={name} className="ej-change">
      {name in fieldNames ? t(`field.${name}` as 'field.status') : name}: {was && <s>{codeText(was, t)}</s>}{' '}
      {codeText(is, t)}
    </span>
  ));
}

const fieldNames = Object.fromEntries(Object.keys(fieldWords).map((key) => [key.replace('field.', ''), true]));
