import { createHash } from 'node:crypto';
import { dayOfTime } from '../../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../../fhir/resource.ts';
import {
  medicinesInUse,
  msgHead,
  prescriptionMedicine,
  printXml,
  type Values,
  volvenOid,
} from '../../../messages/index.ts';
import { type Composed, compose, medicineParts, type Sent } from '../compose.ts';
import { hprOf, type Parties } from '../envelope.ts';
import { messageIdOf } from '../make-task.ts';
import { codingsOf } from '../medicine.ts';
import { validUntil } from '../rules.ts';
import { isPacked } from './shape.ts';

/** One line of the list, and what is known of it. */
export type Line = { order: Resource; catalogue: readonly Resource[]; prescription: Resource | undefined };

export type ListFacts = Parties & {
  supply: Resource;
  pharmacy: Resource;
  /** Practitioner who answers for the multidose. */
  responsible: Resource;
  lines: readonly Line[];
  /** All orders of the citizen, by which the beginning of each treatment is found. */
  orders: readonly Resource[];
  allergies: readonly Resource[];
};

/** M25.1 in its envelope: it and M25.2 and M25.3 have the same name, and are told apart by their type. */
export const listEnvelope = msgHead([medicinesInUse]);

/** What a treatment is called in the messages, the same however often its order is changed: a UUID made of its first order's id. */
export function lineIdOf(order: Resource, orders: readonly Resource[]): string {
  let first = order;
  const seen = new Set<unknown>();
  while (!seen.has(first.id)) {
    seen.add(first.id);
    const prior = (first.priorPrescription as JsonObject | undefined)?.reference;
    const before = orders.find(({ id }) => `MedicationRequest/${id}` === prior);
    if (before === undefined) break;
    first = before;
  }
  const hash = createHash('sha256').update(`MedicationRequest/${first.id}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** What the list says, in short: as long as it is the same, nothing is sent. */
export function fingerprintOf(supply: Resource, lines: readonly Line[], allergies: readonly Resource[]): string {
  const said = [
    [supply.status, supply.requester, supply.supplier, supply.occurrenceTiming],
    ...lines
      .map(({ order }) => [
        order.id,
        order.status,
        isPacked(order),
        JSON.stringify([order.medicationCodeableConcept, order.dosageInstruction]),
      ])
      .sort((a, b) => String(a[0]).localeCompare(String(b[0]))),
    allergies.map(({ id, meta }) => `${id}/${meta?.versionId}`).sort(),
  ];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32);
}

/** M25.1: all that the citizen uses, with what is packed and what is given beside it, and what was stopped lately. */
export function composeMedicinesInUse(facts: ListFacts, sent: Sent): Composed {
  const { responsible, pharmacy, supply, allergies } = facts;
  const isEnded = supply.status !== 'active';
  return compose(
    medicinesInUse,
    'ERM251',
    'Legemidler i bruk',
    facts,
    sent,
    {
      Rolle: [personRole('L', responsible), personRole('M', responsible), placeRole('A', pharmacy)],
      EnkeltoppforingLIB: facts.lines.map((line) => lineOf(line, facts, sent)),
      Allergi: allergies.map(allergyOf),
      ...(isEnded ? { Merknad: 'Multidosen er avsluttet. Pakk ikke mer.' } : {}),
    },
    listEnvelope,
  );
}

const personRole = (role: string, of: Resource): Values => {
  const name = ((of.name ?? []) as JsonObject[])[0] ?? {};
  return {
    Rolle: { V: role },
    Helseperson: {
      HprId: { Id: hprOf(of) ?? '', TypeId: { V: 'HPR', S: volvenOid(8116) } },
      ...(Array.isArray(name.given) ? { Fornavn: name.given.join(' ') } : {}),
      ...(typeof name.family === 'string' ? { Etternavn: name.family } : {}),
    },
  };
};

const placeRole = (role: string, of: Resource): Values => {
  const her = ((of.identifier ?? []) as JsonObject[]).find(({ system }) => system === 'urn:oid:2.16.578.1.12.4.1.2');
  return {
    Rolle: { V: role },
    Organisasjon: {
      HerId: { Id: String(her?.value ?? ''), TypeId: { V: 'HER', S: volvenOid(9051) } },
      Inst: String(of.name ?? ''),
    },
  };
};

const STOP_REASONS = 'urn:oid:2.16.578.1.12.4.1.1.7494';

function lineOf({ order, catalogue, prescription }: Line, { orders }: ListFacts, { at }: Sent): Values {
  const medicine: Values = {
    ...medicineParts({ order, catalogue }),
    Merknad: isPacked(order) ? 'Skal pakkes i multidose' : 'Gis ved siden av multidosen',
  };
  const reason = codingsOf(order.statusReason).find(({ system }) => system === STOP_REASONS)?.code ?? 'X';
  const began = dayOfTime(String(order.authoredOn ?? ''));
  const until = prescription === undefined ? undefined : validUntil(prescription);
  const changed = String(order.meta?.lastUpdated ?? at);
  return {
    Id: lineIdOf(order, orders),
    Type: { V: prescription === undefined ? 'U' : 'E' },
    ...(prescription === undefined ? {} : { ReseptId: messageIdOf(prescription) ?? '' }),
    ...(until === undefined ? {} : { UtlopsdatoResept: until }),
    SistEndret: changed,
    ...(began.length === 10 ? { DatoOppstart: began } : {}),
    ReseptDokLegemiddelB64: Buffer.from(printXml(prescriptionMedicine, medicine)).toString('base64'),
    ...(order.status === 'stopped'
      ? { Seponering: { Tidspunkt: changed, Arsak: { V: reason }, ...textOf(order.statusReason) } }
      : {}),
  };
}

const textOf = (reason: unknown): Values => {
  const text = (reason as JsonObject | undefined)?.text;
  return typeof text === 'string' && text !== '' ? { Merknad: text.slice(0, 500) } : {};
};

function allergyOf(allergy: Resource): Values {
  const reaction = ((allergy.reaction ?? []) as JsonObject[])[0];
  const said = codingsOf(((reaction?.manifestation ?? []) as JsonObject[])[0]);
  const known = said.find(({ system }) => system === `urn:oid:${volvenOid(7497)}`);
  const atc = codingsOf(allergy.code).find(({ system }) => system === 'http://www.whocc.no/atc');
  const name = String(
    (allergy.code as JsonObject | undefined)?.text ?? codingsOf(allergy.code)[0]?.display ?? atc?.code ?? 'Ukjent',
  );
  return {
    Reaksjon: known === undefined ? { OT: said[0]?.display ?? 'Ikke oppgitt' } : { V: known.code, S: volvenOid(7497) },
    Oppdatert: String(allergy.meta?.lastUpdated),
    Kilde: { OT: 'Journal' },
    Legemiddelreaksjon: {
      ...(atc === undefined ? {} : { Atc: { V: atc.code, S: volvenOid(7180), DN: atc.display ?? name } }),
      Virkestoff: [name],
    },
  };
}
