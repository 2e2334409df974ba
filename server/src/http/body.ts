import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { problem } from '../fhir/issue.ts';

/**
 * Every body reaches its handler as the bytes that came, whatever its type: FHIR text is parsed by our own strict parsers,
 * and what an address does not take it refuses itself (415), in its own words.
 */
export function takeBodiesAsBytes(app: FastifyInstance, maxBytes: number): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request: unknown, payload: IncomingMessage) => bytesOf(payload, maxBytes));
}

/** A client that is cut off while it still sends sees a broken connection, not our answer: so swallow some of the rest. */
const swallowFactor = 4;

async function bytesOf(payload: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const announced = Number(payload.headers['content-length'] ?? 0);
  if (announced > maxBytes * swallowFactor) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of payload as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes * swallowFactor) throw tooLarge(maxBytes);
    if (length <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (length > maxBytes) throw tooLarge(maxBytes);
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, length);
}

function tooLarge(maxBytes: number) {
  return problem('too-large', 'body-too-large', { diagnostics: `A body may have at most ${maxBytes} bytes.` });
}
