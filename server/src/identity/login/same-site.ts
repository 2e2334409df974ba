import type { FastifyRequest } from 'fastify';
import { problem } from '../../fhir/issue.ts';

/** The header that our own pages send with each request: no form or link of another site can. */
export const ownHeader = 'x-enjournal-web';

/**
 * A cookie comes along whoever made the browser send the request, so a request that counts on one must show that it comes
 * from our own pages: a change by our header and our origin, a read by either what the browser says of its source or our
 * header. A read counts too, for it stands in the citizen's log under the reader's name.
 * @param address our address as this browser knows it
 * @throws Problem forbidden
 * @source OWASP Cross-Site Request Forgery Prevention (custom request headers, origin, fetch metadata)
 */
export function refuseOtherSites(request: FastifyRequest, address: string): void {
  const { origin, [ownHeader]: own, 'sec-fetch-site': site } = request.headers;
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const isForeign = (origin !== undefined && origin !== address) || site === 'cross-site' || site === 'same-site';
  const isOurs = own !== undefined || (isRead && (site === 'same-origin' || site === 'none'));
  const isShown = isRead || origin !== undefined || site === 'same-origin';
  if (isForeign || !isOurs || !isShown) {
    throw problem('forbidden', 'other-site', {
      diagnostics: `A session's cookie is taken from this server's own pages only, with the header ${ownHeader}.`,
    });
  }
}
