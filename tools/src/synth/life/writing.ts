import type { JsonObject, Reference } from '../../../../server/src/fhir/resource.ts';
import { type Day, isoDate, isoTime } from '../calendar.ts';
import { type Lab, labs, type Vital, vitals, vitalUnits } from '../codes/analyses.ts';
import { coded, displayOf } from '../codes/displays.ts';
import type { Drug } from '../codes/medicines.ts';
import { type Concept, compact, concept, fixed, hl7, narrative, quantity, status, volven } from '../fhir.ts';
import type { Citizen, CitizenRecord } from '../record.ts';
import type { Staff, Town, Unit } from '../town.ts';

/** One citizen's record in the making. */
export type Life = {
  town: Town;
  citizen: Citizen;
  record: CitizenRecord;
  /** The first day that is told of, and the last. */
  from: Day;
  asOf: Day;
  /** Medicines that the citizen must not have: none of them is ever prescribed. */
  avoid: ReadonlySet<Drug>;
};

/** Someone at work with the citizen: where, who and when; and the contact it belongs to, where there is one. */
export type Act = { unit: Unit; by: Staff; day: Day; minute: number; encounter?: string };

type ContactKind = 'AMB' | 'VR' | 'HH' | 'EMER' | 'IMP';

const CLASS_NAMES: Record<ContactKind, string> = {
  AMB: 'ambulatory',
  VR: 'virtual',
  HH: 'home health',
  EMER: 'emergency',
  IMP: 'inpatient encounter',
};
const CLASSES = Object.fromEntries(
  Object.entries(CLASS_NAMES).map(([code, display]) => [code, fixed({ system: hl7('v3-ActCode'), code, display })]),
) as unknown as Record<ContactKind, JsonObject>;

/** Notes the contact itself. @returns the same act, with it. */
export function contact(
  life: Life,
  act: Act,
  what: {
    kind: ContactKind;
    /** What it is called: `Konsultasjon`, `Poliklinisk kontroll`. */
    type: string;
    minutes: number;
    reason?: Concept;
    status?: 'finished' | 'in-progress' | 'planned';
    hospitalization?: JsonObject;
    episode?: string;
    /** Others who took part, beside the one who acts. */
    with?: readonly Staff[];
  },
): Act {
  const { unit, by, day, minute } = act;
  const open = what.status === 'in-progress';
  const encounter = life.record.add(
    unit,
    'Encounter',
    compact({
      status: what.status ?? 'finished',
      class: CLASSES[what.kind],
      type: [typeOf(what.type)],
      serviceType: serviceOf(unit),
      subject: life.record.patient,
      episodeOfCare: what.episode === undefined ? undefined : [{ reference: what.episode }],
      participant: [by, ...(what.with ?? [])].map(({ reference }) => ({ individual: reference })),
      period: compact({
        start: isoTime(day, minute),
        end: open ? undefined : isoTime(day, minute + what.minutes),
      }),
      reasonCode: what.reason === undefined ? undefined : [what.reason],
      hospitalization: what.hospitalization,
      serviceProvider: unit.reference,
    }),
  );
  return { ...act, encounter };
}

const types = new Map<string, Concept>();

function typeOf(text: string): Concept {
  let known = types.get(text);
  if (known === undefined) {
    known = fixed({ text });
    types.set(text, known);
  }
  return known;
}

const services = new Map<string, Concept>();

function serviceOf(unit: Unit): Concept | undefined {
  if (unit.type === undefined) return undefined;
  const [list, code] = unit.type;
  const key = `${list} ${code}`;
  let known = services.get(key);
  if (known === undefined) {
    known = coded(volven(list), code);
    services.set(key, known);
  }
  return known;
}

/** What a note is, by the document types of Volven 9602, in the word its readers use. */
const note = (code: string, text: string): Concept => coded(volven(9602), code, text);

export const noteTypes = {
  doctor: note('B02-2', 'Legenotat'),
  nurse: note('B02-2', 'Sykepleie'),
  care: note('B02-2', 'Hjemmetjeneste'),
  physio: note('B02-2', 'Fysioterapi'),
  talk: note('B02-2', 'Samtale'),
  child: note('B02-2', 'Helsestasjon'),
  youth: note('B02-2', 'Helsestasjon for ungdom'),
  response: note('B02-2', 'Responssenter'),
  outOfHours: note('B02-2', 'Legevakt'),
  assessment: note('B02-2', 'Vurdering'),
  consultation: note('B03-2', 'Tilsyn'),
  outpatient: note('B03-2', 'Poliklinisk notat'),
  discharge: note('A03-2', 'Epikrise'),
  nursingSummary: note('A04-2', 'Sykepleiesammenfatning'),
  individualPlan: note('A02-2', 'Individuell plan'),
  birth: note('F04-2', 'Svangerskap og fødsel'),
  letter: note('I02-2', 'Vedtaksbrev'),
  referral: note('I01-2', 'Henvisning'),
  imaging: note('E01-2', 'Røntgen'),
} as const;

export type Section = { title?: string; text: string; entry?: Reference[] };

/** A signed note. @returns the reference to it. */
export function write(
  life: Life,
  act: Act,
  what: { type: Concept; title: string; sections: readonly Section[]; event?: JsonObject[] },
): string {
  const at = isoTime(act.day, act.minute);
  return life.record.add(
    act.unit,
    'Composition',
    compact({
      status: 'final',
      type: what.type,
      subject: life.record.patient,
      encounter: act.encounter === undefined ? undefined : { reference: act.encounter },
      date: at,
      author: [act.by.reference],
      title: what.title,
      attester: [{ mode: 'professional', time: at, party: act.by.reference }],
      custodian: act.unit.reference,
      event: what.event,
      section: what.sections.map(({ title, text, entry }) => compact({ title, text: narrative(text), entry })),
    }),
  );
}

const VITAL_SIGNS = [status('observation-category', 'vital-signs')];
const LABORATORY = [status('observation-category', 'laboratory')];

/** Blood pressure, in mmHg. */
export function measurePressure(life: Life, act: Act, systolic: number, diastolic: number): string {
  const pressure = (value: number): JsonObject => quantity(Math.round(value), 'mmHg', 'mm[Hg]');
  return observe(life, act, {
    category: VITAL_SIGNS,
    code: vitals.pressure,
    component: [
      { code: vitals.systolic, valueQuantity: pressure(systolic) },
      { code: vitals.diastolic, valueQuantity: pressure(diastolic) },
    ],
  });
}

export function measure(life: Life, act: Act, what: Vital, value: number): string {
  const [unit, ucum, decimals] = vitalUnits[what];
  return observe(life, act, {
    category: VITAL_SIGNS,
    code: vitals[what],
    valueQuantity: quantity(round(value, decimals), unit, ucum),
  });
}

/** Any observation made by the one at work. */
export function observe(life: Life, act: Act, body: { [name: string]: JsonObject[string] | undefined }): string {
  return life.record.add(
    act.unit,
    'Observation',
    compact({
      status: 'final',
      ...body,
      subject: life.record.patient,
      encounter: act.encounter === undefined ? undefined : { reference: act.encounter },
      effectiveDateTime: isoTime(act.day, act.minute),
      performer: [act.by.reference],
    }),
  );
}

const BIOCHEMISTRY = coded(volven(9602), 'C01-2', 'Blodprøver');
const LAB_CATEGORY = [concept(hl7('v2-0074'), 'LAB', 'Laboratory')];
const INTERPRETATIONS = {
  H: [concept(hl7('v3-ObservationInterpretation'), 'H', 'High')],
  L: [concept(hl7('v3-ObservationInterpretation'), 'L', 'Low')],
  N: [concept(hl7('v3-ObservationInterpretation'), 'N', 'Normal')],
  HH: [concept(hl7('v3-ObservationInterpretation'), 'HH', 'Critical high')],
  LL: [concept(hl7('v3-ObservationInterpretation'), 'LL', 'Critical low')],
};

/** Where a laboratory telephones at once. */
const CRITICAL: Partial<Record<Lab, readonly [below: number, above: number]>> = {
  potassium: [2.6, 6.1],
  sodium: [120, 158],
  hb: [6.5, 21],
  glucose: [2.5, 25],
};

function interpretationOf(key: Lab, value: number): keyof typeof INTERPRETATIONS {
  const { low, high } = labs[key];
  const [below, above] = CRITICAL[key] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (value > above) return 'HH';
  if (value < below) return 'LL';
  return high !== undefined && value > high ? 'H' : low !== undefined && value < low ? 'L' : 'N';
}

/** Answers of a laboratory to one blood sample, as single results and the report that gathers them. */
export function reportLab(
  life: Life,
  act: Act,
  results: readonly (readonly [Lab, number])[],
  more: { conclusion?: string; hours?: number } = {},
): string {
  const sampled = isoTime(act.day, act.minute);
  const issued = isoTime(act.day, act.minute + Math.round(60 * (more.hours ?? 5)));
  const result = results.map(([key, raw]) => {
    const { code, name, unit, ucum, decimals, range } = labs[key];
    const value = round(raw, decimals);
    const reference = life.record.add(act.unit, 'Observation', {
      status: 'final',
      category: LABORATORY,
      code,
      subject: life.record.patient,
      ...(act.encounter === undefined ? {} : { encounter: { reference: act.encounter } }),
      effectiveDateTime: sampled,
      issued,
      performer: [act.unit.reference],
      valueQuantity: quantity(value, unit, ucum),
      interpretation: INTERPRETATIONS[interpretationOf(key, value)],
      referenceRange: range,
    });
    return { reference, display: name };
  });
  return life.record.add(
    act.unit,
    'DiagnosticReport',
    compact({
      status: 'final',
      category: LAB_CATEGORY,
      code: BIOCHEMISTRY,
      subject: life.record.patient,
      encounter: act.encounter === undefined ? undefined : { reference: act.encounter },
      effectiveDateTime: sampled,
      issued,
      performer: [act.unit.reference],
      resultsInterpreter: [act.by.reference],
      result,
      conclusion: more.conclusion,
    }),
  );
}

const CONFIRMED = status('condition-ver-status', 'confirmed');
const CLINICAL = {
  active: status('condition-clinical', 'active'),
  resolved: status('condition-clinical', 'resolved'),
} as const;
const CATEGORIES = {
  problem: [concept(hl7('condition-category'), 'problem-list-item', 'Problem List Item')],
  diagnosis: [concept(hl7('condition-category'), 'encounter-diagnosis', 'Encounter Diagnosis')],
};

/** A problem on the list that all share, or the diagnosis of one contact. `ended` is the day it passed. */
export function diagnose(
  life: Life,
  act: Act,
  code: Concept,
  what: { list: 'problem' | 'diagnosis'; onset?: string; ended?: Day; note?: string },
): string {
  return life.record.add(
    act.unit,
    'Condition',
    compact({
      clinicalStatus: what.ended === undefined ? CLINICAL.active : CLINICAL.resolved,
      verificationStatus: CONFIRMED,
      category: CATEGORIES[what.list],
      code,
      subject: life.record.patient,
      encounter: act.encounter === undefined ? undefined : { reference: act.encounter },
      onsetDateTime: what.onset ?? isoDate(act.day),
      abatementDateTime: what.ended === undefined ? undefined : isoDate(what.ended),
      recordedDate: isoTime(act.day, act.minute),
      recorder: act.by.reference,
      note: what.note === undefined ? undefined : [{ text: what.note }],
    }),
  );
}

export const REFERRAL = concept('http://snomed.info/sct', '3457005', 'Patient referral', 'Henvisning');

/** A referral to another unit. */
export function refer(
  life: Life,
  act: Act,
  to: Unit,
  what: { reason: Concept; text: string; status: 'active' | 'completed' | 'revoked'; urgent?: boolean },
): string {
  return life.record.add(
    act.unit,
    'ServiceRequest',
    compact({
      status: what.status,
      intent: 'order',
      category: [REFERRAL],
      priority: what.urgent === true ? 'urgent' : 'routine',
      code: serviceOf(to) ?? fixed({ text: to.name }),
      subject: life.record.patient,
      encounter: act.encounter === undefined ? undefined : { reference: act.encounter },
      authoredOn: isoTime(act.day, act.minute),
      requester: act.by.reference,
      performer: [to.reference],
      reasonCode: [what.reason],
      note: [{ text: what.text }],
    }),
  );
}

const ATC = 'http://www.whocc.no/atc';
const vaccines = new Map<string, Concept>();

/** A vaccine given; `series` is which dose of the programme it is. */
export function vaccinate(life: Life, act: Act, atc: string, name: string, dose?: number): string {
  let vaccineCode = vaccines.get(atc + name);
  if (vaccineCode === undefined) {
    vaccineCode = concept(ATC, atc, displayOf(ATC, atc), name);
    vaccines.set(atc + name, vaccineCode);
  }
  return life.record.add(
    act.unit,
    'Immunization',
    compact({
      status: 'completed',
      vaccineCode,
      patient: life.record.patient,
      encounter: act.encounter === undefined ? undefined : { reference: act.encounter },
      occurrenceDateTime: isoTime(act.day, act.minute),
      recorded: isoTime(act.day, act.minute),
      primarySource: true,
      lotNumber: `T${(act.day % 9000) + 1000}`,
      performer: [{ actor: act.by.reference }],
      protocolApplied: dose === undefined ? undefined : [{ doseNumberPositiveInt: dose }],
    }),
  );
}

function round(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor;
}
