import { useQuery } from '@tanstack/react-query';
import { matchesOf, search, searchAll } from '../../shared/fhir/client.ts';
import { translated } from '../../shared/fhir/translated.ts';
import type { Questionnaire } from '../../shared/fhir/types.ts';
import type { Language } from '../../shared/i18n/words.ts';

const extensionBase = 'https://enjournal.no/fhir/StructureDefinition/';

export type TemplateKind = 'note' | 'form' | 'score';

export const kindOfTemplate = ({ extension = [] }: Questionnaire): TemplateKind | undefined =>
  extension.find(({ url }) => url === `${extensionBase}template-kind`)?.valueCode as TemplateKind | undefined;

export const titleOf = (template: Questionnaire | undefined, language: Language): string =>
  translated(template?.title, template?._title, language);

const isFor = ({ extension = [] }: Questionnaire, role: string | undefined): boolean =>
  extension.some(({ url, valueCode }) => url === `${extensionBase}template-role` && valueCode === role);

const asked = 'url,version,name,title,description,code,extension,status';

/** Every template there is, without its questions. Content changes with the release, not in the day. */
export function useTemplates(enabled = true) {
  return useQuery({
    queryKey: ['templates'],
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const params = { status: 'active', _elements: asked, _count: '200' };
      return (await searchAll<Questionnaire>('Questionnaire', params, 500, signal)).resources;
    },
  });
}

/** A template with its questions, by the canonical that a draft names: `url|version`. */
export function useTemplate(canonical: string | undefined) {
  return useQuery({
    queryKey: ['template', canonical],
    enabled: canonical !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const [url = '', version] = (canonical ?? '').split('|');
      const params = { url, ...(version === undefined ? {} : { version }) };
      return matchesOf(await search<Questionnaire>('Questionnaire', params, signal))[0] ?? null;
    },
  });
}

/** Where a role has several, what most write most often stands before the rest. */
const common = ['consultation', 'daily-report', 'home-visit', 'phone-contact'];
const commonness = ({ code }: Questionnaire): number => {
  const at = common.indexOf(code?.[0]?.code ?? '');
  return at < 0 ? common.length : at;
};

/** Those for notes: first those made for the role, and of them the one used last; then the others, by title. */
export function notesFor(
  templates: readonly Questionnaire[],
  { role, last, language }: { role: string | undefined; last: string | undefined; language: Language },
): { own: Questionnaire[]; others: Questionnaire[] } {
  const notes = templates.filter((one) => kindOfTemplate(one) === 'note');
  const byTitle = [...notes].sort((a, b) => titleOf(a, language).localeCompare(titleOf(b, language), language));
  const own = byTitle
    .filter((one) => isFor(one, role))
    .sort((a, b) => Number(b.url === last) - Number(a.url === last) || commonness(a) - commonness(b));
  return { own, others: byTitle.filter((one) => !isFor(one, role)) };
}

export function findTemplates(
  templates: readonly Questionnaire[],
  typed: string,
  language: Language,
): readonly Questionnaire[] {
  const wanted = typed.toLocaleLowerCase(language).split(/\s+/).filter(Boolean);
  return templates.filter((one) => {
    const words = `${titleOf(one, language)} ${one.description ?? ''}`.toLocaleLowerCase(language);
    return wanted.every((word) => words.includes(word));
  });
}
