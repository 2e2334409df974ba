import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Sent = { id: string; channel: string; address: string; subject: string; text: string };

export type NoticeStandIn = {
  base: string;
  sent: Sent[];
  /** Answers 503 to all while it is so. */
  away(isAway: boolean): void;
  close(): Promise<void>;
};

/** A small real server in the place of a gateway for e-mail and SMS, for demo and tests: it keeps what it is given. `GET /sent` tells it. */
export async function startNoticeStandIn(port = 0): Promise<NoticeStandIn> {
  const sent: Sent[] = [];
  let isAway = false;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method, url = '' } = request;
    const id = /^\/notices\/([A-Za-z0-9\-.]{1,64})$/.exec(url)?.[1];
    if (method === 'GET' && url === '/sent') {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(sent));
    } else if (isAway || method !== 'PUT' || id === undefined) {
      response.writeHead(isAway ? 503 : 404).end();
    } else {
      if (!sent.some((one) => one.id === id)) sent.push({ id, ...(JSON.parse(body) as Omit<Sent, 'id'>) });
      response.writeHead(202).end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    away: (to) => {
      isAway = to;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
