import { useTranslation } from 'react-i18next';
import { later } from '../ui/later.tsx';
import { Waiting } from '../ui/part.tsx';
import type { QuestionnaireFormProps } from './types.ts';

const FormBody = later(() => import('./form-body.tsx'));

/**
 * A questionnaire to be filled in or read: all that its own rules say about asking, calculating and refusing happens as one types. It
 * keeps nothing: what is typed is told by `onChange`, and comes back as `response`.
 */
export function QuestionnaireForm(props: QuestionnaireFormProps) {
  const { t } = useTranslation();
  return <FormBody {...props} waiting={<Waiting what={t('form.what')} rows={6} />} />;
}
