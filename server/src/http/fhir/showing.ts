import type { Opened } from '../../access/gate/gate.ts';
import { problem } from '../../fhir/issue.ts';
import { typeOfNumber } from '../../fhir/types.ts';
import { accessLine, askFor, type Line } from './asking.ts';
import type { FhirRequest } from './message.ts';
import type { FhirService } from './service.ts';

/** Logs which resources a stream is about to send. They may go out when it resolves. */
export type Show = (pieces: readonly { type: number; id: string }[]) => Promise<void>;

/** How often facts may change while one part of a stream waits. */
const MOST_CHANGES = 5;

/**
 * Each part of a stream has an entry of its own that names what it shows, and stands on a decision that still holds: when the
 * record's facts have changed meanwhile it is made anew, and a stream that would now be another ends.
 * @source pasientjournalloven § 22 a: the log tells which information or documents were shown
 */
export function showing(service: FhirService, request: FhirRequest, line: Line, opened: Opened | undefined): Show {
  let standing = opened;
  return async (pieces) => {
    if (pieces.length === 0) return;
    const shown = pieces.map(({ type, id }) => `${typeOfNumber(type)}/${id}`).join(',');
    for (let changes = 0; changes < MOST_CHANGES; changes += 1) {
      const answer = await service.log.append(accessLine(request, standing, { ...line, shown }));
      if (answer === undefined) return;
      standing = await decidedAnew(service, request, standing!);
    }
    throw problem('conflict', 'changed-meanwhile');
  };
}

/** @throws Problem when what may be seen is no longer what it was */
async function decidedAnew(service: FhirService, request: FhirRequest, before: Opened): Promise<Opened> {
  const ask = askFor(request);
  service.gate.forget(ask, before.epochs);
  const now = await service.gate.open(ask, before.record, 'everything');
  if (told(now) !== told(before)) throw problem('conflict', 'changed-meanwhile');
  return now;
}

const told = ({ verdict }: Opened): string => ('permit' in verdict ? JSON.stringify(verdict.permit, bigints) : '');
const bigints = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
