import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject, Resource } from '../../../fhir/resource.ts';

/** A small real server that answers as the national services do, in their shapes, and can be made to fail. */
export class StandIn {
  /** What the person service has. */
  persons: Resource[] = [];
  related: Resource[] = [];
  events: Resource[] = [];
  /** Answers of the SOAP services: the result element of an operation, as XML, by what was asked. */
  soap: { [operation: string]: (body: string) => string } = {};
  /** What goes wrong with the next requests, one after the other. */
  troubles: ((response: ServerResponse) => void)[] = [];
  /** What was asked: method, address, and who says that they are asking. */
  asked: { method: string; url: string; authorization: string | undefined; action: string | undefined }[] = [];
  readonly #server: Server;
  base = '';

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.base = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const action = headers.soapaction as string | undefined;
    this.asked.push({ method, url, authorization: headers.authorization, action });
    let body = '';
    for await (const chunk of request) body += chunk;
    const trouble = this.troubles.shift();
    if (trouble !== undefined) return trouble(response);
    if (action !== undefined) return this.#soap(action, body, response);
    const [path, query] = url.slice(1).split('?');
    const asked = new URLSearchParams(method === 'POST' ? body : query);
    const type = path!.replace('/_search', '');
    if (type === 'Person') return json(response, bundle(this.#people(asked)));
    if (type === 'Provenance') return json(response, this.#feed(asked));
    response.writeHead(404).end();
  }

  #people(asked: URLSearchParams): Resource[] {
    const ids = asked.get('_id')?.split(',');
    const value = asked.get('identifier')?.split('|')[1];
    const found = this.persons.filter(
      ({ id, identifier }) =>
        ids?.includes(id!) === true || (identifier as JsonObject[]).some((one) => one.value === value),
    );
    const near = this.related.filter(({ patient }) =>
      found.some(({ id }) => (patient as JsonObject).reference === `Person/${id}`),
    );
    return [...found, ...near];
  }

  #feed(asked: URLSearchParams): Resource {
    const from = (asked.get('recorded') ?? '').replace('ge', '');
    const count = Number(asked.get('_count') ?? 100);
    const at = Number(asked.get('_offset') ?? 0);
    const all = this.events
      .filter(({ recorded }) => (recorded as string) >= from)
      .toSorted((a, b) => ((a.recorded as string) < (b.recorded as string) ? -1 : 1));
    const more = new URLSearchParams(asked);
    more.set('_offset', String(at + count));
    const link = at + count < all.length ? [{ relation: 'next', url: `${this.base}/Provenance?${more}` }] : [];
    return { ...bundle(all.slice(at, at + count)), link };
  }

  #soap(action: string, body: string, response: ServerResponse): void {
    const operation = action.replaceAll('"', '').split('/').at(-1)!;
    const made = this.soap[operation]?.(body);
    const inner =
      made === undefined || made === ''
        ? `<${operation}Result xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>`
        : `<${operation}Result xmlns:b="urn:any">${made}</${operation}Result>`;
    response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' });
    response.end(
      `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><${operation}Response xmlns="urn:x">${inner}</${operation}Response></s:Body></s:Envelope>`,
    );
  }
}

const bundle = (resources: readonly Resource[]): Resource => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
});

function json(response: ServerResponse, body: Resource): void {
  response.writeHead(200, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(body));
}
