export { type BindingCheck, preloadBindings } from './bindings.ts';
export { contentResources } from './content.ts';
export { type TerminologyCall, type TerminologyOperation, terminologyOperations } from './operations.ts';
export { Parameters } from './parameters.ts';
export { makeTerminology, type Terminology, type TerminologyOptions } from './resolver.ts';
export { loadTerminology, type Transaction } from './start.ts';
export { includes } from './validate-code.ts';
export { onTerminologyChanged, type TerminologyChange, terminologyTypes } from './write.ts';
