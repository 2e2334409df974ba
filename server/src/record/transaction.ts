import { copyJson, Decimals } from '../fhir/json/index.ts';
import { type Database, lostRace, type Queryable } from './database.ts';
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
  const made = work === undefined ? await createdAtOnce(database, operations, context) : 'not-tried';
  if (typeof made === 'object') {
    database.statistics.wrote(operations.length);
    return { outcomes: made, result: undefined };
  }
  let isRetry = made === 'overtaken';
  const done = await database.transaction(async (client) => {
    // a plan changes the bodies in place; a second attempt after a lost race needs them as they came
    const plan = new Plan(await copied(operations), context);
    const isAgain = isRetry;
    isRetry = true;
    await plan.lookUp(client);
    await plan.write(client, isAgain);
    const outcomes = plan.outcomes();
    const result = work === undefined ? undefined : await work(client, outcomes);
    return { outcomes, result };
  });
  database.statistics.wrote(operations.length);
  return done;
}

/** Where there is nothing to look up, one statement is the transaction. */
async function createdAtOnce(
  database: Database,
  operations: readonly Operation[],
  context: WriteContext,
): Promise<Outcome[] | 'not-tried' | 'overtaken'> {
  if (!operations.every((o) => o.kind === 'create' && o.ifNoneExist === undefined)) return 'not-tried';
  // what is decided by facts may have to be done again, for which only a body without links is still good
  const isDecided = context.open !== undefined;
  if (isDecided && (operations.length > 1 || operations[0]?.entry !== undefined)) return 'not-tried';
  const plan = new Plan(operations, context);
  if (plan.needsLookup || plan.isWatched) return 'not-tried';
  try {
    await plan.write(database.writer);
    return plan.outcomes();
  } catch (error) {
    if (isDecided && lostRace(error)) return 'overtaken';
    throw error;
  }
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
