import { directoryView } from '../../access/gate/directory.ts';
import type { Opened } from '../../access/gate/gate.ts';
import { isShared } from '../../access/gate/shared.ts';
import type { FoundRow, SearchPage } from '../../record/search/index.ts';
import { askFor } from './asking.ts';
import { see } from './judging.ts';
import type { FhirRequest } from './message.ts';
import type { FhirService } from './service.ts';
import type { Way } from './way.ts';

/** A row as it may be shown. `opened` is the decision by which; undefined for what everybody may read. */
export type ShownRow = {
  type: string;
  id: string;
  content: string;
  opened: Opened | undefined;
  /** Why it is shown: the basis in the log. */
  reason: string;
  obligations: readonly string[];
};

export type ShownPage = {
  matches: readonly ShownRow[];
  included: readonly ShownRow[];
  /** What the rows of each record oblige to. */
  opened: ReadonlyMap<Opened, readonly string[]>;
};

/**
 * What the statement found, judged once more one by one: what is to be masked is masked, and what the predicate should not
 * have let through does not pass here either.
 */
export async function judgeRows(
  service: FhirService,
  request: FhirRequest,
  way: Way,
  { matches, included }: SearchPage,
): Promise<ShownPage> {
  if (way.isWhole) return { matches: matches.map(asItIs), included: included.map(asItIs), opened: new Map() };
  const records = [...matches, ...included]
    .filter(({ type, access }) => !isShared(type, access))
    .map((row) => row.record);
  const decided = await decisionsOf(service, request, way, records);
  const shown = (rows: readonly FoundRow[]) =>
    rows.flatMap((row) => judgeRow(service, request, way, row, decided) ?? []);
  const page = { matches: shown(matches), included: shown(included) };
  const opened = new Map<Opened, string[]>();
  for (const row of [...page.matches, ...page.included]) {
    if (row.opened === undefined || row.obligations.length === 0) continue;
    opened.set(row.opened, [...new Set([...(opened.get(row.opened) ?? []), ...row.obligations])]);
  }
  return { ...page, opened };
}

const asItIs = ({ type, id, content }: FoundRow): ShownRow => ({
  type,
  id,
  content,
  opened: undefined,
  reason: 'system',
  obligations: [],
});

async function decisionsOf(
  service: FhirService,
  request: FhirRequest,
  { opened }: Way,
  records: readonly bigint[],
): Promise<ReadonlyMap<bigint, Opened>> {
  const others = [...new Set(records)].filter((record) => record !== opened?.record);
  const decided =
    others.length === 0 ? new Map<bigint, Opened>() : await service.gate.openAll(askFor(request), others, 'search');
  if (opened !== undefined) decided.set(opened.record, opened);
  return decided;
}

function judgeRow(
  service: FhirService,
  request: FhirRequest,
  { isDirectory }: Way,
  row: FoundRow,
  decided: ReadonlyMap<bigint, Opened>,
): ShownRow | undefined {
  const opened = isShared(row.type, row.access) ? undefined : decided.get(row.record);
  const seen = see(service, request, row, opened);
  const { type, id } = row;
  if (seen.is === 'shown') {
    const { judgement } = seen;
    const obligations = judgement === undefined ? [] : [...judgement.obligations, ...judgement.extras];
    return { type, id, content: seen.content, opened, reason: seen.reason, obligations };
  }
  if (isDirectory && type === 'Patient') {
    return { type, id, content: directoryView(row.content), opened: undefined, reason: 'directory', obligations: [] };
  }
  return undefined;
}
