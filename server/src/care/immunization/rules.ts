export { vaccinationIssues } from './vaccination.ts';
export { words as vaccineWords } from './words.ts';
