import { formTypes, type OwnForm } from '@enjournal/server/care/contributions';
import { useQuery } from '@tanstack/react-query';
import { matchesOf, search } from '../fhir/client.ts';
import type { Questionnaire, QuestionnaireResponse } from '../fhir/types.ts';
import { useRecordSearch } from '../record/record-queries.ts';
import { toldBy } from './told-by.ts';

/** The forms by which citizens tell of themselves, of one kind. */
export const useOwnForms = (kind: OwnForm) =>
  useQuery({
    queryKey: ['own-forms', kind],
    staleTime: 600_000,
    queryFn: async ({ signal }) =>
      matchesOf(
        await search<Questionnaire>('Questionnaire', { context: `${formTypes}|${kind}`, status: 'active' }, signal),
      ),
  });

export type ToldForm = {
  form: Questionnaire;
  newest: QuestionnaireResponse;
  /** The newest that the citizen, or who acts for them, wrote. */
  own?: QuestionnaireResponse;
};

/** The newest answer to each of the forms, the newest of all first. */
export function useToldForms(patient: string, forms: readonly Questionnaire[] | undefined) {
  const urls = (forms ?? []).flatMap(({ url }) => url ?? []);
  const query = useRecordSearch<QuestionnaireResponse>(
    patient,
    'QuestionnaireResponse',
    { questionnaire: urls.join(','), status: 'completed,amended', _sort: '-authored' },
    { limit: 100, enabled: urls.length > 0 },
  );
  const answers = query.data?.resources ?? [];
  const told = (forms ?? []).flatMap((form): ToldForm[] => {
    const [newest, ...earlier] = answers.filter(({ questionnaire }) => questionnaire?.split('|')[0] === form.url);
    if (newest === undefined) return [];
    const own = [newest, ...earlier].find((one) => toldBy(one) === 'by');
    return [{ form, newest, ...(own === undefined ? {} : { own }) }];
  });
  return { query, told: told.sort((a, b) => String(b.newest.authored).localeCompare(String(a.newest.authored))) };
}
