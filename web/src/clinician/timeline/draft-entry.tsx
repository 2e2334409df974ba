import { PencilWritingIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import type { QuestionnaireResponse } from '../../shared/fhir/types.ts';
import { timeOf } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { answersText } from '../workspace/answers-text.ts';
import { titleOf } from '../workspace/template-order.ts';
import { useTemplate } from '../workspace/templates.ts';
import { useWorkspace } from '../workspace/workspace-context.ts';
import { StandingTag } from './standing-tag.tsx';

type Props = { draft: QuestionnaireResponse; reachable: boolean; onFocus: () => void };

/** The reader's own draft among what has happened: one press goes on with it. Nobody else sees it. */
export function DraftEntry({ draft, reachable, onFocus }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { takeUp } = useWorkspace();
  const template = useTemplate(draft.questionnaire);
  return (
    <article className="ej-entry" data-standing="draft">
      <button
        type="button"
        className="ej-entry-line"
        data-row
        tabIndex={reachable ? 0 : -1}
        onClick={() => takeUp(draft)}
        onFocus={onFocus}
      >
        <span className="ej-entry-time ej-num">{timeOf(draft.meta?.lastUpdated, language)}</span>
        <PencilWritingIcon aria-hidden fontSize="1.125rem" />
        <span className="ej-entry-label">{titleOf(template.data ?? undefined, language)}</span>
        <span className="ej-entry-text">
          <StandingTag of={draft} />
          {answersText(draft.item ?? [], language).replace(/\n/g, ' · ')}
        </span>
        <span className="ej-entry-source">
          <span className="ej-link">{t('standing.continue')}</span>
        </span>
      </button>
    </article>
  );
}
