import { fileURLToPath } from 'node:url';

/** The catalogue of our own making that the demo has: FEST's format, real names, made-up ids. */
export const demoCatalogue = fileURLToPath(new URL('../../../content/catalogue/demo.xml', import.meta.url));
