import type { FastifyReply } from 'fastify';
import type { Opened } from '../../access/gate/gate.ts';
import { mayKnowWhoIsThere } from '../../access/verdict.ts';
import { problem } from '../../fhir/issue.ts';
import { typeOfNumber } from '../../fhir/types.ts';
import type { ChangeNotice, Present } from '../../record/index.ts';
import { askFor, tokenScope } from './asking.ts';
import { disclose, isVisible, wasTakenAway } from './disclose.ts';
import type { FhirRequest } from './message.ts';
import { presenceEvent, shownTo } from './operations/presence.ts';
import type { FhirService } from './service.ts';

const INTERACTION = { C: 'create', U: 'update', D: 'delete' } as const;
const HEARTBEAT_MS = 20_000;
/** What waits for a client that does not read; one that is further behind is cut off, and asks again. */
const MOST_UNREAD_BYTES = 4_000_000;

/**
 * GET Patient/[id]/$changes: server-sent events, one for each change in the record from now on: what changed, not its
 * content, which is read like anything else, through the gate. Of what is kept from the reader nothing is told, but that what was
 * struck as written about somebody else is gone, to who saw it until then; and when the reader's ground ends, so does the stream. Personnel are told of colleagues who are in the record (`presence`), too.
 */
export async function changeStream(
  service: FhirService,
  request: FhirRequest,
  id: string,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const line = { interaction: '$changes' };
  const { place } = await disclose(service, request, { type: 'Patient', id, letter: 'r', interaction: 'read', line });
  const { record } = place;
  const { raw } = reply;
  let isOver = false;
  let told = Promise.resolve();
  // listened for before the answer begins: what cannot be listened for is answered as a failure
  const stopChanges = await service.changes.listen(record, (notice) => {
    told = told.then(() => tell(notice)).catch(end); // one after the other, in their order
  });
  const stopPresence = listenForOthers();
  const stop = () => {
    stopChanges();
    stopPresence();
  };
  if (raw.destroyed || reply.server.closing.aborted) {
    stop();
    throw problem('unavailable', 'closing', { diagnostics: 'The server is shutting down. Ask again.' });
  }
  const write = (text: string) => {
    if (raw.writableLength > MOST_UNREAD_BYTES) raw.destroy();
    else raw.write(text);
  };
  reply.hijack();
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  write(': open\n\n');
  const heartbeat = setInterval(() => {
    openNow(service, request, record)
      .then((opened) => (opened === undefined ? end() : write(': here\n\n')))
      .catch(end);
  }, HEARTBEAT_MS);

  async function tell(notice: ChangeNotice): Promise<void> {
    if (isOver) return;
    const opened = await openNow(service, request, record);
    if (opened === undefined) return end();
    const type = typeOfNumber(notice.type) ?? '';
    if (await isVisible(service, request, { type, id: notice.id, opened })) {
      write(`event: change\ndata: ${JSON.stringify(eventOf(type, notice))}\n\n`);
    } else if (await wasTakenAway(service, request, { type, notice, opened })) {
      write(`event: change\ndata: ${JSON.stringify({ ...eventOf(type, notice), interaction: 'delete' })}\n\n`);
    }
  }

  /** Colleagues are told of each other, and nobody else of them. */
  function listenForOthers(): () => void {
    const { kind, practitioner } = request.actor;
    if (kind !== 'staff') return () => undefined;
    return service.presence.listen(record, (present) => {
      const others = present.filter(({ person }) => person !== practitioner);
      told = told.then(() => tellPresence(others)).catch(end);
    });
  }

  let present = '[]';
  async function tellPresence(others: readonly Present[]): Promise<void> {
    if (isOver || JSON.stringify(others) === present) return;
    const opened = await openNow(service, request, record);
    if (opened === undefined) return end();
    const { verdict } = opened;
    const shown = mayKnowWhoIsThere(verdict) ? others.map((one) => shownTo(verdict, one)) : [];
    const text = JSON.stringify(shown);
    if (text === present) return;
    present = text;
    write(`event: presence\ndata: ${JSON.stringify(presenceEvent(shown))}\n\n`);
  }

  function end(): void {
    if (isOver) return;
    isOver = true;
    clearInterval(heartbeat);
    stop();
    service.streams.delete(end);
    raw.end();
  }
  service.streams.add(end);
  raw.once('close', end);
  return reply;
}

/** The decision as the facts now are; undefined when the record is not open to the reader any more. */
async function openNow(service: FhirService, request: FhirRequest, record: bigint): Promise<Opened | undefined> {
  const ask = askFor(request);
  service.gate.forget(ask, [{ record, epoch: 0n }]);
  const opened = await service.gate.open(ask, record, 'read');
  return 'permit' in opened.verdict && tokenScope(request, 'r').reaches('Patient') ? opened : undefined;
}

const eventOf = (type: string, { id, version, at, op }: ChangeNotice) => ({
  resourceType: type,
  id,
  versionId: String(version),
  lastUpdated: new Date(at).toISOString(),
  interaction: INTERACTION[op],
});
