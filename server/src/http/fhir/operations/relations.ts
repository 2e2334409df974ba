import type { Relation } from '../../../access/facts.ts';
import { factsOfRows, relationKinds } from '../../../access/facts-of-rows.ts';
import { relation as relationRule } from '../../../access/rules/limits.ts';
import type { JsonObject } from '../../../fhir/resource.ts';
import { findCurrent } from '../../../record/index.ts';
import { see } from '../judging.ts';
import type { FhirRequest, FhirResponse } from '../message.ts';
import type { FhirService } from '../service.ts';
import type { FhirOperation, OperationCall } from './operation.ts';
import { parametersOf } from './parameters.ts';
import { answeredFrom, type Called, sourceOf } from './record-call.ts';

/** Patient/[id]/$care-relations: who has to do with this citizen, as far as the caller may see what says so. */
export const careRelations: FhirOperation = {
  name: 'care-relations',
  definition: 'https://enjournal.no/fhir/OperationDefinition/patient-care-relations',
  at: [{ level: 'instance', types: ['Patient'] }],
  get: true,
  summary: 'The care relations of a record: what kind, whose, since when, and what they come from',
  async run(service: FhirService, call: OperationCall): Promise<FhirResponse> {
    const { request, id = '' } = call;
    const parameters = parametersOf(request);
    parameters.only(['ended']);
    const withEnded = parameters.flag('ended') ?? false;
    const line = { interaction: '$care-relations', type: 'Patient', id };
    return answeredFrom(service, call, line, true, async (opened) => {
      const now = service.now();
      const shown = (await visibleRelations(service, request, opened))
        .map((relation) => ({ relation, holds: isInForce(relation, now) }))
        .filter(({ holds }) => holds || withEnded)
        .sort((a, b) => Number(b.holds) - Number(a.holds) || b.relation.from - a.relation.from);
      const sources = shown.map(({ relation: { source } }) => source).join(',');
      const parameters = shown.map(({ relation, holds }) => ({ name: 'relation', part: partsOf(relation, holds) }));
      return { parameters, line: { shown: sources } };
    });
  },
};

export function isInForce({ kind, isActive, from, to }: Relation, now: number): boolean {
  const more = kind === 'appointment' ? relationRule.at(now).value.appointmentMs : 0;
  return isActive && from - more <= now && now < to + more;
}

/** A relation and the resource that makes it. */
export type Sourced = Relation & { source: string };

/** The record's relations, with what they come from. */
export function relationsOf({ known, actor }: Called, now: number): Sourced[] {
  const rows = known.rows.filter(({ kind }) => (relationKinds as readonly string[]).includes(kind));
  const { relations } = factsOfRows(rows, { now, actor, interaction: 'read' });
  return relations.map((relation, i) => ({ ...relation, source: sourceOf(rows[i]!) }));
}

/** Those whose resource the caller may see: that somebody is in treatment somewhere must not be told by another way. */
export async function visibleRelations(
  service: FhirService,
  request: FhirRequest,
  opened: Called,
): Promise<readonly Sourced[]> {
  const { actor } = opened;
  const isControl = actor.kind === 'staff' && actor.role === 'loggkontroll';
  const all = relationsOf(opened, service.now());
  if (actor.kind === 'system') return all;
  const relations = all.filter(({ kind }) => kind !== 'log-case' || isControl);
  const sources = [...new Set(relations.map(({ source }) => source))];
  const keys = sources.map((source) => ({ type: source.split('/')[0]!, id: source.split('/')[1]! }));
  const found = await findCurrent(service.database.reader, keys, false);
  const visible = new Set(
    sources.filter((_, i) => {
      const current = found[i]!;
      return current.state === 'current' && see(service, request, { ...keys[i]!, ...current }, opened).is === 'shown';
    }),
  );
  return relations.filter(({ source }) => visible.has(source));
}

function partsOf({ kind, unit, person, from, to, source }: Sourced, holds: boolean): JsonObject[] {
  const parts: JsonObject[] = [{ name: 'kind', valueCode: kind }];
  if (unit !== '') parts.push({ name: 'organization', valueReference: { reference: withType(unit, 'Organization') } });
  if (person !== undefined) {
    parts.push({ name: 'person', valueReference: { reference: withType(person, 'Practitioner') } });
  }
  const period: JsonObject = {};
  if (Number.isFinite(from)) period.start = new Date(from).toISOString();
  if (Number.isFinite(to)) period.end = new Date(to).toISOString();
  parts.push({ name: 'period', valuePeriod: period }, { name: 'active', valueBoolean: holds });
  parts.push({ name: 'source', valueReference: { reference: source } });
  return parts;
}

/** Facts name organisations and persons by their ids alone, and everything else with its type. */
export const withType = (name: string, type: string): string => (name.includes('/') ? name : `${type}/${name}`);
