import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { RegisterSource } from './config/index.ts';
import { storeInside } from './http/fhir/inside.ts';
import type { FhirService } from './http/fhir/service.ts';
import { registersActor } from './register-events.ts';
import {
  followNational,
  gpRegister,
  type NationalRegister,
  organisationRegister,
  personnelRegister,
  personRegister,
  type RegisterStore,
  Service,
  todayInNorway,
} from './registers/index.ts';

export type NationalOptions = {
  sources: readonly RegisterSource[];
  service: FhirService;
  /** Which numbers of persons are taken: those of test series are no persons, and persons have no business in a demo. */
  series: 'synthetic' | 'real';
  log: Pick<Logger, 'info' | 'warn'>;
};

/** Follows the national registers, each in its own time. What cannot be done now is done at the next look. */
export function followNationalRegisters(options: NationalOptions): { close(): Promise<void> } {
  const { sources, service, series, log } = options;
  const stop = new AbortController();
  const store = storeInside(service, registersActor);
  const looks = sources.map(async (source) => {
    const register = registerOf(source, store, stop.signal);
    while (!stop.signal.aborted) {
      try {
        const { rows, changed, refused } = await followNational({
          register,
          database: service.database,
          store,
          setting: () => ({ series, today: todayInNorway() }),
          onRefused: (name, reasons) => log.warn({ register: name, reasons }, 'a row of a register was not taken'),
        });
        if (rows > 0) log.info({ register: source.kind, rows, changed, refused }, 'a register was followed');
      } catch (error) {
        if (stop.signal.aborted) return;
        log.warn({ register: source.kind, err: error }, 'a register could not be followed');
      }
      await pause(source.everyMs, stop.signal);
    }
  });
  return {
    async close() {
      stop.abort();
      await Promise.all(looks);
    },
  };
}

function registerOf(source: RegisterSource, store: RegisterStore, signal: AbortSignal): NationalRegister {
  const { kind, base } = source;
  const service = new Service({ name: kind, base, authorise: () => headersOf(source), signal });
  switch (kind) {
    case 'persons':
      return personRegister(service);
    case 'personnel':
      return personnelRegister(service, () => numbersOf(store, HER_ID));
    case 'organisations':
      return organisationRegister(service, () => numbersOf(store, HER_ID));
    default:
      return gpRegister(service, () => numbersOf(store, ORGANISATION, [['type', GENERAL_PRACTICE]]));
  }
}

const HER_ID = 'urn:oid:2.16.578.1.12.4.1.2';
const ORGANISATION = 'urn:oid:2.16.578.1.12.4.1.4.101';
/** Volven 8663, KA01: general practice. */
const GENERAL_PRACTICE = 'urn:oid:2.16.578.1.12.4.1.1.8663|KA01';

/** The numbers by which the registers know the organisations that the store has. */
async function numbersOf(
  store: RegisterStore,
  system: string,
  more: readonly (readonly [string, string])[] = [],
): Promise<string[]> {
  const organisations = await store.search('Organization', [['active', 'true'], ...more]);
  return organisations.flatMap(({ identifier }) =>
    ((identifier ?? []) as { system?: string; value?: string }[]).flatMap((one) =>
      one.system === system && one.value !== undefined ? [one.value] : [],
    ),
  );
}

/** Read each time: whoever keeps the secret may change it while we run. */
async function headersOf({ login }: RegisterSource): Promise<Record<string, string>> {
  if (login === undefined) return {};
  if ('tokenFile' in login) return { authorization: `Bearer ${(await readFile(login.tokenFile, 'utf8')).trim()}` };
  const password = (await readFile(login.passwordFile, 'utf8')).replace(/\r?\n$/, '');
  return { authorization: `Basic ${Buffer.from(`${login.user}:${password}`).toString('base64')}` };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
