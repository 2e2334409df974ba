import type { Json, JsonObject, Resource } from '../../fhir/resource.ts';
import { codeAt, codingsAt, extensionAt, listAt, periodAt } from '../reading.ts';
import { extensionOf, systems } from '../rules/codes.ts';
import { dataOf, type Fact, recorderOf, type Source } from './fact.ts';
import { identitiesOf } from './patient.ts';

const parents = new Set(['MO', 'FA', 'FM']);
const responsible = new Set(['felles', 'mor', 'far', 'medmor', 'andre']);

/**
 * Who has parental responsibility, and what limits it; since when and until when is said of the person, or of one relationship alone
 * (`relationship-period`): a decision by the child welfare service has its own time. Only as the registers say: what a person wrote
 * gives nobody a child's record.
 */
export const kinFacts: Source = (resource) => {
  if (resource.active === false || recorderOf(resource) !== undefined) return [];
  const { relationship } = resource;
  const has = responsible.has(codeAt(relationship, systems.parentalResponsibility) ?? '');
  const whole = periodAt(resource.period);
  const timed = limitsOf(resource).map((one) => ({ ...one, own: extensionAt(one.concept, period)?.valuePeriod }));
  const always = timed.filter(({ own }) => own === undefined).map(({ code }) => code);
  const people = identitiesOf(resource.identifier);
  const facts = (times: { from: number; to: number }, more: Record<string, unknown>): Fact[] =>
    people.map((person) => ({
      kind: 'custody',
      person,
      ...times,
      data: dataOf({ relatedPerson: resource.id, ...more }),
    }));
  const isKin = has || always.length > 0 || parents.has(codeAt(relationship, systems.kinship) ?? '');
  return [
    ...(isKin ? facts(whole, { parentalResponsibility: has, limits: always.length > 0 && always }) : []),
    ...timed.flatMap(({ code, own }) => (own === undefined ? [] : facts(within(whole, own), { limits: [code] }))),
  ];
};

const period = extensionOf('relationship-period');

const limitsOf = ({ relationship }: Resource): { concept: JsonObject; code: string }[] =>
  listAt(relationship).flatMap((concept) =>
    [...codingsAt(concept)].flatMap(({ system, code }) =>
      system === systems.parentalLimit ? [{ concept, code }] : [],
    ),
  );

function within(whole: { from: number; to: number }, own: Json): { from: number; to: number } {
  const { from, to } = periodAt(own);
  return { from: Math.max(whole.from, from), to: Math.min(whole.to, to) };
}
