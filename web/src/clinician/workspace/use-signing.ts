import type { TFunction } from 'i18next';
import { type RefObject, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FhirFailure } from '../../shared/fhir/client.ts';
import { isReady } from './dictation.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import { type SignIssue, signDraft } from './sign-draft.ts';
import { useWorkspace } from './workspace-context.ts';

type Refusal = { issues: readonly SignIssue[]; failure: FhirFailure | undefined };
const nothing: Refusal = { issues: [], failure: undefined };

/** Signing a draft, and what stood in its way the last time. */
export function useSigning(keeper: DraftKeeper, title: string, form: RefObject<HTMLElement | null>) {
  const { t } = useTranslation();
  const { signed, discard } = useWorkspace();
  const [isSigning, setSigning] = useState(false);
  const [{ issues, failure }, setRefusal] = useState<Refusal>(nothing);

  const sign = useCallback(async (): Promise<boolean> => {
    if (isSigning) return false;
    setSigning(true);
    try {
      const outcome = await signDraft(keeper);
      if (outcome.done) {
        signed(keeper, title, outcome.became);
        return true;
      }
      if ('isEmpty' in outcome) {
        setRefusal(empty(t));
      } else if ('issues' in outcome) {
        setRefusal(outcome);
        const [first, ...more] = outcome.issues.filter(({ linkId, isWarning }) => linkId !== undefined && !isWarning);
        // When the fields have been marked; of several, their list has the focus.
        if (first?.linkId !== undefined && more.length === 0)
          requestAnimationFrame(() => focusField(form.current, first.linkId as string));
      }
      form.current?.scrollTo({ top: 0 });
      return false;
    } finally {
      setSigning(false);
    }
  }, [isSigning, keeper, title, form, signed, t]);

  /** Says that it is written out, for whoever it is written for to sign. @returns whether there is something to sign, and all is saved */
  const handOver = useCallback(async (): Promise<boolean> => {
    const isSaved = await keeper.flush();
    if (isSaved && keeper.id !== undefined) {
      if (isReady(keeper.current().response)) return true;
      keeper.sayReady();
      if (await keeper.flush()) return true;
    }
    if (keeper.id === undefined && isSaved) setRefusal(empty(t));
    form.current?.scrollTo({ top: 0 });
    return false;
  }, [keeper, form, t]);

  return {
    sign,
    handOver,
    isSigning,
    issues,
    failure,
    /** The user has changed something: what was wrong may be right now. */
    forget: () => {
      if (issues.length > 0 || failure !== undefined) setRefusal(nothing);
    },
    discard: () => discard(keeper, title),
  };
}

const empty = (t: TFunction): Refusal => ({
  ...nothing,
  issues: [{ linkId: undefined, text: t('note.empty'), isWarning: false }],
});

/** Moves to the field that a refusal is about. */
export function focusField(form: HTMLElement | null, linkId: string): void {
  const field = form?.querySelector<HTMLElement>(`[data-link-id="${CSS.escape(linkId)}"]`);
  const control = field?.matches('input, textarea, select, button')
    ? field
    : field?.querySelector<HTMLElement>('input, textarea, select, button');
  control?.focus({ preventScroll: true });
  const place = (control ?? field)?.getBoundingClientRect();
  // Only the form is scrolled: the record beside stays where its reader has it.
  if (form && place) form.scrollBy({ top: place.top - form.getBoundingClientRect().top - form.clientHeight / 3 });
}
