import { useTranslation } from 'react-i18next';
import type { Patient } from '../../shared/fhir/types.ts';
import { PersonLine } from './person-option.tsx';
import { usePersonSearch } from './use-person-search.ts';

type Props = {
  /** The question: whom is it about? */
  label: string;
  typed: string;
  onTyped: (typed: string) => void;
  onChosen: (person: Patient) => void;
  /** `Patient/id` of whose record it stands in, who is not among the found. */
  here: string | undefined;
};

/** Finds whom something in the wrong record is about. */
export function RightPerson({ label, typed, onTyped, onChosen, here }: Props) {
  const { t } = useTranslation();
  const found = usePersonSearch(typed);
  const others = found.persons.filter(({ id }) => `Patient/${id}` !== here);
  return (
    <>
      <label className="ej-plain-field">
        <span className="ej-strong">{label}</span>
        <input type="search" value={typed} autoComplete="off" onChange={(event) => onTyped(event.target.value)} />
      </label>
      {typed !== '' && (
        <ul className="ej-move-found" aria-label={label}>
          {others.slice(0, 8).map((person) => (
            <li key={person.id}>
              <button type="button" className="ej-person" onClick={() => onChosen(person)}>
                <PersonLine person={person} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {typed !== '' && !found.isFetching && others.length === 0 && <p className="ej-meta">{t('find.none')}</p>}
    </>
  );
}
