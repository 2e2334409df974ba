import { address, cs, cv, fk1, ident, pq } from '../kith.ts';
import { group, maybe, one, type Part, type Root, type Shape, text } from '../shape.ts';
import { prescribed, prescribedNamespace } from './prescribed.ts';

/** M1, a prescription. @source eResept 2.5, M1 2013-10-08 */
const ns = 'http://www.kith.no/xmlstds/eresept/m1/2013-10-08';
const shape = (...parts: Part[]): Shape => group(ns, parts);
const flag = (name: string) => maybe(name, text('boolean'));

const medicine = shape(
  one('Varegruppekode', cs(['L'])),
  maybe('Antall', text('decimal')),
  maybe('Merknad', text('string', { most: 500 })),
  maybe('RefHjemmel', cv()),
  maybe('KomLegemdlAdm'),
  maybe('RefKode', cv()),
  one('Reiterasjon', text('int')),
  maybe('BytteresRekvirent', cs(['1', '2'])),
  maybe('Mengde', pq),
  maybe('LegemiddelUtenMt', shape(one('Begrunnelse'), one('Produsent'), one('DirektesoknadSlv', text('boolean')))),
  one('Forskrivning', prescribed.shape, prescribedNamespace),
);

const place = shape(one('HerId', ident(fk1)), maybe('Inst'), maybe('Dept'), maybe('InstitusjonsID', cv()));
const person = shape(one('HprId', ident(fk1)), maybe('Fornavn'), maybe('Etternavn'), maybe('Spesialitet', cv()));

export const prescription: Root = {
  namespace: ns,
  name: 'Resept',
  shape: shape(
    one('Forskrivningsdato', text('date')),
    one('Utloper', text('date')),
    flag('Vernepliktig'),
    flag('SoktIndividRefusjon'),
    flag('Frikort'),
    flag('Vergeinnsynsreservasjon'),
    flag('TilEgenPraksis'),
    flag('RekvLegensNavn'),
    maybe('RefNr'),
    maybe('Spesialitet', cv()),
    one('ReseptDokLegemiddel', medicine),
    maybe('Instituert', shape(maybe('Organisasjon', place), maybe('Helseperson', person))),
    maybe(
      'EkspAnm',
      shape(
        one('Vilkar', text('boolean')),
        one('MetodeEkspedering', cs(['F', 'L', 'M', 'U'])),
        one('Utleverer'),
        one('Kontaktperson'),
        maybe('Adresse', address(fk1)),
        maybe('Merknad'),
        one('OrgNrUtleverer'),
        one('UtlevererNavn'),
      ),
    ),
    one('OppdatertFest', text('dateTime')),
    maybe('TidligsteUtlevering', text('date')),
    flag('UtskrevetSykehus'),
    flag('LastResept'),
  ),
};

/** The medicine of a prescription, as it stands encoded in lists of what is in use. */
export const prescriptionMedicine: Root = { namespace: ns, name: 'ReseptDokLegemiddel', shape: medicine };
