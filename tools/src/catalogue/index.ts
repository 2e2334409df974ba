export { demoCatalogue } from './demo.ts';
export { type CatalogueStore, loadCatalogue, transactionOf } from './load.ts';
