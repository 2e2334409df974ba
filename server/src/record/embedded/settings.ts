import { totalmem } from 'node:os';

/** PostgreSQL settings by name. */
export type Settings = Readonly<Record<string, string>>;

const MB = 1024 * 1024;

/**
 * What the embedded server runs with. Durability is never among the things to tune: fsync, full_page_writes and
 * synchronous_commit stay on, so that an acknowledged write survives the death of any process.
 */
export function tunedSettings(memory: number = totalmem()): Settings {
  const sharedMb = Math.round(Math.min(1024, Math.max(128, memory / MB / 16)));
  return {
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    shared_buffers: `${sharedMb}MB`,
    effective_cache_size: `${Math.round(memory / MB / 2)}MB`,
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    max_connections: '100',
    // Every statement of ours is short; compiling one takes longer than running it.
    jit: 'off',
    random_page_cost: '1.1',
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    autovacuum_naptime: '20s',
    // Personal data stays out of the log: no statements, no parameters, no DETAIL lines with key values.
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_statement: 'none',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_checkpoints: 'off',
    log_autovacuum_min_duration: '-1',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
}
