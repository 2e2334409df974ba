import { TextField } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { create } from '../../shared/fhir/client.ts';
import { dayOf, instantOf, shortDateTime } from '../../shared/format/date.ts';
import { nameOf } from '../../shared/format/person.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { usePatient } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Part } from '../../shared/ui/part.tsx';
import { DayField } from './day-field.tsx';
import { type Meeting, type Plan, type Team, useMeetings } from './plan-data.ts';
import { SmallForm } from './small-form.tsx';
import { usePlanAct, useWriter } from './use-plan-act.ts';
import { WriteButton } from './write-button.tsx';
import { WrittenField } from './written-field.tsx';

/** The meetings about a plan, and a new one, to which the team is called. */
export function Meetings({ id, plan, team }: { id: string; plan: Plan; team: Team | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const meetings = useMeetings(id, plan.id);
  const [isAdding, setAdding] = useKept('individual meeting', false);
  return (
    <section className="ej-plan-group" aria-label={t('individual.meetings')}>
      <h3>
        {t('individual.meetings')}
        <WriteButton isOpen={isAdding} onOpen={() => setAdding(true)}>
          {t('individual.meeting.add')}
        </WriteButton>
      </h3>
      {isAdding && <NewMeeting id={id} plan={plan} team={team} onDone={() => setAdding(false)} />}
      <Part of={meetings} what={t('plan.what')} rows={1}>
        {({ resources }) =>
          resources.length === 0 ? (
            <div className="ej-card-body">
              <p>{t('individual.meetings.none')}</p>
            </div>
          ) : (
            <ul className="ej-contacts">
              {resources.map((meeting) => (
                <li key={meeting.id}>
                  <span>{meeting.description}</span>
                  <span className="ej-meta">{shortDateTime(meeting.start, language)}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Part>
    </section>
  );
}

function NewMeeting({
  id,
  plan,
  team,
  onDone,
}: {
  id: string;
  plan: Plan;
  team: Team | undefined;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const { data: patient } = usePatient(id);
  const writer = useWriter();
  const [day, setDay] = useKept('individual meeting day', '');
  const [time, setTime] = useKept('individual meeting time', '12:00');
  const [what, setWhat] = useKept('individual meeting what', t('individual.meeting.usual'));
  const start = instantOf(`${day}T${time}:00${offsetOf(day)}`);
  const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && day >= dayOf(Date.now()) && !Number.isNaN(start);
  const save = usePlanAct(
    id,
    () =>
      create({
        resourceType: 'Appointment',
        status: 'booked',
        description: what.trim(),
        start: new Date(start).toISOString(),
        end: new Date(start + 3_600_000).toISOString(),
        created: new Date().toISOString(),
        supportingInformation: [{ reference: `CarePlan/${plan.id}` }],
        participant: [
          { actor: { reference: `Patient/${id}`, display: nameOf(patient) }, status: 'needs-action' },
          ...calledOf(team, writer?.job),
        ],
      } as Meeting),
    () => {
      setDay('');
      onDone();
    },
  );
  return (
    <SmallForm
      label={t('individual.meeting.add')}
      submit={t('plan.save')}
      act={save}
      isFilled={isDay && what.trim() !== ''}
      onCancel={onDone}
    >
      <DayField
        label={t('individual.meeting.day')}
        min={dayOf(Date.now())}
        value={day}
        isMissing={!isDay}
        onChange={setDay}
      />
      <TextField
        label={t('individual.meeting.time')}
        size="small"
        type="time"
        value={time}
        onChange={(event) => setTime(event.target.value)}
      />
      <WrittenField
        label={t('individual.meeting.what')}
        description={t('individual.meeting.hint')}
        isLine
        value={what}
        onChange={setWhat}
      />
    </SmallForm>
  );
}

/** Those of the team who can be called; by words where they are in no register. */
function calledOf(team: Team | undefined, own: { reference: string; display: string } | undefined) {
  const members = (team?.participant ?? []).flatMap(({ member }) => member ?? []);
  const all = members.length > 0 ? members : [own ?? {}];
  return all.map((actor) => ({
    actor: /^(Practitioner|PractitionerRole|RelatedPerson|HealthcareService)\//.test(actor.reference ?? '')
      ? actor
      : { display: actor.display ?? '' },
    status: actor.reference === own?.reference ? 'accepted' : 'needs-action',
  }));
}

/** Norway's offset on a day, at noon. */
function offsetOf(day: string): string {
  const noon = new Date(`${day || '2026-01-01'}T12:00:00Z`);
  const hour = Number(
    new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Oslo', hour: '2-digit', hourCycle: 'h23' }).format(noon),
  );
  return `+0${hour - 12}:00`;
}
