const browsers: [string, RegExp][] = [
  ['Edge', /\bEdg\//],
  ['Opera', /\bOPR\//],
  ['Firefox', /\bFirefox\//],
  ['Chrome', /Chrom(e|ium)\//],
  ['Safari', /\bSafari\//],
];
const machines: [string, RegExp][] = [
  ['Android', /\bAndroid\b/],
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Windows', /\bWindows\b/],
  ['Mac', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
];

/** A browser as its user would call it, in the list of one's own sessions: `Firefox, Windows`. */
export function deviceOf(userAgent: string | undefined): string {
  const named = (kinds: [string, RegExp][]) => kinds.find(([, sign]) => sign.test(userAgent ?? ''))?.[0];
  return [named(browsers), named(machines)].filter((part) => part !== undefined).join(', ');
}
