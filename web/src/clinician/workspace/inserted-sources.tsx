import { LinkIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import type { QuestionnaireResponse, Reference, ResponseItem } from '../../shared/fhir/types.ts';
import { insertedFrom } from './insert-excerpt.ts';

type Props = { response: QuestionnaireResponse; onRemove: (reference: string) => void };

/** Where what was put into the note comes from; a source that is no longer quoted is taken away. */
export function InsertedSources({ response, onRemove }: Props) {
  const { t } = useTranslation();
  const sources = new Map(sourcesIn(response.item ?? []).map((one) => [one.reference ?? one.display, one]));
  if (sources.size === 0) return null;
  return (
    <div className="ej-meta ej-sources">
      <LinkIcon aria-hidden /> {t('insert.sources')}{' '}
      <ul>
        {[...sources.values()].map(({ reference = '', display = '' }) => (
          <li key={reference}>
            {display}{' '}
            <button
              type="button"
              className="ej-link"
              aria-label={t('insert.removeOf', { source: display })}
              onClick={() => onRemove(reference)}
            >
              {t('insert.remove')}
            </button>
          </li>
        ))}
      </ul>
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
