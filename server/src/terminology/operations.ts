import { problem } from '../fhir/issue.ts';
import type { Coding, JsonObject, Resource } from '../fhir/resource.ts';
import type { Queryable } from '../record/index.ts';
import { type ExpandOptions, expand } from './expand.ts';
import { isGrammar } from './grammars.ts';
import { lookup, lookupByGrammar } from './lookup.ts';
import { type Parameters, required } from './parameters.ts';
import { subsumes } from './subsumes.ts';
import { findSystem, findSystemOfResource, type System } from './systems.ts';
import { type TranslateRequest, translate } from './translate.ts';
import { type ValidateOptions, type Validation, validateInSystem, validateInValueSet } from './validate-code.ts';
import { findValueSet, findValueSetOfResource } from './value-set.ts';
import { loadedSystem } from './write.ts';

/** One call of a terminology operation. */
export type TerminologyCall = {
  parameters: Parameters;
  /** Id of the resource, for a call on an instance. */
  id?: string;
  /** Accept-Language: what displays are in when `displayLanguage` is not given. */
  language?: string;
};

export type TerminologyOperation = {
  /** Without the dollar sign. */
  name: string;
  /** Canonical of the OperationDefinition in FHIR R4. */
  definition: string;
  type: 'CodeSystem' | 'ValueSet' | 'ConceptMap';
  levels: readonly ('type' | 'instance')[];
  /** In English, for the API description. */
  summary: string;
  /** Answers 200 with the resource. @throws Problem */
  run(client: Queryable, call: TerminologyCall): Promise<Resource>;
};

const R4 = 'http://hl7.org/fhir/OperationDefinition';

/** The terminology operations, to be mounted under `/fhir/<type>/$name` and `/fhir/<type>/<id>/$name`, GET and POST. */
export const terminologyOperations: readonly TerminologyOperation[] = [
  {
    name: 'expand',
    definition: `${R4}/ValueSet-expand`,
    type: 'ValueSet',
    levels: ['type', 'instance'],
    summary: 'The concepts of a value set, in pages and by words of their names',
    run: runExpand,
  },
  {
    name: 'validate-code',
    definition: `${R4}/ValueSet-validate-code`,
    type: 'ValueSet',
    levels: ['type', 'instance'],
    summary: 'Whether a code is in a value set',
    run: runValidateInValueSet,
  },
  {
    name: 'lookup',
    definition: `${R4}/CodeSystem-lookup`,
    type: 'CodeSystem',
    levels: ['type'],
    summary: 'What a code system says of a code',
    run: runLookup,
  },
  {
    name: 'validate-code',
    definition: `${R4}/CodeSystem-validate-code`,
    type: 'CodeSystem',
    levels: ['type', 'instance'],
    summary: 'Whether a code is in a code system',
    run: runValidateInSystem,
  },
  {
    name: 'subsumes',
    definition: `${R4}/CodeSystem-subsumes`,
    type: 'CodeSystem',
    levels: ['type', 'instance'],
    summary: 'How two codes stand to each other in the hierarchy',
    run: runSubsumes,
  },
  {
    name: 'translate',
    definition: `${R4}/ConceptMap-translate`,
    type: 'ConceptMap',
    levels: ['type', 'instance'],
    summary: 'The codes that a code is in another code system',
    run: runTranslate,
  },
];

async function runExpand(client: Queryable, { parameters, id, language }: TerminologyCall): Promise<Resource> {
  parameters.only([
    ...[
      'url',
      'valueSet',
      'valueSetVersion',
      'filter',
      'date',
      'offset',
      'count',
      'includeDesignations',
      'designation',
    ],
    ...['includeDefinition', 'activeOnly', 'excludeNested', 'excludeNotForUI', 'displayLanguage', 'system-version'],
  ]);
  const options: ExpandOptions = {
    ...given('filter', parameters.text('filter')),
    ...given('offset', parameters.integer('offset')),
    ...given('count', parameters.integer('count')),
    ...given('displayLanguage', parameters.text('displayLanguage') ?? language),
    ...given('activeOnly', parameters.flag('activeOnly')),
    ...given('excludeNotForUI', parameters.flag('excludeNotForUI')),
    ...given('includeDesignations', parameters.flag('includeDesignations')),
    ...given('includeDefinition', parameters.flag('includeDefinition')),
    designation: parameters.texts('designation'),
    systemVersion: parameters.texts('system-version'),
  };
  return expand(client, await valueSetOf(client, parameters, id), options);
}

async function runValidateInValueSet(client: Queryable, call: TerminologyCall): Promise<Resource> {
  const { parameters, id } = call;
  parameters.only([
    ...[
      'url',
      'valueSet',
      'valueSetVersion',
      'code',
      'system',
      'systemVersion',
      'display',
      'coding',
      'codeableConcept',
    ],
    ...['date', 'abstract', 'displayLanguage'],
  ]);
  const codings = codingsOf(parameters);
  const valueSet = await valueSetOf(client, parameters, id);
  return best(codings, (coding) => validateInValueSet(client, valueSet, coding, validateOptions(call)));
}

async function runValidateInSystem(client: Queryable, call: TerminologyCall): Promise<Resource> {
  const { parameters, id } = call;
  parameters.only([
    ...['url', 'codeSystem', 'code', 'version', 'display', 'coding', 'codeableConcept', 'date', 'abstract'],
    'displayLanguage',
  ]);
  const codings = codingsOf(parameters);
  const inline = parameters.resource('codeSystem', 'CodeSystem');
  if (inline !== undefined) return best(codings, async (coding) => inInlineSystem(inline, coding));
  const url = parameters.text('url');
  return best(codings, async (coding) => {
    const named = url ?? coding.system;
    if (id === undefined && named !== undefined && isGrammar(named)) return byGrammar(named, coding);
    const system = await systemFor(client, id, named, parameters.text('version') ?? coding.version);
    if (coding.system !== undefined && !(await isSame(client, system, coding.system))) {
      return {
        result: false,
        message: `The coding is of ${coding.system}, not of ${system.url}.`,
        code: coding.code ?? '',
      };
    }
    return validateInSystem(client, system, coding, validateOptions(call));
  });
}

async function isSame(client: Queryable, system: System, url: string): Promise<boolean> {
  return url === system.url || (await findSystem(client, url))?.url === system.url;
}

function inInlineSystem(codeSystem: Resource, { code, display }: Coding): Validation {
  const concepts = loadedSystem({ url: 'urn:inline', ...codeSystem }, 2)[0]!.concepts;
  const concept = concepts.find((known) => known.code === code);
  if (concept === undefined)
    return { result: false, code: code ?? '', message: `The code system given has no code ${code}.` };
  const names = [concept.display, ...concept.designations.map(({ value }) => value)];
  const isNamed = display === undefined || names.some((name) => name?.toLowerCase() === display.toLowerCase());
  const validation: Validation = { result: isNamed, code: concept.code };
  if (concept.display !== undefined) validation.display = concept.display;
  if (!isNamed) validation.message = `The display given is not a name of ${concept.code}.`;
  return validation;
}

function byGrammar(url: string, { code = '' }: Coding): Validation {
  try {
    lookupByGrammar(url, code);
    return { result: true, code, system: url };
  } catch {
    return { result: false, code, system: url, message: `${code} is not a code of ${url}.` };
  }
}

async function runLookup(client: Queryable, { parameters, language }: TerminologyCall): Promise<Resource> {
  parameters.only(['code', 'system', 'version', 'coding', 'date', 'displayLanguage', 'property']);
  const coding = parameters.coding('coding');
  const url = required(coding?.system ?? parameters.text('system'), 'system and code, or coding');
  const code = required(coding?.code ?? parameters.text('code'), 'system and code, or coding');
  const options = {
    ...given('displayLanguage', parameters.text('displayLanguage') ?? language),
    property: parameters.texts('property'),
  };
  if (isGrammar(url)) return lookupByGrammar(url, code, options);
  return lookup(
    client,
    await systemFor(client, undefined, url, coding?.version ?? parameters.text('version')),
    code,
    options,
  );
}

async function runSubsumes(client: Queryable, { parameters, id }: TerminologyCall): Promise<Resource> {
  parameters.only(['codeA', 'codeB', 'system', 'version', 'codingA', 'codingB']);
  const [codingA, codingB] = [parameters.coding('codingA'), parameters.coding('codingB')];
  const codeA = required(codingA?.code ?? parameters.text('codeA'), 'codeA and codeB, or codingA and codingB');
  const codeB = required(codingB?.code ?? parameters.text('codeB'), 'codeA and codeB, or codingA and codingB');
  const url = parameters.text('system') ?? codingA?.system;
  if (codingA?.system !== codingB?.system && codingA !== undefined && codingB !== undefined) {
    throw problem('invalid', 'systems-differ', { diagnostics: 'Both codings are of one code system.' });
  }
  const system = await systemFor(client, id, url, parameters.text('version') ?? codingA?.version);
  const outcome = await subsumes(client, system, codeA, codeB);
  return { resourceType: 'Parameters', parameter: [{ name: 'outcome', valueCode: outcome }] };
}

async function runTranslate(client: Queryable, { parameters, id }: TerminologyCall): Promise<Resource> {
  parameters.only([
    ...['url', 'conceptMapVersion', 'code', 'system', 'version', 'source', 'coding', 'codeableConcept', 'target'],
    ...['targetsystem', 'reverse'],
  ]);
  const request: TranslateRequest = {
    ...given('resourceId', id),
    ...given('url', parameters.text('url')),
    ...given('version', parameters.text('conceptMapVersion')),
    ...given('source', parameters.text('source')),
    ...given('target', parameters.text('target')),
    ...given('targetSystem', parameters.text('targetsystem')),
    ...given('reverse', parameters.flag('reverse')),
    codings: codingsOf(parameters),
  };
  return translate(client, request);
}

async function valueSetOf(client: Queryable, parameters: Parameters, id: string | undefined): Promise<JsonObject> {
  if (id !== undefined) return findValueSetOfResource(client, id);
  const inline = parameters.resource('valueSet', 'ValueSet');
  if (inline !== undefined) return inline;
  return findValueSet(client, required(parameters.text('url'), 'url or valueSet'), parameters.text('valueSetVersion'));
}

async function systemFor(
  client: Queryable,
  id: string | undefined,
  url: string | undefined,
  version?: string,
): Promise<System> {
  const system =
    id === undefined
      ? await findSystem(client, required(url, 'url or system'), version)
      : await findSystemOfResource(client, id);
  if (system !== undefined && system.content !== 'not-present') return system;
  throw problem('absent', 'system-unknown', { diagnostics: `The code system ${url ?? id} is not on this server.` });
}

function codingsOf(parameters: Parameters): Coding[] {
  const concept = parameters.codeableConcept('codeableConcept');
  if (concept !== undefined) return concept;
  const coding = parameters.coding('coding');
  if (coding !== undefined) return [{ ...coding, ...given('display', coding.display ?? parameters.text('display')) }];
  return [
    {
      code: required(parameters.text('code'), 'code, coding or codeableConcept'),
      ...given('system', parameters.text('system')),
      ...given('version', parameters.text('systemVersion')),
      ...given('display', parameters.text('display')),
    },
  ];
}

function validateOptions({ parameters, language }: TerminologyCall): ValidateOptions {
  return {
    ...given('displayLanguage', parameters.text('displayLanguage') ?? language),
    ...given('abstract', parameters.flag('abstract')),
  };
}

/** Of several codings of one concept, one that is valid is enough; else the first is told of. */
async function best(codings: readonly Coding[], validate: (coding: Coding) => Promise<Validation>): Promise<Resource> {
  let first: Validation | undefined;
  for (const coding of codings) {
    const validation = await validate(coding);
    if (validation.result) return validationParameters(validation);
    first ??= validation;
  }
  return validationParameters(first!);
}

function validationParameters({ result, message, display, code, system, version }: Validation): Resource {
  const parameter: JsonObject[] = [{ name: 'result', valueBoolean: result }];
  if (message !== undefined) parameter.push({ name: 'message', valueString: message });
  if (display !== undefined) parameter.push({ name: 'display', valueString: display });
  if (code !== undefined) parameter.push({ name: 'code', valueCode: code });
  if (system !== undefined) parameter.push({ name: 'system', valueUri: system });
  if (version !== undefined) parameter.push({ name: 'version', valueString: version });
  return { resourceType: 'Parameters', parameter };
}

/** The member, or nothing when it has no value: optional members are absent, not undefined. */
function given<K extends string, V>(name: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [key in K]?: V });
}
