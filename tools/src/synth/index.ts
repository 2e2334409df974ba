export { transactionOf } from './bundle.ts';
export { DEFAULT_AS_OF, dateInNorway } from './calendar.ts';
export { type MunicipalityOptions, municipality, municipalityNow } from './municipality.ts';
export { type DemoJob, type DemoPerson, demoPersons } from './people.ts';
export { type DemoCitizen, demoCitizens } from './stories/index.ts';
