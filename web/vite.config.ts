import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

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

const server = process.env.ENJOURNAL_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [withoutForeignFonts(), react()],
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
