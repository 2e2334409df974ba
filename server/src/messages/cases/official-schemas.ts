import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The publishers' own schemas, which are not ours to keep here: from the folders of `ENJOURNAL_TEST_MESSAGE_SCHEMAS` (divided by `:`),
 * or where they stand on this machine. With Debian's xmllint (package libxml2-utils).
 */
const folders = (
  process.env.ENJOURNAL_TEST_MESSAGE_SCHEMAS ?? '/work/shared/data/eresept-xsd:/work/shared/data/kith-xsd'
).split(':');

export const whyNot: string | undefined = !folders.every((one) => existsSync(one))
  ? 'no folder with the official schemas: set ENJOURNAL_TEST_MESSAGE_SCHEMAS'
  : spawnSync('xmllint', ['--version']).error !== undefined
    ? 'xmllint is not installed: apt-get install libxml2-utils'
    : undefined;

export class OfficialSchemas {
  readonly #folder = mkdtempSync(join(tmpdir(), 'schemas-'));

  constructor() {
    for (const folder of [...folders].reverse()) {
      for (const file of readdirSync(folder).filter((name) => name.endsWith('.xsd'))) {
        // they name each other by folders of the publisher's
        const text = readFileSync(join(folder, file)).toString('latin1');
        const near = text.replace(/schemaLocation="[^"]*\/([^/"]+)"/g, 'schemaLocation="$1"');
        writeFileSync(join(this.#folder, file), Buffer.from(near, 'latin1'));
      }
    }
  }

  /** What the schemas say is wrong, a line for each; empty when nothing is. @param files of what stands in the envelope */
  wrongsOf(xml: string, files: readonly string[]): string[] {
    const namespaces = files.map((file) => {
      const text = readFileSync(join(this.#folder, file), 'utf8');
      return [/targetNamespace="([^"]+)"/.exec(text)![1]!, file] as const;
    });
    const all = join(this.#folder, 'all.xsd');
    const message = join(this.#folder, 'message.xml');
    const imports = namespaces.map(([ns, file]) => `<import namespace="${ns}" schemaLocation="${file}"/>`).join('');
    writeFileSync(all, `<schema xmlns="http://www.w3.org/2001/XMLSchema">${imports}</schema>`);
    writeFileSync(message, xml);
    try {
      execFileSync('xmllint', ['--noout', '--nonet', '--schema', all, message], { stdio: 'pipe' });
      return [];
    } catch (error) {
      return String((error as { stderr: Buffer }).stderr)
        .split('\n')
        .filter((line) => line.includes('error'));
    }
  }

  close(): void {
    rmSync(this.#folder, { recursive: true });
  }
}
