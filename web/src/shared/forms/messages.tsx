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

/** Said at the field, and read aloud when it appears. */
export function FieldMessages({ node, id }: { node: FormNode; id: string }) {
  const errors = useFieldErrors(node);
  return (
    <div id={`${id}-error`} className="ej-form-errors" aria-live="polite">
      {errors.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}
