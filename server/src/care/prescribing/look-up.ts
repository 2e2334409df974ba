import { randomUUID } from 'node:crypto';
import { problem } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { groupsAt, readXml, textAt, type Value, type Values, valueAt } from '../../messages/index.ts';
import type { CareContext, CareOperation } from '../process.ts';
import { composeListRequest, envelope } from './compose.ts';
import { nationalNumberOf, type Parties, type Receiver } from './envelope.ts';
import { byApi, partiesOf } from './facts.ts';
import { type HandedOut, keepHandedOut } from './handed-out.ts';
import { messageIdOf, signerOf } from './make-task.ts';
import { focusOf, taskCodes } from './rules.ts';
import { type PrescriptionService, ServiceAway } from './service.ts';
import { issueOf, mayPrescribe } from './sign-rules.ts';

const MESSAGE = 'urn:ietf:rfc:3986';

/**
 * Patient/[id]/$prescriptions: all that the prescription bank has of a person, whoever prescribed it. What was dispensed of our own is
 * written in the record; the rest is told, and not kept.
 */
export const lookUpPrescriptions = (service: PrescriptionService, receiver: Receiver): CareOperation => ({
  name: 'prescriptions',
  definition: 'https://enjournal.no/fhir/OperationDefinition/Patient-prescriptions',
  at: [{ level: 'instance', types: ['Patient'] }],
  get: false,
  summary: 'Look up the prescriptions of a person in the prescription bank',
  async run(context, { id }) {
    if (!mayPrescribe(context.actor)) throw problem('forbidden', 'prescription-prescriber', { expression: 'Patient' });
    const patient = `Patient/${id}`;
    const { requester } = signerOf(context);
    const parties = await partiesOf(
      { resourceType: 'Task', requester, for: { reference: patient } } as unknown as Resource,
      byApi(context),
    );
    if (parties.patient === undefined || parties.prescriber === undefined || parties.unit === undefined) {
      throw problem('rule', 'prescription-signer', { expression: 'Task.requester' });
    }
    if (nationalNumberOf(parties.patient) === undefined)
      throw problem('rule', 'prescription-number', { expression: 'Patient.identifier' });
    const sent = { id: randomUUID(), at: new Date(context.now).toISOString(), receiver };
    const { xml, wrongs } = composeListRequest(parties as Parties, sent);
    if (wrongs.length > 0)
      throw problem('rule', 'prescription-message', { expression: issueOf(wrongs[0]!).expression! });
    const found = prescriptionsIn(await asked(service, xml), patient);
    if (found === undefined) throw problem('unavailable', 'prescription-bank-strange');
    await keepDispensed(context, patient, found);
    return {
      resourceType: 'Bundle',
      type: 'collection',
      entry: found.map(({ resource }) => ({ resource })),
    } as unknown as Resource;
  },
});

async function asked(service: PrescriptionService, xml: string): Promise<string> {
  try {
    return await service.ask(xml);
  } catch (error) {
    if (!(error instanceof ServiceAway)) throw error;
    throw problem('unavailable', 'prescription-bank-away', { cause: error });
  }
}

type Found = { id: string; resource: Resource; dispensed: Values[]; pharmacy: string | undefined };

const statuses: Readonly<Record<string, string>> = {
  E: 'active',
  U: 'active',
  B: 'on-hold',
  T: 'cancelled',
  R: 'completed',
  F: 'completed',
};

/** M9.6 as orders that are not stored; undefined when it cannot be read. */
export function prescriptionsIn(xml: string, patient: string): Found[] | undefined {
  const { values, wrongs } = readXml(xml, [envelope]);
  if (wrongs.length > 0) return undefined;
  const documents = groupsAt(values, 'Document');
  const told = valueAt(documents[0], 'RefDoc', 'Content', 'M96');
  if (told === undefined) return undefined;
  const messages = new Map(
    documents.slice(1).map((one) => [textAt(one, 'RefDoc', 'Id') ?? '', messageIn(one)] as const),
  );
  return groupsAt(told, 'Listeelement').map((line) => {
    const id = textAt(line, 'ReseptId')!;
    const dispensed = groupsAt(line, 'Utlevering');
    const pharmacy = textAt(line, 'NavnUtleverer');
    return { id, dispensed, pharmacy, resource: orderOf(id, line, messages.get(id), patient, dispensed) };
  });
}

/** A prescription beside the list: as it stands, or encoded. */
function messageIn(document: Values): Values | undefined {
  const content = valueAt(document, 'RefDoc', 'Content');
  const plain = valueAt(content, 'MsgHead');
  if (typeof plain === 'object') return plain;
  const encoded = textAt(content, 'Base64Container');
  if (encoded === undefined) return undefined;
  const { values, wrongs } = readXml(Buffer.from(encoded, 'base64').toString('utf8'), [envelope]);
  return wrongs.length === 0 ? values : undefined;
}

const kinds = ['LegemiddelMerkevare', 'Legemiddelpakning', 'LegemiddelVirkestoff', 'Legemiddeldose'];

function orderOf(
  id: string,
  line: Values,
  message: Values | undefined,
  patient: string,
  dispensed: readonly Values[],
): Resource {
  const made = valueAt(groupsAt(message ?? {}, 'Document')[0], 'RefDoc', 'Content', 'Resept');
  const doc = valueAt(made, 'ReseptDokLegemiddel');
  const prescribed = valueAt(doc, 'Forskrivning');
  const medicine = kinds.map((kind) => valueAt(prescribed, kind)).find((one) => one !== undefined);
  const status = textAt(line, 'Status', 'V') ?? '';
  const atc = textAt(medicine, 'Atc', 'V');
  const name = textAt(medicine, 'NavnFormStyrke') ?? textAt(dispensed[0], 'NavnFormStyrke');
  const dosage = textAt(prescribed, 'DosVeiledEnkel');
  const until = textAt(made, 'Utloper');
  const from = textAt(made, 'Forskrivningsdato');
  const by = signerIn(valueAt(message, 'MsgInfo', 'Sender', 'Organisation'));
  return {
    resourceType: 'MedicationRequest',
    identifier: [{ system: MESSAGE, value: `urn:uuid:${id}` }],
    status: statuses[status] ?? 'unknown',
    intent: 'order',
    medicationCodeableConcept: {
      ...(atc === undefined ? {} : { coding: [{ system: 'http://www.whocc.no/atc', code: atc }] }),
      text: name ?? 'Ukjent',
    },
    subject: { reference: patient },
    ...(from === undefined ? {} : { authoredOn: from }),
    ...(by === '' ? {} : { requester: { display: by } }),
    ...(dosage === undefined ? {} : { dosageInstruction: [{ text: dosage }] }),
    dispenseRequest: {
      ...(until === undefined ? {} : { validityPeriod: { end: until } }),
      numberOfRepeatsAllowed: Number(textAt(doc, 'Reiterasjon') ?? 0),
    },
    ...(dispensed[0] === undefined
      ? {}
      : {
          note: [
            {
              time: textAt(dispensed[0], 'TidspunktSisteUtlevering')!,
              text: `Utlevert: ${textAt(line, 'NavnUtleverer') ?? ''}`.trim(),
            },
          ],
        }),
  } as unknown as Resource;
}

/** The name of who signed, however deep the organisations are. */
function signerIn(organisation: Value | undefined): string {
  const person = valueAt(organisation, 'HealthcareProfessional');
  if (person === undefined && valueAt(organisation, 'Organisation') !== undefined)
    return signerIn(valueAt(organisation, 'Organisation'));
  return [textAt(person, 'GivenName'), textAt(person, 'FamilyName')].filter(Boolean).join(' ');
}

/** What was handed out of what was prescribed here. @param tag of what is written, where the house writes it */
export async function keepDispensed(
  context: CareContext,
  patient: string,
  found: readonly Found[],
  tag?: JsonObject[],
): Promise<void> {
  const handed = found.filter(({ dispensed }) => dispensed.length > 0);
  if (handed.length === 0) return;
  const tasks = await context.search('Task', [
    ['patient', patient],
    ['code', `${taskCodes}|prescription`],
  ]);
  const focus = new Map(tasks.map((task) => [messageIdOf(task), focusOf(task)] as const));
  const all = handed.flatMap(({ id, dispensed, pharmacy, resource }): HandedOut[] => {
    const order = focus.get(id);
    if (order === undefined) return [];
    const last = dispensed[0]!;
    const at = new Date(textAt(last, 'TidspunktSisteUtlevering')!).toISOString();
    return [
      {
        order,
        key: `${id}/${at}`,
        at,
        packages: Number(textAt(last, 'AntallPakningerUtlevertSiste')),
        medication: resource.medicationCodeableConcept!,
        pharmacy,
        tag,
      },
    ];
  });
  await keepHandedOut(context, patient, all);
}
