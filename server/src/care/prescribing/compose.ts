import { dayInNorway } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import {
  dispensingReport,
  dispensings,
  dispensingsRequest,
  list,
  listRequest,
  msgHead,
  prescription,
  printXml,
  type Root,
  recall,
  type Values,
  volvenOid,
  type Wrong,
  wrongsOf,
} from '../../messages/index.ts';
import { dosesOf, wordsOf } from './dosage.ts';
import { envelopeOf, isKeptFromGuardians, nationalNumberOf, type Parties, type Receiver } from './envelope.ts';
import { codingsOf, medicineOf } from './medicine.ts';

/** All that a prescription is made of. */
export type PrescriptionFacts = Parties & {
  order: Resource;
  /** Entries of the catalogue for its medicine: one, or those of its substance. */
  catalogue: readonly Resource[];
};

/** What is the same of every message that is sent once: its id, and when it was signed, ISO 8601. */
export type Sent = { id: string; at: string; receiver: Receiver };

export type Composed = { xml: string; wrongs: readonly Wrong[] };

/** The messages that are looked for in what comes from elsewhere. Lists of medicines in use share a name: multidose/compose-list.ts. */
export const envelope = msgHead([
  prescription,
  recall,
  listRequest,
  list,
  dispensingReport,
  dispensingsRequest,
  dispensings,
]);

/** M1. @param until the last day on which it may be dispensed */
export const composePrescription = (facts: PrescriptionFacts, sent: Sent, until: string): Composed =>
  compose(prescription, 'ERM1', 'Resept', facts, sent, {
    Forskrivningsdato: dayInNorway(Date.parse(sent.at)),
    Utloper: until,
    ...(isKeptFromGuardians(facts.order) ? { Vergeinnsynsreservasjon: true } : {}),
    ReseptDokLegemiddel: medicineParts(facts),
    OppdatertFest: String(facts.catalogue[0]?.meta?.lastUpdated ?? sent.at),
  });

const BRUK = 'urn:oid:2.16.578.1.12.4.1.1.9101';

/** What is prescribed of an order, as it stands in M1 and encoded in M25.1. */
export function medicineParts({ order, catalogue }: Pick<PrescriptionFacts, 'order' | 'catalogue'>): Values {
  const dispense = (order.dispenseRequest ?? {}) as JsonObject;
  const quantity = dispense.quantity as JsonObject | undefined;
  const isPackages =
    quantity !== undefined && /^(pakning(er)?|pakke[r]?|package|stk pakning)?$/i.test(String(quantity.unit ?? ''));
  const words = wordsOf(order);
  const use = [order.category]
    .flat()
    .flatMap(codingsOf)
    .find(({ system }) => system === BRUK);
  const reason = ((order.reasonCode ?? []) as JsonObject[]).find(({ coding }) => coding === undefined)?.text;
  return {
    Varegruppekode: { V: 'L', DN: 'Legemiddel' },
    ...(isPackages ? { Antall: Number(quantity!.value) } : {}),
    ...refundOf(order),
    Reiterasjon: Number(dispense.numberOfRepeatsAllowed ?? 0),
    ...(quantity !== undefined && !isPackages
      ? { Mengde: { V: Number(quantity.value), U: String(quantity.unit) } }
      : {}),
    Forskrivning: {
      // words that were written for the purpose; never the diagnosis itself, which would stand on the package
      ...(reason === undefined ? {} : { Bruksomrade: String(reason) }),
      ...(words === '' ? {} : { DosVeiledEnkel: words }),
      ...(use === undefined ? {} : { Bruk: { V: use.code } }),
      Dosering: dosesOf(order),
      ...medicineOf(order, catalogue),
    },
  };
}

/** On an order: by which provision it is refunded (Volven 7427), and for which diagnosis. */
export const refundExtension = 'https://enjournal.no/fhir/StructureDefinition/prescription-refund';

const lists: Readonly<Record<string, string>> = {
  'http://hl7.org/fhir/sid/icpc-2': volvenOid(7170),
  'http://hl7.org/fhir/sid/icd-10-no': volvenOid(7110),
};

function refundOf(order: Resource): Values {
  const all = (order.extension ?? []) as JsonObject[];
  const refund = all.find(({ url }) => url === refundExtension);
  const part = (name: string) =>
    ((refund?.extension ?? []) as JsonObject[]).find(({ url }) => url === name)?.valueCoding as JsonObject | undefined;
  const said = (name: string, member: string): Values => {
    const coding = part(name);
    if (coding === undefined) return {};
    const system = String(coding.system ?? '');
    const S = lists[system] ?? system.replace(/^urn:oid:/, '');
    return {
      [member]: { V: String(coding.code), S, ...(coding.display === undefined ? {} : { DN: String(coding.display) }) },
    };
  };
  return { ...said('provision', 'RefHjemmel'), ...said('code', 'RefKode') };
}

export type RecallReason = '1' | '2' | '3' | '4' | '5';

const recallWords: Readonly<Record<RecallReason, string>> = {
  1: 'Fornying',
  2: 'Seponering',
  3: 'Fornying med endring',
  4: 'Annen',
  5: 'Administrativ sletting',
};

/** M5. @param of id of the prescription */
export const composeRecall = (
  parties: Parties,
  sent: Sent,
  what: { of: string; reason: RecallReason; text?: string | undefined; replacedBy?: string | undefined },
): Composed =>
  compose(recall, 'ERM5', 'Tilbakekalling av resept', parties, sent, {
    ReseptId: what.of,
    ...(what.text === undefined ? {} : { Merknad: what.text }),
    Arsak: { V: what.reason, S: volvenOid(7500), DN: recallWords[what.reason] },
    ...(what.replacedBy === undefined ? {} : { NyReseptId: what.replacedBy }),
  });

/** M9.5: all prescriptions that a person has. */
export const composeListRequest = (parties: Parties, sent: Sent): Composed => {
  const number = nationalNumberOf(parties.patient);
  return compose(listRequest, 'ERM95', 'Forespørsel om tilgjengelige resepter', parties, sent, {
    ...(number === undefined ? {} : { Fnr: number }),
    AlleResepter: { V: '1', DN: 'Ja' },
    Komprimering: 0,
  });
};

/** M9.7: how often a prescription was dispensed. @param of id of the prescription */
export const composeDispensingsRequest = (parties: Parties, sent: Sent, of: string): Composed =>
  compose(dispensingsRequest, 'ERM97', 'Forespørsel om utleveringer på resept', parties, sent, {
    ReseptId: of,
    Komprimering: 0,
  });

/** @param within the envelope that the message is judged in */
export function compose(
  root: Root,
  type: string,
  name: string,
  parties: Parties,
  sent: Sent,
  content: Values,
  within: Root = envelope,
): Composed {
  const { id, at, receiver } = sent;
  const message = envelopeOf(parties, receiver, { type, name, id, at, content: { [root.name]: content } });
  const wrongs = wrongsOf(within, message);
  return { xml: wrongs.length === 0 ? printXml(within, message) : '', wrongs };
}
