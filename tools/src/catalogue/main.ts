import { parseArgs } from 'node:util';
import { Client } from '../load/client.ts';
import { Progress } from '../terminology/progress.ts';
import { bytesOf, type Loaded, loadCatalogue } from './load.ts';
import { storeAt } from './store.ts';

const USAGE = `Loads the medicine catalogue (DMP's FEST, message M30 2.5.0 or 2.5.1) into a server that runs.

  npm run load-catalogue -- <file.xml> [--url http://127.0.0.1:8080/fhir] [--client demo-system] [--secret demo-secret]

  --url     base of the FHIR API
  --client  client credentials, for a token (also ENJOURNAL_LOAD_SECRET for the secret)
  --token   a token fetched elsewhere, instead of client and secret

A file that is broken, cut off or refers to what it does not have changes nothing. docs/content.md tells the rest.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:8080/fhir' },
    client: { type: 'string', default: 'demo-system' },
    secret: { type: 'string', default: process.env.ENJOURNAL_LOAD_SECRET ?? 'demo-secret' },
    token: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const [path] = positionals;
if (values.help || path === undefined || positionals.length > 1) {
  process.stdout.write(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else {
  try {
    process.stdout.write(told(await load(path)));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}

async function load(file: string): Promise<Loaded> {
  const progress = new Progress('Catalogue', bytesOf(file));
  const client = new Client({ url: values.url, client: values.client, secret: values.secret, token: values.token });
  await client.connect();
  const loaded = await loadCatalogue(file, storeAt(client), { onBytes: progress.add });
  progress.end('done');
  return loaded;
}

function told({ entries, stored, unchanged, withdrawn, passedOver, seconds }: Loaded): string {
  const rate = Math.round(entries / Math.max(0.001, seconds));
  const lines = [
    `${entries} entries in ${seconds.toFixed(1)} s (${rate}/s): ${stored} stored, ${withdrawn} withdrawn, ${unchanged} unchanged`,
  ];
  for (const [kind, count] of Object.entries(passedOver)) lines.push(`${kind}: ${count} passed over`);
  return `${lines.join('\n')}\n`;
}
