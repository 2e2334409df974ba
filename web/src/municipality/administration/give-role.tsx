import { Button, Select, TextField } from '@navikt/ds-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNotice } from '../../clinician/access/failure-notice.tsx';
import { dayOf } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { roleCodes, roleName } from '../../shared/staff/roles.ts';
import { Part } from '../../shared/ui/part.tsx';
import { DateField } from './date-field.tsx';
import { findPersons, giveJob, type Person } from './staff.ts';

type Props = { unit: { id: string; name: string }; onDone: (name?: string) => void };

/** Gives somebody a role at a unit, from a day and perhaps to one. */
export function GiveRole({ unit, onDone }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const [person, setPerson] = useKept<Person | undefined>('role person', undefined);
  const [role, setRole] = useKept('role code', '');
  const [title, setTitle] = useKept('role title', '');
  const [from, setFrom] = useKept('role from', dayOf(Date.now()));
  const [to, setTo] = useKept('role to', '');
  const [isTried, setTried] = useState(false);
  const wrongEnd = to !== '' && to < from;
  const give = useMutation({
    mutationFn: (whom: Person) => giveJob({ person: whom, unit, role, title, from, to }),
    async onSuccess(_, whom) {
      await queries.invalidateQueries({ queryKey: ['jobs', unit.id] });
      onDone(whom.name);
    },
  });
  const submit = () => {
    setTried(true);
    if (person !== undefined && role !== '' && from !== '' && !wrongEnd) give.mutate(person);
  };
  const roles = [...roleCodes].sort((a, b) => roleName(a, language).localeCompare(roleName(b, language), 'nb'));
  return (
    <section className="ej-mun-side" aria-label={t('admin.give')}>
      <PersonField person={person} onPerson={setPerson} isMissing={isTried && person === undefined} />
      <div className="ej-mun-fields">
        <Select
          size="small"
          label={t('admin.role')}
          value={role}
          error={isTried && role === '' && t('admin.roleMissing')}
          onChange={(event) => setRole(event.target.value)}
        >
          <option value="">{t('admin.roleChoose')}</option>
          {roles.map((code) => (
            <option key={code} value={code}>
              {roleName(code, language)}
            </option>
          ))}
        </Select>
        <TextField
          size="small"
          label={t('admin.roleTitle')}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
        <DateField
          label={t('admin.firstDay')}
          value={from}
          error={isTried && from === '' && t('admin.fromMissing')}
          onChange={setFrom}
        />
        <DateField
          label={t('admin.lastDayIfAny')}
          value={to}
          min={from}
          error={isTried && wrongEnd && t('admin.lastDayWrong')}
          onChange={setTo}
        />
      </div>
      {give.isError && <FailureNotice error={give.error} />}
      <div className="ej-mun-acts">
        <Button size="small" loading={give.isPending} onClick={submit}>
          {t('admin.giveDo')}
        </Button>
        <Button size="small" variant="secondary" onClick={() => onDone()}>
          {t('admin.cancel')}
        </Button>
      </div>
    </section>
  );
}

type FieldProps = { person: Person | undefined; onPerson: (person: Person | undefined) => void; isMissing: boolean };

function PersonField({ person, onPerson, isMissing }: FieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useKept('role person text', '');
  const sought = text.trim();
  const found = useQuery({
    queryKey: ['persons', sought],
    enabled: sought.length >= 2 && person === undefined,
    queryFn: ({ signal }) => findPersons(sought, signal),
  });
  return (
    <div>
      <TextField
        size="small"
        label={t('admin.person')}
        description={t('admin.personHelp')}
        value={person === undefined ? text : person.name}
        autoComplete="off"
        error={isMissing && t('admin.personMissing')}
        onChange={(event) => {
          onPerson(undefined);
          setText(event.target.value);
        }}
      />
      {person === undefined && sought.length >= 2 && (
        <Part of={found} what={t('admin.persons.what')} rows={2}>
          {(persons) =>
            persons.length === 0 ? (
              <p className="ej-meta">{t('admin.personsNone')}</p>
            ) : (
              <ul className="ej-plain ej-mun-persons" aria-label={t('admin.person')}>
                {persons.map((one) => (
                  <li key={one.reference}>
                    <button type="button" className="ej-mun-unit" onClick={() => onPerson(one)}>
                      <span>{one.name}</span>
                      {one.hpr && <span className="ej-meta ej-num">{t('admin.hpr', { number: one.hpr })}</span>}
                    </button>
                  </li>
                ))}
              </ul>
            )
          }
        </Part>
      )}
    </div>
  );
}
