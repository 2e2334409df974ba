import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Bank, type BankState } from './bank.ts';

/** How the stand-in behaves, told by `POST /control {"mode": …}`. */
const modes = ['ok', 'slow', 'refuse', 'away', 'hang-up', 'later'] as const;
export type Mode = (typeof modes)[number];

type Told = {
  mode?: Mode;
  id?: string;
  packages?: number;
  /** Whether the pharmacy tells the prescriber (M6). */
  tells?: boolean;
  person?: string;
  question?: string;
  forgets?: string[];
};

export type StandIn = { base: string; bank: Bank; mode(mode: Mode): void; close(): Promise<void> };

const SLOW_MS = 3_000;

/**
 * A small real server in the place of the national prescription bank (Reseptformidleren), for demo and tests: made-up persons
 * only. It takes prescriptions and recalls, tells lists, hands out on command, and can be slow, say no, be away, hang up after it
 * has taken a message, or answer later. Its pharmacy tells what it hands out, and asks about and packs multidose on command.
 */
export async function startStandIn(options: { port?: number; file?: string } = {}): Promise<StandIn> {
  const { file } = options;
  const bank = new Bank(file === undefined ? undefined : stateIn(file));
  let mode: Mode = 'ok';
  const keep = (): void => {
    if (file !== undefined) writeFileSync(file, JSON.stringify(bank.state));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    let body = '';
    for await (const chunk of request) body += chunk;
    if (url.startsWith('/control')) return json(response, ...control(method, url, body));
    if (mode === 'away') return void response.writeHead(503).end();
    if (mode === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    const id = /^\/messages\/([\w-]{1,64})(\/receipt)?$/.exec(url);
    if (method === 'PUT' && id !== null) {
      bank.refuses = mode === 'refuse';
      const receipt = bank.take(id[1]!, body, new Date());
      keep();
      if (mode === 'hang-up') return void request.socket.destroy();
      return mode === 'later' ? void response.writeHead(202).end() : xml(response, receipt);
    }
    if (method === 'GET' && id?.[2] !== undefined) {
      const receipt = bank.state.receipts[id[1]!];
      if (mode === 'later') return void response.writeHead(202).end();
      return receipt === undefined ? void response.writeHead(404).end() : xml(response, receipt);
    }
    if (url === '/inbox' || url.startsWith('/inbox/')) return inbox(method, url, body, response);
    const told = method === 'POST' && url === '/lists' ? bank.answer(body, new Date()) : undefined;
    return told === undefined ? void response.writeHead(400).end() : xml(response, told);
  }

  /** What waits for prescribers, one of it, and their receipt for it. */
  function inbox(method: string, url: string, body: string, response: ServerResponse): void {
    const waiting = bank.state.inbox ?? [];
    if (method === 'GET' && url === '/inbox') {
      response.writeHead(200, { 'content-type': 'text/plain' }).end(waiting.map(({ id }) => id).join('\n'));
      return;
    }
    const found = waiting.find(({ id }) => url === `/inbox/${id}` || url === `/inbox/${id}/receipt`);
    if (found === undefined) {
      response.writeHead(404).end();
      return;
    }
    if (method === 'GET') {
      xml(response, found.xml);
      return;
    }
    bank.state.inbox = waiting.filter((one) => one !== found);
    bank.state.answers = { ...bank.state.answers, [found.id]: body };
    keep();
    response.writeHead(204).end();
  }

  function control(method: string, url: string, body: string): [status: number, body: object] {
    if (method === 'GET') return [200, { mode, ...bank.state }];
    const given = body === '' ? {} : (JSON.parse(body) as Told);
    if (url === '/control/dispense') {
      const why = bank.dispense(given.id ?? '', given.packages ?? 1, new Date(), given.tells ?? true);
      keep();
      return why === undefined ? [200, {}] : [409, { why }];
    }
    if (url === '/control/propose' || url === '/control/pack') {
      const { pharmacy } = bank;
      const why = url.endsWith('pack')
        ? pharmacy.pack(given.person, given.forgets ?? [], new Date())
        : pharmacy.propose(given.person, given.question ?? 'Kan tablettene deles?', new Date());
      keep();
      return why === undefined ? [200, {}] : [409, { why }];
    }
    if (given.mode === undefined || !modes.includes(given.mode)) return [400, { modes }];
    mode = given.mode;
    return [200, { mode }];
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bank,
    mode: (to) => {
      mode = to;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function stateIn(file: string): BankState | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as BankState;
  } catch {
    return undefined; // the first time
  }
}

const xml = (response: ServerResponse, text: string): void =>
  void response.writeHead(200, { 'content-type': 'application/xml; charset=utf-8' }).end(text);

const json = (response: ServerResponse, status: number, body: object): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
