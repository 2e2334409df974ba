import type { FormNode } from '@enjournal/server/care/forms';
import { InformationIcon } from '@navikt/aksel-icons';
import { useLanguage } from '../i18n/use-language.ts';
import { SupportLinks } from './support-links.tsx';

/** Words of the form itself: a heading line, help, or what follows from a score. */
export function FormText({ node }: { node: FormNode }) {
  const language = useLanguage();
  const text = node.item.text[language];
  if (node.item.control === 'help' || node.item.enableWhen.length > 0 || node.item.enableExpression) {
    return (
      <p
        className="ej-notice ej-form-wide ej-form-text"
        data-kind="neutral"
        role={node.item.control ? undefined : 'status'}
      >
        <InformationIcon aria-hidden />
        <span>
          {text} <SupportLinks item={node.item} />
        </span>
      </p>
    );
  }
  return (
    <p className="ej-form-wide ej-form-text">
      {text} <SupportLinks item={node.item} />
    </p>
  );
}
