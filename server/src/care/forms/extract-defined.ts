import { valueIn } from './answers.ts';
import { extensions, extensionValue } from './extensions.ts';
import type { Extracted } from './extract.ts';
import type { FormNode } from './nodes.ts';
import type { FormState } from './state.ts';

type Made = Extracted['resource'];

/**
 * Resources that the items' definitions describe: of a group (or the whole form) with an extraction context, one resource; each answer
 * below whose `definition` is `…StructureDefinition/Type#Type.a.b` stands at that path. Simple paths only: elements of elements, and of
 * lists the first.
 */
export function definedResources({ form, nodes }: FormState, common: object): Extracted[] {
  const type = contextOf(form.questionnaire);
  if (type !== undefined) return made(type, nodes, common);
  return contexts(nodes).flatMap(([of, group]) => made(of, group, common));
}

const contextOf = (of: Parameters<typeof extensionValue>[0]): string | undefined =>
  extensionValue<string>(of, extensions.itemExtractionContext);

function contexts(nodes: readonly FormNode[]): [type: string, group: readonly FormNode[]][] {
  return nodes.flatMap((node) => {
    if (!node.enabled) return [];
    const type = contextOf(node.item.raw);
    return node.groups.flatMap((group) =>
      type === undefined ? contexts(group) : [[type, group] as [string, readonly FormNode[]]],
    );
  });
}

function made(type: string, group: readonly FormNode[], common: object): Extracted[] {
  const members: Made = { resourceType: type };
  const visit = (nodes: readonly FormNode[]): void => {
    for (const { enabled, item, answers, groups } of nodes) {
      if (!enabled) continue;
      const path = new RegExp(`StructureDefinition/${type}#${type}\\.([A-Za-z.[\\]]+)$`).exec(
        item.raw.definition ?? '',
      )?.[1];
      const value = answers.map(valueIn).filter((one) => one !== undefined);
      if (path !== undefined && value.length > 0) put(members, path.replace('[x]', '').split('.'), value, answers[0]!);
      groups.forEach(visit);
    }
  };
  visit(group);
  return Object.keys(members).length > 1 ? [{ resource: { ...members, ...ownership(type, common) } }] : [];
}

/** Members that are lists, of the types that forms make. */
const lists = new Set([
  'category',
  'note',
  'identifier',
  'name',
  'telecom',
  'reasonCode',
  'performer',
  'given',
  'coding',
  'line',
]);
const choices = new Set(['value', 'effective', 'onset', 'abatement', 'occurrence', 'performed', 'deceased']);
const concepts = new Set([
  'code',
  'category',
  'reasonCode',
  'reaction',
  'relationship',
  'severity',
  'bodySite',
  'vaccineCode',
]);

function put(into: { [member: string]: unknown }, [name, ...rest]: string[], values: unknown[], answer: object): void {
  if (name === undefined) return;
  if (rest.length > 0) {
    const stands = into[name];
    const below = (Array.isArray(stands) ? stands[0] : stands) ?? {};
    into[name] = lists.has(name) ? [below] : below;
    put(below as { [member: string]: unknown }, rest, values, answer);
    return;
  }
  const type = Object.keys(answer).find((member) => member.startsWith('value'))!;
  const member = choices.has(name) ? `${name}${type.slice('value'.length)}` : name;
  const shaped = values.map((value) =>
    type === 'valueCoding' && concepts.has(name)
      ? { coding: [value] }
      : type === 'valueString' && name === 'note'
        ? { text: value }
        : value,
  );
  into[member] = lists.has(name) ? shaped : shaped[0];
}

const byPatient = new Set(['AllergyIntolerance', 'Immunization', 'Device', 'FamilyMemberHistory']);

function ownership(type: string, common: object): object {
  const { subject, ...other } = common as { subject?: unknown };
  return byPatient.has(type) ? { ...other, patient: subject } : common;
}
