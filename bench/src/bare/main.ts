import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';
import { statements } from './statements.ts';

/**
 * The bare baseline: what a plain Node server does with one prepared statement on the same database, and nothing else: no
 * token, decision, log, validation, index or format. What it answers is JSON all the same, so that equal bytes travel.
 */
const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.CONNECTIONS),
  options: '-c plan_cache_mode=force_generic_plan -c jit=off',
});

let serial = 0;
/** Rising, as ours are: the key's index grows at its end. */
const newKey = () => `${Date.now().toString(36)}-${(serial++).toString(36).padStart(6, '0')}`;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = request.url ?? '';
  const [, what, first = '', second = ''] = url.split('/');
  if (what === 'read' || what === 'logged-read') {
    const { rows } = await pool.query({ name: what, text: statements[what], values: [first] });
    return send(response, rows.length === 1 ? 200 : 404, rows[0]?.content ?? '');
  }
  if (what === 'search' || what === 'logged-search') {
    const { rows } = await pool.query({ name: what, text: statements[what], values: [first, second] });
    return send(response, 200, `[${rows.map((row) => row.content).join(',')}]`);
  }
  if (what === 'everything') {
    const { rows } = await pool.query({ name: 'everything', text: statements.everything, values: [first] });
    return send(response, 200, `[${rows.map((row) => row.content).join(',')}]`);
  }
  const body = await bodyOf(request);
  if (what === 'create') {
    await pool.query({ name: 'create', text: statements.create, values: [newKey(), body] });
    return send(response, 201, body);
  }
  // one resource a line, so that nothing has to be parsed
  const contents = body.split('\n');
  const keys = contents.map(newKey);
  await pool.query({ name: 'load', text: statements.load, values: [keys, contents] });
  send(response, 200, '{}');
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => send(response, 500, String(error)));
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.send?.({ ready: true }));
process.on('SIGTERM', () => process.exit(0));
