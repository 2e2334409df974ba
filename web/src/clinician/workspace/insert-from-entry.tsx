import { PlusIcon } from '@navikt/aksel-icons';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Resource } from '../../shared/fhir/types.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { excerptOf } from './excerpts.ts';
import { useWorkspace } from './workspace-context.ts';

/** From what is open in the record into the note beside it: the words that are marked there, or the whole line. */
export function InsertFromEntry({ lead }: { lead: Resource }) {
  const { t } = useTranslation();
  const say = useSay();
  const { insert } = useWorkspace();
  const button = useRef<HTMLButtonElement>(null);
  if (!insert) return null;
  const marked = (): string | undefined => {
    const selection = document.getSelection();
    const entry = button.current?.closest('article');
    const isHere = selection?.anchorNode && entry?.contains(selection.anchorNode);
    return isHere ? selection.toString().trim() || undefined : undefined;
  };
  return (
    <div className="ej-note-actions ej-noprint">
      <button
        type="button"
        className="ej-toggle"
        ref={button}
        // A press must not take away what is marked.
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => insert(excerptOf(lead, say, marked()))}
      >
        <PlusIcon aria-hidden /> {t('insert.this')}
      </button>
    </div>
  );
}
