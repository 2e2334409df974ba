/** Names of what is left out of a resource, each with the elements (paths below the type) that it stands for. */
type Places = Readonly<Record<string, readonly string[]>>;

const place = (...elements: string[]): Places => ({ place: elements });

/**
 * What tells where somebody is, when their address is protected (codes 6 and 7). The place of an encounter or an
 * appointment tells it as well as an address does.
 * @source Normen, guidance on persons with protected addresses; the list of elements is our choice
 */
const told: Readonly<Record<string, Places>> = {
  Patient: {
    address: ['address', 'contact.address'],
    telecom: ['telecom', 'contact.telecom'],
    geo: ['address.extension'],
    'managing-unit': ['managingOrganization', 'generalPractitioner'],
  },
  Person: { address: ['address'], telecom: ['telecom'], 'managing-unit': ['managingOrganization'] },
  RelatedPerson: { address: ['address'], telecom: ['telecom'] },
  Appointment: place('participant', 'supportingInformation', 'description', 'comment', 'patientInstruction', 'slot'),
  AppointmentResponse: place('actor', 'comment'),
  Device: place('location', 'contact', 'url'),
  Encounter: place('location', 'serviceProvider', 'hospitalization.origin', 'hospitalization.destination'),
  EpisodeOfCare: place('managingOrganization', 'team'),
  Immunization: place('location'),
  MedicationDispense: place('location', 'destination'),
  Procedure: place('location'),
  Schedule: place('actor', 'comment'),
  ServiceRequest: place('locationReference', 'locationCode'),
  SupplyDelivery: place('destination'),
  SupplyRequest: place('deliverFrom', 'deliverTo'),
  Task: place('location'),
};

/** What is left out of a resource of this type; undefined when it tells no place. */
export const maskOf = (type: string): readonly string[] | undefined => masks.get(type);

const masks = new Map(Object.entries(told).map(([type, places]) => [type, Object.keys(places)]));

/** The elements, as paths below the type, that one name of `maskOf` stands for. */
export const elementsOf = (type: string, name: string): readonly string[] => told[type]?.[name] ?? [];

/** Whether to show one of this type is to give somebody's address. */
export const tellsAddress = (type: string): boolean => told[type]?.address !== undefined;
