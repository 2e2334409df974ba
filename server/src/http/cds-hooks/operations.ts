import * as limits from '../../access/rules/limits.ts';
import { type Hook, hooks, isAdvice, keySystem } from '../../care/advice/index.ts';
import { parametersNamed } from '../../care/process.ts';
import { problem } from '../../fhir/issue.ts';
import { dayOfTime } from '../../fhir/norwegian/day.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { typeNumber } from '../../fhir/types.ts';
import { careContext } from '../fhir/care-context.ts';
import { languageOf } from '../fhir/language.ts';
import { type FhirResponse, resource } from '../fhir/message.ts';
import { parsedBody } from '../fhir/negotiate.ts';
import type { FhirOperation, OperationCall } from '../fhir/operations/operation.ts';
import { parametersOf } from '../fhir/operations/parameters.ts';
import type { FhirService } from '../fhir/service.ts';
import { type Answered, askRules, readRecord } from './ask.ts';
import { askOutside } from './outside.ts';
import { type Rates, ratesOf, tellOutcome } from './use.ts';

const ours = 'https://enjournal.no/fhir/OperationDefinition';
const MOST_DRAFTS = 30;

/** What is asked about: when, and what is about to be ordered. @throws Problem invalid */
export function askedIn({ request }: OperationCall): { hook: Hook; drafts: Resource[] } {
  const body = parsedBody(request).value as Resource;
  const [hook] = parametersNamed(body, 'hook');
  const drafts = parametersNamed(body, 'draft') as Resource[];
  if (!hooks.some((one) => one === hook)) throw invalid('hook', `hook is one of ${hooks.join(', ')}.`);
  if (drafts.length > MOST_DRAFTS || drafts.some((one) => !ORDERS.has(one?.resourceType))) {
    throw invalid('draft', `At most ${MOST_DRAFTS} MedicationRequests or ServiceRequests.`);
  }
  return { hook: hook as Hook, drafts };
}

const ORDERS = new Set(['MedicationRequest', 'ServiceRequest']);

const invalid = (name: string, diagnostics: string) =>
  problem('invalid', 'parameter-value', { diagnostics, expression: `Parameters.parameter.where(name = '${name}')` });

const advice: FhirOperation = {
  name: 'advice',
  definition: `${ours}/Patient-advice`,
  at: [{ level: 'instance', types: ['Patient'] }],
  get: false,
  summary: 'What the rules of decision support say of a record, or of what is about to be ordered in it',
  async run(service, call) {
    const { hook, drafts } = askedIn(call);
    const context = careContext(service, call.request);
    const record = await readRecord(context, call.id!, await service.advice.knowledge());
    const asker = `${call.request.actor.id} ${call.id}`;
    const told = await askRules(service, { hook, record, drafts, now: context.now, asker });
    const language = languageOf(call.request.headers['accept-language']);
    return resource(200, {
      resourceType: 'Parameters',
      parameter: [
        ...told.advice.map((one) => adviceParameter(one, language)),
        { name: 'rules', valueInteger: told.rules },
        { name: 'failed', valueInteger: told.failed },
      ],
    });
  },
};

function adviceParameter(one: Answered, language: 'nb' | 'nn' | 'en'): JsonObject {
  const { rule, source, override } = one;
  return {
    name: 'advice',
    part: [
      { name: 'card', valueUuid: `urn:uuid:${one.card}` },
      { name: 'rule', valueCanonical: `${rule.url}|${rule.version}` },
      { name: 'name', valueString: rule.title[language] },
      { name: 'grade', valueCode: one.grade },
      { name: 'title', valueString: one.title[language] },
      ...(one.detail[language].trim() === '' ? [] : [{ name: 'detail', valueString: one.detail[language] }]),
      { name: 'source', valueString: source.label },
      ...(source.url === undefined ? [] : [{ name: 'sourceUrl', valueUri: source.url }]),
      { name: 'key', valueIdentifier: { system: keySystem, value: one.key } },
      ...one.about.map((reference) => ({ name: 'about', valueReference: { reference } })),
      ...one.suggestions.map(({ id, title, actions }) => ({
        name: 'suggestion',
        part: [
          { name: 'id', valueString: id },
          { name: 'title', valueString: title[language] },
          ...actions.map((action) => ({
            name: 'action',
            part: [
              { name: 'type', valueCode: action.type },
              action.type === 'delete'
                ? { name: 'reference', valueReference: { reference: action.reference } }
                : { name: 'resource', resource: action.resource },
            ],
          })),
        ],
      })),
      ...(override === undefined
        ? []
        : [
            {
              name: 'override',
              part: [
                { name: 'reason', valueCodeableConcept: override.reason },
                { name: 'by', valueString: override.by },
                { name: 'at', valueDateTime: override.at },
                { name: 'issue', valueReference: { reference: override.reference } },
              ],
            },
          ]),
    ],
  } as unknown as JsonObject;
}

const outsideAdvice: FhirOperation = {
  name: 'outside-advice',
  definition: `${ours}/Patient-outside-advice`,
  at: [{ level: 'instance', types: ['Patient'] }],
  get: false,
  summary: 'What services of others say that the organisation has approved, by CDS Hooks',
  run: async (service, call) => resource(200, await askOutside(service, call)),
};

const feedback: FhirOperation = {
  name: 'advice-feedback',
  definition: `${ours}/advice-feedback`,
  at: [{ level: 'system', types: '*' }],
  get: false,
  summary: 'What became of a piece of advice: followed, or not and why. Counted, never of whom',
  async run(service, call) {
    const parameters = parametersOf(call.request);
    parameters.only(['card', 'outcome', 'reason']);
    const card = parameters.text('card')?.replace(/^urn:uuid:/, '') ?? '';
    const outcome = parameters.text('outcome');
    if (outcome !== 'accepted' && outcome !== 'overridden') throw invalid('outcome', 'accepted or overridden.');
    if (!UUID.test(card)) throw invalid('card', 'The card that was given out.');
    const reason = parameters.text('reason');
    if (reason !== undefined && !CODE.test(reason)) throw invalid('reason', 'A code.');
    const isKnown = await tellOutcome(service.database.writer, { card, outcome, reason });
    if (!isKnown)
      throw problem('absent', 'advice-card-unknown', { diagnostics: 'There is no such card, or not any more.' });
    return resource(200, { resourceType: 'Parameters', parameter: [{ name: 'outcome', valueCode: outcome }] });
  },
};

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const CODE = /^[a-z0-9-]{1,60}$/i;

/** Role of those who keep content. */
const EDITOR = 'innholdsredaktor';

const isEditor = ({ actor }: OperationCall['request']): boolean =>
  (actor.kind === 'staff' && (actor.role === EDITOR || actor.role === 'kommuneoverlege')) || actor.kind === 'system';

const rules: FhirOperation = {
  name: 'advice-rules',
  definition: `${ours}/PlanDefinition-advice-rules`,
  at: [{ level: 'type', types: ['PlanDefinition'] }],
  get: true,
  summary: 'The rules of decision support: version, source, whether they are in use or broken, and how they fare',
  async run(service, call) {
    if (call.request.actor.kind === 'citizen') throw refused();
    return rulesAnswer(service, call);
  },
};

const setRule: FhirOperation = {
  name: 'use-rule',
  definition: `${ours}/PlanDefinition-use-rule`,
  at: [{ level: 'instance', types: ['PlanDefinition'] }],
  get: false,
  summary: 'Takes a rule of decision support out of use, or into use again',
  async run(service, call) {
    const parameters = parametersOf(call.request);
    parameters.only(['active', 'reason']);
    const isActive = parameters.flag('active');
    const reason = parameters.text('reason')?.trim();
    const id = call.id!;
    const isAllowed = isEditor(call.request);
    await service.log.append({
      actor: call.request.actor,
      interaction: '$use-rule',
      decision: isAllowed ? 'permit' : 'deny:not-administrator',
      basis: 'administration',
      stream: 'security',
      detail: Buffer.from(JSON.stringify({ rule: id, active: isActive })).toString('base64'),
    });
    if (!isAllowed) throw refused();
    if (isActive === undefined) throw invalid('active', 'true or false.');
    if (!isActive && (reason ?? '') === '') throw invalid('reason', 'Why it is taken out of use.');
    const known = await storedRules(service);
    if (!known.some((rule) => rule.id === id))
      throw problem('absent', 'rule-unknown', { diagnostics: 'No such rule.' });
    await service.database.writer.query(
      `INSERT INTO advice_state (rule, version, author, is_active, reason)
       SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4 FROM advice_state WHERE rule = $1`,
      [id, call.request.actor.id, isActive, reason ?? null],
    );
    service.advice.forget();
    return rulesAnswer(service, call);
  },
};

const refused = () => problem('forbidden', 'op-not-allowed', { diagnostics: 'Those who edit content do this.' });

async function storedRules(service: FhirService): Promise<Resource[]> {
  const { rows } = await service.database.reader.query<{ content: string }>(
    'SELECT content FROM resource WHERE type = $1 ORDER BY seq',
    [typeNumber('PlanDefinition')],
  );
  return rows.map(({ content }) => JSON.parse(content) as Resource).filter(isAdvice);
}

type State = { rule: string; is_active: boolean; at: Date; author: string; reason: string | null };

async function rulesAnswer(service: FhirService, { request }: OperationCall): Promise<FhirResponse> {
  const { reader } = service.database;
  const language = languageOf(request.headers['accept-language']);
  const [knowledge, stored, rates, states] = await Promise.all([
    service.advice.knowledge(),
    storedRules(service),
    ratesOf(reader),
    reader.query<State>(
      'SELECT DISTINCT ON (rule) rule, is_active, at, author, reason FROM advice_state ORDER BY rule, version DESC',
    ),
  ]);
  const { smallestGroup } = limits.research.at(service.now()).value;
  /** In whole groups, downwards: neither that there is one nor that there is one more can be seen. */
  const inGroups = (count = 0): number => count - (count % smallestGroup);
  const figuresOf = ({ reasons = {}, ...counts }: Partial<Rates> = {}): JsonObject[] => [
    ...(['shown', 'applied', 'overridden'] as const).map((name) => ({ name, valueInteger: inGroups(counts[name]) })),
    ...Object.entries(reasons).flatMap(([code, count]) =>
      inGroups(count) === 0
        ? []
        : {
            name: 'reason',
            part: [
              { name: 'code', valueCode: code },
              { name: 'count', valueInteger: inGroups(count) },
            ],
          },
    ),
  ];
  // how they fare is for who keeps them: others work in the records that the figures are of
  const mayChange = isEditor(request);
  const parameter = stored.map((plan): JsonObject => {
    const id = String(plan.id);
    const state = states.rows.find(({ rule }) => rule === id);
    const isActive = plan.status === 'active' && state?.is_active !== false;
    const broken = knowledge.broken.find((one) => one.id === id)?.what ?? service.advice.failureOf(id);
    const source = ((plan.relatedArtifact ?? []) as JsonObject[]).filter(({ type }) => type === 'citation');
    return {
      name: 'rule',
      part: [
        { name: 'id', valueId: id },
        { name: 'title', valueString: inLanguage(plan, 'title', language) },
        { name: 'description', valueString: inLanguage(plan, 'description', language) },
        { name: 'version', valueString: String(plan.version ?? '1') },
        { name: 'date', valueDate: dayOfTime(String(plan.date ?? '')) },
        { name: 'active', valueBoolean: isActive },
        ...(broken === undefined ? [] : [{ name: 'broken', valueString: broken }]),
        ...source.map(({ display, url }) => ({
          name: 'source',
          part: [
            { name: 'label', valueString: display ?? '' },
            ...(url === undefined ? [] : [{ name: 'url', valueUri: url }]),
          ],
        })),
        ...(mayChange ? figuresOf(rates.get(id)) : []),
        ...(state === undefined
          ? []
          : [
              { name: 'changed', valueInstant: state.at.toISOString() },
              ...(state.reason === null ? [] : [{ name: 'why', valueString: state.reason }]),
            ]),
      ],
    } as unknown as JsonObject;
  });
  return resource(200, {
    resourceType: 'Parameters',
    parameter: [...parameter, { name: 'mayChange', valueBoolean: mayChange }],
  });
}

function inLanguage(plan: Resource, member: string, language: string): string {
  const translations = ((plan[`_${member}`] as JsonObject | undefined)?.extension ?? []) as JsonObject[];
  for (const { extension } of translations) {
    const parts = (extension ?? []) as JsonObject[];
    if (parts.some(({ url, valueCode }) => url === 'lang' && valueCode === language)) {
      return String(parts.find(({ url }) => url === 'content')?.valueString ?? '');
    }
  }
  return String(plan[member] ?? '');
}

export const adviceOperations: readonly FhirOperation[] = [advice, outsideAdvice, feedback, rules, setRule];
