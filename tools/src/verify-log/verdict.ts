import type { Verdict, Wrong } from './verify.ts';

/** How many findings are told one by one. */
const MOST = 50;

/** The verdict in words. */
export function verdictText(verdict: Verdict): string {
  const { wrong, entries, heads, unsealed, newest, seconds } = verdict;
  const rate = Math.round(entries / Math.max(seconds, 0.001));
  const read = `${entries} entries and ${heads} heads read in ${seconds.toFixed(1)} s (${rate} entries a second).`;
  const behind =
    unsealed === 0 ? '' : ` ${unsealed} entries are behind the newest head: nobody has signed for them yet.`;
  if (wrong.length === 0) {
    const upTo =
      newest === undefined ? 'Nothing is sealed yet.' : `Everything up to ${newest.at} stands as it was written.`;
    return `${upTo}${behind}\n${read}`;
  }
  const lines = wrong.slice(0, MOST).map((one) => `- ${inWords(one)}`);
  if (wrong.length > MOST) lines.push(`- and ${wrong.length - MOST} more`);
  return `THE LOG IS NOT AS IT WAS WRITTEN:\n${lines.join('\n')}\n${read}${behind}`;
}

export function inWords(one: Wrong): string {
  switch (one.what) {
    case 'changed':
      return `entry ${one.place} (${one.entry}) was changed`;
    case 'moved':
      return `entry ${one.entry} was put in another place: it now stands at ${one.place}`;
    case 'deleted':
      return `entry ${one.place} was deleted${one.after === undefined ? '' : ` (it followed ${one.after})`}`;
    case 'inserted':
      return `entry ${one.entry} was put in at ${one.place} afterwards`;
    case 'unlike-head':
      return `entries ${one.from} to ${one.to - 1} are not what ${whose(one.isOutside)} head of ${one.at} was signed for`;
    case 'cut-off':
      return `the log was cut off: a head of ${one.head.at} from outside covers ${one.head.size} entries, the log's own end at ${one.size}`;
    case 'head-unsigned':
      return `${whose(one.isOutside)} head of ${one.head.size} entries (${one.head.at}) has no valid signature of a key that is known`;
    case 'head-gone':
      return `the head that covered entries ${one.from} to ${one.to - 1} was deleted`;
    case 'context':
      return `who asked (${one.id}) was ${one.isGone ? 'deleted' : 'changed'}`;
    case 'changed-unsealed':
      return `entry ${one.entry}, not sealed yet, was changed`;
  }
}

const whose = (isOutside: boolean) => (isOutside ? 'the outside' : 'the');
