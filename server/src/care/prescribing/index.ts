import { type CareProcess, careProcess } from '../process.ts';
import type { Receiver } from './envelope.ts';
import { keepBank, type Pharmacy, recallRenewed, recallStopped, sendSigned, sendWaiting } from './follow.ts';
import { followDispensed } from './follow-dispensed.ts';
import { messageTaskRule, noMessages } from './govern.ts';
import { receiveMessages } from './incoming.ts';
import { lookUpPrescriptions } from './look-up.ts';
import { sendListOnChange } from './multidose/follow-list.ts';
import { multidoseRule, packedRule } from './multidose/govern.ts';
import { Outbox } from './outbox.ts';
import { prescribe, recallPrescription } from './prescribe.ts';
import type { PrescriptionService } from './service.ts';
import { words } from './words.ts';

export { httpService, type PrescriptionService } from './service.ts';

export type PrescribingSettings = {
  service: PrescriptionService;
  receiver: Receiver;
  /** Pharmacies that are kept among the organisations; elsewhere they come from the register of addresses. */
  pharmacies?: readonly Pharmacy[];
  /** Waits between tries to send, in order. */
  waitsMs?: readonly number[];
};

/** Prescriptions on the national network; without settings nothing is offered, and none can be signed. */
export function prescribingOf(settings: PrescribingSettings | undefined): CareProcess {
  if (settings === undefined) {
    return careProcess({
      name: 'prescribing',
      governs: { Task: noMessages, SupplyRequest: multidoseRule, MedicationRequest: packedRule },
      every: [keepBank(undefined)],
      words,
    });
  }
  const { service, receiver } = settings;
  const outbox = new Outbox(settings);
  return careProcess({
    name: 'prescribing',
    governs: { Task: messageTaskRule(receiver), SupplyRequest: multidoseRule, MedicationRequest: packedRule },
    operations: [prescribe, recallPrescription, lookUpPrescriptions(service, receiver)],
    on: [sendSigned(outbox), recallRenewed, recallStopped, sendListOnChange()],
    every: [
      keepBank(receiver, settings.pharmacies),
      sendWaiting(outbox),
      receiveMessages(service),
      followDispensed(service, receiver),
    ],
    words,
  });
}
