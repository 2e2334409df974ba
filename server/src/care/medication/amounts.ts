import type { Issue } from '../../fhir/issue.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { refused } from '../process.ts';

/** What the form of a medicine says of its doses. */
type Form = {
  /** What its doses are counted in, besides by mass. */
  units: readonly string[];
  /** Into how many parts one of them can be divided; of a liquid it is not asked. */
  parts?: number;
};

const SOLID = ['tablett', 'stk', 'dose'];
const LIQUID = ['ml', 'dråpe', 'dose', 'måleskje', 'e', 'ie', 'enhet'];

/** The first that fits, by the words and short words that the catalogue names forms with. @source FEST, NavnFormStyrke; Volven 7448 */
const FORMS: readonly [string, Form][] = [
  [
    'enterotab|depottab|sublingvaltab|resoribl|smeltetab|tyggetab|brusetab',
    { units: [...SOLID, 'tyggetablett', 'resoriblett'], parts: 2 },
  ],
  ['depotkaps|enterokaps|kaps', { units: ['kapsel', 'stk', 'dose'], parts: 1 }],
  ['tab', { units: SOLID, parts: 4 }],
  ['depotplaster|plaster', { units: ['plaster', 'stk', 'dose'], parts: 2 }],
  ['stikkp|supp', { units: ['stikkpille', 'stk', 'dose'], parts: 2 }],
  ['inhal|inh', { units: ['inhalasjon', 'dose', 'sug', 'ml', 'kapsel'] }],
  ['nesespr|munnspr', { units: ['spraydose', 'spray', 'dose', 'dusj'] }],
  ['øyedr|øredr', { units: ['dråpe', 'dose', 'pipette'] }],
  ['mikst|oppløsning|dråper', { units: LIQUID }],
  ['inj|inf|konsentrat', { units: [...LIQUID, 'sprøyte', 'ampulle', 'penn', 'mmol'] }],
];

const MASS: Readonly<Record<string, number>> = { g: 1_000, mg: 1, mikrog: 0.001, µg: 0.001, ug: 0.001, mcg: 0.001 };

/** More of one tablet than this at once is a slip of the finger and no dose. Our own choice. */
const MOST_AT_ONCE = 20;

/** What is known of a medicine by its name, as `Furosemid tablett 40 mg`; its form may be told apart. */
export function makeOf(name: string, form = ''): { form: Form | undefined; strengthMg: number | undefined } {
  const words = `${form} ${name}`.toLowerCase();
  const found = FORMS.find(([starts]) => new RegExp(`(?<!\\p{L})(?:${starts})`, 'u').test(words))?.[1];
  const [, value, unit] = /(\d+(?:[.,]\d+)?)\s*(g|mg|mikrog|µg|ug|mcg)(?![\p{L}/])(?!\s*\/)/u.exec(words) ?? [];
  const isMixed = /\d\s*(?:mg|g|mikrog|µg|ie|e)?\s*\/\s*\d/.test(words);
  const strengthMg = value === undefined || isMixed ? undefined : Number(value.replace(',', '.')) * MASS[unit!]!;
  return { form: found, strengthMg };
}

/** `tabletter` and `tbl.` are counted as `tablett`. */
function unitOf({ unit, code }: JsonObject): string {
  const said = String(unit ?? code ?? '')
    .toLowerCase()
    .replace(/\.$/, '');
  return SAME[said] ?? said;
}

const SAME: Readonly<Record<string, string>> = {
  ...{ tabletter: 'tablett', tabl: 'tablett', tbl: 'tablett', tab: 'tablett', kapsler: 'kapsel', kaps: 'kapsel' },
  ...{ dråper: 'dråpe', doser: 'dose', enheter: 'enhet', inhalasjoner: 'inhalasjon', spraydoser: 'spraydose' },
  ...{
    stikkpiller: 'stikkpille',
    depottablett: 'tablett',
    enterotablett: 'tablett',
    '[iu]': 'ie',
    '{tablet}': 'tablett',
  },
};

/**
 * What of an order's doses cannot be given with this medicine: counted in what its form has none of, in parts that it is not
 * divided into, or more of it than anybody takes at once. What is not known of the medicine hinders nothing.
 * @param form of the catalogue, when it says more than the name
 */
export function amountIssues(order: Resource, form = ''): Issue[] {
  const { medicationCodeableConcept: concept } = order as { medicationCodeableConcept?: JsonObject };
  const { form: made, strengthMg } = makeOf(nameOf(concept), form);
  if (made === undefined) return [];
  return ((order.dosageInstruction ?? []) as JsonObject[]).flatMap((dosage, line) =>
    ((dosage.doseAndRate ?? []) as { doseQuantity?: JsonObject }[]).flatMap(({ doseQuantity: dose }, i) => {
      const path = `MedicationRequest.dosageInstruction[${line}].doseAndRate[${i}].dose`;
      return dose === undefined ? [] : doseIssue(dose, { form: made, strengthMg }, path);
    }),
  );
}

export const nameOf = (concept: JsonObject | undefined): string =>
  String(concept?.text ?? ((concept?.coding ?? []) as JsonObject[])[0]?.display ?? '');

function doseIssue(
  dose: JsonObject,
  { form, strengthMg }: { form: Form; strengthMg: number | undefined },
  path: string,
): Issue[] {
  const unit = unitOf(dose);
  const value = Number(dose.value);
  if (unit === '' || Number.isNaN(value)) return [];
  const mass = MASS[unit];
  if (mass === undefined && !form.units.includes(unit)) {
    return [refused('dose-unit-form', path, 'The form of the medicine is not counted in this unit.')];
  }
  if (form.parts === undefined) return [];
  if (mass !== undefined && strengthMg === undefined) return [];
  const count = mass === undefined ? value : (value * mass) / strengthMg!;
  if (count > MOST_AT_ONCE) return [refused('dose-most', path, `More than ${MOST_AT_ONCE} of it at once.`)];
  const parts = count * form.parts;
  // by mass, what a syringe or a scale could not tell apart is the same
  if (Math.abs(parts - Math.round(parts)) > 0.01 * form.parts || Math.round(parts) === 0) {
    return [refused('dose-strength', path, 'No whole or divided units of this strength make the dose.')];
  }
  return [];
}

const ANY = [
  'tablett',
  'kapsel',
  'ml',
  'dråpe',
  'dose',
  'inhalasjon',
  'spraydose',
  'plaster',
  'stikkpille',
  'pose',
  'enhet',
  'IE',
];

/** In what a medicine's doses may be counted, the commonest first; all when its form is not known. */
export function unitsFor(name: string, form = ''): readonly string[] {
  const { form: made } = makeOf(name, form);
  const counted = made?.units.map((unit) => (unit === 'ie' ? 'IE' : unit === 'e' ? 'E' : unit)) ?? ANY;
  return [...counted, 'mg', 'g', 'mikrog'];
}
