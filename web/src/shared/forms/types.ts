import type { FormIssue, FormNode, Language } from '@enjournal/server/care/forms';
import type { ReactNode } from 'react';
import type { OperationOutcome, Questionnaire, QuestionnaireResponse } from '../fhir/types.ts';

export type QuestionnaireFormProps = {
  questionnaire: Questionnaire;
  response: QuestionnaireResponse;
  /** Each key press; what is calculated is in it. */
  onChange?: (response: QuestionnaireResponse) => void;
  /** The id of the citizen whose record it is filled in for: own problems, last measurements and `%patient` are of that record. */
  subject?: string;
  /** Only to be read. */
  readOnly?: boolean;
  /** What the server refused, shown at the fields it names; with them, everything that is missing is shown too. */
  issues?: OperationOutcome['issue'];
  /** Shows what is missing before anybody has tried to complete it. */
  showMissing?: boolean;
  /** The last value of what a field measures; by default asked of the record. */
  previous?: (codes: readonly { system?: string; code?: string }[]) => PreviousValue | undefined;
  /** What to show at a field, by its linkIds from the outermost group joined with `/`: a conflict to settle, say. */
  conflicts?: ReadonlyMap<string, ReactNode>;
  /** More variables of expressions, as `encounter`; `patient` is there anyway. */
  environment?: Readonly<Record<string, unknown>>;
  /** How deep the headings of groups begin. */
  headingLevel?: 2 | 3 | 4;
  /** The field that has the focus when the form comes: the linkId. */
  autoFocus?: string;
};

export type PreviousValue = { text: string; at: string; value?: number };

/** What every field gets. */
export type FieldProps = {
  node: FormNode;
  /** The DOM id of its input. */
  id: string;
  label: string;
  describedBy: string | undefined;
  invalid: boolean;
  /** The label is for who does not see it: a column says it already. */
  isLabelHidden: boolean;
};

export type { FormIssue, FormNode, Language };
