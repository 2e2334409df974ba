/**
 * Where to go after a log-on: a place on this server, for whoever can choose another could lead a user who has just shown
 * who they are to a page that looks like ours. Anything else becomes the start page.
 */
export function localPlace(asked: unknown): string {
  if (typeof asked !== 'string' || asked.length > 2000 || !/^\/(?![/\\])/.test(asked)) return '/';
  const here = 'http://here.invalid';
  if (!URL.canParse(asked, here)) return '/';
  const { origin, pathname, search, hash } = new URL(asked, here);
  // The browser reads backslashes as slashes and leaves out tabs and line ends, and so has the URL parser.
  if (origin !== here || pathname.startsWith('//') || /^\/(login|idp)(\/|$)/.test(pathname)) return '/';
  return `${pathname}${search}${hash}`;
}
