import type { FormNode } from '@enjournal/server/care/forms';
import { useTranslation } from 'react-i18next';
import { useFormTools } from '../form-context.ts';

/** A choice among few can be taken back; without this, only to something else. */
export function ClearAnswer({ node, label, id }: { node: FormNode; label: string; id: string }) {
  const { t } = useTranslation();
  const { answer: put } = useFormTools();
  if (node.answers.length === 0 || node.item.required) return null;
  return (
    <button
      type="button"
      className="ej-link ej-meta-size ej-noprint"
      aria-label={t('form.clearOf', { field: label })}
      onClick={() => {
        put(node, []);
        document.getElementById(id)?.querySelector('input')?.focus();
      }}
    >
      {t('form.clear')}
    </button>
  );
}
