import type { FormNode } from '@enjournal/server/care/forms';
import { InformationIcon } from '@navikt/aksel-icons';
import { useEffect, useRef } from 'react';
import { useLanguage } from '../i18n/use-language.ts';
import { announce } from '../ui/announcer.tsx';
import { SupportLinks } from './support-links.tsx';

/** Words of the form itself: a heading line, help, or what follows from an answer, which is said aloud when it comes. */
export function FormText({ node }: { node: FormNode }) {
  const language = useLanguage();
  const { item } = node;
  const text = item.text[language];
  const follows = item.enableWhen.length > 0 || item.enableExpression !== undefined;
  const shown = useRef<HTMLParagraphElement>(null);
  const isNews = follows && item.control === undefined;
  useEffect(() => {
    // to who is answering, and not to who has just opened the form
    const isAnswering = shown.current?.closest('.ej-answer-form')?.contains(document.activeElement);
    if (isNews && isAnswering) announce(text);
  }, [isNews, text]);
  if (item.control === 'help' || follows) {
    return (
      <p ref={shown} className="ej-notice ej-form-wide ej-form-text" data-kind="neutral">
        <InformationIcon aria-hidden />
        <span>
          {text} <SupportLinks item={item} />
        </span>
      </p>
    );
  }
  return (
    <p className="ej-form-wide ej-form-text">
      {text} <SupportLinks item={item} />
    </p>
  );
}
