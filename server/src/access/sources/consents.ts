import { beginningOf } from '../../fhir/norwegian/day.ts';
import type { Json, JsonObject, Resource } from '../../fhir/resource.ts';
import { categoryMask, categorySystem, isCategory } from '../categories.ts';
import {
  agentAt,
  codeAt,
  codingsAt,
  extensionAt,
  hasCode,
  idAt,
  listAt,
  objectAt,
  periodAt,
  referenceAt,
  textAt,
} from '../reading.ts';
import { extensionOf, systems } from '../rules/codes.ts';
import { dataOf, type Fact, keyOf, type Source } from './fact.ts';
import { identitiesOf } from './patient.ts';

/** Everything the citizen has said yes or no to that concerns who sees the record. */
export const consentFacts: Source = (resource) => {
  const provision = objectAt(resource.provision);
  if (resource.status !== 'active' || provision === undefined) return [];
  const kind = codeAt(resource.category, systems.consentCategory);
  const isPermit = provision.type === 'permit';
  if (provision.type === 'deny' && isBlock(resource, kind)) return blockFacts(resource, provision);
  if (provision.type === 'deny' && kind === 'register-reservation') return registerFacts(resource, provision);
  if (kind === 'consent-in-situ' && isPermit) return situationFacts(resource, provision);
  if (kind === 'address-access' && isPermit) return addressFacts(resource, provision);
  if (kind === 'care-circle' && isPermit) return circleFacts(resource, provision);
  if ((kind === 'share-outside' || kind === 'individual-plan') && isPermit) return outsideFacts(resource, provision);
  const mandate = codeAt(resource.category, systems.representation);
  if (isPermit && (mandate === 'FU' || mandate === 'VE' || mandate === 'TD')) {
    return mandateFacts(resource, provision, mandate === 'VE');
  }
  return [];
};

const isBlock = ({ category, scope }: Resource, kind: string | undefined): boolean =>
  kind === 'sperring' ||
  (kind === undefined &&
    hasCode(scope, systems.consentScope, 'patient-privacy') &&
    listAt(category).some(({ text }) => text === 'Sperring'));

/** From when, until when: the provision's period, else from the day of the Consent on. */
function timesOf(resource: Resource, provision: JsonObject): { from: number; to: number } {
  const { from, to } = periodAt(provision.period);
  if (from !== Number.NEGATIVE_INFINITY) return { from, to };
  return { from: beginningOf(textAt(resource.dateTime)) ?? from, to };
}

/** One fact for each from whom it is kept, and each whose documents it is; what is unclear keeps more, never less. */
function blockFacts(resource: Resource, provision: JsonObject): Fact[] {
  const actors = listAt(provision.actor);
  const recipients = actors.filter((one) => !isCustodian(one)).map(({ reference }) => reference);
  const custodians = actors.filter(isCustodian).flatMap(({ reference }) => idAt(reference, 'Organization') ?? []);
  const { categories, isClear } = categoriesOf(provision);
  const data = listAt(provision.data).map(({ reference }) => referenceAt(reference) ?? '');
  const isWhole = data.some((one) => one === '' || one.startsWith('Patient/')) || !isClear;
  const documents = isWhole || data.length === 0 ? undefined : data;
  const period = provision.dataPeriod === undefined ? undefined : periodAt(provision.dataPeriod);
  const narrow = categories.length > 0 && isClear ? categories : undefined;
  const common = {
    except: exceptionsOf(provision),
    categories: narrow,
    mask: narrow === undefined ? undefined : categoryMask(narrow),
    documents,
    keys: documents?.map(keyOf),
    period: period && { from: textOf(period.from), to: textOf(period.to) },
    hidden: extensionAt(resource, extensionOf('block-marker'))?.valueBoolean === false,
  };
  const times = timesOf(resource, provision);
  const purposes = [...codingsAt(provision.purpose)].map(({ code }) => code);
  const others = purposes.flatMap((code) => (Object.hasOwn(otherUses, code) ? otherUses[code]! : []));
  const onlyOthers = purposes.length > 0 && others.length === purposes.length;
  const whom = recipients.length === 0 ? [undefined] : recipients;
  const whose = custodians.length === 0 ? [undefined] : custodians;
  const care = onlyOthers
    ? []
    : whom.flatMap((one) =>
        whose.map((custodian): Fact => {
          const { unit, person, kind } = recipientOf(one);
          const shape = kind ?? (documents ? 'document' : narrow?.length === 1 ? 'category' : 'all');
          const target = unit ?? person ?? (shape === 'category' ? narrow![0] : '*');
          return {
            kind: 'block',
            ...(unit === undefined ? {} : { unit }),
            ...(person === undefined ? {} : { person }),
            ...times,
            data: dataOf({ kind: shape, target, custodian, ...common }),
          };
        }),
      );
  return [
    ...care,
    ...others.map(
      (kind): Fact => ({ kind: 'block', ...times, data: dataOf({ kind, target: '*', hidden: common.hidden }) }),
    ),
  ];
}

const otherUses: Readonly<Record<string, 'learning' | 'secondary-use'>> = {
  HQUALIMP: 'learning',
  HRESCH: 'secondary-use',
};

/** A reservation against the registers that it names; one that names none that we know is against them all. */
function registerFacts(resource: Resource, provision: JsonObject): Fact[] {
  const named = [...codingsAt(provision.code)].filter(({ system }) => system === systems.healthRegister);
  const targets = named.length === 0 ? ['*'] : named.map(({ code }) => code);
  const times = timesOf(resource, provision);
  return targets.map((target): Fact => ({ kind: 'block', ...times, data: dataOf({ kind: 'register', target }) }));
}

const isCustodian = ({ role }: JsonObject): boolean => hasCode(role, systems.participation, 'CST');

/** A recipient that access cannot tell apart from others is everyone. */
function recipientOf(value: Json | undefined): { unit?: string; person?: string; kind?: 'org' | 'person' } {
  const unit = idAt(value, 'Organization');
  if (unit !== undefined) return { unit, kind: 'org' };
  const reference = referenceAt(value);
  const person = agentAt(value) ?? (reference?.startsWith('RelatedPerson/') ? reference : undefined);
  return person === undefined ? {} : { person, kind: 'person' };
}

/** Classes and labels of our categories; `isClear` is false when something else narrows what we cannot follow. */
function categoriesOf(provision: JsonObject): { categories: ReturnType<typeof known>; isClear: boolean } {
  const said = [...codingsAt(provision.class), ...codingsAt(provision.securityLabel)];
  const categories = known(said);
  return { categories, isClear: categories.length === said.length };
}

const known = (said: readonly { system: string; code: string }[]) =>
  said.flatMap(({ system, code }) => (system === categorySystem && isCategory(code) ? [code] : []));

const textOf = (at: number): string | undefined => (Number.isFinite(at) ? new Date(at).toISOString() : undefined);

function exceptionsOf(provision: JsonObject): string[] | undefined {
  const permitted = listAt(provision.provision).filter(({ type }) => type === 'permit');
  const except = permitted
    .flatMap(({ actor }) => listAt(actor))
    .flatMap(({ reference }) => idAt(reference, 'Organization') ?? agentAt(reference) ?? []);
  return except.length === 0 ? undefined : except;
}

const day = 86_400_000;

/** A yes to somebody who sits there: for a day, when nothing else is said. */
function situationFacts(resource: Resource, provision: JsonObject): Fact[] {
  const { from, to } = timesOf(resource, provision);
  if (!Number.isFinite(from)) return [];
  const { categories } = categoriesOf(provision);
  const data = categories.length === 0 ? undefined : { categories, mask: categoryMask(categories) };
  return listAt(provision.actor).flatMap(({ reference }): Fact[] => {
    const unit = idAt(reference, 'Organization');
    const person = agentAt(reference);
    if (unit === undefined && person === undefined) return [];
    return [
      {
        kind: 'consent',
        ...(unit === undefined ? { person: person! } : { unit }),
        from,
        to: Math.min(to, from + day),
        ...(data === undefined ? {} : { data }),
      },
    ];
  });
}

const addressFacts = (resource: Resource, provision: JsonObject): Fact[] =>
  listAt(provision.actor).flatMap(({ reference }): Fact[] => {
    const person = agentAt(reference);
    return person === undefined ? [] : [{ kind: 'address-named', person, ...timesOf(resource, provision) }];
  });

/** Who is let into the circle around the citizen, as kin or as a volunteer; without an end it is nobody. */
function circleFacts(resource: Resource, provision: JsonObject): Fact[] {
  const times = timesOf(resource, provision);
  if (!Number.isFinite(times.to)) return [];
  return listAt(provision.actor).flatMap(({ role, reference }): Fact[] => {
    const data = { role: codeAt(role, systems.circleRole) === 'kin' ? 'kin' : 'volunteer' };
    return identitiesOf(objectAt(reference)?.identifier).map((person) => ({ kind: 'circle', person, ...times, data }));
  });
}

const shared = new Set(['plan', 'services', 'contact']);

/** Who outside of the health service may know what; somebody who is named in words alone is nobody that could log on. */
function outsideFacts(resource: Resource, provision: JsonObject): Fact[] {
  const said = codeAt(provision.code, systems.sharedOutside);
  const what = said === undefined || shared.has(said) ? (said ?? 'plan') : undefined;
  if (what === undefined) return [];
  return listAt(provision.actor).flatMap(({ reference }): Fact[] => {
    const unit = idAt(reference, 'Organization');
    const person = agentAt(reference);
    if (unit === undefined && person === undefined) return [];
    const whose = unit === undefined ? { person: person! } : { unit };
    return [{ kind: 'shared-outside', ...whose, ...timesOf(resource, provision), data: { what } }];
  });
}

/** Who may act for the citizen, known by the number that their log-on tells. */
function mandateFacts(resource: Resource, provision: JsonObject, isGuardian: boolean): Fact[] {
  const { categories } = categoriesOf(provision);
  const whole = isGuardian ? 'personal' : 'read-record';
  const data = {
    kind: isGuardian ? 'guardian' : 'power-of-attorney',
    scopes: categories.length > 0 ? categories : [whole],
  };
  return listAt(provision.actor).flatMap(({ reference }): Fact[] => {
    const related = idAt(reference, 'RelatedPerson');
    const people = identitiesOf(objectAt(reference)?.identifier);
    const times = timesOf(resource, provision);
    return people.map((person) => ({
      kind: 'mandate',
      person,
      ...times,
      data: related === undefined ? data : { ...data, relatedPerson: related },
    }));
  });
}
