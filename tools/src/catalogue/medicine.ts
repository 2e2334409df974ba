import type { Coding, JsonObject, Resource } from '../../../server/src/fhir/resource.ts';
import { childOf, childrenOf, type Element } from '../terminology/xml.ts';
import type { Entry } from './entries.ts';
import { ATC, codingAt, codingsAt, compact, extensionOf, fest, idOf, own, some, textAt, textsAt } from './reading.ts';
import type { Survey } from './survey.ts';

type Kind = 'substance' | 'brand' | 'trade-good' | 'package' | 'dose';

const KINDS: Readonly<Record<string, { kind: Kind; system: string }>> = {
  LegemiddelMerkevare: { kind: 'brand', system: fest.brand },
  Legemiddelpakning: { kind: 'package', system: fest.package },
  LegemiddelVirkestoff: { kind: 'substance', system: fest['substance-product'] },
  OrdineringVirkestoff: { kind: 'substance', system: fest['substance-product'] },
  Legemiddeldose: { kind: 'dose', system: fest.dose },
  MedForbMatr: { kind: 'trade-good', system: fest.number },
  Naringsmiddel: { kind: 'trade-good', system: fest.number },
  Brystprotese: { kind: 'trade-good', system: fest.number },
};

/** Whether an entry registers something that is prescribed. */
export const isMedicine = ({ content }: Entry): boolean => content !== undefined && KINDS[content.name] !== undefined;

/** Kinds of entries that become medicines, whether or not they still tell what they were. */
export const MEDICINE_ENTRIES: ReadonlySet<string> = new Set([
  'OppfLegemiddelMerkevare',
  'OppfLegemiddelpakning',
  'OppfLegemiddelVirkestoff',
  'OppfOrdineringVirkestoff',
  'OppfLegemiddeldose',
  'OppfHandelsvare',
]);

/** The medicine that an entry registers, as a MedicationKnowledge. */
export function medicineOf(entry: Entry, survey: Survey): Resource {
  const content = entry.content!;
  const { kind, system } = KINDS[content.name]!;
  const name =
    textAt(content, 'NavnFormStyrke') ?? textAt(content, 'NavnVirkestoffOrdinering') ?? textAt(content, 'Navn') ?? '';
  const given = childOf(content, 'AdministreringLegemiddel');
  const form = codingAt(content, 'LegemiddelformKort', 7448);
  const atc = codingAt(content, 'Atc', 7180);
  return compact({
    resourceType: 'MedicationKnowledge',
    id: idOf(entry.id),
    extension: [
      { url: extensionOf('catalogue-time'), valueString: entry.at },
      ...conditionsOf(content, survey),
      ...refundsOf(content, survey),
      ...codingsAt(given, 'Kortdose', 7478).map((coding) => doseText(coding, survey)),
      ...codingsAt(given, 'EnhetDosering', 7480).map((valueCoding) => ({ url: extensionOf('dose-unit'), valueCoding })),
    ],
    code: {
      coding: [
        { system, code: textAt(content, 'Id') ?? textAt(content, 'Nr') ?? entry.id, display: name },
        ...numbersOf(content),
        ...(atc === undefined ? [] : [atc]),
      ],
      text: name,
    },
    status: entry.isActive ? 'active' : 'inactive',
    doseForm: form === undefined ? undefined : { coding: [form], ...(form.display ? { text: form.display } : {}) },
    synonym: [textAt(content, 'Varenavn')].filter((one) => one !== undefined && !name.startsWith(one)),
    relatedMedicationKnowledge: relatedOf(content, survey),
    productType: [{ coding: [{ system: own('medicine-kind'), code: kind }] }],
    ingredient: ingredientsOf(content, survey),
    cost: pricesOf(content),
    medicineClassification:
      atc === undefined ? [] : [{ type: { text: 'ATC' }, classification: [{ coding: [{ ...atc, system: ATC }] }] }],
    packaging: packagingOf(content),
    intendedRoute: codingsAt(given, 'Administrasjonsvei', 7477).map((coding) => ({ coding: [coding] })),
    regulatory: regulatoryOf(content, survey),
  }) as unknown as Resource;
}

function numbersOf(content: Element): Coding[] {
  const number = textAt(content, 'Varenr');
  const dose = textAt(content, 'LmrLopenr');
  return [
    ...(number === undefined ? [] : [{ system: fest.number, code: number }]),
    ...textsAt(content, 'Ean').map((code) => ({ system: fest.barcode, code })),
    ...(dose === undefined ? [] : [{ system: fest.doseNumber, code: dose }]),
  ];
}

function ingredientsOf(content: Element, survey: Survey): JsonObject[] {
  const sorted = ['SortertVirkestoffMedStyrke', 'SortertVirkestoffUtenStyrke'].flatMap((name) =>
    childrenOf(content, name).map((one) => ({
      order: Number(textAt(one, 'Sortering') ?? 0),
      id: textAt(one, 'RefVirkestoffMedStyrke') ?? textAt(one, 'RefVirkestoff') ?? '',
    })),
  );
  return sorted.sort((a, b) => a.order - b.order).flatMap(({ id }) => some(survey.ingredient(id)));
}

const RELATIONS: readonly [element: string, text: string][] = [
  ['RefLegemiddelMerkevare', 'brand'],
  ['RefLegemiddelVirkestoff', 'substance'],
  ['RefPakning', 'package'],
];

function relatedOf(content: Element, survey: Survey): JsonObject[] {
  const within = [content, ...childrenOf(content, 'Pakningsinfo')];
  return RELATIONS.flatMap(([name, code]) => {
    const ids = [...new Set(within.flatMap((one) => textsAt(one, name)))];
    const reference = ids.flatMap((id) => {
      const entry = survey.entryOf.get(id);
      return entry === undefined ? [] : { reference: `MedicationKnowledge/${idOf(entry)}` };
    });
    return reference.length === 0 ? [] : { type: { coding: [{ system: own('medicine-kind'), code }] }, reference };
  });
}

function pricesOf(content: Element): JsonObject[] {
  return childrenOf(content, 'PrisVare').flatMap((price) => {
    const type = codingAt(price, 'Type', 7453);
    const { V = '', U = 'NOK' } = childOf(price, 'Pris')?.attributes ?? {};
    const value = Number(V.replace(',', '.'));
    if (type === undefined || V === '' || !Number.isFinite(value)) return [];
    return { type: { coding: [type] }, cost: { value, currency: U } };
  });
}

function packagingOf(content: Element): JsonObject | undefined {
  const info = childOf(content, 'Pakningsinfo');
  if (info === undefined) return undefined;
  const type = codingAt(info, 'Pakningstype', 7449);
  const unit = childOf(info, 'EnhetPakning')?.attributes;
  const value = Number((textAt(info, 'Mengde') ?? '').replace(',', '.'));
  return compact({
    type: type === undefined ? undefined : { coding: [type], text: textAt(info, 'Pakningsstr') },
    quantity: value > 0 ? compact({ value, unit: unit?.DN ?? unit?.V }) : undefined,
  });
}

/** Prescription group (Volven 7421), and the group whose members a pharmacy may exchange for one another. */
function regulatoryOf(content: Element, survey: Survey): JsonObject[] {
  const group = codingAt(content, 'Reseptgruppe', 7421);
  const exchange =
    textAt(childOf(content, 'PakningByttegruppe'), 'RefByttegruppe') ?? textAt(content, 'RefByttegruppe');
  const known = exchange === undefined ? undefined : survey.exchangeGroups.get(exchange);
  if (group === undefined && known === undefined) return [];
  return [
    compact({
      regulatoryAuthority: { display: 'Direktoratet for medisinske produkter' },
      substitution:
        known === undefined
          ? []
          : [
              {
                type: {
                  coding: [{ system: own('exchange-group'), code: known.code }],
                  ...(known.text ? { text: known.text } : {}),
                },
                allowed: true,
              },
            ],
      schedule: group === undefined ? [] : [{ schedule: { coding: [group] } }],
    }),
  ];
}

const conditionsOf = (content: Element, survey: Survey): JsonObject[] =>
  textsAt(content, 'RefVilkar').flatMap((id) => {
    const text = survey.conditions.get(id);
    return text === undefined ? [] : { url: extensionOf('prescribing-condition'), valueString: text };
  });

function refundsOf(content: Element, survey: Survey): JsonObject[] {
  return childrenOf(content, 'Refusjon').flatMap((refund) =>
    textsAt(refund, 'RefRefusjonsgruppe').flatMap((id) => {
      const group = survey.refundGroups.get(id);
      if (group === undefined) return [];
      const start = textAt(refund, 'GyldigFraDato');
      const end = textAt(refund, 'ForskrivesTilDato');
      const part = (url: string, value: JsonObject) => ({ url, ...value });
      return {
        url: extensionOf('refund'),
        extension: [
          ...(group.provision === undefined ? [] : [part('provision', { valueCoding: group.provision as JsonObject })]),
          ...(group.group === undefined ? [] : [part('group', { valueCoding: group.group as JsonObject })]),
          ...(group.use === undefined ? [] : [part('use', { valueString: group.use })]),
          ...group.codes.map((code) => part('code', { valueCoding: code as JsonObject })),
          ...group.conditions.flatMap((one) => {
            const text = survey.conditions.get(one);
            return text === undefined ? [] : part('condition', { valueString: text });
          }),
          ...(start === undefined ? [] : [part('period', { valuePeriod: compact({ start, end }) })]),
        ],
      };
    }),
  );
}

function doseText(coding: Coding, survey: Survey): JsonObject {
  const text = survey.doseTexts.get(String(coding.code)) ?? coding.display;
  return {
    url: extensionOf('dose-text'),
    valueCoding: { ...coding, ...(text === undefined ? {} : { display: text }) },
  };
}
