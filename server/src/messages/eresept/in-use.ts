import { cs, cv, cvOrText, fk1, ident, url } from '../kith.ts';
import { any, either, group, maybe, one, type Part, type Root, type Shape, text } from '../shape.ts';

/**
 * Medicines in use. M25.1, the doctor who answers for the multidose sends the whole list to the pharmacy: when it begins, and when
 * anything changes; M25.2, the pharmacy proposes changes and asks; M25.3, what it packed. @source eResept 2.5, M25.1–3 2013-10-08,
 * KritiskInformasjon 2013-04-25; ehelse.no, M25.1–3 (who sends which)
 */
const of = (message: string): string => `http://www.kith.no/xmlstds/eresept/${message}/2013-10-08`;
const ki = 'http://www.kith.no/xmlstds/eresept/ki/2013-04-25';

/** Volven 7490: what somebody is to the list, or to a line of it. */
const roles = ['A', 'F', 'I', 'L', 'M', 'P', 'R', 'S'];

const allergy = any(
  'Allergi',
  group(ki, [
    one('Reaksjon', cvOrText),
    maybe('Kommentar'),
    one('Oppdatert', text('dateTime')),
    one('Kilde', cvOrText),
    one(
      'Legemiddelreaksjon',
      group(ki, [
        maybe('Atc', cv()),
        any('Virkestoff'),
        any('VirkestoffId'),
        maybe('MerkevareId'),
        maybe('Hjelpestoffreaksjon', text('boolean')),
        maybe('Varenavn'),
      ]),
    ),
    maybe('Avkreftet', text('boolean')),
  ]),
  ki,
);

function listOf(message: 'm251' | 'm252' | 'm253'): Root {
  const ns = of(message);
  const shape = (...parts: Part[]): Shape => group(ns, parts);
  const role = any(
    'Rolle',
    shape(
      one('Rolle', cs(roles)),
      either(
        one(
          'Helseperson',
          shape(one('HprId', ident(fk1)), maybe('Fornavn'), maybe('Etternavn'), maybe('Spesialitet', cv())),
        ),
        one(
          'Organisasjon',
          shape(one('HerId', ident(fk1)), maybe('Inst'), maybe('Dept'), maybe('InstitusjonsID', cv())),
        ),
      ),
    ),
  );
  const question = any(
    'Sporsmal',
    shape(
      one('Kode', cv()),
      maybe('Merknad'),
      one('Tidspunkt', text('dateTime')),
      one('Stiller'),
      maybe('Mottaker'),
      maybe('Svar', shape(one('Kode', cv()), maybe('Merknad'))),
    ),
  );
  const stopped = maybe('Seponering', shape(one('Tidspunkt', text('dateTime')), one('Arsak', cs()), maybe('Merknad')));
  const dispensed = any(
    'SisteUtlevering',
    shape(
      maybe('RefM10'),
      maybe('Ompakkingsgrunn', cs()),
      one('DatoForsteDose', text('date')),
      one('DatoSisteDose', text('date')),
      maybe('Bilderef', url),
      one('UtleveringB64', text('base64')),
    ),
  );
  const packing = maybe(
    'Pakkeinfo',
    shape(
      one('Bestillingsfrist', text('dateTime')),
      maybe('ForsteDoseringsdato', text('date')),
      maybe('SisteDoseringsdato', text('date')),
    ),
  );
  const line = any(
    'EnkeltoppforingLIB',
    shape(
      one('Id', text('string', { most: 64 })),
      one('Type', cs(['E', 'P', 'U'])),
      maybe('ReseptId', text('string', { most: 64 })),
      maybe('UtlopsdatoResept', text('date')),
      one('SistEndret', text('dateTime')),
      maybe('DatoOppstart', text('date')),
      ...(message === 'm253' ? [maybe('InngarMultidose', cs())] : []),
      maybe('MedEndring', text('boolean')),
      role,
      one('ReseptDokLegemiddelB64', text('base64')),
      ...(message === 'm251' ? [stopped, question] : message === 'm252' ? [question] : [dispensed]),
    ),
  );
  return {
    namespace: ns,
    name: 'LegemidlerIBruk',
    shape: shape(
      role,
      line,
      ...(message === 'm251' ? [] : [packing]),
      allergy,
      maybe('Merknad'),
      ...(message === 'm251' ? [maybe('Vikar', cs())] : []),
    ),
  };
}

export const medicinesInUse = listOf('m251');
export const multidoseOrder = listOf('m252');
export const multidosePacked = listOf('m253');
