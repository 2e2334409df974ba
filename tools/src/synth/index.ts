export { type DemoPerson, demoPersons } from './people.ts';
