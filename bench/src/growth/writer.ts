import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { extract } from '../../../server/src/fhir/search/extract.ts';
import { part, perCitizen, recordOfCitizen } from './citizens.ts';
import { addRows, columns, type Table } from './rows.ts';

/** Citizens `from` to `to` (exclusive) of a store, written straight into its tables. */
export type Share = { url: string; from: number; to: number };

const batch = 3000;

/**
 * Writes what storing these citizens would write, by COPY: the product's own extractor makes the index rows. A part of
 * everyone at a time, so that a record's rows lie scattered.
 */
export async function writeCitizens({ url, from, to }: Share): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    for (let number = 0; number < perCitizen; number++) {
      for (let start = from; start < to; start += batch)
        await writeParts(client, number, start, Math.min(start + batch, to));
    }
  } finally {
    await client.end();
  }
}

async function writeParts(client: pg.Client, number: number, from: number, to: number): Promise<void> {
  const rows: Record<Table, string[]> = {
    resource: [],
    x_token: [],
    x_name: [],
    access_fact: [],
    access_epoch: [],
  };
  for (let serial = from; serial < to; serial++) {
    const resource = part(serial, number);
    const record = recordOfCitizen(serial);
    addRows(rows, resource, record, extract(resource, { record }));
  }
  for (const table of Object.keys(columns) as Table[]) {
    if (rows[table].length === 0) continue;
    const copy = client.query(copyFrom(`COPY ${table} (${columns[table]}) FROM STDIN`));
    await pipeline(Readable.from([`${rows[table].join('\n')}\n`]), copy);
  }
}
