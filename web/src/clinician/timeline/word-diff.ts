export type DiffPart = { kind: 'same' | 'added' | 'removed'; text: string };

/** More than this is shown whole: nobody reads a thousand marked words. */
const mostWords = 1_500;

/** What became of one text in another, word by word; runs of the same kind are one part. */
export function wordDiff(before: string, after: string): DiffPart[] {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  if (a.length > mostWords || b.length > mostWords) return joined([part('removed', before), part('added', after)]);
  const longest = commonLengths(a, b);
  const parts: DiffPart[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      parts.push(part('same', a[i++] as string));
      j++;
    } else if (j >= b.length || (i < a.length && at(longest, i + 1, j) >= at(longest, i, j + 1))) {
      parts.push(part('removed', a[i++] as string));
    } else parts.push(part('added', b[j++] as string));
  }
  return joined(parts);
}

/** For each pair of places, how many words the rests have in common. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint16Array[] {
  const rows = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      (rows[i] as Uint16Array)[j] =
        a[i] === b[j] ? at(rows, i + 1, j + 1) + 1 : Math.max(at(rows, i + 1, j), at(rows, i, j + 1));
  return rows;
}

const at = (rows: readonly Uint16Array[], i: number, j: number): number => rows[i]?.[j] ?? 0;
const part = (kind: DiffPart['kind'], text: string): DiffPart => ({ kind, text });
const wordsOf = (text: string): string[] => text.split(/\s+/).filter(Boolean);

function joined(parts: readonly DiffPart[]): DiffPart[] {
  const runs: DiffPart[] = [];
  for (const { kind, text } of parts) {
    const last = runs.at(-1);
    if (text === '') continue;
    if (last?.kind === kind) last.text += ` ${text}`;
    else runs.push({ kind, text });
  }
  return runs;
}
