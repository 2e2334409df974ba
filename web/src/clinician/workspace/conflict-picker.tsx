import { ArrowsSquarepathIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import { type ReactNode, type RefObject, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sourceOf } from '../../shared/fhir/source.ts';
import { translated } from '../../shared/fhir/translated.ts';
import type { Extension, Questionnaire, QuestionnaireItem, ResponseItem } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import type { Language } from '../../shared/i18n/words.ts';
import { answersText } from './answers-text.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import type { FieldConflict } from './merge-answers.ts';
import { useDraft } from './use-draft.ts';

const keyOf = ({ path }: FieldConflict): string => path.join('/');

/** The choice between two versions of a field, by where the form has the field (linkIds with `/` between). */
export function useConflicts(keeper: DraftKeeper, template: Questionnaire): ReadonlyMap<string, ReactNode> {
  const { conflicts } = useDraft(keeper);
  return useMemo(
    () =>
      new Map(
        conflicts.map((conflict) => [
          keyOf(conflict),
          <Choice key={keyOf(conflict)} conflict={conflict} keeper={keeper} template={template} isAtField />,
        ]),
      ),
    [conflicts, keeper, template],
  );
}

type Props = {
  keeper: DraftKeeper;
  template: Questionnaire;
  /** Where the form is: each choice stands at its field there. */
  form: RefObject<HTMLElement | null>;
};

/** Says that fields were written in two places at once, and leads to each; what has no place in the form now is chosen here. */
export function ConflictPicker({ keeper, template, form }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { conflicts } = useDraft(keeper);
  const [placed, setPlaced] = useState('');
  useEffect(() => {
    const at = [...(form.current?.querySelectorAll<HTMLElement>('[data-conflict]') ?? [])];
    setPlaced(at.map(({ dataset }) => dataset.conflict).join(' '));
  });
  if (conflicts.length === 0) return null;
  const there = new Set(placed.split(' '));
  return (
    <section className="ej-conflicts" aria-label={t('saving.conflict')}>
      <p className="ej-notice" role="alert">
        <ArrowsSquarepathIcon aria-hidden /> {t('conflict.title')}
      </p>
      <ul className="ej-conflict-fields">
        {conflicts
          .filter((conflict) => there.has(keyOf(conflict)))
          .map((conflict) => (
            <li key={keyOf(conflict)}>
              <button
                type="button"
                className="ej-link"
                onClick={() => goTo(form.current?.querySelector(`[data-conflict="${CSS.escape(keyOf(conflict))}"]`))}
              >
                {labelOf(template, conflict, language)}
              </button>
            </li>
          ))}
      </ul>
      {conflicts
        .filter((conflict) => !there.has(keyOf(conflict)))
        .map((conflict) => (
          <Choice key={keyOf(conflict)} conflict={conflict} keeper={keeper} template={template} />
        ))}
    </section>
  );
}

function goTo(choice: Element | null | undefined): void {
  choice?.scrollIntoView({ block: 'center' });
  choice?.querySelector('button')?.focus({ preventScroll: true });
}

type ChoiceProps = {
  conflict: FieldConflict;
  keeper: DraftKeeper;
  template: Questionnaire;
  /** The field's own words stand above it. */
  isAtField?: boolean;
};

/** Both versions side by side, with author and time. What is not chosen stays in the history. */
function Choice({ conflict, keeper, template, isAtField = false }: ChoiceProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { theirs } = useDraft(keeper);
  const author = theirs && sourceOf(theirs).author?.display;
  const when = shortDateTime(theirs?.meta?.lastUpdated, language);
  return (
    <fieldset className="ej-conflict" {...(isAtField ? { 'data-conflict': keyOf(conflict) } : {})}>
      <legend className={isAtField ? 'ej-sr' : undefined}>{labelOf(template, conflict, language)}</legend>
      <Version who={t('conflict.mine')} items={conflict.mine}>
        <Button size="small" variant="secondary" className="ej-xs" onClick={() => keeper.choose(conflict, 'mine')}>
          {t('conflict.useMine')}
        </Button>
      </Version>
      <Version who={t('conflict.theirs', { who: author ?? t('conflict.unknown'), when })} items={conflict.theirs}>
        <Button size="small" variant="secondary" className="ej-xs" onClick={() => keeper.choose(conflict, 'theirs')}>
          {t('conflict.useTheirs')}
        </Button>
      </Version>
      <p className="ej-meta ej-conflict-history">{t('conflict.history')}</p>
    </fieldset>
  );
}

function Version({ who, items, children }: { who: string; items: readonly ResponseItem[]; children: ReactNode }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div className="ej-conflict-version">
      <span className="ej-meta">{who}</span>
      <span className="ej-prose ej-strong">{answersText(items, language) || t('conflict.empty')}</span>
      {children}
    </div>
  );
}

function labelOf({ item = [] }: Questionnaire, { path }: FieldConflict, language: Language): string {
  const question = questionAt(item, path);
  return question ? (translated(question.text, textOf(question), language) ?? '') : '';
}

const textOf = (question: QuestionnaireItem) => (question as { _text?: { extension?: Extension[] } })._text;

function questionAt(
  questions: readonly QuestionnaireItem[],
  [linkId, ...inner]: readonly string[],
): QuestionnaireItem | undefined {
  const here = questions.find((one) => one.linkId === linkId);
  return inner.length === 0 ? here : questionAt(here?.item ?? [], inner);
}
