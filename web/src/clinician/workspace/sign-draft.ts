import { FhirFailure, send } from '../../shared/fhir/client.ts';
import type { Bundle, Composition } from '../../shared/fhir/types.ts';
import type { DraftKeeper } from './draft-keeper.ts';

/** One thing that stands in the way of signing; `linkId` where it is about a field. */
export type SignIssue = { linkId: string | undefined; text: string; isWarning: boolean };

export type Signing =
  | { done: true; became: 'signed' | 'corrected' | 'countersign' }
  | { done: false; isEmpty: true }
  /** Not all of it is saved; why, is the draft's own state. */
  | { done: false; isUnsaved: true }
  | { done: false; issues: readonly SignIssue[]; failure: FhirFailure };

/** Signs what is written, all of it or nothing: what could not be saved is not signed. */
export async function signDraft(keeper: DraftKeeper): Promise<Signing> {
  if (!(await keeper.flush())) return { done: false, isUnsaved: true };
  const { id, version } = keeper;
  // Nothing was ever written: there is nothing to sign.
  if (id === undefined) return { done: false, isEmpty: true };
  try {
    const answer = await send(`QuestionnaireResponse/${id}/$sign`, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json', 'if-match': `W/"${version}"` },
      body: JSON.stringify({ resourceType: 'Parameters' }),
      record: keeper.record,
    });
    const bundle = (await answer.json()) as Bundle;
    const note = bundle.entry?.find(({ resource }) => resource?.resourceType === 'Composition')?.resource;
    const { status } = (note ?? {}) as Composition;
    return {
      done: true,
      became: status === 'preliminary' ? 'countersign' : status === 'amended' ? 'corrected' : 'signed',
    };
  } catch (cause) {
    if (!(cause instanceof FhirFailure)) throw cause;
    return { done: false, issues: issuesIn(cause), failure: cause };
  }
}

/** A field is named by the innermost `where(linkId='…')` of the issue's expression. */
export function issuesIn({ outcome }: FhirFailure): SignIssue[] {
  return (outcome?.issue ?? []).map(({ expression, details, diagnostics, severity }) => ({
    linkId: [...(expression?.[0] ?? '').matchAll(/linkId\s*=\s*'([^']+)'/g)].at(-1)?.[1],
    text: details?.text ?? diagnostics ?? '',
    isWarning: severity === 'warning' || severity === 'information',
  }));
}
