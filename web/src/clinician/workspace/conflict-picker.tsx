import { ArrowsSquarepathIcon } from '@navikt/aksel-icons';
import { Button } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { sourceOf } from '../../shared/fhir/source.ts';
import { translated } from '../../shared/fhir/translated.ts';
import type { Extension, Questionnaire, QuestionnaireItem, ResponseItem } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { answersText } from './answers-text.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import type { FieldConflict } from './merge-answers.ts';
import { useDraft } from './use-draft.ts';

/** Fields that were written in two places at once, side by side with author and time. What is not chosen stays in the history. */
export function ConflictPicker({ keeper, template }: { keeper: DraftKeeper; template: Questionnaire | undefined }) {
  const { t } = useTranslation();
  const { conflicts } = useDraft(keeper);
  if (conflicts.length === 0) return null;
  return (
    <section className="ej-conflicts" aria-label={t('saving.conflict')}>
      <p className="ej-notice" role="alert">
        <ArrowsSquarepathIcon aria-hidden /> {t('conflict.title')}
      </p>
      {conflicts.map((conflict) => (
        <Choice key={conflict.path.join(' ')} conflict={conflict} keeper={keeper} template={template} />
      ))}
      <p className="ej-meta">{t('conflict.history')}</p>
    </section>
  );
}

type ChoiceProps = { conflict: FieldConflict; keeper: DraftKeeper; template: Questionnaire | undefined };

function Choice({ conflict, keeper, template }: ChoiceProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { theirs } = useDraft(keeper);
  const question = questionAt(template?.item ?? [], conflict.path);
  const label = question ? translated(question.text, textOf(question), language) : '';
  const author = theirs && sourceOf(theirs).author?.display;
  const when = shortDateTime(theirs?.meta?.lastUpdated, language);
  return (
    <fieldset className="ej-conflict">
      <legend>{label}</legend>
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
    </fieldset>
  );
}

function Version({ who, items, children }: { who: string; items: readonly ResponseItem[]; children: React.ReactNode }) {
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

const textOf = (question: QuestionnaireItem) => (question as { _text?: { extension?: Extension[] } })._text;

function questionAt(
  questions: readonly QuestionnaireItem[],
  [linkId, ...inner]: readonly string[],
): QuestionnaireItem | undefined {
  const here = questions.find((one) => one.linkId === linkId);
  return inner.length === 0 ? here : questionAt(here?.item ?? [], inner);
}
