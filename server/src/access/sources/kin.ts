import { codeAt, codingsAt, periodAt } from '../reading.ts';
import { systems } from '../rules/codes.ts';
import { dataOf, recorderOf, type Source } from './fact.ts';
import { identitiesOf } from './patient.ts';

const parents = new Set(['MO', 'FA', 'FM']);
const responsible = new Set(['felles', 'mor', 'far', 'medmor', 'andre']);

/**
 * Who has parental responsibility, and what limits it. Only as the registers say: what a person wrote gives nobody a
 * child's record.
 */
export const kinFacts: Source = (resource) => {
  if (resource.active === false || recorderOf(resource) !== undefined) return [];
  const { relationship } = resource;
  const has = responsible.has(codeAt(relationship, systems.parentalResponsibility) ?? '');
  const limits = [...codingsAt(relationship)].flatMap(({ system, code }) =>
    system === systems.parentalLimit ? code : [],
  );
  if (!has && limits.length === 0 && !parents.has(codeAt(relationship, systems.kinship) ?? '')) return [];
  const data = dataOf({ relatedPerson: resource.id, parentalResponsibility: has, limits: limits.length > 0 && limits });
  return identitiesOf(resource.identifier).map((person) => ({
    kind: 'custody',
    person,
    ...periodAt(resource.period),
    data,
  }));
};
