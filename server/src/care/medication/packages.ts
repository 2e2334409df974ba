import type { JsonObject, Resource } from '../../fhir/resource.ts';

/**
 * How a package that was read stands to an order: the medicine itself, one of its exchange group, or wrong in its strength, its
 * form, its substance, or as a brand that is not exchanged; `unknown` where the two cannot be compared, and a person reads them.
 */
export type Fit = 'same' | 'exchange' | 'strength' | 'form' | 'substance' | 'brand' | 'unknown';

/** What is given is not what was ordered. */
export const isWrong = (fit: Fit): boolean => fit !== 'same' && fit !== 'exchange' && fit !== 'unknown';

const ATC = 'http://www.whocc.no/atc';
const FEST = 'http://dmp.no/fhir/NamingSystem/';
/** An order by one of these names a brand, and not a substance alone. */
const BRANDS = new Set([`${FEST}festLegemiddelMerkevare`, `${FEST}festLegemiddelPakning`, `${FEST}fest-varenummer`]);
const EXCHANGE = 'https://enjournal.no/fhir/CodeSystem/exchange-group';

/**
 * @param item the MedicationKnowledge of what was read
 * @param known other medicines of the catalogue, among which the order's own and its packages may be
 * @source FOR-2008-04-03-320 § 7 (control before a medicine is given); FEST, Byttegruppe
 */
export function fitOf(order: Resource, item: Resource, known: readonly Resource[] = []): Fit {
  const concept = order.medicationCodeableConcept as JsonObject | undefined;
  const ordered = codingsOf(concept).filter(({ system }) => system !== ATC);
  const isOf = (medicine: Resource): boolean =>
    codingsOf(medicine.code).some((one) =>
      ordered.some(({ system, code }) => one.system === system && one.code === code),
    );
  if (isOf(item)) return 'same';
  const own = known.filter(isOf);
  const ofOwn = (medicine: Resource): boolean =>
    isOf(medicine) || relatedTo(medicine).some((reference) => own.some(({ id }) => reference.endsWith(`/${id}`)));
  if (ofOwn(item)) return 'same';
  const text = nameOf(concept);
  const isNamed = namesOf(item).some((name) => hasWord(text, name));
  const [atc] = [concept, ...own.map(({ code }) => code)].flatMap(atcsOf);
  const [itemAtc] = atcsOf(item.code);
  if (atc !== undefined && itemAtc !== undefined) {
    if (!atc.startsWith(itemAtc) && !itemAtc.startsWith(atc)) return 'substance';
  } else if (!isNamed) return 'unknown';
  const name = nameOf(item.code);
  const [strength, itemStrength] = [strengthsIn(text), strengthsIn(name)];
  if (strength === '' && itemStrength !== '') return 'unknown';
  if (strength !== itemStrength) return 'strength';
  const [form, itemForm] = [formIn(text), formIn(name)];
  if (form !== undefined && itemForm !== undefined && form !== itemForm) return 'form';
  const isBrand = ordered.some(({ system }) => BRANDS.has(String(system)));
  if (!isBrand) return isNamed || atc === undefined ? 'same' : groupsOf(item).length > 0 ? 'exchange' : 'brand';
  const groups = new Set(known.filter(ofOwn).flatMap(groupsOf));
  return groupsOf(item).some((one) => groups.has(one)) ? 'exchange' : 'brand';
}

const codingsOf = (concept: unknown): JsonObject[] =>
  ((concept as JsonObject | undefined)?.coding ?? []) as JsonObject[];

const atcsOf = (concept: unknown): string[] =>
  codingsOf(concept).flatMap(({ system, code }) => (system === ATC && typeof code === 'string' ? [code] : []));

/** The medicine in words. */
export const nameOf = (concept: unknown): string =>
  String((concept as JsonObject | undefined)?.text ?? codingsOf(concept).find(({ display }) => display)?.display ?? '');

const relatedTo = ({ relatedMedicationKnowledge }: Resource): string[] =>
  ((relatedMedicationKnowledge ?? []) as { reference?: { reference?: string }[] }[]).flatMap(({ reference = [] }) =>
    reference.flatMap((one) => one.reference ?? []),
  );

/** Exchange groups, `code` of the catalogue. */
const groupsOf = ({ regulatory }: Resource): string[] =>
  ((regulatory ?? []) as { substitution?: { type?: JsonObject }[] }[]).flatMap(({ substitution = [] }) =>
    substitution.flatMap(({ type }) =>
      codingsOf(type).flatMap(({ system, code }) => (system === EXCHANGE ? [String(code)] : [])),
    ),
  );

/** What it is called: its substances, and its brand as the first word of its name. */
function namesOf(item: Resource): string[] {
  const substances = ((item.ingredient ?? []) as JsonObject[]).flatMap(({ itemCodeableConcept }) => [
    nameOf(itemCodeableConcept),
    ...codingsOf(itemCodeableConcept).map(({ display }) => String(display ?? '')),
  ]);
  const atc = codingsOf(item.code).flatMap(({ system, display }) =>
    system === ATC && display ? [String(display)] : [],
  );
  const [brand = ''] = nameOf(item.code).split(/\s/);
  return [...substances, ...atc, brand].map((name) => name.trim()).filter((name) => name.length > 2);
}

function hasWord(text: string, name: string): boolean {
  const first = /^[\p{L}-]+/u.exec(name)?.[0].toLowerCase();
  return first !== undefined && [...text.toLowerCase().matchAll(/[\p{L}-]+/gu)].some(([word]) => word === first);
}

const MASS: Readonly<Record<string, number>> = { g: 1_000, mg: 1, mikrog: 0.001, µg: 0.001, ug: 0.001, mcg: 0.001 };
const STRENGTH =
  /(\d+(?:[ \u00a0]\d{3})*(?:[.,]\d+)?)\s*(mikrog|mcg|mg|µg|ug|mmol|ie|g|e|%)(?![\p{L}])(?:\s*\/\s*(ml|time|h|t|døgn)(?![\p{L}]))?/giu;

/** `0.04/h` of `40 mikrog/time`; of several substances each, in order. Empty when a name says none. */
export function strengthsIn(text: string): string {
  return [...text.matchAll(STRENGTH)]
    .map(([, number = '', unit = '', per]) => {
      const value = Number(number.replace(/[ \u00a0]/g, '').replace(',', '.'));
      const of = unit.toLowerCase();
      const amount =
        MASS[of] === undefined ? `${value}${of === 'e' ? 'ie' : of}` : `${Number((value * MASS[of]).toPrecision(6))}mg`;
      const rate = per === undefined ? '' : /^(time|h|t)$/i.test(per) ? '/h' : `/${per.toLowerCase()}`;
      return `${amount}${rate}`;
    })
    .join('+');
}

/** The first that a name has; longer words before those within them. @source FEST, NavnFormStyrke */
const FORMS: readonly (readonly [form: string, starts: string])[] = [
  ...(['depottab', 'enterotab', 'sublingvaltab', 'resoribl', 'smeltetab', 'tyggetab', 'brusetab'] as const).map(
    (word) => [word, word] as const,
  ),
  ['depotkaps', 'depotkaps'],
  ['enterokaps', 'enterokaps'],
  ['kaps', 'kaps'],
  ['tab', 'tab'],
  ['plaster', 'depotplaster|plaster'],
  ['supp', 'stikkp|supp'],
  ['inh', 'inhal|inh'],
  ['nese', 'nese'],
  ['eye', 'øyedr|øyesalve'],
  ['ear', 'øredr'],
  ['mikst', 'mikst'],
  ['inj', 'inj|inf|konsentrat'],
  ['skin', 'krem|salve|gel|liniment'],
];

const formIn = (text: string): string | undefined =>
  FORMS.find(([, starts]) => new RegExp(`(?<!\\p{L})(?:${starts})`, 'u').test(text.toLowerCase()))?.[0];
