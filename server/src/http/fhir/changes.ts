import type { FastifyReply } from 'fastify';
import { typeOfNumber } from '../../fhir/types.ts';
import { findCurrent } from '../../record/index.ts';
import type { FhirRequest } from './message.ts';
import { notFound } from './read.ts';
import { type FhirService, permitted } from './service.ts';

const INTERACTION = { C: 'create', U: 'update', D: 'delete' } as const;
const HEARTBEAT_MS = 20_000;

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
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  raw.write(': open\n\n');
  const stop = await service.changes.listen(place.record, ({ type, id: changed, version, at, op }) => {
    const data = {
      resourceType: typeOfNumber(type),
      id: changed,
      versionId: String(version),
      lastUpdated: new Date(at).toISOString(),
      interaction: INTERACTION[op],
    };
    raw.write(`event: change\ndata: ${JSON.stringify(data)}\n\n`);
  });
  const heartbeat = setInterval(() => raw.write(': here\n\n'), HEARTBEAT_MS);
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
