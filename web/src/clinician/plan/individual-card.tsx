import { codes, isCoordinator, isIndividual } from '@enjournal/server/care/plan';
import { Button } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { update } from '../../shared/fhir/client.ts';
import type { Resource } from '../../shared/fhir/types.ts';
import { shortDate } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Facts } from '../../shared/ui/facts.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { MakeIndividual } from './make-individual.tsx';
import { Meetings } from './meetings.tsx';
import { isInvited, type Plan, type Team, useTeams } from './plan-data.ts';
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
                <span className="ej-meta">
                  <Voiced isWritten>{conceptText(one.role?.find(({ text }) => text) ?? one.role?.[0])}</Voiced>
                </span>
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
