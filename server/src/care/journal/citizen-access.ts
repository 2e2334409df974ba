import { systems } from '../../access/rules/codes.ts';
import { type Problem, problem } from '../../fhir/issue.ts';
import type { Coding, Meta, Resource } from '../../fhir/resource.ts';
import { parameterOf } from '../process.ts';
import { extensions } from './terms.ts';
import type { Extension } from './types.ts';

/**
 * When the citizen sees what is signed: now, later, or not until somebody has looked at it again; `kept` is as it was, which
 * is now for what is new.
 */
export type CitizenAccess =
  | { code: 'kept' }
  | { code: 'now' }
  | { code: 'delayed'; until: string }
  | { code: 'withheld'; reason: string; text: string; review: string };

/**
 * Reads `citizenAccess` and what belongs to it. @throws Problem invalid
 * @source pasient- og brukerrettighetsloven § 5-1; Volven 9603
 */
export function citizenAccessIn(parameters: Resource, today: string): CitizenAccess {
  const code = parameterOf(parameters, 'citizenAccess');
  switch (code) {
    case undefined:
      return { code: 'kept' };
    case 'now':
      return { code: 'now' };
    case 'delayed':
      return { code: 'delayed', until: dateIn(parameters, 'until', today) };
    case 'withheld': {
      const reason = parameterOf(parameters, 'reason');
      const text = parameterOf(parameters, 'reasonText');
      if (typeof reason !== 'string' || !/^NORN_[A-Z]+$/.test(reason)) throw missing('reason', 'citizen-access-reason');
      if (typeof text !== 'string' || text.trim().length < 10) throw missing('reasonText', 'citizen-access-reason');
      return { code: 'withheld', reason, text: text.trim(), review: dateIn(parameters, 'review', today) };
    }
    default:
      throw missing('citizenAccess', 'citizen-access-code');
  }
}

function dateIn(parameters: Resource, name: string, today: string): string {
  const value = parameterOf(parameters, name);
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value) || value <= today)
    throw missing(name, 'citizen-access-date');
  return value;
}

const missing = (name: string, key: string): Problem =>
  problem('invalid', key, {
    diagnostics: `The parameter ${name} is needed here, in its form.`,
    code: 'required',
    expression: `Parameters.parameter.where(name = '${name}')`,
  });

/** The resource as the citizen's access is to be: the label that the gate reads, and until when it stands so. */
export function withCitizenAccess<R extends Resource>(resource: R, access: CitizenAccess): R {
  if (access.code === 'kept') return resource;
  const { meta = {} as Meta, extension, ...rest } = resource;
  const security = [
    ...(meta.security ?? []).filter(({ system }) => system !== systems.citizenAccess),
    ...codingOf(access),
  ];
  const others = ((extension ?? []) as Extension[]).filter(({ url }) => url !== extensions.citizenAccess);
  const { security: _, ...kept } = meta;
  const said = [...others, ...extensionOf(access)];
  return {
    ...rest,
    ...(security.length + Object.keys(kept).length === 0
      ? {}
      : { meta: security.length === 0 ? kept : { ...kept, security } }),
    ...(said.length === 0 ? {} : { extension: said }),
  } as unknown as R;
}

type Said = Exclude<CitizenAccess, { code: 'kept' }>;

function codingOf(access: Said): Coding[] {
  if (access.code === 'now') return [];
  return [{ system: systems.citizenAccess, code: access.code === 'delayed' ? 'NORU' : access.reason }];
}

function extensionOf(access: Said): Extension[] {
  if (access.code === 'now') return [];
  const parts: Extension[] =
    access.code === 'delayed'
      ? [{ url: 'until', valueDate: access.until }]
      : [
          { url: 'review', valueDate: access.review },
          { url: 'reason', valueString: access.text },
        ];
  return [{ url: extensions.citizenAccess, extension: parts }];
}

/** What a resource says of when the citizen sees it, for another that goes with it. */
export const saidOf = ({ extension }: Resource): Extension[] =>
  ((extension ?? []) as Extension[]).filter(({ url }) => url === extensions.citizenAccess);
