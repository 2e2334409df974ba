import { codes, hasCode, isCoordinator } from '@enjournal/server/care/plan';
import { useTranslation } from 'react-i18next';
import type { RelatedPerson } from '../../shared/fhir/types.ts';
import { dayOf } from '../../shared/format/date.ts';
import { humanName, nameOf } from '../../shared/format/person.ts';
import { usePatient, useRecordSearch } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { DayField } from './day-field.tsx';
import { PickField } from './pick-field.tsx';
import {
  newSharedPlan,
  ownGoalsIn,
  type Plan,
  post,
  put,
  storeTogether,
  type Team,
  useAims,
  useTeams,
} from './plan-data.ts';
import { SmallForm } from './small-form.tsx';
import { usePlanAct, useWriter } from './use-plan-act.ts';

/** Consent, coordinator and plan in one act: none of them is left half made. */
export function MakeIndividual({ id, shared, onDone }: { id: string; shared: Plan | undefined; onDone: () => void }) {
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
