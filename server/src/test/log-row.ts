import { randomBytes } from 'node:crypto';
import type { LogRow, WriteContext } from '../record/index.ts';

/** The log of a write context whose test is not about the log. */
export function aLog(): WriteContext['log'] {
  let seq = 0n;
  const row: WriteContext['log']['row'] = ({ interaction, record, id, at }) => {
    seq += 1n;
    return { ...nothing, seq, at, interaction, record, type: 1, id, salt: randomBytes(16), leaf: randomBytes(32) };
  };
  return { writer: 1n, era: 0n, row };
}

const nothing: Omit<LogRow, 'seq' | 'at' | 'interaction' | 'record' | 'type' | 'id' | 'salt' | 'leaf'> = {
  context: Buffer.alloc(16),
  decision: 'permit',
  outcome: 0,
  stream: 'p',
  purpose: null,
  basis: null,
  rule: null,
  obligations: null,
  onBehalfOf: null,
  reason: null,
  detail: null,
  shown: null,
};
