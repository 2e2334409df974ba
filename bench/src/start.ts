import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../../server/src/config/index.ts';
import { startProduct, tokenOf } from './product.ts';
import { say } from './say.ts';

export type Start = {
  /** First start on the embedded database, with the demo municipality: until ready, and until every citizen is there. */
  emptyMs: number;
  settledMs: number;
  citizens: number;
  existingMs: number;
};

/** The times a newcomer waits: the first start, and the next one. */
export async function starts(): Promise<Start> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'enjournal-bench-start-'));
  chmodSync(dataFolder, 0o711);
  const size = readConfig({}).citizens;
  const settings = { ENJOURNAL_DATA: dataFolder, ENJOURNAL_CITIZENS: String(size) };
  try {
    const began = performance.now();
    const first = await startProduct(settings);
    const citizens = await settled(first.port, size);
    const settledMs = performance.now() - began;
    await first.stop();
    const again = await startProduct(settings);
    await again.stop();
    say(
      `start: ${Math.round(first.readyMs)} ms empty (${Math.round(settledMs)} settled), ${Math.round(again.readyMs)} existing`,
    );
    return { emptyMs: first.readyMs, settledMs, citizens, existingMs: again.readyMs };
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** Waits until the municipality has all its citizens. @returns how many */
async function settled(port: number, size: number): Promise<number> {
  const headers = { authorization: `Bearer ${await tokenOf(port)}` };
  const deadline = performance.now() + 120_000;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/fhir/Patient?_summary=count`, { headers });
    const { total = 0 } = (await answer.json()) as { total?: number };
    if (total >= size) return total;
    if (performance.now() > deadline) throw new Error(`after two minutes only ${total} citizens are there`);
    await sleep(100);
  }
}
