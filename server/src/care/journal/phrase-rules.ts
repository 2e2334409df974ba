import { idAt } from '../../access/reading.ts';
import type { Issue } from '../../fhir/issue.ts';
import { isNationalIdentityNumber } from '../../fhir/norwegian/identifiers.ts';
import type { Resource } from '../../fhir/resource.ts';
import { type Governed, type Rule, refused } from '../process.ts';
import { isAbbreviation, phraseCode, phraseOf, phraseSystem } from './rules.ts';
import { isWriter, type Writer, writerOf } from './writer.ts';

/**
 * A phrase is somebody's own or a unit's, has a short name that no other of the same owner has, and says nothing of anybody.
 * Other kinds of Basic are no matter of this process.
 */
export const phraseRule: Rule = async (change) => {
  const { resource, before, actor } = change;
  const was = before === undefined ? undefined : phraseOf(before);
  const is = resource === undefined ? undefined : phraseOf(resource);
  if (was === undefined && is === undefined) return [];
  const issues: Issue[] = [];
  if (actor.kind !== 'system') {
    const writer = await writerOf(change);
    if (![before, resource].every((one) => one === undefined || isOwner(writer, one))) issues.push(notYours);
  }
  if (resource === undefined || is === undefined) return issues;
  if (!isAbbreviation(is.abbreviation)) issues.push(badName);
  else if (await isTaken(change, resource, is.abbreviation)) issues.push(taken);
  if (is.text.trim() === '') issues.push(refused('phrase-text', 'Basic.extension', 'A phrase has a text.'));
  if (saysNumber(is.text)) {
    issues.push(refused('phrase-number', 'Basic.extension', 'A phrase holds no identity number of anybody.'));
  }
  return issues;
};

const notYours = refused('phrase-owner', 'Basic.subject', 'A phrase is of whoever writes it, or of their unit.');
const badName = refused(
  'phrase-name',
  'Basic.identifier',
  'The abbreviation has 2 to 20 letters, digits, dots and hyphens.',
);
const taken = refused('phrase-taken', 'Basic.identifier', 'The owner has another phrase of this abbreviation.');

function isOwner(writer: Writer, { subject }: Resource): boolean {
  const unit = idAt(subject, 'Organization');
  if (unit !== undefined) return writer.places.includes(unit);
  return isWriter(writer, (subject as { reference?: string } | undefined)?.reference);
}

async function isTaken(
  { find, read, id, stored }: Governed,
  resource: Resource,
  abbreviation: string,
): Promise<boolean> {
  const owner = String((resource.subject as { reference?: string } | undefined)?.reference);
  // whoever else writes one for the same owner waits here
  await read(owner);
  const same = (one: Resource) =>
    one.id !== id &&
    (one.subject as { reference?: string } | undefined)?.reference === owner &&
    phraseOf(one)?.abbreviation === abbreviation;
  const query = new URLSearchParams({
    code: `${phraseCode.system}|${phraseCode.code}`,
    subject: owner,
    identifier: `${phraseSystem}|${abbreviation}`,
  });
  return [...stored, ...(await find('Basic', query.toString()))].some(same);
}

const saysNumber = (text: string): boolean =>
  (text.match(/\d{6} ?\d{5}/g) ?? []).some((digits) => isNationalIdentityNumber(digits.replace(' ', '')));
