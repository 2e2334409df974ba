import type { Actor } from '../../access/actor.ts';
import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { refused } from '../process.ts';
import { isPressureTurned, measuredBy, valueFaults } from './measured.ts';

export const statusReasonUrl = 'https://enjournal.no/fhir/StructureDefinition/status-reason';

/** What the rules ask about; the browser asks with the same. */
export type Change = {
  resource: Resource | undefined;
  before: Resource | undefined;
  actor: Pick<Actor, 'kind' | 'practitioner' | 'practitionerRole'>;
  /** Epoch ms. */
  now: number;
};

/** Clocks of devices and phones may be ahead. */
const AHEAD_MS = 5 * 60_000;
/** Who sees at once that they typed wrong mends it without a word; the earlier version stays. */
const AT_ONCE_MS = 60 * 60_000;

const told = new Set(['final', 'amended', 'corrected']);

/**
 * Rules of what is measured: values that can be, in units that fit, not before their time; and corrected so that one can tell.
 * Of laboratory answers and scores nothing but how they are corrected by people.
 */
export function measurementIssues(change: Change): Issue[] {
  const { resource, before, actor } = change;
  if (resource === undefined) {
    const isOurs = before !== undefined && isMeasured(before);
    if (actor.kind === 'system' || !isOurs) return [];
    return [refused('measurement-kept', 'Observation', 'A measurement is marked as an error, and stays readable.')];
  }
  const { status } = resource as { status?: string };
  const issues = actor.kind === 'system' ? [] : correctionIssues(change as Change & { resource: Resource });
  if (status === 'entered-in-error' || status === 'cancelled') return issues;
  // what other systems hold is theirs to answer for; what a device says, nobody has looked at
  if (actor.kind === 'system' && resource.device === undefined) return issues;
  return [...issues, ...valueIssues(resource, before), ...timeIssues(change as Change & { resource: Resource })];
}

function valueIssues(resource: Resource, before: Resource | undefined): Issue[] {
  if (before !== undefined && valuesOf(before) === valuesOf(resource)) return [];
  const faults = valueFaults(resource).map(({ key, at, least, most, units }) => ({
    ...refused(
      key,
      key === 'value-unit' ? `${at}.unit` : `${at}.value`,
      key === 'value-unit'
        ? `The unit does not fit what was measured; ${units} does.`
        : `Outside ${least} to ${most} ${units}.`,
    ),
    values: { least: String(least), most: String(most), unit: units },
  }));
  if (!isPressureTurned(resource)) return faults;
  return [
    ...faults,
    refused('pressure-turned', 'Observation.component[1].value.value', 'The lower is above the upper.'),
  ];
}

function timeIssues({ resource, before, now }: Change & { resource: Resource }): Issue[] {
  if (!isMeasured(resource) || timeOf(resource) === timeOf(before)) return [];
  const at = Date.parse(timeOf(resource) ?? '');
  if (Number.isNaN(at) || at <= now + AHEAD_MS) return [];
  return [refused('measured-in-future', 'Observation.effective', 'It has not been that late yet.')];
}

/** What was final is changed with a word of why, and says that it was; what is in error stays so. */
function correctionIssues({ resource, before, actor, now }: Change & { resource: Resource }): Issue[] {
  if (before === undefined || !isMeasured(before)) return [];
  const was = before.status as string;
  if (was === 'entered-in-error' && resource.status !== was)
    return [refused('measurement-in-error', 'Observation.status', 'What is in error stays so.')];
  if (resource.status === 'entered-in-error' && was !== 'entered-in-error')
    return isExplained(resource, before) ? [] : [needsReason];
  if (!told.has(was) || valuesOf(before) === valuesOf(resource)) return [];
  if (isOwn(before, actor) && now - Date.parse(before.meta?.lastUpdated ?? '') < AT_ONCE_MS) return [];
  const issues: Issue[] = isExplained(resource, before) ? [] : [needsReason];
  if (resource.status !== 'amended' && resource.status !== 'corrected')
    issues.push(refused('measurement-amended', 'Observation.status', 'What is changed is amended or corrected.'));
  return issues;
}

const needsReason = refused('correction-reason', 'Observation.extension', 'Why is told: status-reason, or a note.');

/** A reason that is new with this change: ours, that of a note that was corrected, or a note on it. */
function isExplained(resource: Resource, before: Resource): boolean {
  const extensions = (of: Resource) => JSON.stringify(((of.extension ?? []) as JsonObject[]).filter(isReason));
  if (extensions(resource) !== extensions(before) && extensions(resource) !== '[]') return true;
  return ((resource.note ?? []) as unknown[]).length > ((before.note ?? []) as unknown[]).length;
}

const isReason = (one: JsonObject): boolean => {
  if (one.url !== statusReasonUrl) return String(one.url).endsWith('/struck-reason');
  const reason = ((one.extension ?? []) as JsonObject[]).find(({ url }) => url === 'reason')?.valueString;
  return typeof reason === 'string' && reason.trim() !== '';
};

function isOwn(before: Resource, { practitioner, practitionerRole }: Change['actor']): boolean {
  const own = [`Practitioner/${practitioner}`, `PractitionerRole/${practitionerRole}`];
  return ((before.performer ?? []) as JsonObject[]).some(({ reference }) => own.includes(String(reference)));
}

/** Whether it is one of those that are measured at the bedside; an answer of a form is corrected with its form. */
function isMeasured(resource: Resource): boolean {
  if (resource.derivedFrom !== undefined) return false;
  const components = (resource.component ?? []) as JsonObject[];
  return measuredBy(resource.code) !== undefined || components.some(({ code }) => measuredBy(code) !== undefined);
}

export const timeOf = (resource: Resource | undefined): string | undefined =>
  (resource?.effectiveDateTime ??
    resource?.effectiveInstant ??
    (resource?.effectivePeriod as JsonObject | undefined)?.start) as string | undefined;

const valuesOf = (resource: Resource): string => {
  const { valueQuantity, valueInteger, valueCodeableConcept, component = [] } = resource as JsonObject;
  const parts = (component as JsonObject[]).map(({ code, valueQuantity: value }) => [code, value]);
  return JSON.stringify([valueQuantity, valueInteger, valueCodeableConcept, parts]);
};
