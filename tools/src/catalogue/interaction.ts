import type { Coding, JsonObject, Resource } from '../../../server/src/fhir/resource.ts';
import { childOf, childrenOf, type Element } from '../terminology/xml.ts';
import type { Entry } from './entries.ts';
import { codingAt, compact, extensionOf, fest, idOf, own, textAt, textsAt, volven } from './reading.ts';

/**
 * An interaction between groups of substances as a MedicinalProductInteraction: it is between a substance of one group and one
 * of another, never inside one. What nobody has assessed is told outright, for silence would read as safe.
 */
export function interactionOf({ id, at, content }: Entry): Resource {
  const element = content!;
  const common = { resourceType: 'MedicinalProductInteraction', id: idOf(id) };
  const time = { url: extensionOf('catalogue-time'), valueString: at };
  if (element.name === 'InteraksjonIkkeVurdert') {
    const atc = codingAt(element, 'Atc', 7180);
    return {
      ...common,
      extension: [time],
      interactant: [{ itemCodeableConcept: conceptOf(atc === undefined ? [] : [atc], atc?.display) }],
      type: { coding: [{ system: own('interaction-relevance'), code: 'not-assessed' }] },
    } as unknown as Resource;
  }
  const evidence = codingAt(element, 'Kildegrunnlag', 7485);
  const management = textAt(element, 'Handtering');
  const part = (name: string, value: string | undefined): JsonObject[] =>
    value === undefined ? [] : [{ url: extensionOf(name), valueString: value }];
  return compact({
    ...common,
    extension: [
      time,
      ...(evidence === undefined
        ? []
        : [{ url: extensionOf('interaction-evidence'), valueCoding: evidence as JsonObject }]),
      ...part('interaction-situation', textAt(element, 'Situasjonskriterium')),
      ...part('interaction-mechanism', textAt(element, 'Interaksjonsmekanisme')),
    ],
    interactant: groupsOf(element).flatMap(({ name, substances }) =>
      substances.map((substance) => ({
        extension: [{ url: extensionOf('substance-group'), valueString: name }],
        itemCodeableConcept: substance,
      })),
    ),
    type: { coding: [codingOfRelevance(element)] },
    effect: { text: textAt(element, 'KliniskKonsekvens') },
    management: management === undefined ? undefined : { text: management },
  }) as unknown as Resource;
}

function codingOfRelevance(element: Element): Coding {
  const { V = '', DN } = childOf(element, 'Relevans')?.attributes ?? {};
  return { system: volven(7483), code: V, ...(DN ? { display: DN } : {}) };
}

/** The groups, each by a name of its own in this interaction. */
function groupsOf(element: Element): { name: string; substances: JsonObject[] }[] {
  const taken = new Set<string>();
  return childrenOf(element, 'Substansgruppe').map((group, i) => {
    const said = textAt(group, 'Navn') ?? `Gruppe ${i + 1}`;
    const name = taken.has(said) ? `${said} (${i + 1})` : said;
    taken.add(name);
    const substances = childrenOf(group, 'Substans').map((one) => {
      const atc = codingAt(one, 'Atc', 7180);
      const known = textsAt(one, 'RefVirkestoff').map((code) => ({ system: fest.substance, code }));
      return conceptOf([...(atc === undefined ? [] : [atc]), ...known], textAt(one, 'Substans'));
    });
    return { name, substances };
  });
}

const conceptOf = (coding: readonly Coding[], text: string | undefined): JsonObject =>
  compact({ coding: [...coding], text });
