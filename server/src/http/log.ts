import pino, { type Logger } from 'pino';
import { Problem } from '../fhir/issue.ts';

/**
 * The server's log: JSON lines on standard output. Nothing in it may tell of a person, so whoever logs names routes, counts
 * and codes, never URLs, ids or contents; and errors are told by `toldError`.
 */
export function createLog(level: string): Logger {
  // Lines are written together: one system call for each would cost more than most requests. Errors go out at once.
  const destination = pino.destination({ sync: false, minLength: 4096, periodicFlush: 500 });
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: toldError },
      hooks: {
        streamWrite: (line) => {
          if (line.startsWith('{"level":"error"') || line.startsWith('{"level":"fatal"')) setImmediate(flush);
          return line;
        },
      },
    },
    destination,
  );
  function flush() {
    try {
      destination.flush();
    } catch {
      // not open yet: the periodic flush comes
    }
  }
  process.on('exit', () => {
    try {
      destination.flushSync();
    } catch {
      // standard output is closed
    }
  });
  return log;
}

/**
 * An error for the log: what, where and why, without the values that its words may quote. The parser's messages hold
 * pieces of the text, and PostgreSQL's hold the values of keys.
 */
export function toldError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, table, constraint, routine, severity } = error as unknown as Record<string, unknown>;
  const quotesValues = error instanceof SyntaxError || severity !== undefined;
  const told: Record<string, unknown> = { type: error.name };
  if (!quotesValues) told.message = error.message;
  // What rules say of a request names the place in it, never what stands there.
  if (error instanceof Problem)
    told.issues = error.issues.slice(0, 5).map(({ key, expression }) => ({ key, expression }));
  for (const [name, value] of Object.entries({ code, table, constraint, routine })) {
    if (typeof value === 'string') told[name] = value;
  }
  told.stack = framesOf(error);
  if (error.cause !== undefined) told.cause = toldError(error.cause);
  return told;
}

const framesOf = (error: Error): string[] =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .map((line) => line.trim());
