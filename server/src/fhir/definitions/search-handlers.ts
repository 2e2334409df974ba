import type { SearchType } from '../search/parameters.ts';

/** Names of functions in search/values/: which one takes a data type for a parameter type. */
const handlers: Partial<Record<SearchType, Record<string, HandlerName>>> = {
  token: {
    ...{ CodeableConcept: 'concept', Coding: 'coding', Identifier: 'identifier', ContactPoint: 'contact' },
    ...{ boolean: 'bool', code: 'plain', string: 'plain', id: 'plain', uri: 'plain' },
  },
  reference: { Reference: 'reference', canonical: 'canonical', uri: 'canonical', Resource: 'inlineResource' },
  string: { HumanName: 'humanName', Address: 'address', string: 'text', markdown: 'text' },
  date: { date: 'date', dateTime: 'date', instant: 'date', Period: 'period', Timing: 'timing' },
  number: { decimal: 'number', integer: 'number', positiveInt: 'number', unsignedInt: 'number', Range: 'numberRange' },
  quantity: { Quantity: 'quantity', Age: 'quantity', Duration: 'quantity', Money: 'money', Range: 'range' },
  uri: { uri: 'uri', url: 'uri', canonical: 'uri' },
  special: { 'Location.position': 'position' },
};

/**
 * The function for a parameter type and a data type; undefined where R4 says nothing of the pair, which then yields
 * nothing: a date parameter on a string or an age (`Procedure.performedString`), a quantity on SampledData.
 */
export function handlerOf(type: SearchType, dataType: string): HandlerName | undefined {
  return handlers[type]?.[dataType];
}

/** How the first part of a composite, which is always a token, gives its forms. */
export const formHandlers: Record<string, string> = {
  ...{ CodeableConcept: 'conceptForms', Coding: 'codingForms', code: 'plainForms', string: 'plainForms' },
};

/** What the second part is paired to those forms with. */
export const pairHandlers: Partial<Record<SearchType, Record<string, string>>> = {
  token: { CodeableConcept: 'conceptPairs', boolean: 'boolPairs' },
  reference: { Reference: 'referencePairs' },
  quantity: { Quantity: 'quantityPairs', Range: 'rangePairs' },
};

export type HandlerName =
  | ('concept' | 'coding' | 'identifier' | 'contact' | 'bool' | 'plain')
  | ('reference' | 'canonical' | 'inlineResource' | 'humanName' | 'address' | 'text' | 'uri')
  | ('date' | 'period' | 'timing' | 'number' | 'numberRange' | 'quantity' | 'money' | 'range' | 'position');
