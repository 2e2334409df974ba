import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { languagesFolder, readLanguage, readLanguages } from '../../../web/src/translation/read-languages.ts';
import { checked } from './check.ts';
import { exported } from './export.ts';

const USAGE = `Texts of the screens for another language than bokmål, nynorsk and English.

  npm run languages -- export <tag> [--staff] [--out <file>]
  npm run languages -- check [<tag> …] [--staff]

  export   all that is to be translated, as JSON: each text with bokmål and English, what must be kept in it, and what
           is translated already in content/languages/<tag>.json. Filled in, it is a file for that folder.
  check    what is missing, unknown, has lost a place for a value, or was made from another bokmål than that of now,
           in one language or in all of content/languages; ends with 1 when there is something.

  <tag>    of BCP 47: ar, uk, se, pt-BR
  --staff  the texts of personnel too; without it, those of citizens
  --out    a file instead of the screen
`;

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      staff: { type: 'boolean', default: false },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [act, ...tags] = positionals;
  if (!values.help && act === 'export' && tags.length === 1) {
    const tag = tags[0] as string;
    const known = readLanguages(languagesFolder()).find((one) => one.tag === tag);
    const text = `${JSON.stringify(exported(tag, values.staff, known), undefined, 2)}\n`;
    if (values.out === undefined) process.stdout.write(text);
    else writeFileSync(values.out, text);
    return 0;
  }
  if (!values.help && act === 'check') {
    const files =
      tags.length > 0
        ? tags.map((tag) => readLanguage(join(languagesFolder(), `${tag}.json`)))
        : readLanguages(languagesFolder());
    if (files.length === 0) process.stdout.write('There is no language in content/languages.\n');
    const all = files.map((file) => checked(file, values.staff));
    for (const { lines } of all) process.stdout.write(`${lines.join('\n')}\n`);
    return all.every(({ isWhole }) => isWhole) ? 0 : 1;
  }
  process.stdout.write(USAGE);
  return values.help ? 0 : 2;
}

try {
  process.exitCode = main();
} catch (cause) {
  process.stderr.write(`${(cause as Error).message}\n`);
  process.exitCode = 1;
}
