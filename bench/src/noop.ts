import { createServer, type Server } from 'node:http';

/** A server that answers a kilobyte and does nothing for it: what the load generator reaches here it can measure elsewhere. */
export function startNoop(): Promise<{ port: number; server: Server }> {
  const body = 'x'.repeat(1000);
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain', 'content-length': body.length });
    response.end(body);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve({ port: (server.address() as { port: number }).port, server }));
  });
}
