import { Problem } from '../fhir/issue.ts';
import type { Coding, JsonObject } from '../fhir/resource.ts';
import type { Queryable } from '../record/index.ts';
import { compile, keyOf } from './compose.ts';
import { type Designation, displayIn } from './concept.ts';
import { isGrammar, readByGrammar } from './grammars.ts';
import { ask } from './sql.ts';
import { type ConceptRow, findConcept, type System } from './systems.ts';
import { FOUND, type Found, universe } from './universe.ts';
import { findValueSet } from './value-set.ts';

export type Validation = {
  result: boolean;
  /** Why not, or what to know although it is valid. */
  message?: string;
  code?: string;
  system?: string;
  version?: string;
  display?: string;
};

export type ValidateOptions = {
  displayLanguage?: string;
  /** A heading is acceptable too. */
  abstract?: boolean;
};

/** CodeSystem/$validate-code: whether the system has the code, and the display is one of its names. */
export async function validateInSystem(
  client: Queryable,
  system: System,
  coding: Coding,
  options: ValidateOptions = {},
): Promise<Validation> {
  const code = coding.code ?? '';
  const about = { code, system: system.url, ...(system.version === null ? {} : { version: system.version }) };
  const concept = await findConcept(client, system, code);
  if (concept === undefined) {
    if (system.content === 'complete') return { ...about, result: false, message: unknownCode(code, system) };
    return { ...about, result: true, message: `${unknownCode(code, system)} ${MAY_BE_ELSEWHERE}` };
  }
  return judged(about, concept, coding, system.language, options);
}

/**
 * ValueSet/$validate-code: whether the coding is in the value set.
 * A code that a part of a code system lacks may stand in the rest of it: it is let through with a message.
 */
export async function validateInValueSet(
  client: Queryable,
  valueSet: JsonObject,
  coding: Coding,
  options: ValidateOptions = {},
): Promise<Validation> {
  const code = coding.code ?? '';
  const about: Omit<Validation, 'result'> = { code };
  try {
    const system = coding.system ?? (await onlySystem(client, valueSet, code));
    if (system === undefined) {
      return { ...about, result: false, message: 'A code without its system is in no value set of several systems.' };
    }
    about.system = system;
    return await lookFor(client, valueSet, { ...coding, system, code }, about, options);
  } catch (error) {
    if (!(error instanceof Problem) || error.issues[0]?.key !== 'system-not-here') throw error;
    return { ...about, result: false, message: `The code system ${about.system} is not on this server.` };
  }
}

/** Whether a value set has a code, whatever it is called; undefined when that cannot be told here. */
export async function includes(client: Queryable, canonical: string, coding: Coding): Promise<boolean | undefined> {
  const { system, code } = coding;
  if (system === undefined || code === undefined) return undefined;
  try {
    const valueSet = await findValueSet(client, canonical);
    return (await validateInValueSet(client, valueSet, { system, code })).result;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

async function lookFor(
  client: Queryable,
  valueSet: JsonObject,
  coding: Coding & { system: string; code: string },
  about: Omit<Validation, 'result'>,
  options: ValidateOptions,
): Promise<Validation> {
  const compiled = await compile(client, valueSet, { candidate: coding });
  const used = compiled.candidate!;
  if (used.version !== undefined) about.version = used.version;
  const concept = used.system === undefined ? undefined : await findConcept(client, used.system, coding.code);
  const code = concept?.code ?? coding.code;
  const assumed = concept === undefined && mayExist(used.system, coding);
  if (assumed) {
    const display = readByGrammar(coding.system, code, options.displayLanguage);
    compiled.literals.push({ system: used.key, code, ...(display === undefined ? {} : { display }) });
  }
  const from = universe(compiled);
  const rows = await ask<Found>(
    client,
    `SELECT ${FOUND} FROM ${from} WHERE ${compiled.condition} AND c.system = ${used.key}
       AND c.code = ${compiled.values.add(code)} LIMIT 1`,
    compiled.values.list,
  );
  const found = rows[0];
  if (found === undefined) return { ...about, result: false, message: notIn(valueSet, coding, used.system, concept) };
  if (found.inactive && compiled.withoutInactive) {
    return {
      ...about,
      result: false,
      message: `The code ${code} is inactive, and the value set has no inactive codes.`,
    };
  }
  const said = compiled.said.get(keyOf(used.key, code));
  const named = {
    ...found,
    display: found.display ?? said?.display ?? null,
    designations: [...(found.designations ?? []), ...saidNames(said)],
  };
  const judgement = judged(about, named, coding, used.system?.language ?? null, options);
  const isUnsure = assumed && said === undefined && !isGrammar(coding.system);
  return judgement.result && isUnsure
    ? { ...judgement, message: `${unknownCode(code, used.system!)} ${MAY_BE_ELSEWHERE}` }
    : judgement;
}

const saidNames = (said: { display?: string; designations?: readonly Designation[] } | undefined): Designation[] => [
  ...(said?.display === undefined ? [] : [{ value: said.display }]),
  ...(said?.designations ?? []),
];

/** Whether a code that the tables lack can be one of the system's. */
function mayExist(system: System | undefined, { system: url, code }: { system: string; code: string }): boolean {
  if (isGrammar(url)) return readByGrammar(url, code) !== undefined;
  return system !== undefined && system.content !== 'complete' && system.content !== 'not-present';
}

/** For a code given without its system: the one system of the value set that has it. */
async function onlySystem(client: Queryable, valueSet: JsonObject, code: string): Promise<string | undefined> {
  const compiled = await compile(client, valueSet, { toList: true });
  const rows = await ask<{ system: number }>(
    client,
    `SELECT DISTINCT c.system FROM ${universe(compiled)} WHERE ${compiled.condition}
       AND c.code = ${compiled.values.add(code)} LIMIT 2`,
    compiled.values.list,
  );
  if (rows.length === 1) return compiled.systems.get(rows[0]!.system)!.url;
  const systems = [...compiled.systems.values()];
  return rows.length === 0 && systems.length === 1 ? systems[0]!.url : undefined;
}

type Named = Pick<ConceptRow, 'code' | 'display' | 'designations' | 'abstract' | 'inactive'>;

function judged(
  about: Omit<Validation, 'result'>,
  concept: Named,
  coding: Coding,
  systemLanguage: string | null,
  options: ValidateOptions,
): Validation {
  const display = displayIn(options.displayLanguage, concept, systemLanguage);
  const judgement: Validation = { ...about, code: concept.code, result: true };
  if (display !== undefined) judgement.display = display;
  if (concept.abstract && options.abstract !== true) {
    return { ...judgement, result: false, message: `${concept.code} is a heading, and is not itself coded with.` };
  }
  if (coding.display !== undefined && !isName(coding.display, concept)) {
    const message = `The display given is not a name of ${concept.code}; its display is “${display ?? ''}”.`;
    return { ...judgement, result: false, message };
  }
  if (concept.inactive) return { ...judgement, message: `The code ${concept.code} is inactive.` };
  return judgement;
}

/** Case and runs of white space make no difference between displays. */
function isName(given: string, concept: Named): boolean {
  const same = (text: string) => text.trim().replace(/\s+/g, ' ').toLowerCase();
  const names = [concept.display, ...(concept.designations ?? []).map(({ value }) => value)];
  const known = names.filter((name) => name !== null);
  return known.length === 0 || known.some((name) => same(name) === same(given));
}

const MAY_BE_ELSEWHERE = 'It is a part of the code system only, so the code may stand in the rest.';

const unknownCode = (code: string, system: System) =>
  `The code system ${system.url} has no code ${code} on this server.`;

function notIn(
  valueSet: JsonObject,
  coding: { system: string; code: string },
  system: System | undefined,
  concept: ConceptRow | undefined,
): string {
  const name = typeof valueSet.url === 'string' ? `the value set ${valueSet.url}` : 'the value set';
  if (isGrammar(coding.system) && readByGrammar(coding.system, coding.code) === undefined) {
    return `${coding.code} is not a code of ${coding.system}.`;
  }
  if (concept === undefined && system?.content === 'complete') return unknownCode(coding.code, system);
  return `The code ${coding.code} of ${coding.system} is not in ${name}.`;
}
