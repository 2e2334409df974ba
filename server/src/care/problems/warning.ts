import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { refused } from '../process.ts';
import {
  type Change,
  codingsOf,
  extensions,
  extensionsOf,
  hasCode,
  isSame,
  objects,
  reasonGiven,
  says,
  systems,
} from './change.ts';
import { isAfter, isFuture, standingIssues } from './standing.ts';

/** Volven 7651, code 8: limits of life-prolonging treatment. */
const LIMITS = '8';

export const isLimit = ({ category }: Resource): boolean =>
  hasCode(category, 'advance-directive', 'treatment-limits') ||
  codingsOf(category).some(({ system, code }) => system === systems.criticalType && code === LIMITS);

/** Who may decide that treatment is limited. @source Helsedirektoratet, Beslutningsprosesser ved begrensning av livsforlengende behandling */
const DECIDERS = new Set(['lege', 'kommuneoverlege']);

/** Why nobody could be talked with is told in some words. */
const leastBasis = 10;

/** What stands in the banner: critical conditions, implants, infection, changed routines, limits of treatment, risks. */
export function flagIssues(change: Change): Issue[] {
  const { resource, before } = change;
  const issues = standingIssues(change, ({ status }) => String(status));
  if (resource === undefined || resource.status === 'entered-in-error') return issues;
  if (!says(resource.code)) issues.push(refused('warning-what', 'Flag.code', 'A warning says what it is.'));
  const { start, end } = (resource.period ?? {}) as JsonObject;
  const was = (before?.period ?? {}) as JsonObject;
  if (!isSame(start, was.start) && isFuture(start, change))
    issues.push(refused('warning-in-future', 'Flag.period.start', 'The warning begins in the future.'));
  if (isLimit(resource)) issues.push(...limitIssues(change, resource));
  else if (isAfter(start, end))
    issues.push(refused('warning-ends-first', 'Flag.period.end', 'It ends before it begins.'));
  return issues;
}

/**
 * Limits of treatment are words somebody answers for, after a conversation, until a day when they are looked at again. They are
 * not edited: a new conversation gives new ones, and the old stay to be read.
 */
function limitIssues(change: Change, resource: Resource): Issue[] {
  const { before, actor } = change;
  const { start, end } = (resource.period ?? {}) as JsonObject;
  const issues: Issue[] = [];
  const isActive = resource.status === 'active';
  const changesHands = before === undefined || before.status !== resource.status;
  if (changesHands && actor.kind === 'staff' && !DECIDERS.has(actor.role ?? ''))
    issues.push(refused('limits-by-doctor', 'Flag', 'Limits of treatment are decided by a doctor.'));
  if (before !== undefined && isLimit(before)) {
    const isEdited = ['code', 'author', 'period'].some((member) => !isSame(resource[member], before[member]));
    if (isEdited && before.status === 'active')
      issues.push(refused('limits-replaced', 'Flag.code', 'End these, and write new ones.'));
    if (before.status !== 'active' && isActive)
      issues.push(refused('limits-not-again', 'Flag.status', 'Write new limits instead.'));
    if (before.status === 'active' && !isActive && (reasonGiven(change)?.reason ?? '') === '')
      issues.push(
        refused('limits-ended-reason', 'Flag.extension', `Say why, in the extension ${extensions.statusReason}.`),
      );
  }
  if (!isActive) return issues;
  if (!/\b(Practitioner|PractitionerRole)\//.test(String((resource.author as JsonObject | undefined)?.reference ?? '')))
    issues.push(refused('limits-author', 'Flag.author', 'Who decided is named by reference.'));
  if (!isGrounded(resource))
    issues.push(
      refused(
        'limits-basis',
        'Flag.extension',
        `Say with whom (${extensions.talkedWith}), or why with nobody (${extensions.basis}).`,
      ),
    );
  if (typeof start !== 'string') issues.push(refused('limits-when', 'Flag.period.start', 'The day it was decided.'));
  if (typeof end !== 'string' || (typeof start === 'string' && !isAfter(end, start)))
    issues.push(
      refused('limits-review', 'Flag.period.end', 'The day it is looked at again, after the one it was decided.'),
    );
  return issues;
}

function isGrounded(resource: Resource): boolean {
  const talked = extensionsOf(resource, extensions.talkedWith).flatMap(({ valueReference }) => objects(valueReference));
  if (talked.some(({ reference, display }) => reference !== undefined || display !== undefined)) return true;
  return extensionsOf(resource, extensions.basis).some(
    ({ valueString }) => String(valueString ?? '').trim().length >= leastBasis,
  );
}
