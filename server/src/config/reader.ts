import { accessSync, constants, readFileSync } from 'node:fs';
import { isIP } from 'node:net';

/** The environment is wrong. The message has a line for each wrong variable. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The configuration is wrong:\n${problems.map((line) => `  ${line}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Reads the environment's variables one by one and collects what is wrong, so that a person mends all of it at once.
 * An empty variable counts as absent.
 */
export class Reader {
  readonly #env: NodeJS.ProcessEnv;
  readonly #known = new Set<string>();
  readonly #problems: string[] = [];

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  refuse(name: string, why: string): void {
    this.#problems.push(`${name} ${why}.`);
  }

  text(name: string): string | undefined {
    this.#known.add(name);
    return this.#env[name]?.trim() || undefined;
  }

  integer(name: string, least: number, most: number, otherwise: number): number {
    const text = this.text(name);
    if (text === undefined) return otherwise;
    const value = Number(text);
    if (/^\d{1,15}$/.test(text) && value >= least && value <= most) return value;
    this.refuse(name, `must be a whole number from ${least} to ${most}, not "${text}"`);
    return otherwise;
  }

  choice<T extends string>(name: string, choices: readonly T[], otherwise: T): T {
    const text = this.text(name);
    if (text === undefined) return otherwise;
    const found = choices.find((choice) => choice === text);
    if (found === undefined)
      this.refuse(name, `must be ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}, not "${text}"`);
    return found ?? otherwise;
  }

  /** The value is not told when it is wrong: an address may hold a password. */
  url(name: string, protocols: readonly string[]): string | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
    this.refuse(name, `must be an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`);
    return undefined;
  }

  file(name: string): string | undefined {
    const path = this.text(name);
    if (path === undefined) return undefined;
    try {
      accessSync(path, constants.R_OK);
      return path;
    } catch (error) {
      this.refuse(name, `names a file that cannot be read (${(error as NodeJS.ErrnoException).code}): ${path}`);
      return undefined;
    }
  }

  /** The text itself when it looks like JSON, else the text of the file it names. */
  json(name: string): unknown {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const isInline = /^[[{]/.test(text);
    const path = isInline ? undefined : this.file(name);
    if (!isInline && path === undefined) return undefined;
    try {
      return JSON.parse(path === undefined ? text : readFileSync(path, 'utf8'));
    } catch {
      this.refuse(name, 'must be JSON, or name a file with JSON in it');
      return undefined;
    }
  }

  bytes(name: string, otherwise: number): number {
    const units = { '': 1, B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };
    return this.#measure(name, units, 'a size such as 50 MB', otherwise);
  }

  milliseconds(name: string, otherwise: number): number {
    const units = { '': 1, MS: 1, S: 1000, MIN: 60_000, H: 3_600_000 };
    return this.#measure(name, units, 'a time such as 30 s', otherwise);
  }

  /** Addresses and CIDR ranges, separated by commas. */
  addresses(name: string): string[] {
    const parts = (this.text(name) ?? '').split(',').map((part) => part.trim());
    const wrong = parts.find((part) => part !== '' && !isAddressOrRange(part));
    if (wrong !== undefined)
      this.refuse(name, `must be addresses of proxies such as 10.0.0.1 or 10.0.0.0/8, not "${wrong}"`);
    return parts.filter((part) => part !== '');
  }

  #measure(name: string, units: Record<string, number>, shape: string, otherwise: number): number {
    const text = this.text(name);
    if (text === undefined) return otherwise;
    const [, digits, unit] = /^(\d{1,12})\s*([A-Za-z]*)$/.exec(text) ?? [];
    const factor = unit === undefined ? undefined : units[unit.toUpperCase()];
    if (factor !== undefined && Number(digits) > 0) return Number(digits) * factor;
    this.refuse(name, `must be ${shape}, not "${text}"`);
    return otherwise;
  }

  /** @throws ConfigError when anything was wrong. A variable of ours that nobody asked for is a misspelt one. */
  finish(): void {
    for (const name of Object.keys(this.#env)) {
      const isOurs = name.startsWith('ENJOURNAL_') && !/^ENJOURNAL_(TEST_|BENCH_|LOAD_|(LANGUAGES|URL)$)/.test(name);
      if (isOurs && !this.#known.has(name)) this.refuse(name, 'is not a setting. See docs/operation.md');
    }
    if (this.#problems.length > 0) throw new ConfigError(this.#problems);
  }
}

function isAddressOrRange(text: string): boolean {
  if (text === 'loopback') return true;
  const [address = '', bits] = text.split('/');
  const version = isIP(address);
  if (version === 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
