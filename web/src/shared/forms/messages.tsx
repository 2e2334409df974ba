import { type FormNode, issueText } from '@enjournal/server/care/forms';
import { useLanguage } from '../i18n/use-language.ts';
import { useFormTools } from './form-context.ts';

/** What is wrong with a field, as far as it is told yet: what is missing only once somebody has tried to complete. */
export function useFieldErrors(node: FormNode): readonly string[] {
  const language = useLanguage();
  const { showMissing, refused, readOnly } = useFormTools();
  if (readOnly) return [];
  const own = node.issues
    .filter(({ kind }) => kind !== 'missing' || showMissing)
    .map((issue) => issueText(issue, language));
  return own.length > 0 ? own : (refused.get(node.key) ?? []);
}

/** Said at the field: what is wrong with what one is writing as it appears, what a try has shown where the focus then goes. */
export function FieldMessages({ node, id }: { node: FormNode; id: string }) {
  const errors = useFieldErrors(node);
  const language = useLanguage();
  const typed = new Set(
    node.issues.filter(({ kind }) => kind !== 'missing').map((issue) => issueText(issue, language)),
  );
  return (
    <div id={`${id}-error`} className="ej-form-errors">
      <div aria-live="polite">
        {errors
          .filter((text) => typed.has(text))
          .map((text) => (
            <p key={text}>{text}</p>
          ))}
      </div>
      {errors
        .filter((text) => !typed.has(text))
        .map((text) => (
          <p key={text}>{text}</p>
        ))}
    </div>
  );
}
