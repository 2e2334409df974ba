/** Of a text with a pattern over it, no more than this is tried. */
const mostText = 5_000;
const mostPattern = 500;
/** Parts of a pattern that may repeat without end: each multiplies the ways to try. */
const mostOpen = 6;

const compiled = new Map<string, RegExp | undefined>();

/**
 * A regular expression that cannot run for ever: whatever repeats without end has nothing in it that repeats or branches, and
 * nothing looks around or back. Undefined for one that might, and for what is no regular expression; such a pattern is not
 * tried at all.
 */
export function safePattern(pattern: string): RegExp | undefined {
  if (compiled.has(pattern)) return compiled.get(pattern);
  if (compiled.size > 1_000) compiled.clear();
  const made = isSafe(pattern) ? compile(pattern) : undefined;
  compiled.set(pattern, made);
  return made;
}

/** Whether the whole text fits. What cannot be told, because pattern or text are beyond our bounds, fits. */
export function fits(pattern: string, text: string): boolean {
  const safe = safePattern(pattern);
  return safe === undefined || text.length > mostText || safe.test(text);
}

function compile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, 'su');
  } catch {
    return undefined;
  }
}

/** Goes through the pattern once; each open group remembers whether something in it repeats or branches. */
function isSafe(pattern: string): boolean {
  if (pattern.length > mostPattern) return false;
  if (/\\[1-9k]|\(\?[=!<]/.test(pattern)) return false;
  let open = 0;
  const groups: boolean[] = [false];
  let closed: boolean | undefined;
  for (let at = 0; at < pattern.length; at++) {
    const c = pattern[at]!;
    let ended: boolean | undefined;
    if (c === '\\') at++;
    else if (c === '[') at = endOfClass(pattern, at);
    else if (c === '(') groups.push(false);
    else if (c === ')') {
      ended = groups.pop() ?? false;
      if (groups.length === 0) return false;
    } else if (c === '|') groups[groups.length - 1] = true;
    else if (isOpenEnded(pattern, at)) {
      if (closed === true || ++open > mostOpen) return false;
      groups[groups.length - 1] = true;
    }
    if (ended === true) groups[groups.length - 1] = true;
    closed = ended;
  }
  return true;
}

function endOfClass(pattern: string, start: number): number {
  let at = start + 1;
  while (at < pattern.length && pattern[at] !== ']') at += pattern[at] === '\\' ? 2 : 1;
  return at;
}

/** `*`, `+`, `{3,}` and ranges that are as good as endless. */
function isOpenEnded(pattern: string, at: number): boolean {
  const c = pattern[at];
  if (c === '*' || c === '+') return true;
  if (c !== '{') return false;
  const [, , comma, most] = /^\{(\d+)(,?)(\d*)\}/.exec(pattern.slice(at, at + 20)) ?? [];
  return comma !== undefined && (comma === ',' && most === '' ? true : Number(most || 0) > 50);
}
