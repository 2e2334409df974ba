import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { matchesOf, nextLink, search } from '../../shared/fhir/client.ts';
import type { Patient } from '../../shared/fhir/types.ts';
import { nameOf } from '../../shared/format/person.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { useOwnReferences } from '../bar/use-own-references.ts';
import { PersonLine } from '../find-person/person-option.tsx';
import { useRecentPersons } from '../find-person/use-recent-persons.ts';

/** Those whose records the reader opened last. */
export function RecentCard() {
  const { t } = useTranslation();
  const recent = useRecentPersons(true);
  return (
    <Card title={t('start.recent')}>
      {recent.length > 0 ? (
        <PersonList persons={recent} />
      ) : (
        <div className="ej-card-body">
          <p className="ej-meta">{t('start.noRecent')}</p>
        </div>
      )}
    </Card>
  );
}

function PersonList({ persons }: { persons: readonly Patient[] }) {
  return (
    <ul className="ej-rows">
      {persons.map((person) => (
        <li key={person.id}>
          <Link
            className="ej-person ej-person-link"
            to="/pasient/$id/{-$section}"
            params={{ id: person.id ?? '', section: undefined }}
          >
            <PersonLine person={person} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

const most = 10;

/** A list of hundreds would bury what stands below it, on a phone most of all. */
function FoldedPersons({ persons }: { persons: readonly Patient[] }) {
  const { t } = useTranslation();
  const [all, setAll] = useKept('own list all', false);
  const isLong = persons.length > most + 1;
  return (
    <>
      <PersonList persons={isLong && !all ? persons.slice(0, most) : persons} />
      {isLong && (
        <div className="ej-card-foot ej-noprint">
          <button type="button" className="ej-link" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t('ui.showFewer') : t('ui.showAll', { count: persons.length })}
          </button>
        </div>
      )}
    </>
  );
}

/** The persons who have the reader as their general practitioner. */
export function OwnListCard() {
  const { t } = useTranslation();
  const own = useOwnReferences();
  const query = useQuery({
    queryKey: ['own-list', own],
    enabled: own.length > 0,
    queryFn: async ({ signal }) => {
      const params = { 'general-practitioner': own.join(','), _sort: 'family,given', _count: '50' };
      const bundle = await search<Patient>('Patient', params, signal);
      return {
        persons: [...matchesOf(bundle)].sort((a, b) => nameOf(a).localeCompare(nameOf(b), 'nb')),
        more: nextLink(bundle) !== undefined,
      };
    },
  });
  if (!query.isError && !query.data?.persons.length) return null;
  return (
    <Card title={t('start.list')} foot={query.data?.more && t('start.listMore', { count: query.data.persons.length })}>
      <Part of={query} what={t('start.list.what')}>
        {({ persons }) => <FoldedPersons persons={persons} />}
      </Part>
    </Card>
  );
}
