export { transactionOf } from './bundle.ts';
export { DEFAULT_AS_OF, type MunicipalityOptions, municipality, municipalityNow } from './municipality.ts';
export { type DemoPerson, demoPersons } from './people.ts';
