import type { JsonObject } from '../../../../server/src/fhir/resource.ts';
import { type Day, isoDate, isoTime } from '../calendar.ts';
import { coded, displayOf } from '../codes/displays.ts';
import { coding, compact, concept, fixed, hl7, systems, volven } from '../fhir.ts';
import type { Act, Life } from '../life/writing.ts';

const KIND = 'https://enjournal.no/fhir/CodeSystem/flag-kind';

/** What the banner must say, as a Flag: HL7's category, and ours that is closer. */
const KINDS = {
  limits: [
    concept(hl7('flag-category'), 'advance-directive', 'Advance Directive'),
    coded(volven(7651), '8', 'Avgrensning av behandling'),
  ],
  condition: [
    concept(hl7('flag-category'), 'clinical', 'Clinical'),
    concept(KIND, 'critical-condition', 'Kritisk tilstand'),
    coded(volven(7651), '5'),
  ],
  implant: [concept(hl7('flag-category'), 'clinical', 'Clinical'), coded(volven(7651), '7')],
  infection: [concept(hl7('flag-category'), 'clinical', 'Clinical'), coded(volven(7651), '10')],
  capacity: [
    concept(hl7('flag-category'), 'clinical', 'Clinical'),
    concept(KIND, 'consent-capacity', 'Samtykkekompetanse'),
  ],
  risk: [concept(hl7('flag-category'), 'safety', 'Safety')],
};

const TALKED_WITH = 'https://enjournal.no/fhir/StructureDefinition/talked-with';

/** A warning that stands until it is taken away. */
export function warn(life: Life, act: Act, kind: keyof typeof KINDS, text: string, more: JsonObject = {}): string {
  return life.record.add(
    act.unit,
    'Flag',
    compact({
      status: 'active',
      category: KINDS[kind],
      code: { text },
      subject: life.record.patient,
      period: { start: isoDate(act.day) },
      encounter: act.encounter === undefined ? undefined : { reference: act.encounter },
      author: act.by.reference,
      ...more,
    }),
  );
}

/** Limits of treatment: what was agreed, with whom it was talked about, and the day it must be looked at again. */
export function limit(life: Life, act: Act, text: string, review: Day, ...talkedWith: readonly JsonObject[]): string {
  const { given, family } = life.citizen.name;
  const self = { ...life.record.patient, display: `${given} ${family}` };
  return warn(life, act, 'limits', text, {
    extension: [self, ...talkedWith].map((valueReference) => ({ url: TALKED_WITH, valueReference })),
    period: { start: isoDate(act.day), end: isoDate(review) },
  });
}

const PRIVACY = concept(hl7('consentscope'), 'patient-privacy', 'Privacy Consent');
const RECIPIENT = concept(hl7('v3-ParticipationType'), 'IRCP', 'information recipient');
const BLOCK = fixed([{ ...concept(systems.consentCategory, 'sperring', 'Sperring'), text: 'Sperring' }]);
const BLOCK_RULE = fixed({
  text: 'Helsepersonelloven § 29, pasientjournalloven § 17, pasient- og brukerrettighetsloven § 5-3',
});

/** What a citizen keeps, and from whom: one way to say it for each way to choose. */
export type Kept = {
  text: string;
  /** These resources; the Patient is everything. */
  data?: readonly string[];
  /** Everything of these kinds (CodeSystem information-category). */
  categories?: readonly string[];
  from?: readonly JsonObject[];
  /** Kept from everyone but these. */
  except?: readonly JsonObject[];
};

/**
 * The citizen keeps something from someone (a block): what, and from whom; with `except` it is kept from everyone else.
 */
export function block(life: Life, at: { day: Day; hour: number }, what: Kept): string {
  const actors = (references: readonly JsonObject[]): JsonObject[] =>
    references.map((one) => ({ role: RECIPIENT, reference: one }));
  return life.record.add(life.citizen.practice, 'Consent', {
    status: 'active',
    scope: PRIVACY,
    category: BLOCK,
    patient: life.record.patient,
    dateTime: isoTime(at.day, at.hour * 60),
    performer: [life.record.patient],
    organization: [life.citizen.practice.reference],
    policyRule: BLOCK_RULE,
    provision: compact({
      type: 'deny',
      actor: what.from === undefined ? undefined : actors(what.from),
      class: what.categories?.map((code) => coding(systems.category, code, displayOf(systems.category, code))),
      code: [{ text: what.text }],
      data: what.data?.map((one) => ({ meaning: 'instance', reference: { reference: one } })),
      provision: what.except === undefined ? undefined : [{ type: 'permit', actor: actors(what.except) }],
    }),
  });
}
