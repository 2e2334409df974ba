import type { Json } from '../resource.ts';
import type { Findings } from './findings.ts';
import { isLater, isMore } from './order.ts';

/**
 * Invariants of R4 that the compiler of FHIRPath conditions cannot take, by their key (with the place, where R4 uses a
 * key twice). Each gets an object that has passed all structural checks and says whether the rule holds.
 */
// biome-ignore lint/suspicious/noExplicitAny: these read elements whose types the generated checks have made sure of
type Checked = any;

export const handWritten: Record<string, (o: Checked, findings: Findings) => boolean> = {
  'per-1': (o) => o.start === undefined || o.end === undefined || !isLater(o.start, o.end),
  'rng-2': (o) => o.low === undefined || o.high === undefined || !isMore(o.low, o.high),
  'mdd-1': (o) =>
    o.whenHandedOver === undefined || o.whenPrepared === undefined || !isLater(o.whenPrepared, o.whenHandedOver),
  'inv-1@Task': (o) =>
    o.lastModified === undefined || o.authoredOn === undefined || !isLater(o.authoredOn, o.lastModified),
  'cnt-3': (o) =>
    (exists(o, 'code') || !exists(o, 'value')) &&
    (!exists(o, 'system') || o.system === 'http://unitsofmeasure.org') &&
    (!exists(o, 'code') || o.code === '1') &&
    (o.value === undefined || Number.isInteger(o.value)),
  'tim-9': (o) =>
    !exists(o, 'offset') ||
    (o.when !== undefined && !o.when.some((code: string) => ['C', 'CM', 'CD', 'CV'].includes(code))),
  'ras-1': (o) =>
    [o.low, o.high].every((q) => q === undefined || (q.code === '%' && q.system === 'http://unitsofmeasure.org')),
  'con-3': (o) =>
    o.clinicalStatus !== undefined ||
    hasCoding(o.verificationStatus, 'http://terminology.hl7.org/CodeSystem/condition-ver-status', 'entered-in-error') ||
    !o.category?.some((c: Checked) =>
      hasCoding(c, 'http://terminology.hl7.org/CodeSystem/condition-category', 'problem-list-item'),
    ),
  'obs-7': (o) => o.component === undefined || !hasValue(o) || !hasCodeOfComponent(o),
  'ctm-1': (o) => !o.onBehalfOf || !o.member?.reference || !/^(?!Practitioner\/)[A-Za-z]+\//.test(o.member.reference),
  'bdl-7': (o) =>
    o.type === 'history' ||
    isDistinct(o.entry?.map((e: Checked) => e.fullUrl && `${e.fullUrl} ${e.resource?.meta?.versionId ?? ''}`) ?? []),
  'que-2': (o) => isDistinct(descendants(o.item, 'item').map((item) => item.linkId)),
  'csd-1': (o) => isDistinct(descendants(o.concept, 'concept').map((concept) => concept.code)),
  'cpb-7': (o) => isDistinct(o.document?.map((d: Checked) => `${d.mode} ${d.profile}`) ?? []),
  'md-1': (o) => o.max === '*' || Number(o.max) > 0,
  'ig-1': (o) => {
    const groups = new Set(o.grouping?.map((g: Checked) => g.id));
    return o.resource.every((r: Checked) => !r.groupingId || groups.has(r.groupingId));
  },
  'ig-2': (o) => {
    const versions = new Set(o.fhirVersion);
    return !o.definition?.resource.some((r: Checked) =>
      r.fhirVersion?.some((version: string) => !versions.has(version)),
    );
  },
  'eld-2': (o) => o.min === undefined || o.max === undefined || o.max === '*' || o.min <= Number(o.max),
  'eld-3': (max) => typeof max !== 'string' || max === '*' || /^\+?[0-9]+$/.test(max),
  // As written, the rule holds whatever the type is: a `select` of booleans always exists.
  'eld-11': () => true,
  // HL7's vital signs: precise to the day.
  'vs-1@Observation.effective[x]': (effective) => typeof effective !== 'string' || effective.length >= 8,
  'sdf-1': (o) => o.derivation === 'constraint' || isDistinct(elementsOf(o.snapshot).map((e) => e.path)),
  'sdf-8': (o, { resource }) => isAllBelow(resource, o, (path) => path === resource.type),
  'sdf-8a': (o, { resource }) =>
    isAllBelow(resource, o, (path) => typeof resource.type === 'string' && path.startsWith(resource.type)),
  'sdf-9': (o) =>
    [o.snapshot, o.differential].every((view) =>
      elementsOf(view).every(
        (e) => e.path.includes('.') || !(exists(e, 'label') || e.code || exists(e, 'requirements')),
      ),
    ),
  'sdf-16': (o) => hasDistinctIds(o.snapshot),
  'sdf-17': (o) => hasDistinctIds(o.differential),
  'sdf-23': (o) =>
    [o.snapshot, o.differential].every((view) =>
      elementsOf(view).every((e) => e.path.includes('.') || !exists(e, 'sliceName')),
    ),
};

const exists = (o: Checked, name: string): boolean => o[name] !== undefined || o[`_${name}`] !== undefined;

/** No value twice; what is absent does not count. */
export function isDistinct(values: readonly (Json | undefined)[]): boolean {
  const present = values.filter((value) => value !== undefined && value !== null);
  return new Set(present).size === present.length;
}

function hasCoding(concept: Checked, system: string, code: string): boolean {
  return concept?.coding?.some((coding: Checked) => coding.system === system && coding.code === code) ?? false;
}

/** Whether a component has a coding that the observation has too. */
function hasCodeOfComponent(o: Checked): boolean {
  const keyOf = (coding: Checked) => `${coding.system}|${coding.code}|${coding.version}`;
  const own = new Set(o.code?.coding?.map(keyOf));
  return o.component.some((c: Checked) => c.code?.coding?.some((coding: Checked) => own.has(keyOf(coding))));
}

const hasValue = (o: Checked) => Object.keys(o).some((name) => name.startsWith('value') || name.startsWith('_value'));

function descendants(list: Checked[] | undefined, name: string): Checked[] {
  return (list ?? []).flatMap((item) => [item, ...descendants(item[name], name)]);
}

const elementsOf = (view: Checked): Checked[] => view?.element ?? [];

function hasDistinctIds(view: Checked): boolean {
  const elements = elementsOf(view);
  return elements.every((element) => element.id !== undefined) && isDistinct(elements.map((element) => element.id));
}

function isAllBelow(resource: Checked, view: Checked, isRoot: (path: string) => boolean): boolean {
  const [first, ...rest] = elementsOf(view);
  if (first === undefined) return true;
  const root = `${String(first.path).replace(/\..*/, '')}.`;
  const isRootRight = resource.kind === 'logical' || isRoot(String(first.path));
  return isRootRight && rest.every((element) => String(element.path).startsWith(root));
}
