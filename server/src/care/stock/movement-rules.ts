import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { type Governed, refused } from '../process.ts';
import { isByTwo, lineOf, type Movement, movementOf, stockDoseSystem } from './shape.ts';

/** Who handles controlled drugs. @source FOR-2008-04-03-320 §§ 4, 7; our own reading of who does it without delegation */
const HANDLERS: ReadonlySet<string> = new Set([
  ...['sykepleier', 'vernepleier', 'lege', 'kommuneoverlege', 'farmasoyt', 'jordmor', 'helsesykepleier'],
]);

/** Rules of something that happens to a stock. Whether the book then says what it should is the line's rule. */
export async function movementIssues(change: Governed): Promise<Issue[]> {
  const { resource, before, actor } = change;
  const was = movementOf(before);
  const is = movementOf(resource);
  if (was === undefined && is === undefined) return [];
  if (is === undefined || (was !== undefined && was.status === 'completed')) {
    return [refused('stock-kept', 'SupplyDelivery', 'What is in the book stays; it is corrected by a count.')];
  }
  if (is.status === 'abandoned') return was === undefined ? [unknown] : [];
  const issues = [...signatureIssues(change, is, was), ...shapeIssues(is, was)];
  if (actor.kind === 'staff' && !HANDLERS.has(actor.role ?? '')) {
    issues.push(refused('stock-role', 'SupplyDelivery', 'The role does not handle controlled drugs.'));
  }
  const line = lineOf(await change.read(is.line));
  if (line === undefined || line.key !== is.key) return [...issues, unknown];
  if (was === undefined && actor.kind === 'staff' && line.unit !== `Organization/${actor.organization?.id}`) {
    issues.push(
      refused('stock-unit-other', 'SupplyDelivery', 'Who works in the unit begins; others may be the second.'),
    );
  }
  if (line.balance?.unit !== is.amount?.unit) {
    issues.push(refused('stock-unit', 'SupplyDelivery.suppliedItem.quantity', 'The stock is counted in another unit.'));
  }
  if (is.status === 'completed' && !change.stored.some((one) => `Basic/${one.id}` === is.line)) {
    issues.push(refused('stock-together', 'SupplyDelivery', 'The line is changed in the same transaction.'));
  }
  return [...issues, ...(await doseIssues(change, is))];
}

const unknown = refused('stock-unknown', 'SupplyDelivery.extension', 'There is no such line in the stock.');

function shapeIssues(is: Movement, was: Movement | undefined): Issue[] {
  const issues: Issue[] = [];
  const { kind, amount, status } = is;
  if (kind === undefined)
    issues.push(refused('stock-kind', 'SupplyDelivery.extension', 'receive, issue, discard, count.'));
  if (amount === undefined || amount.value < 0 || (amount.value === 0 && kind !== 'count')) {
    issues.push(refused('stock-amount', 'SupplyDelivery.suppliedItem.quantity', 'It is more than nothing.'));
  }
  if (status !== 'completed' && !(status === 'in-progress' && isByTwo(kind))) {
    issues.push(refused('stock-status', 'SupplyDelivery.status', 'Only what two sign waits for the other.'));
  }
  if (was !== undefined && (was.kind !== kind || was.line !== is.line || was.amount?.value !== amount?.value)) {
    issues.push(refused('stock-is-another', 'SupplyDelivery', 'It is signed as it is, or given up.'));
  }
  const hasDeviation = kind === 'count' && is.expected !== undefined && is.expected !== amount?.value;
  const mustSay =
    kind === 'discard' || (kind === 'issue' && is.dose === undefined) || (hasDeviation && status === 'completed');
  if (mustSay && is.reason.length < 3) {
    issues.push(refused(hasDeviation ? 'stock-deviation' : 'stock-reason', 'SupplyDelivery.extension', 'Why is told.'));
  }
  return issues;
}

/** One signs what is received and taken out; what is discarded and counted, two: each for themself. */
function signatureIssues({ actor, resource }: Governed, is: Movement, was: Movement | undefined): Issue[] {
  const path = 'SupplyDelivery.extension';
  const people = is.signatures.map(({ who }) => who);
  const wanted = isByTwo(is.kind) && is.status === 'completed' ? 2 : 1;
  if (people.length !== wanted || new Set(people).size !== wanted) {
    const key = isByTwo(is.kind) ? 'stock-two-persons' : 'stock-signed';
    return [refused(key, path, `${wanted} different persons sign.`)];
  }
  const earlier = was?.signatures ?? [];
  const isKept = earlier.every(
    ({ who, amount }, i) => is.signatures[i]?.who === who && is.signatures[i]?.amount === amount,
  );
  const own = is.signatures.slice(earlier.length);
  const isForeign = actor.kind === 'staff' && own.some(({ who }) => who !== `Practitioner/${actor.practitioner}`);
  if (!isKept || isForeign) return [refused('stock-signed', path, 'Each signs for themself.')];
  const amount = (resource?.suppliedItem as { quantity?: { value?: number } } | undefined)?.quantity?.value;
  if (is.kind === 'count' && is.signatures.some((one) => one.amount !== amount)) {
    return [refused('stock-counts-differ', path, 'Both have counted the same.')];
  }
  return [];
}

/** What is taken out for a dose: one that was given, of this citizen's, and once. */
async function doseIssues(change: Governed, is: Movement): Promise<Issue[]> {
  if (is.kind !== 'issue' || is.dose === undefined) return [];
  const path = 'SupplyDelivery.extension';
  const dose = await change.readShown(is.dose);
  if (
    dose?.resourceType !== 'MedicationAdministration' ||
    !['completed', 'in-progress'].includes(String(dose.status))
  ) {
    return [refused('stock-dose', path, 'There is no such dose that was given.')];
  }
  const named = ((change.resource?.identifier ?? []) as JsonObject[]).find(({ system }) => system === stockDoseSystem);
  if (named?.value !== is.dose) return [refused('stock-dose', path, 'The dose stands as an identifier too.')];
  const query = `identifier=${encodeURIComponent(`${stockDoseSystem}|${is.dose}`)}`;
  const isOther = (one: Resource): boolean =>
    one.id !== change.id && ((one.identifier ?? []) as JsonObject[]).some(({ value }) => value === is.dose);
  const others = [...(await change.find('SupplyDelivery', query)), ...change.stored].filter(isOther);
  return others.length > 0 ? [refused('stock-dose-twice', path, 'It is taken out for this dose already.')] : [];
}
