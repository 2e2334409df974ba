import type { Socket } from 'node:net';
import { outcomeOf } from '../fhir/outcome.ts';

type Refusal = { status: string; code: string; key: string; diagnostics: string };

const malformed: Refusal = {
  status: '400 Bad Request',
  code: 'invalid',
  key: 'bad-http',
  diagnostics: 'This is not a well-formed HTTP request.',
};

/** What Node's HTTP parser refuses before any route sees it, by its error code. */
const refusals: Record<string, Refusal> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    code: 'too-long',
    key: 'headers-too-large',
    diagnostics: 'The headers and the URL together are longer than this server takes.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    code: 'timeout',
    key: 'request-timeout',
    diagnostics: 'The request did not arrive whole in time.',
  },
};

/** Answers a request that could not be read as HTTP, on the bare socket, as everything else is answered: by an outcome. */
export function refuseOnSocket(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, ...issue } = refusals[error.code ?? ''] ?? malformed;
  const body = JSON.stringify(outcomeOf([{ severity: 'error', ...issue }]));
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/fhir+json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
