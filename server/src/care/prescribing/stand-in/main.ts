import { startStandIn } from './server.ts';

/** The stand-in as a process of its own: `main.ts <port, 0 for any> <file>`. Ends with who started it. */
const [port = '0', file] = process.argv.slice(2);
const standIn = await startStandIn({ port: Number(port), ...(file === undefined ? {} : { file }) });
process.send?.({ base: standIn.base });
process.on('disconnect', () => process.exit(0));
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
