import { categoryOf, labelsOf } from '../../access/categories.ts';
import type { StaffFacts } from '../../access/facts.ts';
import { isController, isGiven } from '../../access/gate/control.ts';
import type { Opened } from '../../access/gate/gate.ts';
import { masked } from '../../access/gate/mask.ts';
import { withoutNationalNumber } from '../../access/gate/practitioners.ts';
import { type Row, resourceFactsOf, tagsOf } from '../../access/gate/resource-facts.ts';
import { isShared } from '../../access/gate/shared.ts';
import type { ReasonKey } from '../../access/reasons.ts';
import { isShown, type Judgement, judge } from '../../access/scope.ts';
import type { Deny } from '../../access/verdict.ts';
import { parseJson } from '../../fhir/json/index.ts';
import type { Resource } from '../../fhir/resource.ts';
import type { FhirRequest } from './message.ts';
import type { FhirService } from './service.ts';

/** What becomes of one resource on its way to one reader. */
export type Seen =
  /** `content` with what is masked left out. */
  | { is: 'shown'; content: string; reason: ReasonKey | 'shared' | 'given-to-control'; judgement?: Judgement }
  /** Nothing of it, but that there is something. */
  | { is: 'suppressed'; reason: ReasonKey; judgement: Judgement }
  | { is: 'refused'; reason: ReasonKey; status: 401 | 403 | 404; deny?: Deny };

/** Judges one resource by the decision about its record. `record` is undefined for what needs none: see `isShared`. */
export function see(service: FhirService, request: FhirRequest, row: Row, opened: Opened | undefined): Seen {
  if (opened === undefined && !isShared(row.type, row.access)) {
    return { is: 'refused', reason: 'no-basis', status: 404 }; // it was no one's matter before, and is now
  }
  if (opened === undefined || isShared(row.type, row.access)) {
    const isWhole = opened !== undefined && 'permit' in opened.verdict && opened.verdict.permit.isWhole;
    const content = isWhole ? row.content : withoutNationalNumber(request.actor, row);
    return { is: 'shown', content, reason: 'shared' };
  }
  const { verdict } = opened;
  if ('permit' in verdict && verdict.permit.isWhole)
    return { is: 'shown', content: row.content, reason: verdict.reason };
  // never, and by nobody: it stands in no citizen's record, so that no decision about a record would say so
  if (categoryOf(row.access) === 'adoption-link') return { is: 'refused', reason: 'adoption-link', status: 404 };
  if (opened.patient === undefined) return seeOfUnit(opened, row);
  if (isController(opened.actor) && isGiven(opened.actor, row.type, row.access, row.content)) {
    return { is: 'shown', content: row.content, reason: 'given-to-control' };
  }
  if ('deny' in verdict) return { is: 'refused', reason: verdict.deny, status: verdict.status, deny: verdict };
  const facts = resourceFactsOf(withIndex(service, row, opened.record), verdict.permit);
  if (facts === undefined) return { is: 'refused', reason: 'no-basis', status: 404 };
  const judgement = judge(verdict.permit, facts);
  const { reason } = judgement;
  if (isShown(judgement)) {
    const { mask = [] } = judgement;
    const content = mask.length === 0 ? row.content : masked(row.content, mask, service.linkSecret);
    return { is: 'shown', content, reason, judgement };
  }
  if (judgement.marker === true) return { is: 'suppressed', reason, judgement };
  return { is: 'refused', reason, status: judgement.status === 403 ? 403 : 404 };
}

/**
 * What is in nobody's record and not for everyone (a task of a unit, a message about no one) is its custodian's; a draft among it is
 * its author's alone.
 */
function seeOfUnit({ actor, verdict }: Opened, row: Row): Seen {
  if (actor.kind === 'staff' && actor.isEmployed && isTheirs(row, actor)) {
    return { is: 'shown', content: row.content, reason: 'shared' };
  }
  if ('deny' in verdict) return { is: 'refused', reason: verdict.deny, status: verdict.status, deny: verdict };
  return { is: 'refused', reason: 'no-basis', status: 404 };
}

function isTheirs({ access, content }: Row, { person, unit, alsoUnits }: StaffFacts): boolean {
  const { custodians, authors } = tagsOf(content);
  if (labelsOf(access).includes('draft')) return authors.includes(person);
  return custodians.some((one) => one === unit || alsoUnits.includes(one));
}

/** With when it was and by what it is found, for a scope that asks. */
export function withIndex({ conformance }: FhirService, row: Row, record: bigint): Row {
  if (row.index !== undefined) return row;
  const index = () => {
    const { from, to, tokens } = conformance.extract(parseJson(row.content).value as Resource, record);
    return { tokens, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  };
  return { ...row, index };
}
