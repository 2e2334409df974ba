import { type ReasonKey, textOf } from '@enjournal/server/access/reasons';
import { Table } from '@navikt/ds-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { withLaterTexts } from '../../i18n.ts';
import { askOperation, type Parameter, parameterOf, parametersNamed } from '../../shared/fhir/parameters.ts';
import { shortDate } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { roleName } from '../../shared/staff/roles.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { useUser } from '../bar/use-user.ts';
import { SectionPage } from '../record/section-page.tsx';
import { SeenCard } from './seen-card.tsx';

const OwnLog = lazy(() => withLaterTexts(import('../../citizen/privacy/own-log.tsx')));

/** Who could open this record now, and who has opened it. */
export default function AccessSection({ id }: { id: string }) {
  const { t } = useTranslation();
  const parties = useQuery({
    queryKey: ['record', id, ['Patient'], 'who-can-see'],
    queryFn: async ({ signal }) => partiesOf(await askOperation(`Patient/${id}/$who-can-see`, signal)),
  });
  const isCitizen = useUser().kind === 'citizen';
  return (
    <SectionPage title={t('section.tilgang')}>
      <Card title={t('access.canSee')} count={parties.data?.length}>
        <Part of={parties} what={t('access.canSee.what')}>
          {(found) => (found.length > 0 ? <PartyTable parties={found} /> : <p>{t('access.canSee.none')}</p>)}
        </Part>
      </Card>
      {isCitizen ? (
        <Suspense fallback={null}>
          <OwnLog id={id} canSee={(parties.data ?? []).map(placeOrPerson)} />
        </Suspense>
      ) : (
        <SeenCard id={id} />
      )}
    </SectionPage>
  );
}

/** Whom a citizen may keep something from. */
const placeOrPerson = ({ place, who, unit, person }: Party) =>
  who === undefined ? { reference: place, display: unit } : { reference: who, display: `${person}, ${unit}` };

type Party = {
  key: string;
  /** `Organization/…`. */
  place: string;
  /** `Practitioner…/…`, when it is one alone. */
  who: string | undefined;
  unit: string;
  role: string;
  person: string | undefined;
  ground: ReasonKey;
  until: string | undefined;
  isBlocked: boolean;
  people: number;
};

function partiesOf(told: readonly Parameter[]): Party[] {
  return parametersNamed(told, 'party').map(({ part }) => {
    const unit = parameterOf(part, 'organization')?.valueReference;
    const role = parameterOf(part, 'role')?.valueCode ?? '';
    const person = parameterOf(part, 'person')?.valueReference;
    return {
      key: [unit?.reference, role, person?.reference].join(' '),
      place: unit?.reference ?? '',
      who: person?.reference,
      unit: unit?.display ?? unit?.reference ?? '',
      role,
      person: person && (person.display ?? ''),
      ground: (parameterOf(part, 'ground')?.valueCoding?.code ?? 'no-basis') as ReasonKey,
      until: parameterOf(part, 'until')?.valueInstant,
      isBlocked: parameterOf(part, 'blocked')?.valueBoolean ?? false,
      people: parameterOf(part, 'people')?.valueUnsignedInt ?? 1,
    };
  });
}

function PartyTable({ parties }: { parties: readonly Party[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div className="ej-stacked">
      <Table size="small" className="ej-dense">
        <caption className="ej-sr">{t('access.canSee')}</caption>
        <Table.Header>
          <Table.Row>
            <Table.HeaderCell scope="col">{t('access.unit')}</Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('access.role')}</Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('access.ground')}</Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('access.until')}</Table.HeaderCell>
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {parties.map((one) => (
            <Table.Row key={one.key} shadeOnHover={false}>
              <Table.HeaderCell scope="row">{one.unit}</Table.HeaderCell>
              <Table.DataCell>
                {roleName(one.role, language)}
                {one.person === undefined
                  ? ` (${t('access.people', { count: one.people })})`
                  : one.person && `: ${one.person}`}
              </Table.DataCell>
              <Table.DataCell>
                {textOf(one.ground, language)}
                {one.isBlocked && <div className="ej-meta">{t('access.someBlocked')}</div>}
              </Table.DataCell>
              <Table.DataCell className="ej-num">{one.until ? shortDate(one.until, language) : '–'}</Table.DataCell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </div>
  );
}
