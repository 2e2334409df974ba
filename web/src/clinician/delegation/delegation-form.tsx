import { Button, Checkbox, CheckboxGroup, Radio, RadioGroup, Select } from '@navikt/ds-react';
import { useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useKept } from '../../shared/session/kept.ts';
import { session } from '../../shared/session/session.ts';
import { FailureNotice } from '../access/failure-notice.tsx';
import { DayField } from '../plan/day-field.tsx';
import type { RoundPerson } from '../round/by-room.ts';
import { delegationTo, type HandlingTask, tasks } from './delegations.ts';
import { useColleagues, useRegular, useWriteDelegations } from './use-delegations.ts';

const DAY = 86_400_000;
type Props = { persons: readonly RoundPerson[]; onClose: () => void };

/** To whom, for which persons, of which of their regular medicines, to do what, and until when. */
export function DelegationForm({ persons, onClose }: Props) {
  const { t } = useTranslation();
  const current = useSyncExternalStore(session.subscribe, session.current);
  const own = current.state === 'open' ? current.employment?.id : undefined;
  const name = current.state === 'open' ? current.user.name : '';
  const colleagues = useColleagues().filter(({ reference }) => reference.reference !== `PractitionerRole/${own}`);
  const [to, setTo] = useKept('delegation to', '');
  const [chosen, setChosen] = useKept<string[]>('delegation persons', []);
  const [left, setLeft] = useKept<string[]>('delegation left out', []);
  const [task, setTask] = useKept<HandlingTask>('delegation task', '7');
  const [until, setUntil] = useKept('delegation until', () => dayOf(Date.now() + 90 * DAY));
  const [isTold, setTold] = useState(false);
  const regular = useRegular(chosen);
  const give = useWriteDelegations();
  const orders = regular.data ?? [];
  const medicines = orders.filter(({ id }) => !left.includes(id ?? ''));
  const of = (person: string) =>
    medicines
      .filter(({ subject }) => subject?.reference === `Patient/${person}`)
      .map(({ id, medicationCodeableConcept: medicine }) => ({
        reference: `MedicationRequest/${id}`,
        display: conceptText(medicine),
      }));
  const member = colleagues.find(({ reference }) => reference.reference === to)?.reference;
  const isWrong = member === undefined || until === '' || !chosen.some((person) => of(person).length > 0);
  const save = () => {
    setTold(true);
    if (isWrong || member === undefined) return;
    const by = { reference: `PractitionerRole/${own}`, display: name };
    const teams = chosen
      .filter((person) => of(person).length > 0)
      .map((patient) => delegationTo({ patient, to: member, by, medicines: of(patient), task, until }));
    give.mutate(teams, { onSuccess: onClose });
  };
  return (
    <form
      className="ej-delegation-form"
      aria-label={t('delegation.new')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Select
        size="small"
        label={t('delegation.to')}
        value={to}
        error={isTold && member === undefined ? t('delegation.to.missing') : undefined}
        onChange={(event) => setTo(event.target.value)}
      >
        <option value="">{t('delegation.choose')}</option>
        {colleagues.map(({ reference, title }) => (
          <option key={reference.reference} value={reference.reference}>
            {[reference.display, title].filter(Boolean).join(', ')}
          </option>
        ))}
      </Select>
      <CheckboxGroup size="small" legend={t('delegation.persons')} value={chosen} onChange={setChosen}>
        {persons.map(({ id, name: person, room }) => (
          <Checkbox key={id} value={id}>
            {room === undefined ? person : `${room}: ${person}`}
          </Checkbox>
        ))}
      </CheckboxGroup>
      {chosen.length > 0 && (
        <CheckboxGroup
          size="small"
          legend={t('delegation.medicines')}
          description={t('delegation.medicines.help')}
          value={medicines.map(({ id }) => id ?? '')}
          error={isTold && regular.isSuccess && medicines.length === 0 ? t('delegation.medicines.missing') : undefined}
          onChange={(kept: string[]) => setLeft(orders.flatMap(({ id = '' }) => (kept.includes(id) ? [] : [id])))}
        >
          {orders.map(({ id, subject, medicationCodeableConcept: medicine }) => (
            <Checkbox key={id} value={id}>
              {`${conceptText(medicine)} (${persons.find((one) => subject?.reference === `Patient/${one.id}`)?.name ?? ''})`}
            </Checkbox>
          ))}
        </CheckboxGroup>
      )}
      <RadioGroup size="small" legend={t('delegation.task')} value={task} onChange={setTask}>
        {tasks.map((code) => (
          <Radio key={code} value={code}>
            {t(`delegation.task.${code}`)}
          </Radio>
        ))}
      </RadioGroup>
      <DayField
        label={t('delegation.untilLabel')}
        value={until}
        min={dayOf(Date.now())}
        max={dayOf(Date.now() + 364 * DAY)}
        onChange={setUntil}
      />
      {give.error && <FailureNotice error={give.error} />}
      <div className="ej-delegation-acts">
        <Button type="submit" size="small" loading={give.isPending}>
          {t('delegation.give')}
        </Button>
        <Button type="button" size="small" variant="tertiary" onClick={onClose}>
          {t('dose.cancel')}
        </Button>
      </div>
    </form>
  );
}
