import type { JsonObject } from '../../../../server/src/fhir/resource.ts';
import { type Day, isoDate, isoTime, norwegianDate } from '../calendar.ts';
import { coded } from '../codes/displays.ts';
import { type Concept, compact, fixed, volven } from '../fhir.ts';
import type { Staff, Unit } from '../town.ts';
import { type Act, type Life, noteTypes, write } from './writing.ts';

/** Kinds of municipal service in IPLOS (Volven 9151) that are given here. */
export const SERVICES = {
  homeNursing: '15',
  practicalHelp: '1',
  alarm: '6',
  meals: '5',
  dayActivity: '4',
  respite: '7',
  supportContact: '9',
  shortStay: '18',
  longStay: '21',
  medicineSupport: '27',
  digitalSupervision: '28',
  dwelling: '29',
  carersPay: '11',
} as const;

export type Service = keyof typeof SERVICES;

const named = new Map<string, Concept>();

export function serviceConcept(service: Service, text?: string): Concept {
  const key = `${service}${text ?? ''}`;
  let known = named.get(key);
  if (known === undefined) {
    known = coded(volven(9151), SERVICES[service], text);
    named.set(key, known);
  }
  return known;
}

const APPLICATION = coded(volven(9169), '1', 'Søknad');
const DECISION = coded(volven(9169), '2', 'Vedtak');

/** How much of a service: `{ times: 4, unit: 'besøk', per: 'd' }`, in hours with unit `h`. */
export type Extent = { times: number; unit: string; per: 'd' | 'wk' | 'mo' };

const PER = { d: 'døgn', wk: 'uke', mo: 'måned' } as const;

export const extentText = ({ times, unit, per }: Extent): string =>
  `${String(times).replace('.', ',')} ${unit} per ${PER[per]}`;

/** A service that the municipality gives by decision. */
export type Grant = {
  service: Service;
  /** What it is called in everyday words, where it differs from the list. */
  text?: string;
  extent?: Extent;
  giver: Unit;
  start: Day;
  end?: Day;
  /** Paused, such as while the person is in hospital. */
  paused?: { from: Day; to: Day };
  applied: Day;
  decided: Day;
  decidedBy: Staff;
  /** Why, in the letter. */
  reason: string;
  applicant?: JsonObject;
};

/**
 * Application, decision and service: a ServiceRequest that proposes, one that orders, and the EpisodeOfCare that it
 * grants; with the letter to the citizen.
 */
export function grant(life: Life, what: Grant): { episode: string; decision: string } {
  const { record, citizen, asOf } = life;
  const office = citizen.home.caseOffice;
  const code = serviceConcept(what.service, what.text);
  const application = record.add(office, 'ServiceRequest', {
    status: 'completed',
    intent: 'proposal',
    category: [APPLICATION],
    code,
    subject: record.patient,
    authoredOn: isoTime(what.applied, 10 * 60),
    requester: what.applicant ?? record.patient,
    performer: [office.reference],
  });
  const decision = record.add(
    office,
    'ServiceRequest',
    compact({
      basedOn: [{ reference: application }],
      status: what.end !== undefined && what.end < asOf ? 'completed' : 'active',
      intent: 'order',
      category: [DECISION],
      code,
      quantityRatio: what.extent === undefined ? undefined : ratio(what.extent),
      subject: record.patient,
      occurrencePeriod: period(what.start, what.end),
      authoredOn: isoTime(what.decided, 13 * 60),
      requester: what.decidedBy.reference,
      performer: [what.giver.reference],
      note: [{ text: what.reason }],
    }),
  );
  const act: Act = { unit: office, by: what.decidedBy, day: what.decided, minute: 13 * 60 };
  write(life, act, {
    type: noteTypes.letter,
    title: `Vedtak: ${serviceName(what)}`,
    sections: [
      { text: letter(what), entry: [{ reference: decision }] },
      {
        title: 'Hvis du er uenig',
        text: `Du kan klage innen fire uker, senest ${norwegianDate(what.decided + 28)}. Send klagen til oss. Vi hjelper deg hvis du trenger det.`,
      },
    ],
  });
  const ended = what.end !== undefined && what.end < asOf;
  const onHold = what.paused !== undefined && what.paused.from <= asOf && what.paused.to > asOf;
  const episode = record.add(
    what.giver,
    'EpisodeOfCare',
    compact({
      status: ended ? 'finished' : onHold ? 'onhold' : what.start > asOf ? 'planned' : 'active',
      statusHistory: what.paused === undefined ? undefined : history(what.start, what.paused),
      type: [code],
      patient: record.patient,
      managingOrganization: what.giver.reference,
      period: period(what.start, what.end),
      referralRequest: [{ reference: decision }],
    }),
  );
  return { episode, decision };
}

function serviceName({ service, text, extent }: Grant): string {
  const concept = serviceConcept(service, text);
  const name = concept.text ?? concept.coding![0]!.display!;
  return extent === undefined ? name : `${name}, ${extentText(extent)}`;
}

function letter(what: Grant): string {
  const full = serviceName(what);
  const name = full[0]!.toLowerCase() + full.slice(1);
  const until = what.end === undefined ? '' : ` til ${norwegianDate(what.end)}`;
  return `Du får ${name} fra ${norwegianDate(what.start)}${until}.\n${what.reason}\nVedtaket er gjort etter helse- og omsorgstjenesteloven § 3-2 og pasient- og brukerrettighetsloven § 2-1 a.`;
}

function ratio({ times, unit, per }: Extent): JsonObject {
  return fixed({
    numerator: unit === 'h' ? { value: times, unit: 'timer', system: UCUM, code: 'h' } : { value: times, unit },
    denominator: { value: 1, unit: PER[per], system: UCUM, code: per },
  });
}

const UCUM = 'http://unitsofmeasure.org';

function period(start: Day, end?: Day): JsonObject {
  return end === undefined ? { start: isoDate(start) } : { start: isoDate(start), end: isoDate(end) };
}

function history(start: Day, paused: { from: Day; to: Day }): JsonObject[] {
  return [
    { status: 'active', period: period(start, paused.from) },
    { status: 'onhold', period: period(paused.from, paused.to) },
  ];
}

const FUNCTIONS = Array.from({ length: 20 }, (_, i) => coded(volven(9111), String(i + 1)));
const SURVEY = coded(volven(9602), 'S01-2', 'IPLOS');
const CATEGORY = fixed({
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'survey' }],
});

/** How much help someone needs, by the twenty variables of IPLOS, scores 1–5 (9 is not relevant). */
export function assess(life: Life, act: Act, scores: readonly number[]): string {
  return life.record.add(act.unit, 'Observation', {
    status: 'final',
    category: [CATEGORY],
    code: SURVEY,
    subject: life.record.patient,
    effectiveDateTime: isoTime(act.day, act.minute),
    performer: [act.by.reference],
    component: FUNCTIONS.map((code, i) => ({ code, valueCodeableConcept: scored(i, scores[i] ?? 9) })),
  });
}

function scored(variable: number, score: number): Concept {
  const list = variable === 12 ? 9166 : variable === 13 ? 9167 : 9165;
  const key = `${list} ${score}`;
  let known = named.get(key);
  if (known === undefined) {
    known = coded(volven(list), String(score));
    named.set(key, known);
  }
  return known;
}
