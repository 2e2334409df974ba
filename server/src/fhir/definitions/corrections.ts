import type { ElementDefinition, StructureDefinition, TypeRef } from './sources.ts';

/**
 * The package's StructureDefinitions say R4 4.0.1, but some carry elements of later versions or of the package's own.
 * Here they are brought back to the published 4.0.1 (hl7.org/fhir/R4); the paths were found by comparing with the
 * `fhirpath` package's R4 model, and a test repeats that comparison.
 */
export function correct(structure: StructureDefinition): StructureDefinition {
  const elements = structure.snapshot?.element;
  if (!elements) return structure;
  const foreign = foreignElements[structure.type] ?? [];
  const kept = elements.filter(
    (element) => !foreign.some((path) => isAtOrUnder(element.path, `${structure.type}.${path}`)),
  );
  const element = [...kept.map(correctTypes), ...(added[structure.type] ?? [])];
  return { ...structure, snapshot: { element } };
}

const isAtOrUnder = (path: string, ancestor: string) => path === ancestor || path.startsWith(`${ancestor}.`);

function correctTypes(element: ElementDefinition): ElementDefinition {
  const type = types[element.path];
  return type ? { ...element, type } : element;
}

const foreignElements: Record<string, string[]> = {
  Meta: ['project', 'author', 'onBehalfOf', 'account', 'accounts', 'compartment'],
  Binary: ['url'],
  DeviceDefinition: ['classification', 'bodySite'],
  ObservationDefinition: ['publisher'],
  EvidenceVariable: ['characteristic'],
  ResearchStudy: [
    ...['name', 'label', 'studyDesign', 'region', 'descriptionSummary', 'classifier', 'associatedParty'],
    ...[
      'progressStatus',
      'whyStopped',
      'recruitment',
      'comparisonGroup',
      'objective.description',
      'outcomeMeasure',
      'result',
    ],
  ],
};

const referenceTo = (...targets: string[]): TypeRef[] => [{ code: 'Reference', targetProfile: targets.map(base) }];
const base = (type: string) => `http://hl7.org/fhir/StructureDefinition/${type}`;

const types: Record<string, TypeRef[]> = {
  'Bundle.entry.response.outcome': [{ code: 'Resource' }],
  'ResearchStudy.site': referenceTo('Location'),
  'AuditEvent.source.observer': referenceTo(
    ...['PractitionerRole', 'Practitioner', 'Organization', 'Device', 'Patient', 'RelatedPerson'],
  ),
  'MeasureReport.subject': referenceTo(
    ...['Patient', 'Practitioner', 'PractitionerRole', 'Location', 'Device', 'RelatedPerson', 'Group'],
  ),
};

const element = (path: string, min: number, max: string, type: TypeRef[], more: Partial<ElementDefinition> = {}) =>
  ({ id: path, path, min, max, type, ...more }) as ElementDefinition;

/** EvidenceVariable.characteristic as published in 4.0.1; the package carries that of R5. */
const characteristic = 'EvidenceVariable.characteristic';
const added: Record<string, ElementDefinition[]> = {
  EvidenceVariable: [
    element(characteristic, 1, '*', [{ code: 'BackboneElement' }], { isSummary: true }),
    element(`${characteristic}.id`, 0, '1', [{ code: 'string' }], { representation: ['xmlAttr'] }),
    element(`${characteristic}.extension`, 0, '*', [{ code: 'Extension' }]),
    element(`${characteristic}.modifierExtension`, 0, '*', [{ code: 'Extension' }], {
      isModifier: true,
      isSummary: true,
    }),
    element(`${characteristic}.description`, 0, '1', [{ code: 'string' }]),
    element(
      `${characteristic}.definition[x]`,
      1,
      '1',
      [
        ...referenceTo('Group'),
        { code: 'canonical', targetProfile: [base('ActivityDefinition')] },
        ...['CodeableConcept', 'Expression', 'DataRequirement', 'TriggerDefinition'].map((code) => ({ code })),
      ],
      { isSummary: true },
    ),
    element(`${characteristic}.usageContext`, 0, '*', [{ code: 'UsageContext' }]),
    element(`${characteristic}.exclude`, 0, '1', [{ code: 'boolean' }]),
    element(
      `${characteristic}.participantEffective[x]`,
      ...([0, '1', ['dateTime', 'Period', 'Duration', 'Timing'].map((code) => ({ code }))] as const),
    ),
    element(`${characteristic}.timeFromStart`, 0, '1', [{ code: 'Duration' }]),
    element(`${characteristic}.groupMeasure`, 0, '1', [{ code: 'code' }], {
      binding: { strength: 'required', valueSet: 'http://hl7.org/fhir/ValueSet/group-measure|4.0.1' },
    }),
  ],
};
