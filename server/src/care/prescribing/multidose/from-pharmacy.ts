import type { JsonObject, Resource } from '../../../fhir/resource.ts';
import {
  groupsAt,
  handedOut,
  msgHead,
  multidoseOrder,
  multidosePacked,
  readXml,
  textAt,
  type Values,
  valueAt,
} from '../../../messages/index.ts';
import type { Entry } from '../../../registers/index.ts';
import type { CareContext } from '../../process.ts';
import { type HandedOut, keepHandedOut } from '../handed-out.ts';
import { contentOf, type Refused, unitOf } from '../message-parts.ts';
import { taskCodes } from '../rules.ts';
import { lineIdOf } from './compose-list.ts';
import { isPacked, multidoseCategory, packingStates } from './shape.ts';

export const proposedEnvelope = msgHead([multidoseOrder]);
export const packedEnvelope = msgHead([multidosePacked]);

const FROM = 'https://enjournal.no/fhir/NamingSystem/pharmacy-message';
const DAY_MS = 86_400_000;
const numbers = ['urn:oid:2.16.578.1.12.4.1.4.1', 'urn:oid:2.16.578.1.12.4.1.4.2'];

type About = { patient: string; supply: Resource; orders: Resource[] };

/** Whose multidose a message is about, by the number that it tells. */
async function aboutOf(context: CareContext, values: Values): Promise<About | undefined> {
  const ids = groupsAt(values, 'MsgInfo', 'Patient', 'Ident').flatMap((one) => textAt(one, 'Id') ?? []);
  const [id] = ids.filter((one) => /^\d{11}$/.test(one));
  if (id === undefined) return undefined;
  const found = await context.search('Patient', [['identifier', numbers.map((one) => `${one}|${id}`).join(',')]]);
  if (found.length !== 1) return undefined;
  const patient = `Patient/${found[0]!.id}`;
  const [supply] = await context.search('SupplyRequest', [
    ['subject', patient],
    ['category', multidoseCategory],
    ['status', 'active'],
  ]);
  if (supply === undefined) return undefined;
  return { patient, supply, orders: await context.search('MedicationRequest', [['subject', patient]]) };
}

const unknown: Refused = { V: 'E30', DN: 'Pasienten har ikke multidose her' };

/** M25.2: what the pharmacy proposes and asks becomes a task of the unit that answers for the multidose. */
export async function takeProposal(context: CareContext, values: Values, id: string): Promise<Refused> {
  const about = await aboutOf(context, values);
  if (about === undefined) return unknown;
  const list = contentOf(values, 'LegemidlerIBruk');
  const asked = groupsAt(list, 'EnkeltoppforingLIB').flatMap((line) => {
    const order = orderOf(line, about);
    return groupsAt(line, 'Sporsmal').map((one) => {
      const said = [textAt(one, 'Kode', 'DN') ?? textAt(one, 'Kode', 'OT'), textAt(one, 'Merknad')];
      return [order === undefined ? '' : `${nameIn(order)}:`, ...said.filter(Boolean)].filter(Boolean).join(' ');
    });
  });
  const remark = textAt(list, 'Merknad');
  const text = [...asked, ...(remark === undefined ? [] : [remark])].join('\n').slice(0, 2000);
  const what = text === '' ? 'Apoteket foreslår endringer i multidosen.' : `Apoteket spør om multidosen:\n${text}`;
  await context.transact([
    ...(await packingEntry(about.supply, list)),
    await taskFor(context, about, 'multidose-proposal', id, what),
  ]);
  return undefined;
}

/** M25.3: what was packed is written as dispensed; what we take to be packed and was not, is a task at once. */
export async function takePacked(context: CareContext, values: Values, id: string): Promise<Refused> {
  const about = await aboutOf(context, values);
  if (about === undefined) return unknown;
  const list = contentOf(values, 'LegemidlerIBruk');
  const lines = groupsAt(list, 'EnkeltoppforingLIB').map((line) => ({ line, order: orderOf(line, about) }));
  const pharmacy = textAt(values, 'MsgInfo', 'Sender', 'Organisation', 'OrganisationName');
  const tag = (about.supply.meta?.tag ?? []) as JsonObject[];
  const all = lines.flatMap(({ line, order }): HandedOut[] =>
    order === undefined
      ? []
      : groupsAt(line, 'SisteUtlevering').map((one) => packedOne(one, order, { pharmacy, tag, id })),
  );
  await keepHandedOut(context, about.patient, all);
  const packed = new Set(all.map(({ order }) => order));
  const missing = about.orders.filter(
    (order) => order.status === 'active' && isPacked(order) && !packed.has(`MedicationRequest/${order.id}`),
  );
  const strange = lines.filter(
    ({ line, order }) =>
      (order === undefined || order.status !== 'active') && groupsAt(line, 'SisteUtlevering').length > 0,
  );
  const wrong = [
    ...missing.map((order) => `Ikke pakket: ${nameIn(order)}. Må gis ved siden av.`),
    ...strange.map(
      ({ line, order }) => `Pakket, men ikke i bruk: ${order === undefined ? nameOfLine(line) : nameIn(order)}.`,
    ),
  ];
  const entries: Entry[] = await packingEntry(about.supply, list);
  if (wrong.length > 0) entries.push(await taskFor(context, about, 'multidose-differs', id, wrong.join('\n')));
  await context.transact(entries);
  return undefined;
}

function packedOne(
  one: Values,
  order: Resource,
  { pharmacy, tag, id }: { pharmacy: string | undefined; tag: JsonObject[]; id: string },
): HandedOut {
  const [first, last] = [textAt(one, 'DatoForsteDose')!, textAt(one, 'DatoSisteDose')!];
  const days = Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1;
  return {
    order: `MedicationRequest/${order.id}`,
    key: `${id}/${order.id}/${first}`,
    at: first,
    medication: order.medicationCodeableConcept,
    pharmacy,
    tag,
    more: {
      type: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9135', code: '3', display: 'Multidose' }] },
      ...(days > 0 ? { daysSupply: { value: days, unit: 'd', system: 'http://unitsofmeasure.org', code: 'd' } } : {}),
    },
  };
}

/** What the encoded dispensing calls a line that is none of ours. */
function nameOfLine(line: Values): string {
  const encoded = textAt(groupsAt(line, 'SisteUtlevering')[0], 'UtleveringB64') ?? '';
  const { values } = readXml(Buffer.from(encoded, 'base64').toString('utf8'), [handedOut]);
  const prescribed = valueAt(values, 'ReseptDokLegemiddel', 'Forskrivning');
  const medicine = typeof prescribed === 'object' ? Object.values(prescribed).flat() : [];
  return (
    medicine.map((one) => (typeof one === 'object' ? textAt(one, 'NavnFormStyrke') : undefined)).find(Boolean) ??
    'ukjent'
  );
}

const orderOf = (line: Values, { orders }: About): Resource | undefined => {
  const id = textAt(line, 'Id');
  const same = orders.filter((order) => lineIdOf(order, orders) === id);
  return same.find(({ status }) => status === 'active') ?? same[0];
};

const nameIn = ({ medicationCodeableConcept }: Resource): string =>
  String((medicationCodeableConcept as JsonObject | undefined)?.text ?? '');

/** The arrangement with what the pharmacy tells of its packing. */
async function packingEntry(supply: Resource, list: ReturnType<typeof contentOf>): Promise<Entry[]> {
  const told = valueAt(list, 'Pakkeinfo');
  if (told === undefined) return [];
  const value = (name: string) => textAt(told, name);
  const parts: JsonObject[] = [
    { url: 'deadline', valueDateTime: value('Bestillingsfrist')! },
    ...(value('ForsteDoseringsdato') === undefined ? [] : [{ url: 'first', valueDate: value('ForsteDoseringsdato')! }]),
    ...(value('SisteDoseringsdato') === undefined ? [] : [{ url: 'last', valueDate: value('SisteDoseringsdato')! }]),
  ];
  const { versionId, lastUpdated: _, ...meta } = supply.meta ?? {};
  const others = ((supply.extension ?? []) as JsonObject[]).filter(({ url }) => url !== packingStates);
  const resource = {
    ...supply,
    meta,
    extension: [...others, { url: packingStates, extension: parts }],
  } as unknown as Resource;
  return [{ method: 'PUT', resource, ifMatch: `W/"${versionId}"` }];
}

async function taskFor(
  context: CareContext,
  { patient, supply }: About,
  code: 'multidose-proposal' | 'multidose-differs',
  id: string,
  description: string,
): Promise<Entry> {
  return {
    method: 'POST',
    ifNoneExist: `identifier=${FROM}|${id}`,
    resource: {
      resourceType: 'Task',
      meta: { security: [{ system: 'https://enjournal.no/fhir/CodeSystem/information-category', code: 'medication' }] },
      identifier: [{ system: FROM, value: id }],
      status: 'requested',
      intent: 'order',
      priority: code === 'multidose-differs' ? 'urgent' : 'routine',
      code: { coding: [{ system: taskCodes, code }] },
      description,
      focus: { reference: `SupplyRequest/${supply.id}` },
      for: { reference: patient },
      authoredOn: new Date(context.now).toISOString(),
      owner: await unitOf(context, supply.requester),
      restriction: { period: { end: new Date(context.now + DAY_MS).toISOString() } },
    } as unknown as Resource,
  };
}
