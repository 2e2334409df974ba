import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { column, type Language } from './src/shared/i18n/words.ts';
import { languagesFolder, readLanguages } from './src/translation/read-languages.ts';
import { allSources, type Part, sourcesOf } from './src/translation/sources.ts';
import { filled, flawsOf, wantedIn } from './src/translation/translated-file.ts';
import { citizenLaterWords, citizenWords, entryWords, firstWords, laterWords } from './src/words.ts';

/** Aksel's style sheet asks a foreign server for its fonts. A record must not tell anyone that it is open, so we ship our own. */
function withoutForeignFonts(): Plugin {
  return {
    name: 'without-foreign-fonts',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('@navikt/ds-css')) return;
      return { code: code.replace(/@font-face\s*\{[^}]*cdn\.nav\.no[^}]*\}/g, ''), map: null };
    },
  };
}

const wordsOf = {
  entry: entryWords,
  staff: firstWords,
  'staff-later': laterWords,
  citizen: citizenWords,
  'citizen-later': citizenLaterWords,
} as const;
const texts = /^virtual:texts\/([a-z-]+)\/(nb|nn|en)$/;

/** The texts of one part and one language each (`virtual:texts/citizen/nb`), so that nobody loads those of the others. */
function textsByLanguage(): Plugin {
  return {
    name: 'texts-by-language',
    resolveId: (id) => (texts.test(id) ? `\0${id}` : undefined),
    load(id) {
      const [, part, language] = (id.startsWith('\0') && texts.exec(id.slice(1))) || [];
      if (language === undefined) return;
      return `export default ${JSON.stringify(column(wordsOf[part as keyof typeof wordsOf], language as Language))}`;
    },
  };
}

const ofExtra = /^virtual:texts\/([a-z-]+)\/([A-Za-z0-9-]+)$/;

/** The languages of `content/languages`, each fetched when somebody chooses it. A file that cannot be read stops the build, and is named. */
function moreLanguages(): Plugin & { isText: (id: string) => boolean } {
  const found = readLanguages(languagesFolder());
  const partsOf = Object.keys(sourcesOf) as Part[];
  const read = (id: string) => {
    const [, part, tag] = ofExtra.exec(id) ?? [];
    const file = found.find((one) => one.tag === tag);
    return file && partsOf.includes(part as Part) ? { file, part: part as Part } : undefined;
  };
  return {
    name: 'more-languages',
    isText: (id) => read(id.slice(1)) !== undefined,
    buildStart() {
      for (const file of found) {
        const flaws = flawsOf(file, wantedIn(file.tag, allSources)).filter(
          ({ kind }) => kind === 'unknown' || kind === 'places',
        );
        if (flaws.length > 0)
          this.warn(
            `content/languages/${file.tag}.json: ${flaws.length} texts are not shown as they stand there; npm run languages -- check ${file.tag} tells which`,
          );
      }
    },
    resolveId: (id) => (id === 'virtual:languages' || read(id) ? `\0${id}` : undefined),
    load(id) {
      if (id === '\0virtual:languages') {
        const all = found.map(({ tag, name, direction, isForStaff }) => {
          const texts = partsOf.map((part) => `${JSON.stringify(part)}: () => import('virtual:texts/${part}/${tag}')`);
          return `{ ...${JSON.stringify({ tag, name, direction, isForStaff })}, texts: { ${texts.join(', ')} } }`;
        });
        return `export const extraLanguages = [${all.join(', ')}];`;
      }
      const text = id.startsWith('\0') ? read(id.slice(1)) : undefined;
      return text && `export default ${JSON.stringify(filled(text.file, sourcesOf[text.part]))}`;
    },
  };
}
const languages = moreLanguages();

/** How pictures in scanned PDFs are packed, read without compiling code from bytes: found by name, when one is met. */
function pdfDecoders(): Plugin {
  const files = ['openjpeg_nowasm_fallback.js', 'jbig2_nowasm_fallback.js'];
  const from = join(dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')), 'wasm');
  return {
    name: 'pdf-decoders',
    apply: 'build',
    generateBundle() {
      for (const name of files)
        this.emitFile({ type: 'asset', fileName: `assets/pdfjs/${name}`, source: readFileSync(join(from, name)) });
    },
  };
}

/** What keeps the files of the product for when there is no network; it names them all. */
function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      // Of languages of others, a device keeps what its reader has chosen, once it has been fetched.
      const isExtra = (file: string) => {
        const one = bundle[file];
        return one?.type === 'chunk' && one.moduleIds.length > 0 && one.moduleIds.every(languages.isText);
      };
      const extra = Object.keys(bundle).filter(isExtra).sort();
      const files = Object.keys(bundle)
        .filter((file) => /^assets\/.*\.(js|css|woff2)$/.test(file) && !file.includes('pdf') && !isExtra(file))
        .sort();
      const build = createHash('sha256')
        .update([...files, ...extra].join())
        .digest('hex')
        .slice(0, 16);
      const source = readFileSync(join(import.meta.dirname, 'service-worker.js'), 'utf8')
        .replace('...__FILES__', `...${JSON.stringify(files.map((file) => `/${file}`))}`)
        .replace('...__LANGUAGES__', `...${JSON.stringify(extra.map((file) => `/${file}`))}`)
        .replaceAll('__BUILD__', build);
      this.emitFile({ type: 'asset', fileName: 'service-worker.js', source });
    },
  };
}

const packed = {
  br: (content: Buffer) => promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gz: (content: Buffer) => promisify(gzip)(content, { level: 9 }),
} as const;

/** Lays the files beside themselves compressed, once, so that the server has only to send them. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    enforce: 'post',
    async writeBundle({ dir = '' }, bundle) {
      const files = Object.keys(bundle).filter((file) => /\.(m?js|css|svg|html)$/.test(file));
      await Promise.all(
        files.map(async (file) => {
          const content = await readFile(join(dir, file));
          for (const [ending, pack] of Object.entries(packed))
            await writeFile(join(dir, `${file}.${ending}`), await pack(content));
        }),
      );
    },
  };
}

const groups = ['common', 'told', 'citizen', 'shared', 'clinician'] as const;

/**
 * What is needed at first, in few files: `common` to both applications, and of each its own; `told` is of citizens at first and of what
 * personnel see of their pages, `shared` of personnel at first and of citizens' later pages. Followed from the applications by what they import. Of packages that hold a thousand parts behind one door,
 * only the icons that are named are counted in.
 */
function firstLoads(): Plugin & { isIn: (group: (typeof groups)[number]) => (id: string) => boolean } {
  const groupOf = new Map<string, (typeof groups)[number]>();
  const isOurs = (id: string) => id.includes('/web/src/') && /\.tsx?$/.test(id);
  const iconsIn = (code: string): string[] =>
    [...code.matchAll(/import \{([^}]*)\} from ['"]@navikt\/aksel-icons['"]/g)].flatMap(([, names = '']) =>
      [...names.matchAll(/(\w+)Icon\b/g)].map(([, name]) => `/aksel-icons/dist/react/esm/${name}.js`),
    );
  return {
    name: 'first-loads',
    apply: 'build',
    buildEnd() {
      const all = [...this.getModuleIds()];
      const reached = (end: string, isWhole = false): Set<string> => {
        const found = new Set<string>();
        const follow = (id: string) => {
          if (found.has(id) || /\/node_modules\/@navikt\//.test(id)) return;
          found.add(id);
          const { importedIds = [], dynamicallyImportedIds = [] } = this.getModuleInfo(id) ?? {};
          for (const next of [...importedIds, ...(isWhole ? dynamicallyImportedIds : [])]) follow(next);
        };
        for (const id of all) if (id.endsWith(end)) follow(id);
        const icons = new Set([...found].filter(isOurs).flatMap((id) => iconsIn(readFileSync(id, 'utf8'))));
        for (const id of all) if (icons.has(id.slice(id.indexOf('/aksel-icons/')))) found.add(id);
        return found;
      };
      const staff = reached('/clinician/application.tsx');
      const later = reached('/citizen/application.tsx', true);
      // Aksel's own parts name icons too, unseen from here; a handful more for personnel is less than all of the citizen's.
      const isCommon = (id: string) => staff.has(id) || id.includes('/aksel-icons/');
      for (const id of staff) groupOf.set(id, later.has(id) ? 'shared' : 'clinician');
      for (const id of reached('/citizen/application.tsx')) groupOf.set(id, isCommon(id) ? 'common' : 'citizen');
      for (const id of reached('/citizen-view/citizen-preview.tsx', true))
        if (groupOf.get(id) === 'citizen') groupOf.set(id, 'told');
      for (const id of reached('/web/src/main.tsx')) groupOf.set(id, 'common');
    },
    isIn: (group) => (id) => groupOf.get(id) === group,
  };
}
const first = firstLoads();

const server = process.env.ENJOURNAL_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    withoutForeignFonts(),
    textsByLanguage(),
    languages,
    pdfDecoders(),
    serviceWorker(),
    first,
    compressed(),
    react(),
  ],
  build: {
    target: 'es2023',
    // Inlined files would be data: addresses, which a strict content security policy refuses.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            // In this order: what a group needs and nobody has claimed before, goes with it.
            ...groups.map((name) => ({ name, test: first.isIn(name) })),
          ],
        },
      },
    },
  },
  server: { proxy: { '/fhir': server, '/oauth': server, '/login': server, '/idp': server } },
});
