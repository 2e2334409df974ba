import { existsSync } from 'node:fs';

export const slowerChromium = '/usr/bin/chromium';
/** Without a window: it spends half as much of the processor on itself. */
const places = ['/usr/bin/chromium-headless-shell', slowerChromium];

/** Where the browser of the tests is: `CHROMIUM`, or as Debian packs it; undefined when there is none. */
export const chromiumPath = (): string | undefined => process.env.CHROMIUM ?? places.find(existsSync);
