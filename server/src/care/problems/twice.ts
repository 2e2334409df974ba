import type { Issue } from '../../fhir/issue.ts';
import type { Resource } from '../../fhir/resource.ts';
import type { Governed, Rule } from '../process.ts';
import { refused, warned } from '../process.ts';
import { isActiveAllergy, isNoKnown, noKnownAllergies } from './allergy.ts';
import { codingsOf, hasCode } from './change.ts';
import { isActiveProblem, isProblem } from './condition.ts';
import { isLimit } from './warning.ts';

/** The same problem twice makes two lines that drift apart. */
export const problemTwice: Rule = async (change) => {
  const { resource } = change;
  if (
    resource === undefined ||
    !isProblem(resource) ||
    !isActiveProblem(resource) ||
    !comesNew(change, isActiveProblem)
  )
    return [];
  const others = await sameCoded(change, 'Condition', 'clinical-status=active,recurrence,relapse');
  return others.some((other) => isProblem(other) && isActiveProblem(other))
    ? [warned('problem-twice', 'Condition.code', 'The same code is an active problem already.')]
    : [];
};

/** An allergy twice; or one beside the answer that there is none. */
export const allergyTwice: Rule = async (change) => {
  const { resource } = change;
  if (resource === undefined || !isActiveAllergy(resource) || !comesNew(change, isActiveAllergy)) return [];
  const issues: Issue[] = [];
  const others = (await sameCoded(change, 'AllergyIntolerance')).filter(isActiveAllergy);
  if (others.length > 0)
    issues.push(warned('allergy-twice', 'AllergyIntolerance.code', 'The same code is an active allergy already.'));
  if (isNoKnown(resource)) {
    const known = await beside(change, 'AllergyIntolerance', `${ofRecord(resource)}&clinical-status=active`);
    if (known.some((other) => isActiveAllergy(other) && !isNoKnown(other)))
      issues.push(refused('some-known', 'AllergyIntolerance.code', 'An allergy is known.'));
  } else {
    const codes = noKnownAllergies.join(',');
    const none = await beside(change, 'AllergyIntolerance', `${ofRecord(resource)}&code=${codes}`);
    if (none.some(isActiveAllergy))
      issues.push(warned('still-none-known', 'AllergyIntolerance.code', 'End the answer that none is known.'));
  }
  return issues;
};

/** Two limits that stand at once contradict each other sooner or later. */
export const limitsTwice: Rule = async (change) => {
  const { resource } = change;
  const stands = (one: Resource) => isLimit(one) && one.status === 'active';
  if (resource === undefined || !stands(resource) || !comesNew(change, stands)) return [];
  // R4 has no search by a flag's status or category
  const others = await beside(change, 'Flag', ofRecord(resource), stands);
  return others.length > 0 ? [warned('limits-twice', 'Flag.code', 'Other limits stand; end them.')] : [];
};

/** What another system brings in comes as it is there, in bulk: nobody would read the warning, and each would cost a look-up. */
const comesNew = ({ before, actor }: Governed, stands: (resource: Resource) => boolean) =>
  actor.kind !== 'system' && (before === undefined || !stands(before));

const ofRecord = ({ subject, patient }: Resource): string => {
  const { reference } = ((subject ?? patient) as { reference?: string } | undefined) ?? {};
  return `patient=${encodeURIComponent(reference ?? '')}`;
};

/** What has one of the codes too, as far as the writer may see. */
async function sameCoded(change: Governed, type: string, more = ''): Promise<Resource[]> {
  const resource = change.resource!;
  const codes = codingsOf(resource.code).flatMap(({ system, code }) =>
    system === undefined || code === undefined ? [] : `${system}|${code}`,
  );
  if (codes.length === 0) return [];
  const query = `${ofRecord(resource)}&code=${codes.map(encodeURIComponent).join(',')}${more === '' ? '' : `&${more}`}`;
  return beside(change, type, query, (other) =>
    codingsOf(resource.code).some(({ code }) => code !== undefined && hasCode(other.code, code)),
  );
}

/** More of a kind than any record should have of what is critical. */
const most = 100;

/** What stands beside, as it will after the transaction. */
async function beside(
  { id, findShown, stored }: Governed,
  type: string,
  query: string,
  isMeant: (resource: Resource) => boolean = () => true,
): Promise<Resource[]> {
  const changed = new Map(stored.map((one) => [`${one.resourceType}/${one.id}`, one]));
  const found = (await findShown(type, query, most)).map((one) => changed.get(`${type}/${one.id}`) ?? one);
  const made = stored.filter((one) => one.resourceType === type);
  return [...found, ...made].filter((one) => one.id !== id && isMeant(one));
}
