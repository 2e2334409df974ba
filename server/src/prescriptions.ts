import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type CareSettings, httpService } from './care/index.ts';
import type { PrescriptionConfig } from './config/index.ts';

export type Prescriptions = { settings: NonNullable<CareSettings['prescribing']>; close(): Promise<void> };

/** How prescriptions go out; in the demo to a stand-in of the bank, which is a process of its own and ends with this one. */
export async function openPrescriptions(config: PrescriptionConfig, dataFolder: string): Promise<Prescriptions> {
  const { base, tokenFile, herId, timeoutMs } = config;
  const standIn = base === 'stand-in' ? await startStandIn(config.standInPort, dataFolder) : undefined;
  return {
    settings: {
      service: httpService({ base: standIn?.base ?? base, tokenFile, timeoutMs }),
      receiver: { name: 'Reseptformidleren', herId },
      ...(standIn === undefined ? {} : { pharmacies: [standInPharmacy] }),
    },
    close: async () => standIn?.close(),
  };
}

/** Of the demo: it is the stand-in that packs there. */
const standInPharmacy = { id: 'fjordvik-apotek', name: 'Fjordvik apotek', herId: '9900009' };

async function startStandIn(port: number, dataFolder: string): Promise<{ base: string; close(): void }> {
  mkdirSync(dataFolder, { recursive: true });
  const program = new URL('./care/prescribing/stand-in/main.ts', import.meta.url);
  // what it is told by a signal, it is told by us
  const child = fork(program, [String(port), join(dataFolder, 'prescription-bank.json')], { detached: true });
  const base = await new Promise<string>((resolve, reject) => {
    child.once('message', (told: { base: string }) => resolve(told.base));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The stand-in of the prescription bank ended with ${code}.`)));
  });
  child.unref();
  child.channel?.unref();
  return { base, close: () => void child.disconnect() };
}
