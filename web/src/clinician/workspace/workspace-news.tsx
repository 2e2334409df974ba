import { CheckmarkIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from './workspace-context.ts';

/** What just became of a draft, said aloud and shown, with the way back while there is one. */
export function WorkspaceNews() {
  const { t } = useTranslation();
  const { news } = useWorkspace();
  return (
    <div role="status" className="ej-news ej-noprint">
      {news && (
        <p>
          <CheckmarkIcon aria-hidden fontSize="1.25rem" /> {t(`news.${news.kind}`, { title: news.title })}
          {news.undo && (
            <button type="button" onClick={news.undo}>
              {t('news.undo')}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
