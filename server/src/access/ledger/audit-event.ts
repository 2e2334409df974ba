import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { Language } from '../reasons.ts';
import { groundOf, happened, shownWords } from './audit-words.ts';
import { type Entry, eventId, type Who } from './entries.ts';

export const auditProfile = 'https://enjournal.no/fhir/StructureDefinition/access-log-event';
const ruleUri = 'https://enjournal.no/fhir/access-rule/';
const SD = 'https://enjournal.no/fhir/StructureDefinition';

export type Telling = {
  language: Language;
  /** The places that looked would tell where somebody lives whose address is strictly protected. */
  arePlacesMasked: boolean;
};

/**
 * An entry as FHIR tells it, with what the Norwegian trust framework wants known of an access: who, in what role and where,
 * for what purpose, on what ground. Personnel stand by name, never by a national number.
 * @source HL7 Norway, Trust framework AuditEvent; pasientjournalloven § 22 a
 */
export function auditEvent(entry: Entry, { language, arePlacesMasked }: Telling): Resource {
  const { at, outcome, purpose, patient } = entry;
  const event: Resource = {
    resourceType: 'AuditEvent',
    id: eventId(entry),
    meta: { versionId: '1', lastUpdated: new Date(at).toISOString(), profile: [auditProfile] },
    language,
  };
  const extensions: JsonObject[] = [];
  if (patient !== undefined) {
    extensions.push({ url: `${SD}/auditevent-patient`, valueReference: { reference: `Patient/${patient}` } });
  }
  const ground = groundOf(entry, language);
  if (entry.rule !== undefined) extensions.push(careRelation(entry, ground));
  if (extensions.length > 0) event.extension = extensions;
  event.type = typeOf(entry.interaction);
  event.subtype = subtypes(entry.interaction);
  event.action = actions[entry.interaction] ?? 'E';
  event.recorded = new Date(at).toISOString();
  event.outcome = String(outcome);
  event.outcomeDesc = [happened(entry, language), ground].filter((text) => text !== undefined).join('. ');
  if (purpose !== undefined) event.purposeOfEvent = [{ coding: [purposeCoding(purpose)] }];
  event.agent = agents(entry, arePlacesMasked);
  event.source = {
    observer: { display: 'Enjournal' },
    type: [{ system: 'http://terminology.hl7.org/CodeSystem/security-source-type', code: '4' }],
  };
  const entities = entitiesOf(entry, language);
  if (entities.length > 0) event.entity = entities;
  return event;
}

/** The decision that the access stood on. */
function careRelation(entry: Entry, ground: string | undefined): JsonObject {
  const part = (url: string, value: JsonObject): JsonObject => ({ url, ...value });
  return {
    url: `${SD}/auditevent-care-relation`,
    extension: [
      part('decision-ref-id', { valueString: entry.rule! }),
      part('decision-ref-description', { valueString: ground ?? entry.basis ?? entry.decision }),
      part('decision-ref-user-selected', { valueBoolean: entry.reason !== undefined }),
      part('toa', { valueUnsignedInt: Math.floor(entry.at / 1000) }),
    ],
  };
}

const restful = 'http://hl7.org/fhir/restful-interaction';
const dicom = 'http://dicom.nema.org/resources/ontology/DCM';
const securityEvents = 'https://enjournal.no/fhir/CodeSystem/security-event';

/** What is no use of the API, with DICOM's code where it has one: of logging on and off. */
export const securityCodes: Readonly<Record<string, string | undefined>> = {
  'log-on': '110122',
  unlock: '110122',
  'client-authentication': '110122',
  token: '110122',
  role: '110122',
  lock: '110123',
  'log-out': '110123',
  'log-out-everywhere': '110123',
  'provider-log-out': '110123',
  'app-authorization': undefined,
  'app-disconnected': undefined,
  'log-check': undefined,
};

/** User authentication, security alert, or a use of the API. */
function typeOf(interaction: string): JsonObject {
  if (securityCodes[interaction] !== undefined)
    return { system: dicom, code: '110114', display: 'User Authentication' };
  if (interaction in securityCodes) return { system: dicom, code: '110113', display: 'Security Alert' };
  const system = 'http://terminology.hl7.org/CodeSystem/audit-event-type';
  return { system, code: 'rest', display: 'RESTful Operation' };
}

function subtypes(interaction: string): JsonObject[] {
  if (interaction in securityCodes) {
    const code = securityCodes[interaction];
    return [...(code === undefined ? [] : [{ system: dicom, code }]), { system: securityEvents, code: interaction }];
  }
  if (!interaction.startsWith('$')) return [{ system: restful, code: interaction }];
  return [
    { system: restful, code: 'operation' },
    { system: 'https://enjournal.no/fhir/CodeSystem/operation', code: interaction.slice(1) },
  ];
}

/** What FHIR calls what was done; whatever is not here was executed. */
export const actions: Readonly<Record<string, string>> = {
  create: 'C',
  read: 'R',
  vread: 'R',
  'history-instance': 'R',
  'history-type': 'R',
  'history-system': 'R',
  update: 'U',
  patch: 'U',
  delete: 'D',
};

function purposeCoding(code: string): JsonObject {
  const isOurs = code === 'AUDIT' || code === 'SYSADMIN';
  const system = isOurs
    ? 'https://enjournal.no/fhir/CodeSystem/purpose-of-use'
    : 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
  return { system, code };
}

function agents(entry: Entry, arePlacesMasked: boolean): JsonObject[] {
  const { who, rule, onBehalfOf } = entry;
  const user: JsonObject = { type: coded('http://terminology.hl7.org/CodeSystem/v3-ParticipationType', 'IRCP') };
  if (who?.role !== undefined) {
    const role: JsonObject = {
      coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/access-role', code: who.role }],
    };
    if (who.title !== undefined) role.text = who.title;
    user.role = [role];
  }
  user.who = who === undefined ? { display: 'slettet' } : personOf(who);
  user.requestor = true;
  if (rule !== undefined) user.policy = [`${ruleUri}${encodeURIComponent(rule)}`];
  const all = [user];
  if (onBehalfOf !== undefined) {
    const type = coded('http://terminology.hl7.org/CodeSystem/v3-ParticipationType', 'RESP');
    all.push({ type, who: { reference: onBehalfOf }, requestor: false });
  }
  if (who?.organization !== undefined) {
    const { id, display } = who.organization;
    const type = coded('http://terminology.hl7.org/CodeSystem/v3-RoleClass', 'PROV');
    const place: JsonObject = arePlacesMasked
      ? { display: 'skjermet' }
      : { reference: `Organization/${id}`, ...(display === undefined ? {} : { display }) };
    all.push({ type, who: place, requestor: false });
  }
  if (who?.clientId !== undefined && who.kind !== 'system') {
    const type = coded('http://dicom.nema.org/resources/ontology/DCM', '110150');
    all.push({ type, who: { display: who.clientId }, requestor: false });
  }
  return all;
}

function personOf({ kind, id, practitionerRole, display, clientId }: Who): JsonObject {
  const named = display === undefined ? {} : { display };
  if (kind === 'system') return { display: display ?? clientId ?? id };
  return { reference: practitionerRole === undefined ? id : `PractitionerRole/${practitionerRole}`, ...named };
}

const coded = (system: string, code: string): JsonObject => ({ coding: [{ system, code }] });

/** What else is told of an entry: base64 of a text, or a text. */
function readable(told: string | undefined): string | undefined {
  if (told === undefined) return undefined;
  const text = Buffer.from(told, 'base64').toString();
  return Buffer.from(text).toString('base64') === told ? text : told;
}

const entityType = (code: string): JsonObject => ({
  system: 'http://terminology.hl7.org/CodeSystem/audit-entity-type',
  code,
});
const entityRole = (code: string): JsonObject => ({
  system: 'http://terminology.hl7.org/CodeSystem/object-role',
  code,
});

function entitiesOf(entry: Entry, language: Language): JsonObject[] {
  const { patient, type, id, shown } = entry;
  const query = entry.interaction.startsWith('search-') ? entry.query : undefined;
  const all: JsonObject[] = [];
  if (patient !== undefined)
    all.push({ what: { reference: `Patient/${patient}` }, type: entityType('1'), role: entityRole('1') });
  const details: JsonObject[] = [];
  const detail = (name: string, value: string | undefined) => {
    if (value) details.push({ type: name, valueString: value });
  };
  detail(entry.outcome === 4 ? 'refused' : 'shown', shown.join(','));
  if (query === undefined) detail('detail', readable(entry.query));
  detail('reason', entry.reason);
  detail('obligations', entry.obligations.join(','));
  detail('decision', entry.decision);
  detail('basis', entry.basis);
  const description = [happened(entry, language), shownWords(entry)].filter(Boolean).join(' – ');
  const what: JsonObject = { type: entityType('2'), role: entityRole(query === undefined ? '4' : '24'), description };
  if (type !== undefined && id !== undefined) what.what = { reference: `${type}/${id}` };
  if (query) what.query = query;
  all.push({ ...what, detail: details });
  return all;
}
