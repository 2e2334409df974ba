import { problem } from '../issue.ts';

/**
 * The pairs of a query string or of a form's body.
 * @throws Problem invalid, where an escape is no byte of UTF-8: what it should have said is not known, and guessing would
 * search for something else
 * @source WHATWG URL, application/x-www-form-urlencoded, but for its leniency
 */
export function queryPairs(text: string): [string, string][] {
  if (text.includes('%')) refuseBadEscapes(text);
  return [...new URLSearchParams(text)];
}

function refuseBadEscapes(text: string): void {
  try {
    decodeURIComponent(text);
  } catch (cause) {
    throw problem('invalid', 'url-malformed', { diagnostics: 'The query is not well encoded.', cause });
  }
}
