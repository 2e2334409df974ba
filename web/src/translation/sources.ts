import { reasonTexts } from '@enjournal/server/access/reasons';
import { contributionWords } from '@enjournal/server/care/contributions';
import { dialogueWords } from '@enjournal/server/care/dialogue';
import { noticeWords } from '@enjournal/server/care/notices';
import { representationWords } from '@enjournal/server/care/representation';
import { requestWords } from '@enjournal/server/care/requests';
import { told } from '../citizen/privacy/ground-told.ts';
import { conditions } from '../citizen/words/conditions.ts';
import { keyOfExplained } from '../citizen/words/entry.ts';
import { medicines } from '../citizen/words/medicines.ts';
import { terms } from '../citizen/words/terms.ts';
import { tests } from '../citizen/words/tests.ts';
import { texts as sharedTexts } from '../shared-summary/summary.texts.ts';
import { citizenLaterWords, citizenWords, entryWords, firstWords, laterWords } from '../words.ts';
import type { Sources } from './translated-file.ts';

const named = <T extends object, U>(begin: string, table: Readonly<Record<string, T>>, of: (one: T) => U) =>
  Object.fromEntries(Object.entries(table).map(([key, one]) => [`${begin}${key}`, of(one)]));
const three = ({ nb, nn, en }: { nb: string; nn: string; en: string }) => [nb, nn, en] as const;
const asIs = (one: readonly [string, string, string]) => one;

/** What the server says why something is shown or refused, and what is wrong with what a citizen sends. */
const said: Sources = {
  ...named('reason.', reasonTexts(), three),
  ...named('told.', told as Readonly<Record<string, readonly [string, string, string]>>, asIs),
  ...named(
    'rule.',
    { ...dialogueWords, ...requestWords, ...noticeWords, ...contributionWords, ...representationWords },
    three,
  ),
};

/** Difficult words, explained. */
const explained: Sources = Object.fromEntries(
  [...conditions, ...medicines, ...tests, ...terms].flatMap((one) => [
    [`${keyOfExplained(one)}.name`, one.name],
    [`${keyOfExplained(one)}.text`, one.text],
  ]),
);

/** All that is to be translated, in the parts in which it is fetched: those of our own three languages, with what stands in tables besides. */
export const sourcesOf = {
  entry: { ...entryWords, ...named('shared.', sharedTexts, asIs) },
  staff: { ...firstWords, ...said },
  'staff-later': laterWords,
  citizen: { ...citizenWords, ...said },
  'citizen-later': { ...citizenLaterWords, ...explained },
} as const satisfies Readonly<Record<string, Sources>>;

export type Part = keyof typeof sourcesOf;

/** What a citizen reads. */
export const citizenSources: Sources = { ...sourcesOf.entry, ...sourcesOf.citizen, ...sourcesOf['citizen-later'] };

/** What a citizen reads, and what personnel read. */
export const allSources: Sources = { ...citizenSources, ...sourcesOf.staff, ...sourcesOf['staff-later'] };
