import { type Share, writeCitizens } from './writer.ts';

/** A writer as a process of its own: making the rows takes as much of a processor as storing them. */
process.on('message', (share: Share) => {
  writeCitizens(share).then(
    () => process.send?.({}),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.send?.({ ready: true });
