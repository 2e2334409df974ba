import type { Json, JsonObject, Resource } from '../../fhir/resource.ts';
import { hash64 } from '../../fhir/search/hash.ts';
import { agentAt, codingsAt, extensionAt, idAt, listAt, periodAt, textAt } from '../reading.ts';
import { extensionOf, hl7, systems } from '../rules/codes.ts';
import { always, dataOf, type Fact, type Source } from './fact.ts';

/** What is known of the citizen, their identity, and whose list they are on. */
export const patientFacts: Source = (resource) => [
  { kind: 'patient', ...always, data: patientData(resource) },
  ...identityFacts(resource),
  ...listFacts(resource),
];

function patientData(resource: Resource): Record<string, unknown> {
  return dataOf({
    id: resource.id,
    birthDate: textAt(resource.birthDate),
    deceased: resource.deceasedBoolean === true || resource.deceasedDateTime !== undefined,
    address: protectionOf(resource),
    mergedInto: listAt(resource.link)
      .filter(({ type }) => type === 'replaced-by')
      .map(({ other }) => idAt(other, 'Patient'))
      .find((id) => id !== undefined),
  });
}

const protections = new Set(['klient', 'fortrolig', 'strengt-fortrolig']);

/** As the population register says; very restricted when nothing closer is said is taken for the strictest. */
function protectionOf(resource: Resource): string | undefined {
  const said = textAt(extensionAt(resource, extensionOf('address-protection'))?.valueCode);
  if (said !== undefined) return protections.has(said) ? said : undefined;
  for (const { system, code } of codingsAt(resource.meta?.security as Json | undefined)) {
    if (system === hl7('v3-Confidentiality') && code === 'V') return 'strengt-fortrolig';
  }
  return undefined;
}

const identities: ReadonlySet<string> = new Set([systems.nationalNumber, systems.dNumber]);

/** The number that stands for an identity, as a text: the identity itself is not written down a second time. */
export function identityOf(system: string, value: string): string {
  return `id:${hash64(`identifier\u001f${system}|${value}`)}`;
}

/** The national identities of a person, whichever resource they stand in. */
export function identitiesOf(value: Json | undefined): string[] {
  return listAt(value).flatMap((one: JsonObject) => {
    const [system, number] = [textAt(one.system), textAt(one.value)];
    return system !== undefined && number !== undefined && identities.has(system) ? [identityOf(system, number)] : [];
  });
}

/** By which a log-on finds the person, and a child its parents. */
export const identityFacts = (resource: Resource): Fact[] =>
  identitiesOf(resource.identifier).map((person) => ({ kind: 'identity', person, ...always }));

/** On whose list: of the practices that are named, or of the GP alone. */
function listFacts(resource: Resource): Fact[] {
  const named = listAt(resource.generalPractitioner);
  const person = named.map(agentAt).find((agent) => agent !== undefined);
  const practices = named.filter((one) => idAt(one, 'Organization') !== undefined);
  const whom = practices.length > 0 ? practices : named.filter((one) => agentAt(one) !== undefined);
  return whom.map((one): Fact => {
    const unit = idAt(one, 'Organization');
    return {
      kind: 'fastlege',
      ...(unit === undefined ? {} : { unit }),
      ...(person === undefined ? {} : { person }),
      ...periodAt(extensionAt(one, extensionOf('gp-period'))?.valuePeriod),
    };
  });
}
