import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import type { Made } from './ahead.ts';
import { transactionOf } from './bundle.ts';
import { type MunicipalityOptions, municipalityNow } from './municipality.ts';

/** The thread of ahead.ts. It makes as many bytes ahead of who takes them as that one allows. */
const { options, ahead } = workerData as { options: MunicipalityOptions; ahead: number };
const port = parentPort!;
let waiting = 0;
port.on('message', (taken: number) => {
  waiting -= taken;
});

for (const some of municipalityNow(options)) {
  const text = new TextEncoder().encode(JSON.stringify(transactionOf(some)));
  waiting += text.byteLength;
  port.postMessage({ text, resources: some.length } satisfies Made, [text.buffer]);
  while (waiting > ahead) await once(port, 'message');
}
port.postMessage(undefined);
port.close();
