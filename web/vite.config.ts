import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { column, type Language } from './src/shared/i18n/words.ts';
import { firstWords, laterWords } from './src/words.ts';

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

const texts = /^virtual:(later-)?texts\/(nb|nn|en)$/;

/** The texts of one language each (`virtual:texts/nb`), so that nobody loads those of the others. */
function textsByLanguage(): Plugin {
  return {
    name: 'texts-by-language',
    resolveId: (id) => (texts.test(id) ? `\0${id}` : undefined),
    load(id) {
      const [, later, language] = (id.startsWith('\0') && texts.exec(id.slice(1))) || [];
      if (language === undefined) return;
      return `export default ${JSON.stringify(column(later ? laterWords : firstWords, language as Language))}`;
    },
  };
}

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
      const files = Object.keys(bundle)
        .filter((file) => /^assets\/.*\.(js|css|woff2)$/.test(file) && !file.includes('pdf'))
        .sort();
      const build = createHash('sha256').update(files.join()).digest('hex').slice(0, 16);
      const source = readFileSync(join(import.meta.dirname, 'service-worker.js'), 'utf8')
        .replace('...__FILES__', `...${JSON.stringify(files.map((file) => `/${file}`))}`)
        .replaceAll('__BUILD__', build);
      this.emitFile({ type: 'asset', fileName: 'service-worker.js', source });
    },
  };
}

const server = process.env.ENJOURNAL_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [withoutForeignFonts(), textsByLanguage(), pdfDecoders(), serviceWorker(), react()],
  build: {
    target: 'es2023',
    // Inlined files would be data: addresses, which a strict content security policy refuses.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            // By name: what only a later page needs, such as FHIRPath, comes with that page.
            {
              name: 'parts',
              test: /node_modules[\\/](@navikt|@tanstack|i18next|react-i18next|@floating-ui|@radix-ui)[\\/]/,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { '/fhir': server, '/oauth': server, '/login': server, '/idp': server } },
});
