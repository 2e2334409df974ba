import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { matchesOf, read, search } from '../fhir/client.ts';
import { principalDateOf } from '../fhir/principal-date.ts';
import { localReference } from '../fhir/references.ts';
import { sourceOf } from '../fhir/source.ts';
import type { Composition, Practitioner, PractitionerRole, Reference, Resource } from '../fhir/types.ts';
import { shortDateTime } from '../format/date.ts';
import { nameOf } from '../format/person.ts';
import { conceptText } from '../format/quantity.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { written } from '../i18n/written.ts';
import { Voiced } from '../ui/voiced.tsx';

/** Who, in which role, where and when: under everything that is opened. */
export function SourceLine({ of }: { of: Resource }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { author, organization, service } = sourceOf(of);
  const { name, role, at } = useAuthor(author, organization);
  const signed = (of as Composition).attester?.find(({ mode }) => mode === 'legal' || mode === 'professional');
  const when = shortDateTime(signed?.time ?? (principalDateOf(of) || of.meta?.lastUpdated), language);
  const where = organization ?? at;
  const kind = service ? t(`service.${service as 'gp'}`, { defaultValue: '' }).toLocaleLowerCase(language) : '';
  // "Nordås sykehus, sykehus" says nothing more.
  const kindSaid = where?.toLocaleLowerCase(language).includes(kind) ? '' : kind;
  const parts = [
    [name ?? t('resource.noAuthor'), role && written(role.toLocaleLowerCase(language))].filter(Boolean).join(', '),
    [where && written(where), kindSaid].filter(Boolean).join(', '),
    signed?.time ? t('resource.signed', { when }) : t('resource.recorded', { when }),
  ];
  return (
    <p className="ej-meta ej-source">
      <Voiced>{parts.filter(Boolean).join(' · ')}</Voiced>
    </p>
  );
}

/** The author's role is in the register of personnel, not in the note: read once for each author and kept. */
function useAuthor(author: Reference | undefined, organization: string | undefined) {
  const reference = localReference(author);
  const [type, id] = reference?.split('/') ?? [];
  const named = author?.display !== undefined;
  const { data } = useQuery({
    queryKey: ['author', reference, named],
    enabled: id !== undefined && (type === 'Practitioner' || type === 'PractitionerRole'),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: async ({ signal }) => {
      if (type === 'PractitionerRole') {
        return { roles: [await read<PractitionerRole>('PractitionerRole', id as string, signal)] };
      }
      const roles = matchesOf(
        await search<PractitionerRole>('PractitionerRole', { practitioner: `Practitioner/${id}` }, signal),
      );
      return { roles, ...(named ? {} : { person: await read<Practitioner>('Practitioner', id as string, signal) }) };
    },
  });
  const roles = data?.roles ?? [];
  const role = roles.find((one) => one.organization?.display === organization) ?? roles[0];
  return {
    name: author?.display ?? role?.practitioner?.display ?? (nameOf(data?.person) || undefined),
    role: conceptText(role?.code?.[0]) || undefined,
    at: role?.organization?.display,
  };
}
