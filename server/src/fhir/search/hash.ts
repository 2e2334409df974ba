/**
 * The numbers that stand for texts in the search columns. They are PostgreSQL's own, so that SQL can make a token of
 * something it has just read (chained searches) and find what was written from here.
 */

/**
 * 64-bit hash of a text: the same signed number as PostgreSQL's `hashtextextended(text, 0)`, which is Bob Jenkins'
 * lookup3 over the UTF-8 bytes (PostgreSQL 11 and later, little-endian machine, encoding UTF8, deterministic collation).
 * A lone surrogate counts as U+FFFD. There is no cache: one costs as much on a hit as the hash itself, and five times as
 * much on a miss.
 */
export function hash64(text: string): bigint {
  length = 0;
  put(text);
  lookup3();
  return whole[0]!;
}

/**
 * `hash64` of the texts one after another, without joining them: writes its halves, low first, at a pair of `target`.
 * Half the time of joining and hashing, and no BigInt is made where many are sorted.
 */
export function hash64Into(target: Int32Array, pair: number, a: string, b: string, c = '', d = ''): void {
  length = 0;
  put(a);
  put(b);
  if (c !== '') put(c);
  if (d !== '') put(d);
  lookup3();
  target[pair * 2] = halves[0]!;
  target[pair * 2 + 1] = halves[1]!;
}

/** Signed 32-bit hash of a search parameter's code: the low half of `hash64`, which is PostgreSQL's `hashtext(code)`. */
export function key32(code: string): number {
  return Number(BigInt.asIntN(32, hash64(code)));
}

const encoder = new TextEncoder();
let bytes = new Uint8Array(4096);
let words = new Int32Array(bytes.buffer);
/** Of the text in `bytes`. */
let length = 0;
const halves = new Int32Array(2);
const whole = new BigInt64Array(halves.buffer);

/** Adds a text to `bytes`; nearly all are ASCII, for which a loop beats the encoder's call. */
function put(text: string): void {
  const start = length;
  if (start + text.length * 3 + 12 > bytes.length) enlarge(start + text.length * 3 + 12);
  const to = bytes;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) {
      length = start + encoder.encodeInto(text, to.subarray(start)).written;
      return;
    }
    to[start + i] = unit;
  }
  length = start + text.length;
}

function enlarge(needed: number): void {
  const larger = new Uint8Array(Math.ceil(needed / 4096) * 4096);
  larger.set(bytes);
  bytes = larger;
  words = new Int32Array(larger.buffer);
}

/** lookup3 (public domain, Bob Jenkins 2006) as PostgreSQL's hash_bytes_extended runs it with seed 0; result in `halves`. */
function lookup3(): void {
  const zeros = bytes;
  for (let i = length; i < length + 12; i++) zeros[i] = 0;
  let a = (0x9e3779b9 + length + 3923095) | 0;
  let b = a;
  let c = a;
  let i = 0;
  for (let left = length; left >= 12; left -= 12) {
    a = (a + words[i++]!) | 0;
    b = (b + words[i++]!) | 0;
    c = (c + words[i++]!) | 0;
    a = ((a - c) | 0) ^ ((c << 4) | (c >>> 28));
    c = (c + b) | 0;
    b = ((b - a) | 0) ^ ((a << 6) | (a >>> 26));
    a = (a + c) | 0;
    c = ((c - b) | 0) ^ ((b << 8) | (b >>> 24));
    b = (b + a) | 0;
    a = ((a - c) | 0) ^ ((c << 16) | (c >>> 16));
    c = (c + b) | 0;
    b = ((b - a) | 0) ^ ((a << 19) | (a >>> 13));
    a = (a + c) | 0;
    c = ((c - b) | 0) ^ ((b << 4) | (b >>> 28));
    b = (b + a) | 0;
  }
  a = (a + words[i]!) | 0;
  b = (b + words[i + 1]!) | 0;
  // The lowest byte of c is kept for the length in the original, so the last three bytes stand one higher.
  c = (c + (words[i + 2]! << 8)) | 0;
  c = ((c ^ b) - ((b << 14) | (b >>> 18))) | 0;
  a = ((a ^ c) - ((c << 11) | (c >>> 21))) | 0;
  b = ((b ^ a) - ((a << 25) | (a >>> 7))) | 0;
  c = ((c ^ b) - ((b << 16) | (b >>> 16))) | 0;
  a = ((a ^ c) - ((c << 4) | (c >>> 28))) | 0;
  b = ((b ^ a) - ((a << 14) | (a >>> 18))) | 0;
  c = ((c ^ b) - ((b << 24) | (b >>> 8))) | 0;
  halves[0] = c;
  halves[1] = b;
}

const marks = /\p{M}+/gu;
const notAscii = /[^\t-\r -~]/;
/** Letters that have no decomposition, but that people leave out or write otherwise: Nordic, Sámi and German. */
const spelledOut: Record<string, string> = {
  æ: 'ae',
  ø: 'o',
  đ: 'd',
  ŋ: 'n',
  ŧ: 't',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  ł: 'l',
  œ: 'oe',
};
const toSpellOut = /[æøđŋŧðþßłœ]/g;
const spaces = /\s{2,}|[\t-\r]/;

/**
 * The form in which strings are compared when case and accents do not count: lower case, æ→ae, ø→o, å→a, diacritics
 * stripped after NFKD, runs of white space as one space, none at the ends. Writer and query must both use it.
 */
export function fold(text: string): string {
  let folded = text.toLowerCase();
  if (notAscii.test(folded)) {
    // Control characters (U+001F parts the fields of an entry) become white space here.
    folded = folded.normalize('NFKD').replace(marks, '').toLowerCase();
    folded = folded.replace(toSpellOut, (letter) => spelledOut[letter]!).replace(/\p{Cc}+/gu, ' ');
  }
  if (spaces.test(folded)) folded = folded.replace(/\s+/g, ' ');
  return folded.trim();
}
