import { PlusIcon } from '@navikt/aksel-icons';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { keyOf } from '../../shared/fhir/references.ts';
import type { Reference, Resource } from '../../shared/fhir/types.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { noteCopied } from './copied.ts';
import { excerptOf, sourceText } from './excerpts.ts';
import { useWorkspace } from './workspace-context.ts';

/** From what is open in the record into the note beside it: the words that are marked there, or the whole line. */
export function InsertFromEntry({ lead }: { lead: Resource }) {
  const { t } = useTranslation();
  const say = useSay();
  const { insert } = useWorkspace();
  const here = useRef<HTMLDivElement>(null);
  const marked = (): string | undefined => {
    const selection = document.getSelection();
    const entry = here.current?.closest('article');
    const isHere = selection?.anchorNode && entry?.contains(selection.anchorNode);
    return isHere ? selection.toString().trim() || undefined : undefined;
  };
  const copied = useRef(() => {});
  copied.current = () => {
    const text = marked();
    const { subject, patient } = lead as Resource & { subject?: Reference; patient?: Reference };
    const record = (subject ?? patient)?.reference;
    if (text === undefined || record === undefined) return;
    noteCopied({ text, record, source: { reference: keyOf(lead), display: sourceText(lead, say) } });
  };
  useEffect(() => {
    const entry = here.current?.closest('article');
    const note = () => copied.current();
    entry?.addEventListener('copy', note);
    return () => entry?.removeEventListener('copy', note);
  }, []);
  if (!insert) return <div ref={here} hidden />;
  return (
    <div className="ej-note-actions ej-noprint" ref={here}>
      <button
        type="button"
        className="ej-toggle"
        // A press must not take away what is marked.
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => insert(excerptOf(lead, say, marked()))}
      >
        <PlusIcon aria-hidden /> {t('insert.this')}
      </button>
    </div>
  );
}
