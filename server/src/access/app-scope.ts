import type { Filter, ParameterFilter } from '../fhir/search/parse.ts';
import { parseScope, type RecordScope, type ScopeLetter } from '../fhir/smart-scope.ts';
import { patientTypes, typeNumber } from '../fhir/types.ts';
import { tokensOf } from '../record/search/index.ts';

/** What of a resource its index row tells, and a scope asks. */
export type ScopedRow = {
  type: string;
  record: bigint;
  /** IndexEntries.tokens. */
  tokens: readonly bigint[];
};

/**
 * What a token's scopes leave of what its holder may do with one letter, in two readings that give the same answer.
 * Scopes only narrow: whoever decides what the holder may see asks this too.
 */
export type AppScope = {
  /** Whether some resource of the type is left; of `*`, whether some of every type is. */
  reaches(type: string): boolean;
  /** Whether every resource of the type is left, in every record; of `*`, whether all of every type are. */
  isWhole(type: string): boolean;
  includes(row: ScopedRow): boolean;
  /** The same of a row of `resource`; undefined when nothing is left out. `bind` adds a parameter and gives its place. */
  sql: ((alias: string, bind: (value: unknown) => string) => string) | undefined;
};

/** A scope as it is asked of rows. */
type Clause = { type: string; isOfPatient: boolean; conditions: readonly Condition[] };

/** The row has one of the tokens, or, when denied, none. */
type Condition = { tokens: readonly bigint[]; isDenied: boolean };

/**
 * @param isSystem `system/…` scopes count for systems alone, and `user/…` and `patient/…` for persons alone.
 * @param patientRecord the record of the launch's patient: the only one that `patient/…` scopes reach. Of what is in no
 *   patient's record they reach what health personnel and services are called and do (`directoryTypes`).
 * @source SMART App Launch 2.2, section 2.0
 */
export function appScopeOf(
  scopes: readonly string[],
  isSystem: boolean,
  letter: ScopeLetter,
  patientRecord?: bigint,
): AppScope {
  const clauses = scopes
    .map(scopeOf)
    .filter((scope) => scope !== undefined)
    .filter(({ context, letters }) => (context === 'system') === isSystem && letters.includes(letter))
    .map(clauseOf);
  const isOn = (clause: Clause, type: string) => clause.type === '*' || clause.type === type;
  const isAll = ({ type, isOfPatient, conditions }: Clause, asked: string) =>
    (type === '*' || type === asked) && conditions.length === 0 && (!isOfPatient || directoryTypes.has(asked));

  return {
    reaches: (type) => clauses.some((clause) => isOn(clause, type) && reachesRecord(clause, type, patientRecord)),
    isWhole: (type) => clauses.some((clause) => isAll(clause, type)),
    includes: ({ type, record, tokens }) =>
      clauses.some(
        (clause) =>
          isOn(clause, type) &&
          (!clause.isOfPatient || record === patientRecord || directoryTypes.has(type)) &&
          clause.conditions.every((condition) => holds(condition, tokens)),
      ),
    sql: clauses.some((clause) => isAll(clause, '*'))
      ? undefined
      : (alias, bind) => sqlOf(clauses, patientRecord, alias, bind),
  };
}

const reachesRecord = ({ isOfPatient }: Clause, type: string, patientRecord: bigint | undefined): boolean =>
  !isOfPatient || patientRecord !== undefined || directoryTypes.has(type);

const holds = ({ tokens, isDenied }: Condition, has: readonly bigint[]): boolean =>
  tokens.some((token) => has.includes(token)) !== isDenied;

/** What belongs to nobody's record and is needed to understand one. */
const directoryTypes: ReadonlySet<string> = new Set(
  `ActivityDefinition CodeSystem ConceptMap Endpoint HealthcareService Location Medication Organization PlanDefinition
  Practitioner PractitionerRole Questionnaire Substance ValueSet`
    .split(/\s+/)
    .filter((type) => !patientTypes.has(type)),
);

const mostKnown = 10_000;
const known = new Map<string, RecordScope | undefined>();

function scopeOf(text: string): RecordScope | undefined {
  if (!known.has(text)) {
    if (known.size >= mostKnown) known.clear();
    known.set(text, parseScope(text));
  }
  return known.get(text);
}

const clauseOf = ({ type, context, filters }: RecordScope): Clause => ({
  type,
  isOfPatient: context === 'patient',
  conditions: filters.flatMap(conditionsOf),
});

/** Scopes with filters of another kind are not scopes (readScope). */
function conditionsOf(filter: Filter): Condition[] {
  if (filter.kind === 'parameter') return [conditionOf(filter)];
  if (filter.kind === 'all') return filter.filters.flatMap(conditionsOf);
  if (filter.kind !== 'any') return [{ tokens: [], isDenied: false }];
  const each = filter.filters.flatMap(conditionsOf);
  // `any` of denials is never made: what is denied of several is denied of each (`all`).
  return [{ tokens: each.flatMap(({ tokens, isDenied }) => (isDenied ? [] : tokens)), isDenied: false }];
}

const conditionOf = ({ parameter, modifier, values }: ParameterFilter): Condition => ({
  tokens: values.flatMap((value) => tokensOf(parameter, modifier, value)),
  isDenied: modifier === 'not',
});

function sqlOf(
  clauses: readonly Clause[],
  patientRecord: bigint | undefined,
  alias: string,
  bind: (value: unknown) => string,
): string {
  const directory = () => `${alias}.type = ANY (${int2s([...directoryTypes].map(typeNumber))})`;
  const int2s = (numbers: readonly number[]) => `${bind(`{${numbers.join(',')}}`)}::int2[]`;
  const terms = clauses.map(({ type, isOfPatient, conditions }) => {
    const all: string[] = type === '*' ? [] : [`${alias}.type = ${bind(typeNumber(type))}::int2`];
    if (isOfPatient) {
      const own = () =>
        patientRecord === undefined ? 'false' : `${alias}.record = ${bind(String(patientRecord))}::int8`;
      if (type === '*') all.push(`(${own()} OR ${directory()})`);
      else if (!directoryTypes.has(type)) all.push(own());
    }
    for (const { tokens, isDenied } of conditions) {
      const list = `${bind(`{${tokens.join(',')}}`)}::int8[]`;
      all.push(`${isDenied ? 'NOT ' : ''}${hasToken(alias, list)}`);
    }
    return all.length === 0 ? 'true' : `(${all.join(' AND ')})`;
  });
  return terms.length === 0 ? 'false' : `(${terms.join(' OR ')})`;
}

/** A row with very many tokens keeps some of them apart. */
function hasToken(alias: string, list: string): string {
  const rest = `SELECT o.tokens_more && ${list} FROM resource o WHERE o.record = ${alias}.record AND o.type = ${alias}.type AND o.id = ${alias}.id`;
  return `(${alias}.tokens && ${list} OR (cardinality(${alias}.tokens) >= 200 AND coalesce((${rest}), false)))`;
}
