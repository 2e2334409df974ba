import { fork } from 'node:child_process';
import { type CareSettings, sfmOverHttp } from './care/index.ts';
import type { SfmConfig } from './config/index.ts';

export type Sfm = { settings: NonNullable<CareSettings['sfm']>; close(): Promise<void> };

/** How the national medicine list is asked; in the demo a stand-in, which is a process of its own and ends with this one. */
export async function openSfm({ base, tokenFile, timeoutMs, standInPort }: SfmConfig): Promise<Sfm> {
  const standIn = base === 'stand-in' ? await startStandIn(standInPort) : undefined;
  return {
    settings: { service: sfmOverHttp({ base: standIn?.base ?? base, tokenFile, timeoutMs }) },
    close: async () => standIn?.close(),
  };
}

async function startStandIn(port: number): Promise<{ base: string; close(): void }> {
  const program = new URL('./care/sfm/stand-in/main.ts', import.meta.url);
  // what it is told by a signal, it is told by us
  const child = fork(program, [String(port)], { detached: true });
  const base = await new Promise<string>((resolve, reject) => {
    child.once('message', (told: { base: string }) => resolve(told.base));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The stand-in of SFM ended with ${code}.`)));
  });
  child.unref();
  child.channel?.unref();
  return { base, close: () => void child.disconnect() };
}
