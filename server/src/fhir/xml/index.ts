export { escapeText } from './characters.ts';
export { jsonToXml } from './from-json.ts';
export { xmlToJson } from './to-json.ts';
