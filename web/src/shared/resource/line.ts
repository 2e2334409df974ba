import { isUnverified } from '@enjournal/server/care/devices';
import type { TFunction } from 'i18next';
import { isDispenserLoad } from '../fhir/dispenser-load.ts';
import { narrativeText } from '../fhir/narrative-text.ts';
import { systems } from '../fhir/systems.ts';
import type {
  AllergyIntolerance,
  Appointment,
  CarePlan,
  Communication,
  Composition,
  CompositionSection,
  Condition,
  DiagnosticReport,
  DocumentReference,
  Encounter,
  EpisodeOfCare,
  Goal,
  Immunization,
  MedicationAdministration,
  MedicationDispense,
  MedicationRequest,
  Observation,
  Resource,
  ServiceRequest,
  Task,
} from '../fhir/types.ts';
import { dayOf, periodText } from '../format/date.ts';
import { codeOf, conceptText, hasCode, quantityText, standingOf, valueText } from '../format/quantity.ts';
import type { Language } from '../i18n/words.ts';
import { written } from '../i18n/written.ts';
import { dosageText } from './dosage.ts';
import { type Field, fieldsOf } from './fields.ts';
import { typeWords } from './resource.words.ts';
import { taskText } from './task-text.ts';

/** What one line says of a resource: what sort of thing, and what it says. To be drawn by `Voiced`, which tells the record's words. */
export type Line = { label: string; text: string };

type Say = { t: TFunction; language: Language };

/** The line of a resource, with what belongs to it (a report's results, a contact's measurements). */
export function lineOf(lead: Resource, parts: readonly Resource[], say: Say): Line {
  const { label, text } = fullLineOf(lead, parts, say);
  return {
    label: isOurs(label, lead, say.t) ? label : written(label),
    text: lead.resourceType === 'Task' ? clipped(text) : written(clipped(text)),
  };
}

/** Whether a label is a word of ours, and not one of the record: a type of note, a category. */
const isOurs = (label: string, lead: Resource, t: TFunction): boolean =>
  label === typeLabel(lead, t) || ourLabels.some((key) => label === t(key));
const ourLabels = ['resource.results', 'resource.measurements', 'resource.survey', 'type.dispenserLoad'] as const;

/** A line is read in a glance, by eye or ear; the rest is there when it is opened. */
function clipped(text: string, longest = 220): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest).replace(/\s+\S*$/, '')} …`;
}

function fullLineOf(lead: Resource, parts: readonly Resource[], say: Say): Line {
  const { t, language } = say;
  const label = typeLabel(lead, t);
  switch (lead.resourceType) {
    case 'Composition': {
      const note = lead as Composition;
      const type = conceptText(note.type) || label;
      const title = withoutStart(note.title ?? '', type);
      const words = sectionsText(note.section);
      return {
        label: type,
        text: title && !words.startsWith(title) ? `${title}${words ? `: ${words}` : ''}` : words || title,
      };
    }
    case 'Encounter': {
      const contact = lead as Encounter;
      const type = conceptText(contact.type?.[0]) || conceptText(contact.serviceType) || label;
      const reason = contact.reasonCode?.map(conceptText).filter(Boolean).join(', ');
      const diagnoses = parts.filter(is<Condition>('Condition')).map(({ code }) => conceptText(code));
      const values = parts.filter(is<Observation>('Observation'));
      const said = [reason, ...diagnoses].filter(Boolean).join(', ') || valuesText(values, say);
      const { start, end } = contact.period ?? {};
      const stayed = start && dayOf(start) !== dayOf(end ?? start) ? periodText(contact.period, language) : '';
      return { label: type, text: [stayed, said].filter(Boolean).join(': ') };
    }
    case 'DiagnosticReport': {
      const report = lead as DiagnosticReport;
      const results = parts.filter(is<Observation>('Observation'));
      const what = conceptText(report.code);
      return {
        label: t('type.DiagnosticReport'),
        text: [what, report.conclusion ?? valuesText(results, say)].filter(Boolean).join(': '),
      };
    }
    case 'Observation': {
      const all = [lead, ...parts].filter(is<Observation>('Observation'));
      const laboratory = hasCode((lead as Observation).category, 'laboratory');
      const several = all.length > 1 ? t(laboratory ? 'resource.results' : 'resource.measurements') : label;
      const survey = hasCode((lead as Observation).category, 'survey');
      return {
        label: laboratory ? t('resource.results') : survey ? t('resource.survey') : several,
        text: valuesText(all, say),
      };
    }
    case 'MedicationRequest': {
      const order = lead as MedicationRequest;
      const ended = order.status === 'stopped' || order.status === 'cancelled' ? `${codeText(order.status, t)}` : '';
      const reason = conceptText(order.statusReason);
      const name = medicineName(order);
      return {
        label,
        text: ended
          ? `${name} ${ended}${reason ? ` (${reason})` : ''}`
          : [name, dosageText(order.dosageInstruction, language, t)].filter(Boolean).join(', '),
      };
    }
    case 'Condition': {
      const { code } = lead as Condition;
      const short = codeOf(code, systems.icpc2) ?? codeOf(code, systems.icd10);
      return { label, text: [short, conceptText(code)].filter(Boolean).join(' ') };
    }
    case 'AllergyIntolerance': {
      const { code, reaction } = lead as AllergyIntolerance;
      const how = reaction
        ?.flatMap(({ manifestation }) => manifestation ?? [])
        .map(conceptText)
        .filter(Boolean)
        .join(', ');
      return { label, text: [conceptText(code), how].filter(Boolean).join(': ') };
    }
    case 'Immunization':
      return { label, text: conceptText((lead as Immunization).vaccineCode) };
    case 'ServiceRequest': {
      const request = lead as ServiceRequest;
      const category = conceptText(request.category?.[0]);
      const reason = request.reasonCode?.map(conceptText).filter(Boolean).join(', ');
      return { label: category || label, text: [conceptText(request.code), reason].filter(Boolean).join(': ') };
    }
    case 'Appointment': {
      const appointment = lead as Appointment;
      return { label, text: appointmentText(appointment) };
    }
    case 'Goal':
      return { label, text: conceptText((lead as Goal).description) };
    case 'CarePlan': {
      const plan = lead as CarePlan;
      return {
        label: plan.title ?? (conceptText(plan.category?.[0]) || label),
        text: plan.description ?? activitiesText(plan),
      };
    }
    case 'EpisodeOfCare': {
      const episode = lead as EpisodeOfCare;
      return {
        label,
        text: [conceptText(episode.type?.[0]), periodText(episode.period, language)].filter(Boolean).join(', '),
      };
    }
    case 'DocumentReference': {
      const document = lead as DocumentReference;
      const title = document.description ?? document.content?.[0]?.attachment?.title ?? '';
      return { label: conceptText(document.type) || label, text: title };
    }
    case 'MedicationAdministration': {
      const given = lead as MedicationAdministration;
      const dose = quantityText(given.dosage?.dose, language);
      const refused = given.status === 'not-done' ? codeText('not-done', t) : '';
      const reason = given.statusReason?.map(conceptText).filter(Boolean).join(', ');
      const others = parts.map((part) => fullLineOf(part, [], say).text);
      return {
        label,
        text: [[medicineName(given), refused || dose, reason].filter(Boolean).join(', '), ...others].join('; '),
      };
    }
    case 'MedicationStatement':
    case 'MedicationDispense': {
      const dispensed = lead as MedicationDispense;
      const others = parts.map((part) => fullLineOf(part, [], say).text);
      return {
        label: isDispenserLoad(dispensed) ? t('type.dispenserLoad') : label,
        text: [
          [medicineName(dispensed), quantityText(dispensed.quantity, language)].filter(Boolean).join(', '),
          ...others,
        ].join('; '),
      };
    }
    case 'Communication': {
      const { category: [kind] = [], topic, payload } = lead as Communication;
      const said = payload?.map(({ contentString }) => contentString);
      return {
        // a topic that is only a code says nothing to a reader
        label: kind?.text ?? kind?.coding?.find(({ display }) => display)?.display ?? label,
        text: [topic?.text, said?.filter(Boolean).join(' ')].filter(Boolean).join(': '),
      };
    }
    case 'QuestionnaireResponse':
      return { label, text: answersText(fieldsOf(lead, language)) };
    case 'Task': {
      const said = taskText(lead as Task, t, language);
      return { label, text: said || conceptText((lead as Task).code) };
    }
    default:
      return { label, text: plainText(lead, say) };
  }
}

/** A title that repeats the type says the rest of it only: `Epikrise, medisinsk avdeling` under `Epikrise`. */
function withoutStart(title: string, type: string): string {
  if (!title.toLocaleLowerCase('nb').startsWith(type.toLocaleLowerCase('nb'))) return title;
  const rest = title.slice(type.length).replace(/^[\s,:–-]+/, '');
  return rest.charAt(0).toLocaleUpperCase('nb') + rest.slice(1);
}

const is =
  <T extends Resource>(type: string) =>
  (resource: Resource): resource is T =>
    resource.resourceType === type;

export function typeLabel(resource: Resource, t: TFunction): string {
  const key = `type.${resource.resourceType}`;
  return key in typeWords
    ? t(key as keyof typeof typeWords)
    : resource.resourceType.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
}

/** A code FHIR defines, in the reader's words; an unknown one as it is. */
export function codeText(code: string | undefined, t: TFunction): string {
  if (!code) return '';
  return t(`code.${code}` as 'code.active', { defaultValue: code });
}

export function medicineName(order: {
  medicationCodeableConcept?: MedicationRequest['medicationCodeableConcept'];
  medicationReference?: { display?: string };
}): string {
  return conceptText(order.medicationCodeableConcept) || (order.medicationReference?.display ?? '');
}

export function appointmentText(appointment: Appointment): string {
  return (
    appointment.description ??
    ([
      conceptText(appointment.appointmentType),
      conceptText(appointment.serviceType?.[0]),
      conceptText(appointment.reasonCode?.[0]),
    ]
      .filter(Boolean)
      .join(', ') ||
      appointment.comment ||
      '')
  );
}

function sectionsText(sections: readonly CompositionSection[] | undefined): string {
  return (sections ?? [])
    .flatMap((section) => [narrativeText(section.text), sectionsText(section.section)])
    .filter(Boolean)
    .join(' ');
}

function activitiesText(plan: CarePlan): string {
  return (plan.activity ?? [])
    .map(({ detail }) => detail?.description ?? conceptText(detail?.code))
    .filter(Boolean)
    .join(', ');
}

const arrows: Partial<Record<ReturnType<typeof standingOf>, string>> = {
  high: '\u00a0↑',
  low: '\u00a0↓',
  'critical-high': '\u00a0↑↑',
  'critical-low': '\u00a0↓↓',
};

/** `Kreatinin 108 µmol/l ↑, kalium 4,8 mmol/l`: what is out of range first; what nobody has confirmed says so. */
export function valuesText(observations: readonly Observation[], { language, t }: Say): string {
  const worth = observations.map((observation, index) => {
    const standing = standingOf(observation);
    const order = standing.startsWith('critical') ? 0 : standing === 'high' || standing === 'low' ? 1 : 2;
    const value = valueText(observation, language);
    const mark = isUnverified(observation as never) ? ` (${t('resource.unverified')})` : '';
    return { order, index, text: `${conceptText(observation.code)} ${value}${arrows[standing] ?? ''}${mark}`.trim() };
  });
  return worth
    .sort((a, b) => a.order - b.order || a.index - b.index)
    .map(({ text }) => text)
    .join(', ');
}

/** The answers of a form with their questions. */
function answersText(fields: readonly Field[]): string {
  const known = new Set([
    'status',
    'authored',
    'author',
    'source',
    'encounter',
    'questionnaire',
    'identifier',
    'basedOn',
    'partOf',
  ]);
  return fields
    .filter(({ name }) => !known.has(name))
    .map((field) => ('text' in field ? `${field.name} ${field.text}` : answersText(field.fields)))
    .join(', ');
}

/** The first words of any other type: its own code, title or description before its status. */
function plainText(resource: Resource, { language }: Say): string {
  const fields = fieldsOf(resource, language);
  const first = [
    'code',
    'title',
    'name',
    'description',
    'medication',
    'vaccineCode',
    'type',
    'payload',
    'content',
    'questionnaire',
    'category',
  ];
  for (const name of first) {
    const field = fields.find((one) => one.name === name);
    if (field && 'text' in field) return field.text;
  }
  return fields
    .flatMap((field) => ('text' in field && field.name !== 'status' && field.name !== 'identifier' ? [field.text] : []))
    .slice(0, 2)
    .join(', ');
}
