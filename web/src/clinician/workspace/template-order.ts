import { translated } from '../../shared/fhir/translated.ts';
import type { Questionnaire } from '../../shared/fhir/types.ts';
import type { Language } from '../../shared/i18n/words.ts';

const extensionBase = 'https://enjournal.no/fhir/StructureDefinition/';

export type TemplateKind = 'note' | 'form' | 'score';

export const kindOfTemplate = ({ extension = [] }: Questionnaire): TemplateKind | undefined =>
  extension.find(({ url }) => url === `${extensionBase}template-kind`)?.valueCode as TemplateKind | undefined;

export const titleOf = (template: Questionnaire | undefined, language: Language): string =>
  translated(template?.title, template?._title, language);

/** Where a role stands among those that a template is made for; below 0 when it is not made for it. */
const rankFor = ({ extension = [] }: Questionnaire, role: string | undefined): number =>
  extension
    .filter(({ url }) => url === `${extensionBase}template-role`)
    .findIndex(({ valueCode }) => valueCode === role);
/** Whether it is made for a role, and stands first there. */
export const isForRole = (template: Questionnaire, role: string | undefined): boolean => rankFor(template, role) >= 0;

/** Where a role has several, what most write most often stands before the rest. */
const common = ['consultation', 'daily-report', 'home-visit', 'phone-contact'];
const commonness = ({ code }: Questionnaire): number => {
  const at = common.indexOf(code?.[0]?.code ?? '');
  return at < 0 ? common.length : at;
};

/**
 * Those for notes: first those made for the role, and of them the one used last, then those made for it before other roles;
 * then the others, by title.
 */
export function notesFor(
  templates: readonly Questionnaire[],
  { role, last, language }: { role: string | undefined; last: string | undefined; language: Language },
): { own: Questionnaire[]; others: Questionnaire[] } {
  const notes = templates.filter((one) => kindOfTemplate(one) === 'note');
  const byTitle = [...notes].sort((a, b) => titleOf(a, language).localeCompare(titleOf(b, language), language));
  const own = byTitle
    .filter((one) => isForRole(one, role))
    .sort(
      (a, b) =>
        Number(b.url === last) - Number(a.url === last) ||
        rankFor(a, role) - rankFor(b, role) ||
        commonness(a) - commonness(b),
    );
  return { own, others: byTitle.filter((one) => !isForRole(one, role)) };
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
