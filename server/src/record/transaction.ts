import { parseJson, printJson } from '../fhir/json/index.ts';
import type { Database, Queryable } from './database.ts';
import type { Operation, Outcome, WriteContext } from './operation.ts';
import { Plan } from './plan.ts';

/**
 * Does all of the operations, or none. Statements do not grow with their number.
 * @param work more to do in the same transaction once the changes are written (reads of a transaction Bundle, its receipt).
 * @throws Problem; each issue names the entry it belongs to (`Bundle.entry[3]…`).
 */
export async function change<T = undefined>(
  database: Database,
  operations: readonly Operation[],
  context: WriteContext,
  work?: (client: Queryable, outcomes: Outcome[]) => Promise<T>,
): Promise<{ outcomes: Outcome[]; result: T | undefined }> {
  if (work === undefined && operations.every((o) => o.kind === 'create' && o.ifNoneExist === undefined)) {
    // nothing to look up: one statement is the transaction
    const plan = new Plan(operations, context);
    if (!plan.needsLookup && !plan.isWatched) {
      await plan.write(database.writer);
      database.statistics.wrote(operations.length);
      return { outcomes: plan.outcomes(), result: undefined };
    }
  }
  const done = await database.transaction(async (client) => {
    // a plan changes the bodies in place; a second attempt after a lost race needs them as they came
    const plan = new Plan(operations.map(fresh), context);
    await plan.lookUp(client);
    await plan.write(client);
    const outcomes = plan.outcomes();
    const result = work === undefined ? undefined : await work(client, outcomes);
    return { outcomes, result };
  });
  database.statistics.wrote(operations.length);
  return done;
}

function fresh(operation: Operation): Operation {
  if (operation.kind !== 'create' && operation.kind !== 'update') return operation;
  return { ...operation, body: parseJson(printJson(operation.body.value, operation.body.decimals)) };
}
