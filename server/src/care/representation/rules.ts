import { codeAt, codingsAt, hasCode, listAt, objectAt, periodAt } from '../../access/reading.ts';
import { systems } from '../../access/rules/codes.ts';
import type { Issue } from '../../fhir/issue.ts';
import { healthRegisters } from '../../fhir/norwegian/health-registers.ts';
import type { Resource } from '../../fhir/resource.ts';
import { type Rule, refused } from '../process.ts';

export { representationWords } from './words.ts';

/** Kinds of Consent that a citizen makes, and that stay when they are over. */
const kept = new Set(['care-circle', 'share-link', 'share-outside', 'register-reservation']);

const registers: ReadonlySet<string> = new Set(healthRegisters);

const kindOf = (consent: Resource | undefined): string | undefined => {
  if (consent === undefined) return undefined;
  if (codeAt(consent.category, systems.representation) !== undefined) return 'representation';
  const kind = codeAt(consent.category, systems.consentCategory);
  return kind !== undefined && kept.has(kind) ? kind : undefined;
};

/**
 * What persons say yes and no to: it is ended and not deleted, has an end where it lets somebody do something, and is not made into
 * something else. Who may write it at all is the gate's.
 */
export const consentRules: Rule = ({ actor, before, resource, now }) => {
  if (actor.kind === 'system') return [];
  const [was, is] = [kindOf(before), kindOf(resource)];
  const kind = is ?? was;
  if (kind === undefined) return [];
  if (resource === undefined)
    return [refused('consent-kept', 'Consent', 'It is ended (status inactive), and not deleted.')];
  if (before !== undefined && was !== is)
    return [refused('consent-is-another', 'Consent.category', 'A Consent is not made into one of another kind.')];
  if (before !== undefined && before.status !== 'active')
    return [refused('consent-over', 'Consent.status', 'It is over. Give a new one.')];
  if (resource.status !== 'active') return [];
  return issuesOf(kind, resource, now);
};

function issuesOf(kind: string, consent: Resource, now: number): Issue[] {
  const issues: Issue[] = [];
  const provision = objectAt(consent.provision) ?? {};
  const { to } = periodAt(provision.period);
  const actors = listAt(provision.actor);
  const isPermit = provision.type === 'permit';
  if (kind === 'representation') {
    if (!hasCode(consent.category, systems.representation, 'FU'))
      issues.push(
        refused('power-guardian', 'Consent.category', 'Only a power of attorney (FU) is given by a citizen.'),
      );
    if (actors.length !== 1 || listAt(objectAt(actors[0]?.reference)?.identifier).length !== 1)
      issues.push(refused('power-to-whom', 'Consent.provision.actor', 'One person, by identifier.'));
  }
  const needsEnd = kind === 'representation' || kind === 'share-link' || kind === 'care-circle';
  if (needsEnd && !(to > now && Number.isFinite(to)))
    issues.push(refused('power-period', 'Consent.provision.period', 'It has an end, and that has not passed.'));
  if (kind === 'register-reservation') {
    if (isPermit) issues.push(refused('consent-shape', 'Consent.provision.type', 'A reservation denies.'));
    const named = [...codingsAt(provision.code)].filter(({ system }) => system === systems.healthRegister);
    if (named.length === 0 || !named.every(({ code }) => registers.has(code)))
      issues.push(
        refused('consent-shape', 'Consent.provision.code', 'provision.code names a register that one may object to.'),
      );
  } else if (!isPermit) issues.push(refused('consent-shape', 'Consent.provision.type', 'It permits.'));
  if (kind === 'share-outside' && actors.length === 0)
    issues.push(refused('consent-shape', 'Consent.provision.actor', 'It names with whom.'));
  return issues;
}
