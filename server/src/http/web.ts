import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { problem } from '../fhir/issue.ts';

/** What a page of ours may load, and from where: from here, and from nowhere else. */
export const contentSecurity = {
  defaultSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

/** What a page of ours may use of the device: the camera, to read barcodes, and nothing else; a page of others in it, nothing. */
export const devicePolicy = 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()';

/** Security headers for everything registered in the same scope. `isEncrypted`: browsers are told never to come by http again. */
export async function secureHeaders(app: FastifyInstance, isEncrypted: boolean): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: contentSecurity },
    strictTransportSecurity: isEncrypted ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
  });
}

/** Serves the built web application; any address that is asked for as a page, and is none of its files, is its start page. */
export function serveWeb(app: FastifyInstance, folder: string, isEncrypted: boolean): void {
  app.register(async (web) => {
    await secureHeaders(web, isEncrypted);
    web.addHook('onSend', async (_request, reply) => {
      reply.header('permissions-policy', devicePolicy);
    });
    const files = filesIn(folder);
    await web.register(fastifyStatic, {
      root: folder,
      serve: false,
      // The build lays them beside: packed once, and not at each asking.
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        // Vite names its assets by their content; everything else may change under its name.
        const isNamedByContent = path.startsWith(join(folder, 'assets'));
        reply.header('cache-control', isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
    web.route<{ Params: { '*': string } }>({
      method: ['GET', 'HEAD'],
      url: '/*',
      handler: (request, reply) => {
        const path = request.params['*'];
        if (files.has(path)) return reply.sendFile(path);
        const isPage = path === '' || (request.headers.accept ?? '').includes('text/html');
        if (isPage && files.has('index.html')) return reply.sendFile('index.html');
        throw problem('absent', 'no-such-address', { diagnostics: 'There is nothing at this address.' });
      },
    });
  });
}

/** What may be asked for, listed once: no name from outside ever becomes a path on the disk. */
function filesIn(folder: string): ReadonlySet<string> {
  if (!existsSync(folder)) return new Set();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Set(
    entries
      .filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/')),
  );
}
