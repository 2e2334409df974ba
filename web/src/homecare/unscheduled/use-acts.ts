import type { NotedEffect } from '@enjournal/server/care/medication';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Extension, Quantity } from '../../shared/fhir/types.ts';
import { outbox } from '../../shared/outbox/own-outbox.ts';
import type { Dose } from '../doses/dose.ts';
import { type Giver, undoSending } from '../doses/record-dose.ts';
import type { GivenTo } from '../doses/use-give.ts';
import { useOwn } from '../visit/use-own.ts';
import {
  changeSending,
  effectSending,
  type Filling,
  neededSending,
  startSending,
  stopSending,
} from './record-unscheduled.ts';
import type { Given, Medicine } from './unscheduled.ts';

/** What is done with medicines without a time of their own: put in the outbox, and so on the device at once. */
export function useActs(to: () => GivenTo) {
  const { t } = useTranslation();
  const own = useOwn();
  const giver = useCallback(
    (): Giver => ({
      ...to(),
      person: own.person,
      role: own.role?.replace('PractitionerRole/', ''),
      name: own.name,
      now: Date.now(),
    }),
    [own, to],
  );
  return {
    give(medicine: Medicine, what: { dose: Quantity | undefined; reason: string; check: Extension | undefined }) {
      const words = t('dose.did.given', { what: medicine.medication });
      void outbox.put(neededSending(giver(), medicine, what, words));
    },
    effect(medicine: Medicine, dose: Given, effect: NotedEffect) {
      const words = t(`needed.effect.${effect}`);
      void outbox.put(effectSending(giver(), medicine, dose, effect, words));
    },
    start(medicine: Medicine, filling: Filling, check: Extension | undefined) {
      void outbox.put(
        startSending(giver(), medicine, filling, check, t('pump.did.started', { what: medicine.medication })),
      );
    },
    change(medicine: Medicine, now: Given, filling: Filling) {
      void outbox.put(
        changeSending(giver(), medicine, now, filling, t('pump.did.changed', { what: medicine.medication })),
      );
    },
    stop(medicine: Medicine, now: Given, why: string) {
      void outbox.put(stopSending(giver(), medicine, now, why, t('pump.did.stopped', { what: medicine.medication })));
    },
    undo(medicine: Medicine, { id, waiting }: Given) {
      if (waiting !== undefined && waiting.became.length === 0 && !outbox.current().under.has(waiting.key)) {
        outbox.drop(waiting.key);
      } else if (id !== undefined) {
        const administration = `MedicationAdministration/${id}`;
        const dose = { administration, planned: { system: '', value: '' }, medication: medicine.medication } as Dose;
        void outbox.put(undoSending(giver(), dose, t('dose.did.undone', { what: medicine.medication })));
      }
    },
  };
}

export type Acts = ReturnType<typeof useActs>;
