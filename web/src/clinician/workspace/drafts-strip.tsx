import { PencilWritingIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import { useSavingText } from './saving-state.tsx';
import { titleOf } from './template-order.ts';
import { useTemplate } from './templates.ts';
import { useDraft } from './use-draft.ts';
import { useWorkspace } from './workspace-context.ts';

/** The drafts of this record that are not open, one press away. */
export function DraftsStrip() {
  const { t } = useTranslation();
  const { drafts, open, show } = useWorkspace();
  const waiting = drafts.filter(({ key }) => key !== open);
  if (waiting.length === 0) return null;
  return (
    <nav className="ej-drafts ej-noprint" aria-label={t('workspace.drafts')}>
      <ul>
        {waiting.map((keeper) => (
          <li key={keeper.key}>
            <Draft keeper={keeper} onShow={() => show(keeper.key)} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Draft({ keeper, onShow }: { keeper: DraftKeeper; onShow: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { response, saving, savedAt } = useDraft(keeper);
  const template = useTemplate(response.questionnaire);
  const title = titleOf(template.data ?? undefined, language) || t('workspace.untitled');
  const state = useSavingText({ saving, savedAt });
  return (
    <button
      type="button"
      className="ej-draft"
      data-saving={saving}
      aria-label={t('workspace.draftOf', { title, state: state.toLocaleLowerCase(language) })}
      onClick={onShow}
    >
      <PencilWritingIcon aria-hidden />
      <span className="ej-draft-title">{title}</span>
      <span className="ej-draft-state ej-num">{state}</span>
    </button>
  );
}
