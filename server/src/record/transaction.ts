import { copyJson, Decimals } from '../fhir/json/index.ts';
import type { Database, Queryable } from './database.ts';
import type { Operation, Outcome, WriteContext } from './operation.ts';
import { Plan } from './plan.ts';
import { Turns } from './turns.ts';

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
  let attempts = 0;
  const done = await database.transaction(async (client) => {
    attempts += 1;
    // a plan changes the bodies in place: a second attempt after a lost race needs them as they came
    const plan = new Plan(isLoneCreate(operations) ? operations : await copied(operations), context);
    await plan.lookUp(client);
    await plan.write(client, { isRetry: attempts > 1, alone: work === undefined ? database : undefined });
    const outcomes = plan.outcomes();
    const result = work === undefined ? undefined : await work(client, outcomes);
    return { outcomes, result };
  });
  database.statistics.wrote(operations.length);
  return done;
}

/** A body that no entry refers to and nothing stands before is given the same again, and is as good. */
function isLoneCreate(operations: readonly Operation[]): boolean {
  const [first, ...others] = operations;
  return first?.kind === 'create' && first.entry === undefined && others.length === 0;
}

async function copied(operations: readonly Operation[]): Promise<Operation[]> {
  const turns = new Turns();
  const copies: Operation[] = [];
  for (const operation of operations) {
    if (turns.areDue) await turns.give();
    copies.push(fresh(operation));
  }
  return copies;
}

function fresh(operation: Operation): Operation {
  if (operation.kind !== 'create' && operation.kind !== 'update') return operation;
  const decimals = new Decimals();
  const { value, decimals: told } = operation.body;
  return { ...operation, body: { value: copyJson(value, told, decimals), decimals } };
}
