import { cv } from '../kith.ts';
import { group, maybe, one, type Root, text } from '../shape.ts';

/** Volven 7500: renewed, stopped, renewed with a change, other, administrative. */
const reasons = ['1', '2', '3', '4', '5'];

const ns = 'http://www.kith.no/xmlstds/eresept/m5/2013-04-16';

/** M5, a prescription is not to be dispensed any more. @source eResept 2.5, M5 2013-04-16 */
export const recall: Root = {
  namespace: ns,
  name: 'Tilbakekalling',
  shape: group(ns, [
    one('ReseptId', text('string', { most: 64 })),
    maybe('Merknad', text('string', { most: 500 })),
    one('Arsak', cv(reasons)),
    maybe('NyReseptId', text('string', { most: 64 })),
  ]),
};
