import type { FastifyInstance, InjectOptions } from 'fastify';

/**
 * `fetch` for a server and providers that are one process: what is asked of our own address is answered without going out,
 * whatever name, proxy or certificate that address has outside.
 */
export function fetchHere(app: () => FastifyInstance, base: string): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    if (url.origin !== new URL(base).origin) return fetch(request);
    const headers: Record<string, string> = { ...Object.fromEntries(request.headers), host: url.host };
    const asked: InjectOptions = { method: request.method as 'GET', url: `${url.pathname}${url.search}`, headers };
    const body = Buffer.from(await request.arrayBuffer());
    if (body.length > 0) asked.payload = body;
    const answer = await app().inject(asked);
    const told = new Headers();
    for (const [name, value] of Object.entries(answer.headers)) {
      for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) told.append(name, String(one));
    }
    const hasBody = answer.statusCode !== 204 && answer.statusCode !== 304;
    return new Response(hasBody ? new Uint8Array(answer.rawPayload) : null, {
      status: answer.statusCode,
      headers: told,
    });
  };
}
