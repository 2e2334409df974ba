import { codes, hasCode, isCoordinator, isIndividual } from '@enjournal/server/care/plan';
import { Button, TextField } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { create, update } from '../../shared/fhir/client.ts';
import type { RelatedPerson, Resource } from '../../shared/fhir/types.ts';
import { dayOf, instantOf, shortDate, shortDateTime } from '../../shared/format/date.ts';
import { humanName, nameOf } from '../../shared/format/person.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { usePatient, useRecordSearch } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Facts } from '../../shared/ui/facts.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { DayField } from './day-field.tsx';
import { PickField } from './pick-field.tsx';
import {
  isInvited,
  type Meeting,
  newSharedPlan,
  ownGoalsIn,
  type Plan,
  post,
  put,
  storeTogether,
  type Team,
  useAims,
  useMeetings,
  useTeams,
} from './plan-data.ts';
import { SmallForm } from './small-form.tsx';
import { usePlanAct, useWriter } from './use-plan-act.ts';
import { WriteButton } from './write-button.tsx';
import { WrittenField } from './written-field.tsx';

type Consent = Resource & {
  category?: object[];
  dateTime?: string;
  performer?: { display?: string; reference?: string }[];
};

/** The consents that individual plans rest on; to whom they are no business, there are none. */
export const usePlanConsents = (id: string) =>
  useRecordSearch<Consent>(
    id,
    'Consent',
    { category: `${codes.consentCategory}|individual-plan`, status: 'active' },
    { limit: 10 },
  );

/** The individual plan: what it rests on, who keeps it moving, who takes part, and when they meet. */
export function IndividualCard({ id, shared }: { id: string; shared: Plan | undefined }) {
  const { t } = useTranslation();
  const teams = useTeams(id);
  const writer = useWriter();
  const [isMaking, setMaking] = useKept('individual make', false);
  if (shared === undefined || !isIndividual(shared)) {
    return (
      <Card title={t('individual.title')}>
        {isMaking ? (
          <MakeIndividual id={id} shared={shared} onDone={() => setMaking(false)} />
        ) : (
          <div className="ej-card-body ej-plan-detail">
            <p>{t('individual.none')}</p>
            {writer?.role !== undefined && (
              <Button size="small" className="ej-xs ej-noprint" variant="secondary" onClick={() => setMaking(true)}>
                {t('individual.begin')}
              </Button>
            )}
          </div>
        )}
      </Card>
    );
  }
  return (
    <Card
      title={t('individual.title')}
      action={
        <button type="button" className="ej-link" onClick={() => window.print()}>
          {t('individual.print')}
        </button>
      }
    >
      <Part of={teams} what={t('plan.what')} rows={4}>
        {({ resources }) => <Individual id={id} plan={shared} team={teamOf(shared, resources)} />}
      </Part>
    </Card>
  );
}

/** The team that a plan names. */
export const teamOf = (plan: Plan, teams: readonly Team[]): Team | undefined =>
  teams.find(({ id }) => (plan.careTeam ?? []).some(({ reference }) => reference === `CareTeam/${id}`));

function Individual({ id, plan, team }: { id: string; plan: Plan; team: Team | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const consents = usePlanConsents(id);
  const [isInviting, setInviting] = useKept('individual invite', false);
  const consent = consents.data?.resources.find((one) =>
    (plan.supportingInfo ?? []).some(({ reference }) => reference === `Consent/${one.id}`),
  );
  const participants = team?.participant ?? [];
  const coordinator = participants.find(isCoordinator);
  const given = consent && {
    who: consent.performer?.[0]?.display ?? t('individual.consent.person'),
    when: shortDate(consent.dateTime, language),
  };
  return (
    <>
      <div className="ej-card-body">
        <Facts
          rows={[
            [t('individual.coordinator'), coordinator?.member?.display],
            [t('individual.consent'), given && t('individual.consent.given', given)],
          ]}
        />
      </div>
      <section className="ej-plan-group" aria-label={t('individual.parties')}>
        <h3>
          {t('individual.parties')}
          {team !== undefined && (
            <WriteButton isOpen={isInviting} onOpen={() => setInviting(true)}>
              {t('individual.invite')}
            </WriteButton>
          )}
        </h3>
        {isInviting && team !== undefined && <Invite id={id} team={team} onDone={() => setInviting(false)} />}
        <ul className="ej-contacts">
          {participants
            .filter((one) => one !== coordinator)
            .map((one) => (
              <li key={`${conceptText(one.role?.[0])} ${one.member?.display}`}>
                <span>
                  {one.member?.display}
                  {isInvited(one) && <span className="ej-sub">{t('individual.invited')}</span>}
                </span>
                <span className="ej-meta">{conceptText(one.role?.find(({ text }) => text) ?? one.role?.[0])}</span>
              </li>
            ))}
        </ul>
      </section>
      <Meetings id={id} plan={plan} team={team} />
    </>
  );
}

function Invite({ id, team, onDone }: { id: string; team: Team; onDone: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useKept('individual invite name', '');
  const [role, setRole] = useKept('individual invite role', '');
  const save = usePlanAct(
    id,
    () => {
      const one = {
        role: [{ coding: [{ system: codes.planParty, code: 'invited' }], text: role.trim() }],
        member: { display: name.trim() },
      };
      return update({ ...team, participant: [...(team.participant ?? []), one] } as Team);
    },
    () => {
      setName('');
      setRole('');
      onDone();
    },
  );
  return (
    <SmallForm
      label={t('individual.invite')}
      submit={t('individual.invite')}
      act={save}
      isFilled={name.trim() !== '' && role.trim() !== ''}
      onCancel={onDone}
    >
      <WrittenField
        label={t('individual.invite.name')}
        description={t('individual.invite.hint')}
        isLine
        value={name}
        onChange={setName}
      />
      <WrittenField label={t('individual.invite.role')} isLine value={role} onChange={setRole} />
    </SmallForm>
  );
}

function Meetings({ id, plan, team }: { id: string; plan: Plan; team: Team | undefined }) {
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

/** Consent, coordinator and plan in one act: none of them is left half made. */
function MakeIndividual({ id, shared, onDone }: { id: string; shared: Plan | undefined; onDone: () => void }) {
  const { t } = useTranslation();
  const { data: patient } = usePatient(id);
  const related = useRecordSearch<RelatedPerson>(id, 'RelatedPerson', { active: 'true' }, { limit: 30 });
  const teams = useTeams(id);
  const aims = useAims(id);
  const writer = useWriter();
  const [by, setBy] = useKept('individual by', '');
  const [day, setDay] = useKept('individual day', dayOf(Date.now()));
  const self = { reference: `Patient/${id}`, display: nameOf(patient) };
  const others = (related.data?.resources ?? []).map((one) => ({
    reference: `RelatedPerson/${one.id}`,
    display: humanName(one.name?.[0]),
  }));
  const make = usePlanAct(
    id,
    () => {
      const giver = others.find(({ reference }) => reference === by) ?? self;
      const [consent, team] = [crypto.randomUUID(), crypto.randomUUID()].map((one) => `urn:uuid:${one}`) as [
        string,
        string,
      ];
      const coordinator = {
        role: [
          {
            coding: [{ system: codes.functions, code: '8', display: 'Koordinator individuell plan' }],
            text: 'Koordinator',
          },
        ],
        member: writer!.job,
      };
      const standing = teams.data?.resources[0];
      const entries = [
        post(consentOf(id, giver, day), consent),
        standing === undefined
          ? post({ ...newTeam(id, coordinator, self), ...managedBy(writer?.unit) }, team)
          : put({
              ...standing,
              participant: [...(standing.participant ?? []).filter((one) => !isCoordinator(one)), coordinator],
            } as Team),
      ];
      const plan = {
        ...(shared ?? newSharedPlan(id, writer!.job, ownGoalsIn(aims.data?.resources ?? []))),
        title: 'Individuell plan',
        category: [...categoriesOf(shared), { coding: [{ system: codes.documents, code: 'A02-2' }] }],
        careTeam: [{ reference: standing === undefined ? team : `CareTeam/${standing.id}` }],
        supportingInfo: [...(shared?.supportingInfo ?? []), { reference: consent }],
      };
      return storeTogether([...entries, shared === undefined ? post(plan as never) : put(plan as Plan)]);
    },
    onDone,
  );
  return (
    <SmallForm label={t('individual.begin')} submit={t('individual.make')} act={make} onCancel={onDone}>
      <PickField
        label={t('individual.consent.by')}
        choices={[
          ['', `${t('individual.consent.person')}: ${self.display}`],
          ...others.map(({ reference, display }) => [reference, display] as const),
        ]}
        value={by}
        onChange={setBy}
      />
      <DayField label={t('individual.consent.when')} max={dayOf(Date.now())} value={day} onChange={setDay} />
      <p>{t('individual.coordinator.me')}</p>
    </SmallForm>
  );
}

const categoriesOf = (shared: Plan | undefined) => [
  { coding: [{ system: codes.planKind, code: 'shared' }] },
  ...(shared?.category ?? []).filter((one) => !hasCode(one, codes.planKind, 'shared')),
];

const managedBy = (unit: object | undefined) => (unit === undefined ? {} : { managingOrganization: [unit] });

const newTeam = (id: string, coordinator: object, self: { display: string }) => ({
  resourceType: 'CareTeam',
  status: 'active',
  name: `Teamet rundt ${self.display.split(' ')[0] ?? ''}`,
  subject: { reference: `Patient/${id}` },
  period: { start: dayOf(Date.now()) },
  participant: [coordinator],
});

const consentOf = (id: string, giver: object, day: string) => ({
  resourceType: 'Consent',
  status: 'active',
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'treatment' }] },
  category: [{ coding: [{ system: codes.consentCategory, code: 'individual-plan' }], text: 'Individuell plan' }],
  patient: { reference: `Patient/${id}` },
  dateTime: day,
  performer: [giver],
  policyRule: { text: 'Pasient- og brukerrettighetsloven § 2-5' },
  provision: { type: 'permit', period: { start: day } },
});
