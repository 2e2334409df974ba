import { cs, cv, mo, pq, ts, url } from '../kith.ts';
import { any, either, group, maybe, type Named, one, type Part, type Root, type Shape, some, text } from '../shape.ts';

/** What is prescribed, and how it is to be taken. @source eResept 2.5, Forskrivning 2013-10-08 */
export const prescribedNamespace = 'http://www.kith.no/xmlstds/eresept/forskrivning/2013-10-08';

const ns = prescribedNamespace;
const shape = (...parts: Part[]): Shape => group(ns, parts);

/** Volven 7421: how strictly a medicine is handed out; A and B are addictive. */
const prescriptionGroups = ['A', 'B', 'C', 'CF', 'F', 'K'] as const;
/** Volven 9101: regular, a course, as needed, vaccine, nutrition. */
const uses = ['1', '2', '3', '4', '5'] as const;

const dose: Part[] = [
  one('Mengde', pq),
  maybe('Intervall', pq),
  maybe('Infusjonshastighet', shape(one('Volum', pq), one('Tidsenhet', cs()))),
];

const dosage = shape(
  maybe('Starttidspunkt', ts),
  maybe('Sluttidspunkt', ts),
  maybe('Doseringsregel', shape(one('DoseresEtter', cs()), maybe('Merknad'))),
  either(
    some(
      'DoseFastTidspunkt',
      shape(
        ...dose,
        maybe('Klokkeslett', text('time')),
        maybe('Tidsomrade', cs()),
        one('GisEksakt', text('boolean')),
        maybe(
          'FastDose',
          shape(any('FasteUkedager', cs()), maybe('DagerPa', text('int')), maybe('DagerAv', text('int'))),
        ),
      ),
    ),
    some(
      'DoseEtterBehov',
      shape(
        ...dose,
        one('DoseDognMaks', pq),
        one('DoseTidsromMaks', pq),
        one('Tidsrom', pq),
        one('DoseIntervallMin', pq),
      ),
    ),
  ),
);

const refund = shape(
  some('RefRefusjonsgruppe', text('id')),
  one('GyldigFraDato', text('date')),
  maybe('ForskrivesTilDato', text('date')),
  maybe('UtleveresTilDato', text('date')),
);

const handling = shape(
  maybe('Blandingsveske', text('boolean')),
  any('RefBlandingsveske', text('id')),
  some('Administrasjonsvei', cv()),
  ...['KanKnuses', 'KanApnes', 'Bolus', 'InjeksjonshastighetBolus', 'Deling'].map((name) => maybe(name, cs())),
  any('EnhetDosering', cv()),
  any('Kortdose', cv()),
  any('ForhandsregelInntak', cv()),
  any('BruksomradeEtikett', cv()),
  maybe('DosEnhetForordning', cv()),
);

/** What every kind of medicine tells. */
const medicine: Part[] = [
  maybe('Atc', cv()),
  one('NavnFormStyrke', text('string', { most: 500 })),
  one('Reseptgruppe', cs(prescriptionGroups)),
  maybe('LegemiddelformKort', cv()),
  any('RefVilkar', text('id')),
  maybe('Preparattype', cs()),
  maybe('TypeSoknadSlv', cs()),
  maybe('Opioidsoknad', text('boolean')),
  any('Refusjon', refund),
  maybe(
    'PakningByttegruppe',
    shape(
      one('RefByttegruppe', text('id')),
      maybe('GyldigFraDato', text('date')),
      maybe('GyldigTilDato', text('date')),
    ),
  ),
  maybe('AdministreringLegemiddel', handling),
];

const sorted = any(
  'SortertVirkestoffMedStyrke',
  shape(one('Sortering', text('int')), one('RefVirkestoffMedStyrke', text('id'))),
);
const passage = any(
  'Preparatomtaleavsnitt',
  shape(one('Avsnittoverskrift', cs()), one('Lenke', shape(maybe('Beskrivelse'), one('Www', url)))),
);
const component = any(
  'Pakningskomponent',
  shape(one('Pakningstype', cv()), one('Mengde', pq), maybe('Antall', text('int'))),
);

const brand: Named = one(
  'LegemiddelMerkevare',
  shape(
    ...medicine,
    maybe('Id', text('id')),
    one('Varenavn'),
    maybe('LegemiddelformLang'),
    sorted,
    maybe('Smak', cs()),
    any('Refvirkestoff', text('id')),
    maybe(
      'ProduktInfo',
      shape(
        maybe('Varseltrekant', text('boolean')),
        maybe('Referanseprodukt'),
        maybe('Vaksinestandard', cv()),
        maybe('Produsent'),
      ),
    ),
    any('Reseptgyldighet', shape(maybe('Kjonn', cs()), one('Varighet', text('duration')))),
    any('Hjelpestoff', shape(one('Navn'))),
    passage,
  ),
);

const pack: Named = one(
  'Legemiddelpakning',
  shape(
    ...medicine,
    maybe('Id', text('id')),
    one('Varenr', text('string', { most: 6 })),
    maybe('Ean'),
    maybe('IkkeKonservering', text('boolean')),
    maybe('Oppbevaring', cs()),
    any(
      'Pakningsinfo',
      shape(
        one('RefLegemiddelMerkevare', text('id')),
        one('Pakningsstr'),
        one('EnhetPakning', cv()),
        one('Pakningstype', cv()),
        maybe('Multippel', text('int')),
        maybe('Antall', text('int')),
        one('Mengde', text('decimal')),
        maybe('Sortering', text('int')),
        maybe('DDD', pq),
        maybe('Statistikkfaktor', text('decimal')),
        component,
      ),
    ),
    any('PakningsinfoResept', shape(one('Varenavn'), one('Pakningsstr'), one('EnhetPakning', cv()))),
    any(
      'PrisVare',
      shape(
        one('Type', cv()),
        one('Pris', mo),
        maybe('GyldigFraDato', text('date')),
        maybe('GyldigTilDato', text('date')),
      ),
    ),
    maybe(
      'Markedsforingsinfo',
      shape(
        maybe('VarenrUtgaende'),
        maybe('Markedsforingsdato', text('date')),
        maybe('AvregDato', text('date')),
        maybe('MidlUtgattDato', text('date')),
      ),
    ),
    passage,
  ),
);

const substance: Named = one('LegemiddelVirkestoff', shape(...medicine, one('Id', text('id')), sorted));

const single: Named = one(
  'Legemiddeldose',
  shape(
    ...medicine,
    one('Id', text('id')),
    maybe('LmrLopenr'),
    one('Mengde', pq),
    maybe('Pakningstype', cv()),
    one('RefLegemiddelMerkevare', text('id')),
    some('RefPakning', text('id')),
    component,
  ),
);

/** `fs:Forskrivning`. What a pharmacy is to mix is not among the kinds that we write or read. */
export const prescribed: Root = {
  namespace: ns,
  name: 'Forskrivning',
  shape: shape(
    maybe('Bruksomrade', text('string', { most: 250 })),
    maybe('DosVeiledEnkel', text('string', { most: 500 })),
    maybe('IngenKombinasjon', text('boolean')),
    maybe('Bruk', cs(uses)),
    maybe('Kortdose', cv()),
    maybe(
      'AdministreringForskrivning',
      shape(one('AdmVed', cs()), one('AdmMate', cs()), maybe('AdmEtterSkjema', text('boolean')), maybe('AdmSkjema')),
    ),
    any('Dosering', dosage),
    either(brand, pack, substance, single),
  ),
};
