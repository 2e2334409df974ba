import type { JsonObject } from '../../fhir/resource.ts';
import { type Rule, refused } from '../process.ts';
import { choiceIn, choiceIssues, isChoice } from './rules.ts';

/** How a citizen is told is theirs to choose, once for each citizen: a new choice is a new version of the first. */
export const choiceRule: Rule = async ({ id, resource, before, actor, find, read }) => {
  if (actor.kind === 'system' || resource === undefined || (!isChoice(resource) && !isChoice(before))) return [];
  const patient = String((resource.patient as JsonObject | undefined)?.reference);
  if (actor.kind !== 'citizen' || patient !== `Patient/${actor.ownPatient}`)
    return [refused('notice-not-yours', 'Consent', 'The citizen alone chooses how they are told.')];
  if (resource.status !== 'active') return [];
  const issues = choiceIssues(choiceIn(resource));
  await read(patient);
  const category = encodeURIComponent('https://enjournal.no/fhir/CodeSystem/consent-category|notice-choice');
  const others = await find('Consent', `patient=${patient}&category=${category}&status=active`, 3);
  if (others.some((one) => one.id !== id))
    issues.push(refused('notice-choice-twice', 'Consent', 'There is a choice already: change that one.'));
  return issues;
};
