import type { TFunction } from 'i18next';
import { isDispenserLoad } from '../../shared/fhir/dispenser-load.ts';
import { narrativeText } from '../../shared/fhir/narrative-text.ts';
import { sourceOf } from '../../shared/fhir/source.ts';
import type {
  AllergyIntolerance,
  CarePlan,
  Communication,
  Composition,
  CompositionSection,
  Condition,
  DiagnosticReport,
  DocumentReference,
  Encounter,
  EpisodeOfCare,
  Flag,
  Goal,
  Immunization,
  MedicationDispense,
  MedicationRequest,
  Observation,
  Procedure,
  QuestionnaireResponse,
  Resource,
  ServiceRequest,
} from '../../shared/fhir/types.ts';
import { conceptText, standingOf, valueText } from '../../shared/format/quantity.ts';
import type { Language } from '../../shared/i18n/words.ts';
import { written } from '../../shared/i18n/written.ts';
import type { Entry } from '../../shared/timeline/entries.ts';
import { kindOf } from '../../shared/timeline/kinds.ts';

/** What one thing that happened is called in everyday words, what it says, and where it was. To be drawn by `Voiced`. */
export type Told = { title: string; text: string; place: string };

type Say = { t: TFunction; language: Language };

/** Services of which a contact has a name of its own: `Time hos fastlegen`, `Besøk av hjemmetjenesten`. */
const known = [
  ...['gp', 'legevakt', 'home-care', 'nursing-home', 'health-station', 'school-health', 'youth-clinic'],
  ...['case-office', 'mental-health', 'physio', 'response-centre', 'hospital', 'specialist', 'coordinating-unit'],
] as const;
type Known = (typeof known)[number];

export function toldOf({ lead, parts }: Pick<Entry, 'lead' | 'parts'>, say: Say): Told {
  const { organization, author } = sourceOf(lead);
  return { ...whatOf(lead, parts, say), place: written(organization ?? author?.display ?? '') };
}

/** What lies in a dispenser at home was fetched by nobody. */
function handedOut(lead: Resource) {
  if (lead.resourceType !== 'MedicationDispense') return 'told.medicine.given';
  return isDispenserLoad(lead as MedicationDispense) ? 'told.medicine.loaded' : 'told.medicine.dispensed';
}

function whatOf(lead: Resource, parts: readonly Resource[], say: Say): Omit<Told, 'place'> {
  const { t } = say;
  switch (lead.resourceType) {
    case 'Composition': {
      const note = lead as Composition;
      const contact = parts.find(isEncounter);
      const title = contact ? contactTitle(contact, t) : noteTitle(note, t);
      return { title, text: written(noteText(note)) };
    }
    case 'Encounter': {
      const contact = lead as Encounter;
      const reason = contact.reasonCode?.map(conceptText).filter(Boolean).join(', ');
      return { title: contactTitle(contact, t), text: written(reason || conceptText(contact.type?.[0])) };
    }
    case 'DiagnosticReport':
    case 'Observation': {
      const all = [lead, ...parts].filter(isObservation);
      const isTest = lead.resourceType === 'DiagnosticReport' || kindOf(lead) === 'result';
      const { code, conclusion } = lead as DiagnosticReport;
      const text =
        all.length > 0 ? valuesTold(all, say) : written([conceptText(code), conclusion].filter(Boolean).join(': '));
      return { title: t(isTest ? 'told.results' : 'told.measurement'), text };
    }
    case 'MedicationRequest': {
      const order = lead as MedicationRequest;
      const name = conceptText(order.medicationCodeableConcept) || (order.medicationReference?.display ?? '');
      const reason = conceptText(order.statusReason);
      const isOver = order.status === 'stopped' || order.status === 'cancelled';
      const title = isOver
        ? 'told.medicine.stopped'
        : order.priorPrescription
          ? 'told.medicine.again'
          : 'told.medicine.new';
      return { title: t(title), text: written([name, reason].filter(Boolean).join('. ')) };
    }
    case 'MedicationAdministration':
    case 'MedicationDispense': {
      const names = [lead, ...parts].map((one) => conceptText((one as MedicationRequest).medicationCodeableConcept));
      return { title: t(handedOut(lead)), text: written([...new Set(names)].filter(Boolean).join(', ')) };
    }
    case 'MedicationStatement':
      return {
        title: t('told.medicine.told'),
        text: written(conceptText((lead as MedicationRequest).medicationCodeableConcept)),
      };
    case 'Immunization':
      return { title: t('told.vaccine'), text: written(conceptText((lead as Immunization).vaccineCode)) };
    case 'Condition':
      return { title: t('told.diagnosis'), text: written(conceptText((lead as Condition).code)) };
    case 'AllergyIntolerance':
      return { title: t('told.allergy'), text: written(conceptText((lead as AllergyIntolerance).code)) };
    case 'Flag':
      return { title: t('told.important'), text: written(conceptText((lead as Flag).code)) };
    case 'Procedure':
      return { title: t('told.procedure'), text: written(conceptText((lead as Procedure).code)) };
    case 'ServiceRequest':
      return requestTold(lead as ServiceRequest, t);
    case 'CarePlan': {
      const plan = lead as CarePlan;
      return { title: t('told.plan'), text: written(plan.title ?? conceptText(plan.category?.[0])) };
    }
    case 'EpisodeOfCare':
      return { title: t('told.episode'), text: written(conceptText((lead as EpisodeOfCare).type?.[0])) };
    case 'Goal':
      return { title: t('told.goal'), text: written(conceptText((lead as Goal).description)) };
    case 'DocumentReference': {
      const document = lead as DocumentReference;
      const text = document.description ?? document.content?.[0]?.attachment?.title ?? '';
      return { title: written(conceptText(document.type)) || t('told.document'), text: written(text) };
    }
    case 'Communication': {
      const { payload } = lead as Communication;
      const text =
        payload
          ?.map(({ contentString }) => contentString)
          .filter(Boolean)
          .join(' ') ?? '';
      return { title: t('told.message'), text: written(text) };
    }
    case 'QuestionnaireResponse':
      return { title: t('told.form'), text: written((lead as QuestionnaireResponse & { title?: string }).title ?? '') };
    case 'ImagingStudy':
      return { title: t('told.imaging'), text: written((lead as { description?: string }).description ?? '') };
    default:
      return { title: t('told.other'), text: written(saidBy(lead)) };
  }
}

const isEncounter = (one: Resource): one is Encounter => one.resourceType === 'Encounter';
const isObservation = (one: Resource): one is Observation => one.resourceType === 'Observation';

function contactTitle(contact: Encounter, t: TFunction): string {
  const service = knownOf(contact);
  const kind = contact.class?.code;
  if (kind === 'VR')
    return t('told.contact.remote', { type: written(conceptText(contact.type?.[0])) || t('told.contact.call') });
  if (kind === 'IMP' || kind === 'ACUTE') return t(service === 'hospital' ? 'told.stay.hospital' : 'told.stay');
  if (kind === 'HH' && service !== 'home-care') return t('told.contact.home');
  return service ? t(`told.contact.${service}`) : written(conceptText(contact.type?.[0])) || t('told.contact');
}

function noteTitle(note: Composition, t: TFunction): string {
  const type = conceptText(note.type);
  const service = knownOf(note);
  // A letter is called what it is; a note of the day tells who wrote.
  const isLetter = note.type?.coding?.some(({ code }) => /^[AC-Z]\d/.test(code ?? ''));
  if (isLetter && type) return written(type);
  return service ? t(`told.note.${service}`) : written(type) || t('told.note');
}

function knownOf(resource: Resource): Known | undefined {
  const { service } = sourceOf(resource);
  return known.find((one) => one === service);
}

/** The title, and how the note begins. */
function noteText(note: Composition): string {
  const words = wordsOf(note.section);
  const title = note.title === conceptText(note.type) ? '' : (note.title ?? '');
  const said = title && !words.startsWith(title) ? `${title.replace(/\.$/, '')}. ${words}` : words;
  return said.trim();
}

function wordsOf(sections: readonly CompositionSection[] = []): string {
  return sections
    .flatMap(({ text, section }) => [narrativeText(text), wordsOf(section)])
    .filter(Boolean)
    .join(' ');
}

/** One value as it is; of several how many, and whether some are outside of what is usual. */
function valuesTold(all: readonly Observation[], { t, language }: Say): string {
  const told = (one: Observation) =>
    written([conceptText(one.code), valueText(one, language)].filter(Boolean).join(' '));
  if (all.length <= 2) return all.map(told).join(', ');
  const out = all.filter((one) => /high|low|abnormal/.test(standingOf(one)));
  if (out.length === 0) return [t('told.results.count', { count: all.length }), t('told.results.usual')].join('. ');
  const named = out.slice(0, 3).map(told).join(', ');
  return [t('told.results.count', { count: all.length }), t('told.results.outside', { what: named })].join('. ');
}

function requestTold(request: ServiceRequest, t: TFunction): Omit<Told, 'place'> {
  const codes = request.category?.flatMap(({ coding }) => coding?.map(({ code }) => code) ?? []) ?? [];
  const what = conceptText(request.code);
  const isOfMunicipality = ['case-office', 'coordinating-unit'].includes(sourceOf(request).service ?? '');
  const reason = request.reasonCode?.map(conceptText).filter(Boolean).join(', ');
  const text = written([what, reason].filter(Boolean).join(': '));
  if (request.intent === 'proposal' || (isOfMunicipality && codes.includes('1')))
    return { title: t('told.application'), text };
  if (isOfMunicipality || codes.includes('2')) return { title: t('told.decision'), text };
  return { title: written(conceptText(request.category?.[0])) || t('told.referral'), text };
}

/** The first words of a type that has no sentence here: never a code alone. */
function saidBy(resource: Resource): string {
  const { code, description, title, note, device } = resource as {
    code?: Condition['code'];
    description?: unknown;
    title?: unknown;
    note?: { text?: string }[];
    device?: { display?: string };
  };
  const found = [title, description, code && conceptText(code), device?.display, note?.[0]?.text];
  return (found.find((one) => typeof one === 'string' && one !== '') as string | undefined) ?? '';
}
