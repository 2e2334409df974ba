import type { Issue } from '../../fhir/issue.ts';
import type { Coding, JsonObject, Resource } from '../../fhir/resource.ts';
import { refused } from '../process.ts';

export const verificationSystem = 'https://enjournal.no/fhir/CodeSystem/verification';
/** On what a device has measured and nobody has confirmed, whatever status it came with. */
export const unverifiedTag: Coding = { system: verificationSystem, code: 'unverified', display: 'Ikke bekreftet' };

export const isUnverified = (resource: Resource | undefined): boolean =>
  resource !== undefined &&
  resource.status !== 'entered-in-error' &&
  ((resource.meta?.tag ?? []) as Coding[]).some(
    ({ system, code }) => system === verificationSystem && code === unverifiedTag.code,
  );

/** A measurement as a person has confirmed it: final, without the mark, and with whoever confirmed among its performers. */
export function confirmed<T extends Resource>(observation: T, by: { reference?: string; display?: string }): T {
  const meta = { ...observation.meta } as JsonObject;
  const tags = ((meta.tag ?? []) as Coding[]).filter(({ system }) => system !== verificationSystem);
  const performer = [...((observation.performer ?? []) as JsonObject[]), by];
  return { ...observation, status: 'final', meta: { ...meta, tag: tags }, performer } as unknown as T;
}

/** A measurement that a person has said is not to count: it stays readable, with why. */
export const rejected = <T extends Resource>(observation: T, reason: JsonObject): T =>
  ({
    ...observation,
    status: 'entered-in-error',
    extension: [...((observation.extension ?? []) as JsonObject[]), reason],
  }) as unknown as T;

export type DeviceChange = {
  resource: Resource | undefined;
  before: Resource | undefined;
  /** Whether a machine writes, and no person. */
  isSystem: boolean;
  /** `Patient/<id>` of whom the device is given to, where it is known. */
  owner: string | undefined;
};

/** Rules of what devices measure: of one citizen, with a value and a time; and a person confirms it, not a machine. */
export function deviceIssues({ resource, before, isSystem, owner }: DeviceChange): Issue[] {
  if (resource === undefined) return [];
  const issues: Issue[] = [];
  const { status } = resource;
  if (isUnverified(before) && !isUnverified(resource) && status !== 'entered-in-error' && isSystem)
    issues.push(refused('device-confirm-person', 'Observation.status', 'A person confirms or rejects it.'));
  if (before !== undefined && !isUnverified(before) && isUnverified(resource))
    issues.push(refused('device-after-confirm', 'Observation', 'A person has answered for it; send a new one.'));
  if (!isUnverified(resource)) return issues;
  const subject = (resource.subject as JsonObject | undefined)?.reference;
  if (typeof subject !== 'string' || !subject.startsWith('Patient/'))
    return [
      ...issues,
      refused('device-person-missing', 'Observation.subject', 'Whom it is of is told, by number or reference.'),
    ];
  if (owner !== undefined && owner !== subject)
    issues.push(refused('device-person-other', 'Observation.device', 'The device is given to another citizen.'));
  if (timeIn(resource) === undefined)
    issues.push(refused('device-time', 'Observation.effective', 'When it was measured is told, with the time of day.'));
  return [...issues, ...unitIssues(resource)];
}

const timeIn = ({ effectiveDateTime, effectiveInstant, effectivePeriod }: Resource): string | undefined => {
  const time = effectiveDateTime ?? effectiveInstant ?? (effectivePeriod as JsonObject | undefined)?.start;
  return typeof time === 'string' && time.includes('T') ? time : undefined;
};

/** A number from a machine without a unit of UCUM is a number of nothing. */
function unitIssues(resource: Resource): Issue[] {
  const components = (resource.component ?? []) as JsonObject[];
  const parts = [
    { part: resource as JsonObject, at: 'Observation' },
    ...components.map((part, at) => ({ part, at: `Observation.component[${at}]` })),
  ];
  const isEmpty = parts.every(({ part }) => !Object.keys(part).some((name) => name.startsWith('value')));
  if (isEmpty) return [refused('device-value', 'Observation.value', 'A measurement has a value.')];
  return parts.flatMap(({ part, at }) => {
    const quantity = part.valueQuantity as { value?: number; code?: string; system?: string } | undefined;
    if (quantity === undefined) return [];
    if (quantity.value === undefined)
      return [refused('device-value', `${at}.value.value`, 'A measurement has a value.')];
    if (quantity.code !== undefined) return [];
    return [refused('device-unit', `${at}.value.code`, 'The unit is told as a code of UCUM.')];
  });
}
