import type { TestServer } from './server.ts';

/** A request in both of two stores, and what a client sees of its answer. */
export type Ask = (server: TestServer, headers: Record<string, string>) => Promise<unknown>;

export const get = (path: string, more: Record<string, string> = {}): Ask => {
  return async (server, headers) => told(server, await server.get(path, { ...headers, ...more }));
};
export const send = (method: string, path: string, body?: object, more: Record<string, string> = {}): Ask => {
  return async (server, headers) => told(server, await server.send(method, path, body, { ...headers, ...more }));
};
/** Every page of a search, as its links lead on. */
export const pages =
  (path: string): Ask =>
  async (server, headers) => {
    const all: unknown[] = [];
    for (let next: string | undefined = path; next !== undefined && all.length < 50; ) {
      const page = await server.get(next, headers);
      all.push(told(server, page));
      next = page.body.link?.find(({ relation }) => relation === 'next')?.url;
    }
    return all;
  };

const HEADERS = [
  'etag',
  'last-modified',
  'location',
  'cache-control',
  'vary',
  'content-type',
  'www-authenticate',
  'allow',
];

/** What a client sees, but for addresses, sealed links, times and ids that the server gives out. */
function told(server: TestServer, answer: { status: number; headers: Headers; text: string }): unknown {
  const words = (text: string) =>
    plain(text.replaceAll(server.base, 'BASE').replaceAll(/_page=[A-Za-z0-9_%-]+/g, (link) => `_page=${link.length}`));
  const headers = HEADERS.map((name) =>
    words(answer.headers.get(name) ?? '-').replace(/\w{3}, \d\d \w{3}.*GMT/, 'TIME'),
  );
  return [answer.status, headers, words(answer.text)];
}

/** Without the times and ids that a server gives out. */
export const plain = (text: string): string =>
  text
    .replaceAll(/[0-9a-hjkmnp-tv-z]{26}/g, 'ID')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'UUID')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');
