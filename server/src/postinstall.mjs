// Makes what is made from other files after `npm install`, so that the first start need not. What makes it is TypeScript,
// which only Node ≥ 23.6 runs, and npm may have started this with an older one (Debian's Node 20); the `node` package among
// our dependencies is new enough. Where neither is, the server makes all of it at its first start.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const packaged = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);
const isNewEnough = major > 23 || (major === 23 && minor >= 6);

if (isNewEnough || existsSync(packaged)) {
  const made = fileURLToPath(new URL('make.ts', import.meta.url));
  const { status } = spawnSync(isNewEnough ? process.execPath : packaged, [made], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  console.warn(
    'Not made yet (no Node 24 here): the FHIR definitions and the web application; the first start makes them.',
  );
}
