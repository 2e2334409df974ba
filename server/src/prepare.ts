import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { isUpToDate } from './fhir/definitions/stamp.ts';

/*
 * What is made from other files and never committed. The definitions are read by modules as soon as they are imported, so
 * main.ts imports this one before all others.
 */

const root = join(import.meta.dirname, '..', '..');

if (!isUpToDate()) {
  const compiler = join(import.meta.dirname, 'fhir', 'definitions', 'compile.ts');
  const { status } = spawnSync(process.execPath, [compiler], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

/** Where the built web application lies. */
export const webFolder = join(root, 'web', 'dist');

const stampFile = join(webFolder, '.stamp');

/** Builds the web application unless what is there was made from these very sources. @throws with Vite's words. */
export async function buildWeb(): Promise<void> {
  const sources = fingerprint();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sources) return;
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  if (!existsSync(vite) && existsSync(join(webFolder, 'index.html'))) return; // installed without what only builders need
  const child = spawn(process.execPath, [vite, 'build', join(root, 'web'), '--logLevel', 'warn'], {
    cwd: join(root, 'web'),
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text;
  });
  const status = await new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  if (status !== 0) throw new Error(`The web application could not be built:\n${words}`);
  const ofLanguages = words.split('\n').filter((line) => line.includes('npm run languages'));
  if (ofLanguages.length > 0) process.stderr.write(`${ofLanguages.join('\n')}\n`);
  writeFileSync(stampFile, sources);
}

/** What the browser is given of the server: the rules that the screens know too, and FHIR's language. */
const shared = ['server/src/fhir', 'server/src/care', 'server/src/access/reasons.ts'];

/** Languages besides our own three (docs/content.md). */
const languages = resolve(root, process.env.ENJOURNAL_LANGUAGES ?? join('content', 'languages'));

/** Of each source its name, size and time: quick enough for every start. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const own = ['index.html', 'service-worker.js', 'vite.config.ts', 'package.json'].map((file) => `web/${file}`);
  const sources = ['web/src', 'web/public', ...own, ...shared, ...(existsSync(languages) ? [languages] : [])];
  for (const file of sources.flatMap(filesIn).sort()) {
    const { size, mtimeMs } = statSync(resolve(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.update(statSync(join(root, 'package-lock.json')).size.toString()).digest('hex');
}

function filesIn(path: string): string[] {
  if (statSync(resolve(root, path)).isFile()) return [path];
  return readdirSync(resolve(root, path), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && !one.name.endsWith('.test.ts'))
    .map((one) => relative(root, join(one.parentPath, one.name)));
}
