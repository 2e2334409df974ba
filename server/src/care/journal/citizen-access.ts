import { systems } from '../../access/rules/codes.ts';
import { type Problem, problem } from '../../fhir/issue.ts';
import type { Coding, JsonObject, Meta, Resource } from '../../fhir/resource.ts';
import { parameterOf } from '../process.ts';
import { extensions } from './terms.ts';
import type { Extension } from './types.ts';

/** When the citizen sees what is signed: now, later, or not until somebody has looked at it again. */
export type CitizenAccess =
  | { code: 'now' }
  | { code: 'delayed'; until: string }
  | { code: 'withheld'; reason: string; text: string; review: string };

/**
 * Reads `citizenAccess` and what belongs to it. @throws Problem invalid
 * @source pasient- og brukerrettighetsloven § 5-1; Volven 9603
 */
export function citizenAccessIn(parameters: Resource, today: string): CitizenAccess {
  const code = parameterOf(parameters, 'citizenAccess') ?? 'now';
  switch (code) {
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
  if (access.code === 'now') return resource;
  const said = access.code === 'delayed' ? 'NORU' : access.reason;
  const coding: Coding = { system: systems.citizenAccess, code: said };
  const parts: Extension[] =
    access.code === 'delayed'
      ? [{ url: 'until', valueDate: access.until }]
      : [
          { url: 'review', valueDate: access.review },
          { url: 'reason', valueString: access.text },
        ];
  const meta: Meta = { ...resource.meta, security: [...(resource.meta?.security ?? []), coding] };
  const extension = [
    ...((resource.extension ?? []) as JsonObject[]),
    { url: extensions.citizenAccess, extension: parts },
  ];
  return { ...resource, meta, extension };
}
