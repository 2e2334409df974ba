export { type CatalogueStore, loadCatalogue, transactionOf } from './load.ts';
