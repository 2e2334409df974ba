import type { Issue } from '../../fhir/issue.ts';
import type { Resource } from '../../fhir/resource.ts';
import { type Governed, refused } from '../process.ts';
import { balanceAfter, lineOf, type Movement, movementOf, stockSystem } from './shape.ts';

/**
 * Rules of a medicine in a stock: what the book says changes only by a movement that is stored with it, one at a time, and is
 * never less than nothing. The line is locked while it is decided, so two who take out at the same moment come one after
 * the other.
 */
export async function lineIssues(change: Governed): Promise<Issue[]> {
  const { resource, before, actor } = change;
  const [was, is] = [lineOf(before), lineOf(resource)];
  if (was === undefined && is === undefined) return [];
  if (is === undefined) return [refused('stock-line-kept', 'Basic', 'A line of the stock is not deleted.')];
  const issues: Issue[] = [];
  if (was !== undefined && (was.unit !== is.unit || was.key !== is.key || was.balance?.unit !== is.balance?.unit)) {
    issues.push(refused('stock-line-another', 'Basic', 'Unit, medicine and what it is counted in stay.'));
  }
  const unit = is.unit.startsWith('Organization/') ? is.unit.slice('Organization/'.length) : '';
  if (unit === '' || !is.key.startsWith(`${unit}/`) || is.key === `${unit}/`) {
    issues.push(refused('stock-line-name', 'Basic.identifier', 'It is named <unit>/<code of the medicine>.'));
  }
  // a change of one that is there is for those who may see it: the unit, and those who serve it
  if (was === undefined && actor.kind === 'staff' && is.unit !== `Organization/${actor.organization?.id}`) {
    issues.push(refused('stock-unit-other', 'Basic.subject', 'The stock is of another unit.'));
  }
  const balance = is.balance?.value;
  if (balance === undefined || balance < 0) {
    return [...issues, refused('stock-negative', 'Basic.extension', 'There is not so much in the stock.')];
  }
  return [...issues, ...movedIssues(change, was?.balance?.value ?? 0, balance), ...(await takenIssues(change, is.key))];
}

function movedIssues({ stored, resource, before }: Governed, was: number, is: number): Issue[] {
  const moved = stored.flatMap((one) => {
    const movement = movementOf(one);
    return movement?.status === 'completed' && movement.line === `Basic/${resource?.id}` ? movement : [];
  });
  if (moved.length === 0) {
    if (before !== undefined && was === is) return [];
    return before === undefined && is === 0
      ? []
      : [refused('stock-unexplained', 'Basic.extension', 'The book changes by a movement that is stored with it.')];
  }
  const [only] = moved as [Movement];
  if (moved.length > 1) return [refused('stock-one-at-a-time', 'Basic.extension', 'One movement at a time.')];
  const { kind, amount, expected, balance } = only;
  if (kind === undefined || amount === undefined) return [];
  if (kind === 'count' && expected !== was) {
    return [refused('stock-moved-meanwhile', 'Basic.extension', 'The stock has moved since it was counted.')];
  }
  if (balanceAfter(was, kind, amount.value) === is && balance === is) return [];
  return [refused('stock-sum', 'Basic.extension', 'The book does not say what it should after this.')];
}

/** A medicine has one line in a unit. */
async function takenIssues({ before, find, id, read, resource }: Governed, key: string): Promise<Issue[]> {
  if (before !== undefined) return [];
  // whoever else begins one for the same unit waits here
  await read(String((resource?.subject as { reference?: string } | undefined)?.reference));
  const same = await find('Basic', `identifier=${encodeURIComponent(`${stockSystem}|${key}`)}`);
  const isOther = (one: Resource): boolean => one.id !== id && lineOf(one) !== undefined;
  return same.some(isOther) ? [refused('stock-line-twice', 'Basic.identifier', 'The unit has a line for it.')] : [];
}
