export type Row = Record<string, unknown>;

/** Anything a statement can be sent to: a pool, or one client inside a transaction. */
export type Queryable = {
  query<T = Row>(text: string, values?: unknown[], name?: string): Promise<{ rows: T[]; rowCount: number }>;
};
