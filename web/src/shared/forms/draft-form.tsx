import { useTranslation } from 'react-i18next';
import type { Questionnaire } from '../fhir/types.ts';

/** Said of a form whose figures and advice nobody has approved. */
export function DraftForm({ form }: { form: Questionnaire | undefined }) {
  const { t } = useTranslation();
  if (form?.experimental !== true) return null;
  return <p className="ej-notice">{t('form.draft')}</p>;
}
