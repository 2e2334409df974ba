import { parentPort, workerData } from 'node:worker_threads';
import pg from 'pg';
import { ORDERED, scanTask, type Task } from './scan.ts';

const client = new pg.Client(workerData as string);
const connected = client.connect().then(() => client.query(ORDERED));

parentPort!.on('message', async (task: Task) => {
  try {
    await connected;
    parentPort!.postMessage({ scanned: await scanTask(client, { ...task, blocks: task.blocks.map(withBuffers) }) });
  } catch (error) {
    parentPort!.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});

/** Buffers come as plain byte arrays. */
function withBuffers(block: Task['blocks'][number]): Task['blocks'][number] {
  return { ...block, prints: Buffer.from(block.prints) };
}
