import { cs, pq } from '../kith.ts';
import { any, group, maybe, one, type Part, type Root, type Shape, text } from '../shape.ts';

/** M9.5 and M9.6: a prescriber asks which prescriptions a person has, and is told. @source eResept 2.5, 2021-02-01 */
const ask = 'http://www.ehelse.no/xmlstds/eresept/m95/2021-02-01';
const told = 'http://www.ehelse.no/xmlstds/eresept/m96/2021-02-01';
const shape = (...parts: Part[]): Shape => group(told, parts);

export const listRequest: Root = {
  namespace: ask,
  name: 'M95',
  shape: group(ask, [
    maybe('Fnr', text('string', { most: 11 })),
    one('AlleResepter', cs(['1', '2'])),
    any('RefNr'),
    one('Komprimering', text('int')),
  ]),
};

/** Volven 7408: how a prescription stands. E may be dispensed, U is being dispensed; T recalled, F out of date, R done, A B X H stand otherwise. */
const standings = ['A', 'B', 'E', 'F', 'H', 'R', 'T', 'U', 'X'];

const dispensing = shape(
  maybe('Varenr'),
  one('NavnFormStyrke'),
  maybe('Pakningsstr', pq),
  one('AntallPakningerUtlevertTotalt', text('decimal')),
  one('AntallPakningerUtlevertSiste', text('decimal')),
  one('TidspunktSisteUtlevering', text('dateTime')),
);

export const list: Root = {
  namespace: told,
  name: 'M96',
  shape: shape(
    maybe('PasientInfo', shape(one('Fnr'), any('AndreFnr'))),
    maybe('LastResept', text('boolean')),
    maybe('Pasientreservasjon', text('boolean')),
    maybe('StatusSok', cs()),
    any(
      'Listeelement',
      shape(
        one('ReseptId'),
        maybe('NavnUtleverer'),
        maybe('SendtSLVDato', text('date')),
        one('Status', cs(standings)),
        maybe('StatusSoknadSlv', cs()),
        maybe('Tilbakekalling', shape(maybe('Tidspunkt', text('dateTime')), one('Arsak', cs()), maybe('Merknad'))),
        maybe('Fornying', shape(maybe('NyReseptId'), maybe('ForrigeReseptId'))),
        maybe('Seponering', shape(one('Tidspunkt', text('dateTime')), one('Arsak', cs()), maybe('Merknad'))),
        any('Utlevering', dispensing),
      ),
    ),
  ),
};
