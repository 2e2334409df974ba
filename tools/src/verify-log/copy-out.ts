import type pg from 'pg';

/** Messages of the protocol by their first byte. @source PostgreSQL, Message Formats */
const COPY_DATA = 0x64;
const COPY_DONE = 0x63;
const ERROR = 0x45;

/**
 * What `COPY … TO STDOUT` gives, one row at a time, where it stands in what has come over the connection: rows are short, and to make a
 * buffer of each, and a stream of those, would cost as much as to hash it. The server sends a message for each row.
 * @source PostgreSQL, Message Flow, COPY Operations
 * @param onRow told where a row begins and ends; before the first stands the header of the format
 */
export function copyOut(
  client: pg.Client,
  text: string,
  onRow: (bytes: Buffer, from: number, to: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let failed: { error: unknown } | undefined;
    const query = {
      submit(connection: pg.Connection): void {
        listen(connection, (bytes, from, to) => {
          if (failed !== undefined) return;
          try {
            onRow(bytes, from, to);
          } catch (error) {
            failed = { error };
          }
        });
        connection.query(text);
      },
      handleError: reject,
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => (failed === undefined ? resolve() : reject(failed.error)),
    };
    client.query(query);
  });
}

/** Reads the connection in the place of the driver, from the next message until the copy is done or has failed. */
function listen(connection: pg.Connection, onRow: (bytes: Buffer, from: number, to: number) => void): void {
  const { stream } = connection;
  const drivers = stream.listeners('data') as ((bytes: Buffer) => void)[];
  stream.removeAllListeners('data');
  let rest: Buffer | undefined;
  const read = (chunk: Buffer) => {
    const bytes = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    while (at + 5 <= bytes.length) {
      const code = bytes[at];
      const end = at + 1 + bytes.readUInt32BE(at + 1);
      if (code === ERROR || code === COPY_DONE) {
        stream.removeListener('data', read);
        for (const driver of drivers) stream.on('data', driver);
        for (const driver of drivers) driver(bytes.subarray(at));
        return;
      }
      if (end > bytes.length) break;
      if (code === COPY_DATA) onRow(bytes, at + 5, end);
      at = end;
    }
    rest = at === bytes.length ? undefined : bytes.subarray(at);
  };
  stream.on('data', read);
}
