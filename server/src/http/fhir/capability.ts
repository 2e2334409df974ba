import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { searchParametersOf } from '../../fhir/search/parameters.ts';
import { resourceTypes } from '../../fhir/types.ts';
import type { FhirService } from './service.ts';

const INTERACTIONS = [
  'read',
  'vread',
  'update',
  'patch',
  'delete',
  'history-instance',
  'history-type',
  'create',
  'search-type',
];

/** The access log is written by the server alone. */
const LOG_INTERACTIONS = ['read', 'vread', 'search-type'];

/** GET metadata: made from what is registered, so it cannot promise anything else. @source FHIR R4 CapabilityStatement */
export function capabilityStatement(service: FhirService): Resource {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: new Date(started).toISOString(),
    kind: 'instance',
    software: { name: 'Enjournal', version: service.software.version },
    implementation: { description: 'Enjournal, one record for each citizen', url: service.base },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'application/fhir+xml', 'json', 'xml'],
    patchFormat: ['application/json-patch+json', 'application/fhir+json', 'application/fhir+xml'],
    rest: [
      {
        mode: 'server',
        security: {
          service: [
            {
              coding: [
                { system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'SMART-on-FHIR' },
              ],
            },
          ],
          description: 'OAuth 2 bearer tokens; see .well-known/smart-configuration.',
        },
        resource: resourceTypes.map((type) => resourceOf(service, type)),
        interaction: ['transaction', 'batch', 'search-system', 'history-system'].map((code) => ({ code })),
        searchParam: [...searchParametersOf('Resource').values()].map(({ code, url, type }) => ({
          name: code,
          definition: url,
          type,
        })),
        operation: operationsAt(service, (levels) => levels.some(({ level }) => level === 'system')),
        compartment: ['Patient', 'Encounter', 'Practitioner', 'RelatedPerson', 'Device'].map(
          (name) => `http://hl7.org/fhir/CompartmentDefinition/${name.toLowerCase()}`,
        ),
      },
    ],
  };
}

const started = Date.now();

function resourceOf(service: FhirService, type: string): JsonObject {
  const parameters = [...searchParametersOf(type).values()];
  const described: JsonObject = {
    type,
    profile: `http://hl7.org/fhir/StructureDefinition/${type}`,
    interaction: (type === 'AuditEvent' ? LOG_INTERACTIONS : INTERACTIONS).map((code) => ({ code })),
    versioning: 'versioned-update',
    readHistory: true,
    updateCreate: true,
    conditionalCreate: true,
    conditionalRead: 'full-support',
    conditionalUpdate: true,
    conditionalDelete: 'single',
    referencePolicy: ['literal', 'logical'],
    searchParam: parameters.map(({ code, url, type: kind }) => ({ name: code, definition: url, type: kind })),
  };
  const includes = parameters.filter(({ type: kind }) => kind === 'reference').map(({ code }) => `${type}:${code}`);
  if (includes.length > 0) described.searchInclude = includes;
  const operations = operationsAt(service, (levels) =>
    levels.some(({ level, types }) => level !== 'system' && (types === '*' || types.includes(type))),
  );
  if (operations.length > 0) described.operation = operations;
  return described;
}

function operationsAt(
  service: FhirService,
  where: (at: FhirService['operations'][number]['at']) => boolean,
): JsonObject[] {
  return service.operations
    .filter((one) => where(one.at))
    .map(({ name, definition, summary }) => ({ name, definition, documentation: summary }));
}
