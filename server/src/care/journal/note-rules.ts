import { isDeepStrictEqual } from 'node:util';
import { codeAt, tagsOf } from '../../access/reading.ts';
import { systems } from '../../access/rules/codes.ts';
import type { Issue } from '../../fhir/issue.ts';
import type { Json, JsonObject, Resource } from '../../fhir/resource.ts';
import { type Governed, type Rule, refused } from '../process.ts';
import { saidOf } from './citizen-access.ts';
import { contactIssues } from './contact.ts';
import { codeSystems, extensions } from './terms.ts';
import type { Attester, Composition } from './types.ts';
import { isAuthor, isWriter, mayAmend, supervises, type Writer, writerOf } from './writer.ts';

/**
 * A signed note does not change but by a new version that is signed again, is signed by whoever writes it and nobody else,
 * and is never deleted by a person: however it is written.
 * @source helsepersonelloven §§ 40, 42–44; pasientjournalforskriften §§ 10, 14
 */
export const noteRule: Rule = async (change) => {
  const before = change.before as Composition | undefined;
  const after = change.resource as Composition | undefined;
  if (change.actor.kind === 'system') return ofSystems(before, after);
  if (after === undefined) return isBegun(before!) ? [] : [kept];
  const writer = await writerOf(change);
  if (before !== undefined && saysTheSame(before, after)) return shownIssues(writer, before, after, 'Composition');
  return [...(await statusIssues(change, writer, before, after)), ...(await contactIssues(change, before, after))];
};

function statusIssues(
  change: Governed,
  writer: Writer,
  before: Composition | undefined,
  after: Composition,
): Issue[] | Promise<Issue[]> {
  switch (after.status) {
    case 'preliminary':
      return preliminary(change, writer, before, after);
    case 'final':
      return final(change, writer, before, after);
    case 'amended':
      return amended(change, writer, before, after);
    default:
      return struck(writer, before, after);
  }
}

const kept = refused(
  'note-kept',
  'Composition',
  'A signed note is not deleted: it is corrected, or struck with a reason.',
);
const signedAlready = refused(
  'note-signed',
  'Composition.status',
  'A signed note changes only as a new, signed version.',
);
const notYours = refused(
  'note-not-yours',
  'Composition.author',
  'Only the author, or authorised personnel of the organisation that is custodian, may do this.',
);

/** Begun and unsigned: its author's own. */
const isBegun = ({ status, attester }: Composition): boolean => status === 'preliminary' && attester === undefined;

function preliminary(change: Governed, writer: Writer, before: Composition | undefined, after: Composition): Issue[] {
  if (before !== undefined && before.status !== 'preliminary') return [signedAlready];
  if (before !== undefined && !isBegun(before)) {
    // waits for a countersignature: its author may sign it anew
    if (after.attester === undefined) return [signedAlready];
  }
  if (after.attester === undefined) return [];
  const needless = writer.isSupervised
    ? []
    : [
        refused(
          'countersign-needless',
          'Composition.status',
          'Only what a student has signed waits for a countersignature. Sign it as final.',
        ),
      ];
  return [...needless, ...authorship(writer, after), ...signature(change, writer, before, after)];
}

async function final(
  change: Governed,
  writer: Writer,
  before: Composition | undefined,
  after: Composition,
): Promise<Issue[]> {
  if (before !== undefined && before.status !== 'preliminary') return [signedAlready];
  if (before !== undefined && !isBegun(before)) return countersigned(change, writer, before, after);
  const alone = writer.isSupervised ? [needsCountersignature] : [];
  return [...alone, ...authorship(writer, after), ...signature(change, writer, before, after)];
}

const needsCountersignature = refused(
  'countersign-needed',
  'Composition.status',
  'What a student signs is preliminary until the supervisor has signed it too.',
);

async function countersigned(
  change: Governed,
  writer: Writer,
  before: Composition,
  after: Composition,
): Promise<Issue[]> {
  const issues = signature(change, writer, before, after);
  const first = before.attester!;
  if (!isDeepStrictEqual(unsigned(before), unsigned(after)) || !first.every((one) => has(after.attester, one)))
    issues.push(signedAlready);
  if (!(await supervises(writer, first, change))) {
    issues.push(
      refused('countersign-other', 'Composition.attester', 'Only the supervisor of who signed first countersigns.'),
    );
  }
  return issues;
}

function amended(change: Governed, writer: Writer, before: Composition | undefined, after: Composition): Issue[] {
  if (before === undefined || (before.status !== 'final' && before.status !== 'amended')) {
    return [refused('note-status', 'Composition.status', 'Only a signed note is amended.')];
  }
  const issues = signature(change, writer, before, after);
  if (writer.isSupervised) issues.push(needsCountersignature);
  if (!mayAmend(writer, before)) issues.push(notYours);
  return issues;
}

function struck(writer: Writer, before: Composition | undefined, after: Composition): Issue[] {
  if (before === undefined) return [refused('note-status', 'Composition.status', 'Only a signed note is struck.')];
  if (before.status === 'entered-in-error') return [signedAlready];
  return struckIssues(writer, before, after, 'Composition');
}

/** Striking is the author's; what stands in the wrong record may be struck by the organisation's authorised personnel. */
export function struckIssues(writer: Writer, before: Resource, after: Resource, type: string): Issue[] {
  const reason = ((after.extension ?? []) as JsonObject[]).find(({ url }) => url === extensions.struckReason);
  const concept = reason?.valueCodeableConcept as JsonObject | undefined;
  const issues: Issue[] = [];
  if (concept === undefined) {
    issues.push(
      refused('struck-reason', `${type}.extension`, 'What is struck says why, in the extension struck-reason.'),
    );
  }
  const isMisplaced = codeAt(concept, codeSystems.struckReason) === 'wrong-person';
  if (isMisplaced ? !mayAmend(writer, before) : !isAuthor(writer, before))
    issues.push({ ...notYours, expression: `${type}.author` });
  return issues;
}

/** Whether the citizen sees it is for those to say who answer for what it says. */
export function shownIssues(writer: Writer, before: Resource, after: Resource, type: string): Issue[] {
  const codesOf = ({ meta }: Resource) =>
    (meta?.security ?? []).filter(({ system }) => system === systems.citizenAccess).map(({ code }) => code);
  const isSame = isDeepStrictEqual([codesOf(before), saidOf(before)], [codesOf(after), saidOf(after)]);
  return isSame || mayAmend(writer, before) ? [] : [{ ...notYours, expression: `${type}.meta.security` }];
}

/** The one who signs is one of the authors. */
const authorship = (writer: Writer, after: Composition): Issue[] =>
  isAuthor(writer, after)
    ? []
    : [refused('note-author', 'Composition.author', 'The one who signs a note is one of its authors.')];

/** A signature is given now, by the one who writes, for the very version that is written. */
function signature({ now }: Governed, writer: Writer, before: Composition | undefined, after: Composition): Issue[] {
  const attesters = after.attester ?? [];
  const added = attesters.flatMap((one, i) => (has(before?.attester, one) ? [] : [{ one, i }]));
  const issues: Issue[] = [];
  if (!added.some(({ one }) => isWriter(writer, one.party?.reference))) {
    issues.push(
      refused(
        'signature-missing',
        'Composition.attester',
        'A signed note has its writer among attester, with the time.',
      ),
    );
  }
  for (const { one, i } of added) {
    const place = `Composition.attester[${i}]`;
    if (!isWriter(writer, one.party?.reference)) {
      issues.push(refused('signature-of-another', `${place}.party`, 'Nobody signs for somebody else.'));
    }
    const at = Date.parse(one.time ?? '');
    if (Number.isNaN(at) || at > now + CLOCKS_MS || at < now - SIGNING_MS) {
      issues.push(refused('signature-time', `${place}.time`, 'A signature has the time at which it is given.'));
    }
  }
  return issues;
}

const CLOCKS_MS = 120_000;
/** An app that is out of reach for some hours sends what was signed when it is back. */
const SIGNING_MS = 12 * 3_600_000;

/**
 * Systems load finished documents with the signatures that they have at home, and keep their own up to date. What a person
 * wrote here they neither sign nor change.
 */
function ofSystems(before: Composition | undefined, after: Composition | undefined): Issue[] {
  if (before === undefined || after === undefined) return [];
  if (saysTheSame(before, after, ['subject'])) return [];
  if (tagsOf(before, systems.recorder).length === 0) return [];
  const issues: Issue[] = [];
  (after.attester ?? []).forEach((one, i) => {
    if (!has(before.attester, one))
      issues.push(refused('signature-of-another', `Composition.attester[${i}].party`, 'A system signs for nobody.'));
  });
  if (before.status !== 'preliminary') issues.push(signedAlready);
  return issues;
}

const has = (attesters: readonly Attester[] | undefined, one: Attester): boolean =>
  attesters?.some((other) => isDeepStrictEqual(other, one)) === true;

const unsigned = ({ status: _, attester: __, ...rest }: Composition): JsonObject => contentOf(rest as Resource);

/** Whether nothing has changed but what others say of a document: who may see it, and where it came from. */
export function saysTheSame(before: Resource, after: Resource, besides: readonly string[] = []): boolean {
  return isDeepStrictEqual(contentOf(before, besides), contentOf(after, besides));
}

function contentOf({ meta: _, ...rest }: Resource, besides: readonly string[] = []): JsonObject {
  const { extension, ...content } = rest as JsonObject;
  const said = ((extension ?? []) as JsonObject[]).filter(({ url }) => url !== extensions.citizenAccess);
  const kept: [string, Json][] = Object.entries(content).filter(([name]) => !besides.includes(name));
  return Object.fromEntries(said.length === 0 ? kept : [...kept, ['extension', said]]);
}
