import type { Json, JsonObject, Resource } from '../../fhir/resource.ts';
import { isHprNumber, isPersonNumber, systemOfNumber } from '../numbers.ts';
import { Fields, RowRefused } from '../rows/fields.ts';
import { changeOf } from '../store.ts';
import { extensionUrl, identifierSystems, isPersonSystem, profiles, volven } from '../systems.ts';
import {
  compact,
  humanName,
  identifiersOf,
  objects,
  type RegisterKind,
  type Setting,
  searchMany,
  withMembers,
} from './kind.ts';
import type { PersonName } from './person-row.ts';

const STATUSES = ['active', 'revoked', 'suspended', 'restricted'] as const;

/** An authorisation, licence or student licence of health personnel. */
export type Authorisation = {
  /** Volven 9060. */
  category: string;
  /** Volven 7704. */
  kind: string;
  status: (typeof STATUSES)[number];
  from: string;
  to?: string;
  /** What a restricted one is for, in words. */
  restriction?: string;
  /** Volven 7426. */
  specialties: readonly string[];
};

/** What the register of health personnel says of a person. */
export type PersonnelRow = {
  hpr: string;
  number?: string;
  name: PersonName;
  birthDate?: string;
  sex?: 'male' | 'female' | 'unknown';
  authorisations: readonly Authorisation[];
};

type Known = { byHpr: ReadonlyMap<string, readonly Resource[]>; byNumber: ReadonlyMap<string, readonly Resource[]> };

/** The register of health personnel (HPR). A person becomes a Practitioner; what the person works as, stands elsewhere. */
export const personnel: RegisterKind<PersonnelRow, Known> = {
  name: 'personnel',
  parse: parsePersonnel,
  keys: ({ hpr, number }) => (number === undefined ? [hpr] : [hpr, number]),

  async load(store, rows) {
    const tokens = rows.flatMap(({ hpr, number }) => [
      `${identifierSystems.hpr}|${hpr}`,
      ...(number === undefined ? [] : [`${systemOfNumber(number)}|${number}`]),
    ]);
    const found = await searchMany(store, 'Practitioner', 'identifier', tokens);
    return {
      byHpr: grouped(found, (one) => identifiersOf(one, identifierSystems.hpr)),
      byNumber: grouped(found, (one) =>
        objects(one.identifier)
          .filter(({ system }) => isPersonSystem(system))
          .map(({ value }) => value as string),
      ),
    };
  },

  plan(row, known) {
    const matches = new Set([
      ...(known.byHpr.get(row.hpr) ?? []),
      ...(row.number === undefined ? [] : (known.byNumber.get(row.number) ?? [])),
    ]);
    if (matches.size > 1) throw new RowRefused(['the numbers stand with two practitioners']);
    const [before] = matches;
    if (before !== undefined) {
      const [other] = identifiersOf(before, identifierSystems.hpr);
      if (other !== undefined && other !== row.hpr) throw new RowRefused(['the person has another HPR number here']);
      return changeOf(before, practitionerOf(row, before));
    }
    const resource = practitionerOf(row, { resourceType: 'Practitioner', meta: { profile: [profiles.practitioner] } });
    return [{ method: 'POST', resource, ifNoneExist: `identifier=${identifierSystems.hpr}|${row.hpr}` }];
  },
};

function grouped(found: readonly Resource[], keys: (one: Resource) => string[]): Map<string, Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const one of found) for (const key of keys(one)) groups.set(key, [...(groups.get(key) ?? []), one]);
  return groups;
}

/**
 * A person as NDJSON with a list of `authorisations`; or a row of CSV with one authorisation, its columns flat. The rows of
 * one person in CSV must stand together in one: who has two authorisations is told as NDJSON.
 */
export function parsePersonnel(value: Json, setting: Setting): PersonnelRow {
  const fields = new Fields(value);
  const isListed =
    typeof value === 'object' && value !== null && !Array.isArray(value) && Array.isArray(value.authorisations);
  const name = fields.object('name') ?? fields;
  const middle = name.optional('middle');
  const number = fields.optionalNumber('nationalNumber', (text) => isPersonNumber(text, setting.series));
  const birthDate = fields.optionalDate('birthDate');
  const sex = fields.optionalCode('sex', ['male', 'female', 'unknown']);
  const row: PersonnelRow = {
    hpr: fields.number('hprNumber', isHprNumber),
    name: { given: name.text('given'), ...(middle === undefined ? {} : { middle }), family: name.text('family') },
    authorisations: (isListed
      ? fields.list('authorisations')
      : fields.optional('category') === undefined
        ? []
        : [fields]
    ).map(authorisationOf),
    ...(number === undefined ? {} : { number }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(sex === undefined ? {} : { sex }),
  };
  fields.end();
  return row;
}

function authorisationOf(fields: Fields): Authorisation {
  const restriction = fields.optional('restriction');
  return {
    category: fields.number('category', (text) => /^[A-Z][A-Z0-9]{1,3}$/.test(text)),
    kind: fields.optionalNumber('kind', (text) => /^\d{1,2}$/.test(text)) ?? '1',
    status: fields.optionalCode('status', STATUSES) ?? 'active',
    ...fields.period(),
    ...(restriction === undefined ? {} : { restriction }),
    specialties: fields.optional('specialties')?.split(/[\s,]+/) ?? [],
  };
}

function practitionerOf(row: PersonnelRow, before: Resource): Resource {
  const others = objects(before.identifier).filter(
    ({ system, value }) =>
      system !== identifierSystems.hpr && !(row.number !== undefined && isPersonSystem(system) && value === row.number),
  );
  const aged = others.map((one) =>
    row.number !== undefined && isPersonSystem(one.system) ? { ...one, use: 'old' } : one,
  );
  return withMembers(before, {
    identifier: [
      { system: identifierSystems.hpr, value: row.hpr },
      ...(row.number === undefined ? [] : [{ use: 'official', system: systemOfNumber(row.number), value: row.number }]),
      ...aged,
    ],
    active: before.active ?? true,
    name: [humanName(row.name), ...objects(before.name).filter(({ use }) => use !== undefined && use !== 'official')],
    gender: row.sex ?? before.gender,
    birthDate: row.birthDate ?? before.birthDate,
    qualification: row.authorisations.map(qualificationOf),
  });
}

function qualificationOf(one: Authorisation): JsonObject {
  const extension = [
    ...(one.status === 'active' ? [] : [{ url: extensionUrl('authorisation-status'), valueCode: one.status }]),
    ...(one.restriction === undefined
      ? []
      : [{ url: extensionUrl('authorisation-restriction'), valueString: one.restriction }]),
  ];
  return compact({
    extension: extension.length === 0 ? undefined : extension,
    code: {
      coding: [
        { system: volven(9060), code: one.category },
        { system: volven(7704), code: one.kind },
        ...one.specialties.map((code) => ({ system: volven(7426), code })),
      ],
    },
    period: compact({ start: one.from, end: one.to }),
    issuer: { display: 'Helsedirektoratet' },
  });
}
