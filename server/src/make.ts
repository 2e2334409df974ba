import { buildWeb } from './prepare.ts'; // compiles the definitions when it is imported

/* Makes what is made from other files. Run after `npm install`: a start finds it done, or does it itself. */

const start = performance.now();
try {
  await buildWeb();
  console.info(`Web application: built in ${((performance.now() - start) / 1000).toFixed(1)} s`);
} catch (error) {
  // nothing is lost: the first start tries again, and then it matters
  console.warn(error instanceof Error ? error.message : String(error));
}
