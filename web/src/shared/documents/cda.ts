import type { Attachment } from '../fhir/types.ts';

export type CdaSection = { title: string | undefined; text: Element | undefined; sections: CdaSection[] };

/** What a reader needs of a CDA document. */
export type CdaDocument = {
  title: string | undefined;
  /** Whose it says that it is. */
  patient: string | undefined;
  authors: string[];
  /** A FHIR date. */
  at: string | undefined;
  sections: CdaSection[];
  /** The whole of it, where it is another file. */
  body: Attachment | undefined;
};

/** Reads a CDA document; undefined for what is none, or cannot be read. Nothing of it is run. @source HL7 CDA R2 */
export function cdaOf(xml: string): CdaDocument | undefined {
  const document = new DOMParser().parseFromString(xml, 'text/xml');
  const root = document.documentElement;
  if (root === null || root.localName !== 'ClinicalDocument') return undefined;
  if (document.getElementsByTagName('parsererror').length > 0) return undefined;
  const component = at(root, 'component');
  const body = at(component, 'nonXMLBody', 'text');
  const [patient] = namesIn(at(root, 'recordTarget', 'patientRole', 'patient'));
  return {
    title: wordsAt(root, 'title'),
    patient,
    authors: all(root, 'author').flatMap((author) => {
      const assigned = at(author, 'assignedAuthor');
      const [person] = namesIn(at(assigned, 'assignedPerson'));
      const [unit] = namesIn(at(assigned, 'representedOrganization'));
      const said = [person, unit].filter(Boolean).join(', ');
      return said === '' ? [] : [said];
    }),
    at: dateIn(at(root, 'effectiveTime')?.getAttribute('value') ?? ''),
    sections: sectionsIn(at(component, 'structuredBody')),
    body: body && attachmentOf(body),
  };
}

const sectionsIn = (body: Element | undefined): CdaSection[] =>
  all(body, 'component').flatMap((component) => {
    const section = at(component, 'section');
    if (section === undefined) return [];
    return [{ title: wordsAt(section, 'title'), text: at(section, 'text'), sections: sectionsIn(section) }];
  });

/** The body as a file of its own: packed in base64, or as text. */
function attachmentOf(body: Element): Attachment {
  const contentType = body.getAttribute('mediaType') ?? 'text/plain';
  const said = body.textContent ?? '';
  if (body.getAttribute('representation') === 'B64') return { contentType, data: said.replace(/\s+/g, '') };
  const bytes = new TextEncoder().encode(said.trim());
  return { contentType: 'text/plain', data: btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join('')) };
}

function namesIn(of: Element | undefined): string[] {
  return all(of, 'name').flatMap((name) => {
    const words = (name.textContent ?? '').replace(/\s+/g, ' ').trim();
    return words === '' ? [] : [words];
  });
}

/** `20261124101500+0100` as a FHIR date. */
function dateIn(value: string): string | undefined {
  const [, year, month, day] = /^(\d{4})(\d\d)?(\d\d)?/.exec(value) ?? [];
  return year && [year, month, day].filter(Boolean).join('-');
}

const all = (of: Element | undefined, name: string): Element[] =>
  [...(of?.children ?? [])].filter((one) => one.localName === name);

/** The first that stands there, step by step. */
const at = (of: Element | undefined, ...names: string[]): Element | undefined =>
  names.reduce<Element | undefined>((one, name) => all(one, name)[0], of);

const wordsAt = (of: Element, name: string): string | undefined => at(of, name)?.textContent?.trim() || undefined;
