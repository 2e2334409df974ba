import { cs, cv, fk1, ident } from '../kith.ts';
import { any, either, group, maybe, one, type Root, text } from '../shape.ts';
import { prescriptionMedicine } from './prescription.ts';

/** What a pharmacy has handed out of a prescription; also base64 in M25.3. @source eResept 2.5, Utlevering 2013-10-08 */
const ul = 'http://www.kith.no/xmlstds/eresept/utlevering/2013-10-08';

const intervention = any(
  'Intervensjon',
  group(ul, [
    maybe('Kode', cv()),
    maybe('EndringsType', cs()),
    maybe('KonfKunde', text('boolean')),
    maybe('KonfLege', ident(fk1)),
    maybe('Begrunnelse'),
  ]),
);

export const handedOut: Root = {
  namespace: ul,
  name: 'Utlevering',
  shape: group(ul, [
    one('ReseptId'),
    one('Utleveringsdato', text('date')),
    one('Annullering', text('boolean')),
    maybe('Avsluttet', cs()),
    maybe('ByttereservasjonKunde', text('boolean')),
    maybe('AnnulleringsId'),
    maybe('Batchnr'),
    maybe('ReseptDokLegemiddel', prescriptionMedicine.shape, prescriptionMedicine.namespace),
    one('Utleverer', group(ul, [one('HerId', ident(fk1)), one('Navn')])),
    intervention,
  ]),
};

const m6 = 'http://www.kith.no/xmlstds/eresept/m6/2013-10-08';

/** M6, the pharmacy tells the prescriber that it has handed out. @source eResept 2.5, M6 2013-10-08 */
export const dispensingReport: Root = {
  namespace: m6,
  name: 'UtleveringsrapportRekvirent',
  shape: group(m6, [one('Utlevering', handedOut.shape, ul), one('ReferanseM10')]),
};

const m97 = 'http://www.ehelse.no/xmlstds/eresept/m97/2018-07-01';
const m98 = 'http://www.ehelse.no/xmlstds/eresept/m98/2018-07-01';

/** M9.7, how often has this prescription been dispensed? @source eResept 2.5, M9.7 2018-07-01 */
export const dispensingsRequest: Root = {
  namespace: m97,
  name: 'M97',
  shape: group(m97, [one('ReseptId'), one('Komprimering', text('int'))]),
};

/** M9.8, so often; or there is no such prescription; or the patient does not let it be told. @source eResept 2.5, M9.8 2018-07-01 */
export const dispensings: Root = {
  namespace: m98,
  name: 'M98',
  shape: group(m98, [
    either(
      maybe('IngenResept', text('boolean')),
      maybe('AntallUtleveringer', text('int')),
      maybe('Pasientreservasjon', text('boolean')),
    ),
  ]),
};
