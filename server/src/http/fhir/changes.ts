import type { FastifyReply } from 'fastify';
import { problem } from '../../fhir/issue.ts';
import { typeOfNumber } from '../../fhir/types.ts';
import { findCurrent } from '../../record/index.ts';
import type { FhirRequest } from './message.ts';
import { notFound } from './read.ts';
import { type FhirService, permitted } from './service.ts';

const INTERACTION = { C: 'create', U: 'update', D: 'delete' } as const;
const HEARTBEAT_MS = 20_000;
/** What waits for a client that does not read; one that is further behind is cut off, and asks again. */
const MOST_UNREAD_BYTES = 4_000_000;

/**
 * GET Patient/[id]/$changes: server-sent events, one for each change in the record from now on: what changed, not its
 * content, which is read like anything else, through the gate.
 */
export async function changeStream(
  service: FhirService,
  request: FhirRequest,
  id: string,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const [place] = await findCurrent(service.database.reader, [{ type: 'Patient', id }], false);
  if (place?.state !== 'current') throw notFound();
  await permitted(service, request, { letter: 'r', type: 'Patient', record: place.record }, '$changes');
  await service.log.append({
    actor: request.actor,
    interaction: '$changes',
    type: 'Patient',
    id,
    record: place.record,
    decision: 'permit',
  });
  const { raw } = reply;
  // listened for before the answer begins: what cannot be listened for is answered as a failure
  const stop = await service.changes.listen(place.record, ({ type, id: changed, version, at, op }) => {
    const data = {
      resourceType: typeOfNumber(type),
      id: changed,
      versionId: String(version),
      lastUpdated: new Date(at).toISOString(),
      interaction: INTERACTION[op],
    };
    write(`event: change\ndata: ${JSON.stringify(data)}\n\n`);
  });
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
  const heartbeat = setInterval(() => write(': here\n\n'), HEARTBEAT_MS);
  const end = () => {
    clearInterval(heartbeat);
    stop();
    service.streams.delete(end);
    raw.end();
  };
  service.streams.add(end);
  raw.once('close', end);
  return reply;
}
