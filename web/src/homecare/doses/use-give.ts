import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { outbox } from '../../shared/outbox/own-outbox.ts';
import type { Check } from '../check/use-check.ts';
import { useOwn } from '../visit/use-own.ts';
import type { Dose } from './dose.ts';
import { doseSending, type Giver, type Recorded, undoSending } from './record-dose.ts';

/** To whom, and at what contact; the rest is who is logged on. */
export type GivenTo = Pick<Giver, 'id' | 'who' | 'encounter' | 'visit'>;

export type Give = {
  record: (dose: Dose, what: Recorded, to: GivenTo) => void;
  undo: (dose: Dose, to: GivenTo) => void;
};

/** Doses are put in the outbox: on the device at once, with the server as soon as there is network. */
export function useGive({ of, used }: Pick<Check, 'of' | 'used'>): Give {
  const { t } = useTranslation();
  const own = useOwn();
  const giver = useCallback(
    (to: GivenTo): Giver => ({
      ...to,
      person: own.person,
      role: own.role?.replace('PractitionerRole/', ''),
      name: own.name,
      now: Date.now(),
    }),
    [own],
  );
  const record = useCallback<Give['record']>(
    (dose, what, to) => {
      const words =
        what.kind === 'not-given'
          ? t('dose.did.notGiven', { what: dose.medication, why: what.text })
          : t(`dose.did.${what.kind}`, { what: dose.medication });
      // what was not given was not checked for anything
      const check = what.kind === 'not-given' ? undefined : of(to.id, dose.order);
      void outbox.put(doseSending(giver(to), dose, check === undefined ? what : { ...what, check }, words));
      used(dose.order);
    },
    [giver, t, of, used],
  );
  const undo = useCallback<Give['undo']>(
    (dose, to) => {
      const { waiting } = dose;
      // nobody has heard of it yet, so that there is nothing to mark as an error
      if (waiting !== undefined && waiting.became.length === 0 && !outbox.current().under.has(waiting.key)) {
        outbox.drop(waiting.key);
        return;
      }
      if (dose.administration !== undefined) {
        void outbox.put(undoSending(giver(to), dose, t('dose.did.undone', { what: dose.medication })));
      }
    },
    [giver, t],
  );
  return { record, undo };
}
