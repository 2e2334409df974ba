import { group, maybe, one, type Shape, text } from './shape.ts';

/** The kinds of value that all messages of the family share. */

/** A code whose list the message itself tells. `only`: those of the list that we know. */
export const cs = (only?: readonly string[]): Shape => ({
  is: 'attributes',
  attributes: { V: 'token', DN: 'string' },
  needs: ['V'],
  ...(only === undefined ? {} : { only }),
});

/** A code of a list that is told by its object identifier. */
export const cv = (only?: readonly string[]): Shape => ({
  is: 'attributes',
  attributes: { V: 'token', S: 'oid', DN: 'string', OT: 'string' },
  needs: ['V', 'S'],
  ...(only === undefined ? {} : { only }),
});

/** What may be said in words only. */
export const cvOrText: Shape = {
  is: 'attributes',
  attributes: { V: 'token', S: 'oid', DN: 'string', OT: 'string' },
  needs: [],
};

export const pq: Shape = { is: 'attributes', attributes: { V: 'decimal', U: 'token' }, needs: ['V'] };

export const mo: Shape = { is: 'attributes', attributes: { V: 'decimal', U: 'token' }, needs: ['V'] };

export const ts: Shape = { is: 'attributes', attributes: { V: 'partialDate' }, needs: ['V'] };

export const url: Shape = { is: 'attributes', attributes: { V: 'uri' }, needs: ['V'] };

/** An identifier and what kind it is: Volven 9051 of organisations, 8116 of persons. */
export const ident = (namespace: string): Shape =>
  group(namespace, [one('Id', text('string', { most: 64 })), one('TypeId', cv())]);

export const address = (namespace: string): Shape =>
  group(namespace, [
    maybe('Type', cs()),
    maybe('StreetAdr'),
    maybe('PostalCode', text('string', { most: 10 })),
    maybe('City'),
    maybe('Postbox'),
    maybe('County', cs()),
    maybe('Country', cs()),
  ]);

export const telecom = (namespace: string): Shape =>
  group(namespace, [maybe('TypeTelecom', cs()), one('TeleAddress', url)]);

export const fk1 = 'http://www.kith.no/xmlstds/felleskomponent1';

/** An object identifier of a Volven list, as it stands in `S`. */
export const volvenOid = (list: number | string): string => `2.16.578.1.12.4.1.1.${list}`;
