import type { Reader } from './reader.ts';

/** A national register that is followed, and how it lets us in. */
export type RegisterSource = {
  kind: (typeof kinds)[number];
  /** Base address of the service, without a slash at the end. */
  base: string;
  /** How long between looks. */
  everyMs: number;
  /** A user name, and a file with its password (SOAP services); or a file with a token that someone else keeps fresh. */
  login: { user: string; passwordFile: string } | { tokenFile: string } | undefined;
};

const kinds = ['persons', 'personnel', 'organisations', 'gp-lists'] as const;
const NAME = 'ENJOURNAL_REGISTERS';

/** The registers of ENJOURNAL_REGISTERS: a JSON array, or the name of a file with one. */
export function readRegisters(read: Reader, mode: 'demo' | 'production'): RegisterSource[] {
  const given = read.json(NAME);
  if (given === undefined) return [];
  if (!Array.isArray(given)) {
    read.refuse(NAME, 'must be a JSON array of registers');
    return [];
  }
  return given.map((one, ordinal) => sourceOf(one, `[${ordinal}]`, read, mode));
}

function sourceOf(given: unknown, place: string, read: Reader, mode: 'demo' | 'production'): RegisterSource {
  const fields = (typeof given === 'object' && given !== null ? given : {}) as Record<string, unknown>;
  const wrong = (what: string) => read.refuse(NAME, `${place}: ${what}`);
  const known = ['kind', 'base', 'everySeconds', 'user', 'passwordFile', 'tokenFile'];
  for (const name of Object.keys(fields)) if (!known.includes(name)) wrong(`"${name}" is not known`);
  const text = (name: string): string | undefined => {
    const value = fields[name];
    if (value !== undefined && (typeof value !== 'string' || value === '')) wrong(`"${name}" must be a text`);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const kind = kinds.find((one) => one === fields.kind);
  if (kind === undefined) wrong(`"kind" must be one of ${kinds.join(', ')}`);
  const base = text('base')?.replace(/\/+$/, '') ?? '';
  const isSafe = base.startsWith('https://') || (mode === 'demo' && base.startsWith('http://'));
  if (!isSafe || !URL.canParse(base)) wrong('"base" must be an https address');
  const every = fields.everySeconds ?? 300;
  if (!(typeof every === 'number' && every >= 1 && every <= 86_400)) wrong('"everySeconds" must be from 1 to 86400');
  const [user, passwordFile, tokenFile] = [text('user'), text('passwordFile'), text('tokenFile')];
  if ((user === undefined) !== (passwordFile === undefined)) wrong('"user" and "passwordFile" go together');
  if (user !== undefined && tokenFile !== undefined) wrong('"user" and "tokenFile" exclude each other');
  const login =
    user !== undefined && passwordFile !== undefined
      ? { user, passwordFile }
      : tokenFile === undefined
        ? undefined
        : { tokenFile };
  return { kind: kind ?? 'persons', base, everyMs: Number(every) * 1000, login };
}
