import { startSfmStandIn } from './server.ts';

/** The stand-in as a process of its own: `main.ts <port, 0 for any>`. Ends with who started it. */
const [port = '0'] = process.argv.slice(2);
const standIn = await startSfmStandIn({ port: Number(port) });
process.send?.({ base: standIn.base });
process.on('disconnect', () => process.exit(0));
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
