import './workspace.css';
import { NotePencilIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from './workspace-context.ts';

/** Begins a note about the person. Alt N does the same. */
export function NewNoteButton() {
  const { t } = useTranslation();
  const { isOffered, begin } = useWorkspace();
  if (!isOffered) return null;
  return (
    <Button
      size="small"
      className="ej-xs ej-new-note"
      icon={<NotePencilIcon aria-hidden />}
      aria-keyshortcuts="Alt+N"
      onClick={begin}
    >
      {t('workspace.newNote')}
    </Button>
  );
}
