export { jsonToXml } from './from-json.ts';
export { xmlToJson } from './to-json.ts';
