import { LinkIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import type { QuestionnaireResponse, Reference, ResponseItem } from '../../shared/fhir/types.ts';
import { insertedFrom } from './insert-excerpt.ts';

/** Where what was put into the note comes from. */
export function InsertedSources({ response }: { response: QuestionnaireResponse }) {
  const { t } = useTranslation();
  const sources = new Map(sourcesIn(response.item ?? []).map((one) => [one.reference ?? one.display, one]));
  if (sources.size === 0) return null;
  return (
    <div className="ej-meta">
      <LinkIcon aria-hidden /> {t('insert.sources')}{' '}
      {[...sources.values()]
        .map(({ display }) => display)
        .filter(Boolean)
        .join('; ')}
    </div>
  );
}

function sourcesIn(items: readonly ResponseItem[]): Reference[] {
  return items.flatMap(({ answer = [], item = [] }) => [
    ...answer.flatMap(({ extension = [] }) =>
      extension.flatMap(({ url, valueReference }) => (url === insertedFrom ? [valueReference as Reference] : [])),
    ),
    ...sourcesIn(item),
  ]);
}
