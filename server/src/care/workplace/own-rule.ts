import { idAt } from '../../access/reading.ts';
import type { Issue } from '../../fhir/issue.ts';
import type { Resource } from '../../fhir/resource.ts';
import { type Governed, type Rule, refused } from '../process.ts';
import { basicType, type OwnKind, ownerOf, ownKindOf, recordOf, visitedRecord, visitOf } from './rules.ts';

/**
 * What somebody keeps of their own work is written by them alone, once of each thing, and is about nothing else. Other kinds of
 * Basic are no matter of this process.
 */
export const ownRule: Rule = async (change) => {
  const { resource, before, actor } = change;
  const kind = resource === undefined ? undefined : ownKindOf(resource);
  const was = before === undefined ? undefined : ownKindOf(before);
  if (kind === undefined && was === undefined) return [];
  const issues: Issue[] = [];
  const isOwn = (one: Resource | undefined) =>
    one === undefined || (actor.practitioner !== undefined && ownerOf(one) === `Practitioner/${actor.practitioner}`);
  if (actor.kind !== 'system' && !(isOwn(before) && isOwn(resource))) issues.push(notYours);
  if (resource === undefined) return issues;
  if (kind !== was && before !== undefined) issues.push(otherKind);
  if (kind === 'visit' && (recordOf(resource) === undefined || visitOf(resource) === undefined)) issues.push(noVisit);
  if (kind !== undefined && issues.length === 0 && (await isTwice(change, resource, kind))) issues.push(twice);
  return issues;
};

const notYours = refused('own-owner', 'Basic.subject', 'What one keeps of one’s own work is written by oneself alone.');
const otherKind = refused('own-kind', 'Basic.code', 'It stays what it is.');
const noVisit = refused('own-visit', 'Basic.extension', 'A visit names the record, and when it was.');
const twice = refused('own-twice', 'Basic.identifier', 'There is one already: change that.');

async function isTwice({ find, read, id, stored }: Governed, resource: Resource, kind: OwnKind): Promise<boolean> {
  const owner = ownerOf(resource) ?? '';
  if (idAt(resource.subject, 'Practitioner') === undefined) return false;
  // whoever else writes one for the same owner waits here
  await read(owner);
  const record = recordOf(resource);
  const isSame = (one: Resource) =>
    one.id !== id && ownKindOf(one) === kind && ownerOf(one) === owner && recordOf(one) === record;
  const query = new URLSearchParams({
    code: `${basicType}|${kind}`,
    subject: owner,
    ...(record === undefined ? {} : { identifier: `${visitedRecord}|${record}` }),
  });
  return [...stored, ...(await find('Basic', query.toString(), 2))].some(isSame);
}
