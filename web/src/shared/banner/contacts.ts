import type { Patient, RelatedPerson } from '../fhir/types.ts';
import { dayOf } from '../format/date.ts';
import { humanName, nameOf } from '../format/person.ts';
import { conceptText } from '../format/quantity.ts';

/** Someone to call: who, what they are to the citizen, and whether they may decide for them. */
export type Contact = {
  name: string;
  relation: string;
  phone: string | undefined;
  standing: 'proxy' | 'guardian' | 'parent' | 'kin';
};

const proxyWords = /fullmakt|POWATT|HPOWATT|DPOWATT/i;
const guardianWords = /verge|GUARD/i;
const parentWords = /^(mor|far|medmor|foresatt|MTH|FTH|PRN|NMTH|NFTH)$/i;

/** Those who may decide first, then the others as the record has them; relations that have ended are left out. */
export function contactsOf(
  patient: Patient | undefined,
  related: readonly RelatedPerson[],
  today = dayOf(Date.now()),
): Contact[] {
  const fromRelated = related
    .filter(({ active, period }) => active !== false && !(period?.end && period.end < today))
    .map((person) => contact(nameOf(person), person.relationship, person.telecom));
  const fromPatient = (patient?.contact ?? []).map((one) =>
    contact(humanName(one.name), one.relationship, one.telecom),
  );
  const seen = new Set<string>();
  const order = { proxy: 0, guardian: 1, parent: 2, kin: 3 };
  return [...fromRelated, ...fromPatient]
    .filter(({ name }) => name && !seen.has(name) && seen.add(name))
    .sort((a, b) => order[a.standing] - order[b.standing]);
}

function contact(
  name: string,
  relationship: RelatedPerson['relationship'],
  telecom: RelatedPerson['telecom'],
): Contact {
  const codes = (relationship ?? []).flatMap((concept) => concept.coding?.map(({ code }) => code ?? '') ?? []);
  const texts = (relationship ?? []).map(conceptText);
  const any = (words: RegExp) => [...codes, ...texts].some((text) => words.test(text));
  const standing = any(proxyWords) ? 'proxy' : any(guardianWords) ? 'guardian' : any(parentWords) ? 'parent' : 'kin';
  // Words somebody wrote say more than the name of a code.
  const written = (relationship ?? []).flatMap(({ text }) => (text ? [text] : []));
  const relation =
    [...written, ...texts].find((text) => text && !proxyWords.test(text) && !guardianWords.test(text)) ?? '';
  const phone = telecom?.find(({ system }) => system === 'phone' || system === 'sms')?.value;
  return { name, relation: relation.toLocaleLowerCase('nb'), phone, standing };
}
