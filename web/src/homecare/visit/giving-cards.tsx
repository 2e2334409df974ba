import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { withLaterTexts } from '../../i18n.ts';
import type { Patient } from '../../shared/fhir/types.ts';
import { nameOf } from '../../shared/format/person.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { Card } from '../../shared/ui/card.tsx';
import { later } from '../../shared/ui/later.tsx';
import { PartFailed } from '../../shared/ui/part.tsx';
import type { Bearer, Target } from '../check/check.ts';
import { useCheck } from '../check/use-check.ts';
import { isToBeGiven } from '../doses/dose.ts';
import type { Giver } from '../doses/record-dose.ts';
import { useDueDoses } from '../doses/use-due-doses.ts';
import { useHindrance } from '../doses/use-hindrance.ts';
import { hasUnscheduled, UnscheduledList } from '../unscheduled/unscheduled-list.tsx';
import { useUnscheduled } from '../unscheduled/use-unscheduled.ts';
import { DosesCard } from './doses-card.tsx';

const DispenserCard = later(() => withLaterTexts(import('../../clinician/dispensers/dispenser-card.tsx')));

const types = ['MedicationRequest', 'MedicationAdministration', 'Observation'];
const none: readonly never[] = [];

/**
 * What is given at a visit: what is due, what may be given as needed, what runs in a pump, what the dispenser at home tells; and the
 * check of person and package.
 */
export function GivingCards({ id, patient, giver }: { id: string; patient: Patient; giver: () => Giver }) {
  const { t } = useTranslation();
  const due = useDueDoses(id);
  const ids = useMemo(() => [id], [id]);
  const unscheduled = useUnscheduled(recordKey(id, types, 'unscheduled'), ids);
  const hindranceOf = useHindrance(ids);
  const doses = due.data ?? none;
  const medicines = unscheduled.data ?? none;
  const bearers = useMemo<Bearer[]>(() => [bearerFrom(id, patient)], [id, patient]);
  const targetsOf = useCallback(
    (): readonly Target[] => targetsFrom(doses.filter(isToBeGiven), medicines),
    [doses, medicines],
  );
  const all = useMemo(() => targetsFrom(doses, medicines), [doses, medicines]);
  const check = useCheck({
    bearers,
    targetsOf,
    all,
    isKnown: due.data !== undefined && unscheduled.data !== undefined,
    isReady: true,
  });
  return (
    <>
      <DosesCard query={due} giver={giver} check={check} hindranceOf={hindranceOf} name={nameOf(patient)} />
      {unscheduled.isError && <PartFailed of={unscheduled} what={t('needed.what')} />}
      {hasUnscheduled(medicines) && (
        <Card title={t('needed.title')}>
          <UnscheduledList
            medicines={medicines}
            to={giver}
            check={check}
            hindranceOf={hindranceOf}
            label={t('needed.title')}
          />
        </Card>
      )}
      <DispenserCard id={id} />
    </>
  );
}

export const bearerFrom = (id: string, patient: Patient | undefined): Bearer => ({
  id,
  name: nameOf(patient),
  numbers: (patient?.identifier ?? []).flatMap(({ value }) => value ?? []),
});

/** The orders that a package may be of, each once. */
export function targetsFrom(
  doses: readonly Target[],
  medicines: readonly {
    reference: string;
    medication: string;
    isStanding: boolean;
    order: { medicationCodeableConcept?: Target['concept'] };
  }[],
): Target[] {
  const more = medicines
    .filter(({ isStanding }) => isStanding)
    .map(({ reference, medication, order }) => ({
      order: reference,
      medication,
      concept: order.medicationCodeableConcept,
    }));
  return [...new Map([...doses, ...more].map((one) => [one.order, one])).values()];
}
