import { randomUUID } from 'node:crypto';
import type { Language } from '../../../../access/reasons.ts';
import type { JsonObject, Resource } from '../../../../fhir/resource.ts';
import { lineOf } from './lines.ts';
import { type Part, type Section, sections } from './sections.ts';

export type Summary = {
  base: string;
  now: number;
  language: Language;
  patient: Resource;
  /** All that the reader may see of the types that sections take. */
  resources: readonly Resource[];
  /** Medication resources that orders refer to. */
  medications: readonly Resource[];
  /** Only these parts; all when absent. */
  parts?: readonly Part[];
};

/**
 * The International Patient Summary of a record, as a document: its Composition first, then the patient and what the sections name.
 * @source HL7 International Patient Summary, Composition-uv-ips and Bundle-uv-ips
 */
export function composeSummary(summary: Summary): Resource {
  const { base, now, language, patient, resources, medications, parts } = summary;
  const names = new Map(medications.map((one) => [`Medication/${one.id}`, codeText(one)]));
  const chosen = sections
    .filter(({ part }) => parts === undefined || parts.includes(part))
    .map((section) => ({ section, entries: entriesOf(section, resources, now) }))
    .filter(({ section, entries }) => section.isRequired || entries.length > 0);
  const subject = { reference: `Patient/${patient.id}` };
  const device = {
    resourceType: 'Device',
    id: randomUUID(),
    deviceName: [{ name: 'Enjournal', type: 'manufacturer-name' }],
  } as unknown as Resource;
  const at = new Date(now).toISOString();
  const composition = {
    resourceType: 'Composition',
    id: randomUUID(),
    meta: { profile: ['http://hl7.org/fhir/uv/ips/StructureDefinition/Composition-uv-ips'] },
    language: language === 'en' ? 'en' : language,
    status: 'final',
    type: { coding: [{ system: 'http://loinc.org', code: '60591-5', display: 'Patient summary Document' }] },
    subject,
    date: at,
    author: [{ reference: `urn:uuid:${device.id}`, display: 'Enjournal' }],
    title: titles[language],
    section: chosen.map(({ section, entries }) => sectionOf(section, entries, language, names)),
  } as unknown as Resource;
  const shown = new Map<string, Resource>();
  for (const { entries } of chosen) for (const one of entries) shown.set(`${one.resourceType}/${one.id}`, one);
  const used = medications.filter((one) =>
    [...shown.values()].some((other) => refersTo(other, `Medication/${one.id}`)),
  );
  return {
    resourceType: 'Bundle',
    meta: { profile: ['http://hl7.org/fhir/uv/ips/StructureDefinition/Bundle-uv-ips'] },
    language: composition.language,
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${randomUUID()}` },
    type: 'document',
    timestamp: at,
    entry: [
      { fullUrl: `urn:uuid:${composition.id}`, resource: composition },
      ...[patient, ...shown.values(), ...used].map((one) => ({
        fullUrl: `${base}/${one.resourceType}/${one.id}`,
        resource: one,
      })),
      { fullUrl: `urn:uuid:${device.id}`, resource: device },
    ].map((entry) => within(entry as unknown as JsonObject, base)),
  } as unknown as Resource;
}

/** What is not of this server's address refers by the whole address. */
function within(entry: JsonObject, base: string): JsonObject {
  const resource = entry.resource as Resource;
  if (resource.resourceType !== 'Composition') return entry;
  const text = JSON.stringify(resource).replaceAll(
    /"reference":"([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})"/g,
    (_, reference: string) => `"reference":"${base}/${reference}"`,
  );
  return { ...entry, resource: JSON.parse(text) as Resource };
}

const titles: Readonly<Record<Language, string>> = {
  nb: 'Sammendrag av journalen',
  nn: 'Samandrag av journalen',
  en: 'Patient summary',
};
const nothing: Readonly<Record<Language, string>> = {
  nb: 'Ingenting er registrert.',
  nn: 'Ingenting er registrert.',
  en: 'Nothing is recorded.',
};

const refersTo = (one: Resource, reference: string): boolean =>
  (one.medicationReference as { reference?: string } | undefined)?.reference === reference;

const codeText = (one: Resource): string => {
  const { text, coding = [] } = (one.code ?? {}) as { text?: string; coding?: { display?: string }[] };
  return text ?? coding[0]?.display ?? '';
};

const whenOf = (one: Resource): string =>
  String(
    one.effectiveDateTime ??
      one.occurrenceDateTime ??
      one.performedDateTime ??
      one.recordedDate ??
      one.authoredOn ??
      '',
  );

function entriesOf({ takes, newestOf }: Section, resources: readonly Resource[], now: number): Resource[] {
  const taken = resources.filter((one) => takes(one, now)).sort((a, b) => whenOf(b).localeCompare(whenOf(a)));
  if (newestOf === undefined) return taken;
  const seen = new Set<string>();
  return taken.filter((one) => {
    const kind = newestOf(one);
    if (seen.has(kind)) return false;
    seen.add(kind);
    return true;
  });
}

function sectionOf(
  section: Section,
  entries: readonly Resource[],
  language: Language,
  names: ReadonlyMap<string, string>,
): JsonObject {
  const lines = entries.map((one) => `<li>${escaped(lineOf(one, names))}</li>`);
  const body = lines.length === 0 ? `<p>${nothing[language]}</p>` : `<ul>${lines.join('')}</ul>`;
  const empty = {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/list-empty-reason', code: 'unavailable' }],
    text: nothing[language],
  };
  return {
    title: section.title[language],
    code: { coding: [{ system: 'http://loinc.org', code: section.code, display: section.display }] },
    text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${body}</div>` },
    ...(entries.length === 0
      ? { emptyReason: empty }
      : { entry: entries.map((one) => ({ reference: `${one.resourceType}/${one.id}` })) }),
  };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
