import { type ClipboardEvent, type FocusEvent, type RefObject, useCallback, useEffect, useRef } from 'react';
import type { Questionnaire, Reference } from '../../shared/fhir/types.ts';
import { sourceOfPasted } from './copied.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import { insertExcerpt, isTextField, mainTextField, withSource } from './insert-excerpt.ts';
import { focusField } from './use-signing.ts';
import { useWorkspace } from './workspace-context.ts';

/** Puts pieces of the record where the user last wrote, and offers that to what is shown of the record beside. */
export function useInsert(keeper: DraftKeeper, template: Questionnaire, form: RefObject<HTMLElement | null>) {
  const { offerInsert } = useWorkspace();
  const written = useRef<{ linkId: string; control: HTMLInputElement | HTMLTextAreaElement } | undefined>(undefined);
  const questions = template.item ?? [];

  const noteField = (event: FocusEvent) => {
    const { target } = event;
    const linkId = target.closest<HTMLElement>('[data-link-id]')?.dataset.linkId;
    const isText = target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
    if (linkId && isText && isTextField(questions, linkId)) written.current = { linkId, control: target };
  };

  /** What is pasted from another entry of the record keeps its source, and stands where it was pasted. */
  const notePaste = (event: ClipboardEvent) => {
    const linkId = (event.target as HTMLElement).closest<HTMLElement>('[data-link-id]')?.dataset.linkId;
    const record = keeper.current().response.subject?.reference;
    const source = record && sourceOfPasted(event.clipboardData.getData('text/plain'), record);
    if (!source || linkId === undefined || !isTextField(questions, linkId)) return;
    // after the field has told what was pasted into it
    requestAnimationFrame(() => {
      const { response } = keeper.current();
      keeper.change({ ...response, item: withSource(questions, response.item ?? [], linkId, source) });
    });
  };

  const insert = useCallback(
    (excerpt: { text: string; source?: Reference }) => {
      const { response } = keeper.current();
      const linkId = written.current?.linkId ?? mainTextField(questions);
      if (linkId === undefined) return;
      const control = written.current?.control;
      const at = control?.isConnected ? (control.selectionEnd ?? undefined) : undefined;
      keeper.change({ ...response, item: insertExcerpt(questions, response.item ?? [], linkId, excerpt, at) });
      void keeper.flush();
      requestAnimationFrame(() => focusField(form.current, linkId));
    },
    [keeper, questions, form],
  );
  useEffect(() => {
    offerInsert(insert);
    return () => offerInsert(undefined);
  }, [offerInsert, insert]);
  return { insert, noteField, notePaste };
}
