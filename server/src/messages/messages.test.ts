import { afterAll, describe, expect, test } from 'vitest';
import { OfficialSchemas, whyNot } from './cases/official-schemas.ts';
import {
  dispensingReport,
  dispensings,
  dispensingsRequest,
  list,
  listRequest,
  medicinesInUse,
  msgHead,
  multidoseOrder,
  multidosePacked,
  prescription,
  prescriptionMedicine,
  printXml,
  type Root,
  readXml,
  recall,
  receipts,
  textAt,
  type Values,
  volvenOid,
  wrongsOf,
} from './index.ts';

const envelope = msgHead([prescription, recall, listRequest, list, medicinesInUse, multidoseOrder, multidosePacked]);
const herId = { Id: '9900001', TypeId: { V: 'HER', S: volvenOid(9051) } };
const hpr = { Id: '900000001', TypeId: { V: 'HPR', S: volvenOid(8116) } };

/** A message in its envelope, as it is sent. */
const sent = (type: string, content: Values): Values => ({
  MsgInfo: {
    Type: { V: type },
    MIGversion: 'v1.2 2006-05-24',
    GenDate: '2026-11-29T12:00:00+01:00',
    MsgId: 'b5d7c1de-0000-4000-8000-000000000001',
    Sender: {
      Organisation: {
        OrganisationName: 'Solli legekontor',
        Ident: [herId],
        HealthcareProfessional: { FamilyName: 'Solli', GivenName: 'Ada', Ident: [hpr] },
      },
    },
    Receiver: { Organisation: { OrganisationName: 'Reseptformidleren', Ident: [herId] } },
    Patient: {
      FamilyName: 'Testdal',
      GivenName: 'Kari',
      Ident: [{ Id: '26812297073', TypeId: { V: 'FNR', S: volvenOid(8116) } }],
    },
  },
  Document: [{ RefDoc: { MsgType: { V: 'XML' }, Content: content } }],
});

const medicine: Values = {
  Varegruppekode: { V: 'L' },
  Antall: 1,
  RefHjemmel: { V: '200', S: volvenOid(7427) },
  RefKode: { V: 'K77', S: volvenOid(7170) },
  Reiterasjon: 3,
  Forskrivning: {
    Bruksomrade: 'mot hjertesvikt',
    DosVeiledEnkel: '1 tablett morgen & kveld <før mat>',
    Bruk: { V: '1' },
    Dosering: [
      {
        Starttidspunkt: { V: '2026-11-29' },
        DoseFastTidspunkt: [
          { Mengde: { V: 1, U: 'tablett' }, Klokkeslett: '08:00:00', GisEksakt: false },
          {
            Mengde: { V: 0.5, U: 'tablett' },
            Klokkeslett: '20:00:00',
            GisEksakt: false,
            FastDose: { DagerPa: 1, DagerAv: 1 },
          },
        ],
      },
    ],
    LegemiddelVirkestoff: {
      Atc: { V: 'C03CA01', S: volvenOid(7180), DN: 'Furosemid' },
      NavnFormStyrke: 'Furosemid tab 40 mg',
      Reseptgruppe: { V: 'C' },
      LegemiddelformKort: { V: '53', S: volvenOid(7448) },
      Id: 'ID_8F1BB1C4-0000-4000-8000-000000000002',
    },
  },
};

const aPrescription: Values = {
  Forskrivningsdato: '2026-11-29',
  Utloper: '2027-11-28',
  Vergeinnsynsreservasjon: true,
  ReseptDokLegemiddel: medicine,
  OppdatertFest: '2026-11-15T02:00:00+01:00',
};

const b64 = (xml: string): string => Buffer.from(xml).toString('base64');
const line = {
  Id: 'b5d7c1de-0000-4000-8000-000000000009',
  Type: { V: 'E' },
  SistEndret: '2026-11-29T12:00:00+01:00',
  ReseptDokLegemiddelB64: b64(printXml(prescriptionMedicine, medicine)),
};
const role = { Rolle: { V: 'L' }, Helseperson: { HprId: hpr, Fornavn: 'Ada' } };
const allergy = {
  Reaksjon: { V: '1', S: volvenOid(7497) },
  Oppdatert: '2026-01-01T00:00:00Z',
  Kilde: { V: '1', S: volvenOid(7498) },
  Legemiddelreaksjon: { Virkestoff: ['Penicillin'] },
};
const packing = { Bestillingsfrist: '2026-12-03T12:00:00+01:00', ForsteDoseringsdato: '2026-12-07' };

/** A whole one of each kind, and the official files that it is judged by. */
const whole: readonly [string, Root, Values, string[]][] = [
  ['ERM1', prescription, aPrescription, ['ER-M1-2013-10-08.xsd']],
  ['ERM5', recall, { ReseptId: 'b5d7c1de', Arsak: { V: '2', S: volvenOid(7500) } }, ['ER-M5-2013-04-16.xsd']],
  ['ERM95', listRequest, { Fnr: '26812297073', AlleResepter: { V: '1' }, Komprimering: 0 }, ['ER-M95-2021-02-01.xsd']],
  [
    'ERM96',
    list,
    {
      PasientInfo: { Fnr: '26812297073' },
      Listeelement: [
        {
          ReseptId: 'b5d7c1de',
          NavnUtleverer: 'Fjordvik apotek',
          Status: { V: 'E' },
          Utlevering: [
            {
              NavnFormStyrke: 'Furosemid tab 40 mg',
              AntallPakningerUtlevertTotalt: 1,
              AntallPakningerUtlevertSiste: 1,
              TidspunktSisteUtlevering: '2026-11-29T15:00:00+01:00',
            },
          ],
        },
      ],
    },
    ['ER-M96-2021-02-01.xsd'],
  ],
  [
    'ERM251',
    medicinesInUse,
    {
      Rolle: [role],
      EnkeltoppforingLIB: [
        { ...line, Rolle: [role], Seponering: { Tidspunkt: '2026-11-29T12:00:00Z', Arsak: { V: 'A' } } },
      ],
      Allergi: [allergy],
    },
    ['ER-M251-2013-10-08.xsd'],
  ],
  [
    'ERM252',
    multidoseOrder,
    { EnkeltoppforingLIB: [line], Pakkeinfo: packing, Allergi: [allergy], Merknad: 'x' },
    ['ER-M252-2013-10-08.xsd'],
  ],
  [
    'ERM253',
    multidosePacked,
    { EnkeltoppforingLIB: [{ ...line, InngarMultidose: { V: '1' } }], Pakkeinfo: packing },
    ['ER-M253-2013-10-08.xsd'],
  ],
  [
    'ERM6',
    dispensingReport,
    {
      Utlevering: {
        ReseptId: 'b5d7c1de',
        Utleveringsdato: '2026-11-29',
        Annullering: false,
        Avsluttet: { V: '2' },
        Batchnr: 'A1',
        ReseptDokLegemiddel: medicine,
        Utleverer: { HerId: { Id: '9900009', TypeId: { V: 'HER', S: volvenOid(9051) } }, Navn: 'Fjordvik apotek' },
        Intervensjon: [{ Begrunnelse: 'byttet til likeverdig' }],
      },
      ReferanseM10: 'b5d7c1de',
    },
    ['ER-M6-2013-10-08.xsd'],
  ],
  ['ERM97', dispensingsRequest, { ReseptId: 'b5d7c1de', Komprimering: 0 }, ['ER-M97-2018-07-01.xsd']],
  ['ERM98', dispensings, { AntallUtleveringer: 2 }, ['ER-M98-2018-07-01.xsd']],
];

describe.each(whole)('%s', (type, root, content) => {
  test('is right, and read again it says the same', () => {
    const message = sent(type, { [root.name]: content });
    // two lists of medicines in use have the same name; each is asked alone
    const alone = msgHead([root]);
    expect(wrongsOf(alone, message)).toEqual([]);
    const xml = printXml(alone, message);
    const read = readXml(xml, [alone]);
    expect(read.wrongs).toEqual([]);
    expect(printXml(alone, read.values)).toBe(xml);
  });

  test('without any one of what it must have, is wrong there', () => {
    for (const name of Object.keys(content)) {
      const without = { ...content, [name]: undefined };
      const wrongs = wrongsOf(root, without).map(({ path }) => path);
      const isNeeded =
        !('is' in root.shape && root.shape.is === 'group') ||
        root.shape.parts.some((part) => 'name' in part && part.name === name && part.least === 1);
      expect(wrongs.some((path) => path === `${root.name}/${name}`)).toBe(isNeeded);
    }
  });
});

test('what is wrong is told with its place', () => {
  const wrong: Values = {
    ...aPrescription,
    Utloper: '2027-02-30',
    Strange: 'x',
    ReseptDokLegemiddel: {
      ...medicine,
      Forskrivning: {
        DosVeiledEnkel: 'x'.repeat(501),
        LegemiddelMerkevare: { NavnFormStyrke: ' ', Reseptgruppe: { V: 'Z' }, Varenavn: 'a\u0001' },
      },
    },
  };
  expect(wrongsOf(prescription, wrong).map(({ path, rule }) => `${rule} ${path.split('/').at(-1)}`)).toEqual([
    'unknown Strange',
    'kind Utloper',
    'length DosVeiledEnkel',
    'required NavnFormStyrke',
    'code @V',
    'character Varenavn',
  ]);
});

test('a prescription is of one medicine', () => {
  const both = { LegemiddelMerkevare: {}, LegemiddelVirkestoff: {} };
  const wrongs = wrongsOf(prescription, { ...aPrescription, ReseptDokLegemiddel: { ...medicine, Forskrivning: both } });
  expect(wrongs).toEqual([
    { path: 'Resept/ReseptDokLegemiddel/Forskrivning/LegemiddelMerkevare|LegemiddelVirkestoff', rule: 'choice' },
  ]);
});

test('what is read is judged: order, strange elements, and what is no message at all', () => {
  const xml = printXml(recall, { ReseptId: 'a', Arsak: { V: '2', S: volvenOid(7500) } });
  const turned = xml.replace(/(<ReseptId>.*<\/ReseptId>)(<Arsak.*\/>)/, '$2$1<More/>');
  expect(readXml(turned, [recall]).wrongs).toEqual([
    { path: 'Tilbakekalling/ReseptId', rule: 'order' },
    { path: 'Tilbakekalling/More', rule: 'unknown' },
  ]);
  expect(readXml('<a', [recall]).wrongs).toMatchObject([{ rule: 'syntax' }]);
  expect(readXml('<html/>', [recall]).wrongs).toEqual([{ path: 'html', rule: 'unknown' }]);
  expect(readXml('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', [recall]).wrongs).toMatchObject([
    { rule: 'syntax' },
  ]);
});

test.each(receipts)('a receipt of $namespace is read', (root) => {
  const party = { HCP: { Inst: { Name: 'Reseptformidleren', Id: '1', TypeId: { V: 'HER' } } } };
  const xml = printXml(root, {
    MsgType: { V: 'APPREC' },
    MIGversion: '1.0 2004-11-21',
    GenDate: '2026-11-29T12:00:01Z',
    Id: 'r1',
    Sender: party,
    Receiver: party,
    Status: { V: '2' },
    Error: [{ V: 'E31', S: volvenOid(8221), DN: 'Feil fødselsnummer' }],
    OriginalMsgId: { MsgType: { V: 'ERM1' }, IssueDate: '2026-11-29T12:00:00Z', Id: 'm1' },
  });
  const read = readXml(xml, receipts);
  expect(read.wrongs).toEqual([]);
  expect(textAt(read.values, 'OriginalMsgId', 'Id')).toBe('m1');
  expect(textAt(read.values, 'Error', 'DN')).toBe('Feil fødselsnummer');
});

describe.skipIf(whyNot !== undefined)(
  `by the official schemas${whyNot === undefined ? '' : ` (skipped: ${whyNot})`}`,
  () => {
    const schemas = whyNot === undefined ? new OfficialSchemas() : undefined;
    afterAll(() => schemas?.close());

    test.each(whole)('%s is right', (type, root, content, files) => {
      const alone = msgHead([root]);
      const xml = printXml(alone, sent(type, { [root.name]: content }));
      expect(schemas!.wrongsOf(xml, ['MsgHead-v1_2.xsd', ...files])).toEqual([]);
    });

    test('each kind of medicine is right', () => {
      const common = { NavnFormStyrke: 'Paracet tab 500 mg', Reseptgruppe: { V: 'CF' } };
      for (const kind of [
        { LegemiddelMerkevare: { ...common, Varenavn: 'Paracet' } },
        { Legemiddelpakning: { ...common, Varenr: '012345' } },
      ]) {
        const made = { ...aPrescription, ReseptDokLegemiddel: { ...medicine, Forskrivning: { ...kind } } };
        const xml = printXml(envelope, sent('ERM1', { Resept: made }));
        expect(schemas!.wrongsOf(xml, ['MsgHead-v1_2.xsd', 'ER-M1-2013-10-08.xsd'])).toEqual([]);
      }
    });

    test('they find what is wrong, too', () => {
      const xml = printXml(envelope, sent('ERM1', { Resept: aPrescription })).replace(
        '<Reiterasjon>3</Reiterasjon>',
        '',
      );
      expect(schemas!.wrongsOf(xml, ['MsgHead-v1_2.xsd', 'ER-M1-2013-10-08.xsd'])).not.toEqual([]);
    });
  },
);
