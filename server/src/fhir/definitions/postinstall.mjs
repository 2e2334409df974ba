// Compiles the FHIR definitions after `npm install`. The compiler is TypeScript, which only Node ≥ 23.6 runs, and npm may
// have started this with an older one (Debian's Node 20); the `node` package among our dependencies is new enough.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const compiler = fileURLToPath(new URL('compile.ts', import.meta.url));
const packaged = fileURLToPath(new URL('../../../../node_modules/node/bin/node', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);
const isNewEnough = major > 23 || (major === 23 && minor >= 6);

if (isNewEnough || existsSync(packaged)) {
  const { status } = spawnSync(isNewEnough ? process.execPath : packaged, [compiler], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  console.warn('FHIR definitions: not compiled yet (no Node 24 here); the server compiles them at its first start.');
}
