import { systems } from '../../access/rules/codes.ts';
import type { Coding, Json, JsonObject, Reference } from '../../fhir/resource.ts';
import { escapeText } from '../../fhir/xml/index.ts';
import { extensions } from './terms.ts';
import type { Answer, QuestionnaireItem, ResponseItem } from './types.ts';

/**
 * What is answered in a section, as a reader of the note sees it: text as it was written, codes by their words, measurements
 * as a table. Valid XHTML whatever was typed. @returns undefined where nothing is answered
 * @source FHIR R4, narrative.html
 */
export function narrativeOf(section: QuestionnaireItem, answered: ResponseItem | undefined): string | undefined {
  const blocks =
    section.type === 'group'
      ? blocksOf(section, answered?.item)
      : blocksOf({ ...section, item: [section] }, answered === undefined ? [] : [answered]);
  return blocks.length === 0 ? undefined : `<div xmlns="http://www.w3.org/1999/xhtml">${joined(blocks)}</div>`;
}

/** A measurement is a row of a table; everything else is a piece of XHTML. */
type Block = { html: string } | { name: string; value: string };

function blocksOf(parent: QuestionnaireItem, answered: readonly ResponseItem[] = [], within = ''): Block[] {
  return (parent.item ?? []).filter(isShown).flatMap((item) => {
    const own = answered.filter(({ linkId }) => linkId === item.linkId);
    if (item.type === 'group') return own.flatMap((one) => groupBlocks(item, one, within));
    return own.flatMap((one) => questionBlocks(item, one, { parent, within }));
  });
}

const isShown = (item: QuestionnaireItem): boolean =>
  item.type !== 'display' &&
  !item.extension?.some(({ url, valueBoolean }) => url === extensions.hidden && valueBoolean === true);

/** A group of measurements gives each its name; any other stands under its own. */
function groupBlocks(item: QuestionnaireItem, answered: ResponseItem, within: string): Block[] {
  const label = item.text ?? '';
  const blocks = blocksOf(item, answered.item, label === '' ? within : label);
  if (blocks.length === 0 || blocks.every((one) => 'value' in one) || label === '') return blocks;
  return [{ html: `<p><b>${escapeText(label)}</b></p>` }, ...blocks];
}

function questionBlocks(
  item: QuestionnaireItem,
  { answer = [] }: ResponseItem,
  { parent, within }: { parent: QuestionnaireItem; within: string },
): Block[] {
  const texts = answer.map((one) => textOf(item, one)).filter((text) => text !== '');
  const below = answer.flatMap((one) => blocksOf(item, one.item, within));
  if (texts.length === 0) return below;
  if (isMeasured(item, answer)) {
    const name = within === '' || within === parent.text ? nameIn(within, item) : (item.text ?? within);
    return [{ name, value: texts.join(', ') }, ...below];
  }
  return [{ html: said(item, texts, parent) + sources(answer) }, ...below];
}

const nameIn = (group: string, { text = '' }: QuestionnaireItem): string => {
  if (group === '' || group === text) return text;
  return text === '' ? group : `${group}, ${text[0]?.toLocaleLowerCase('nb')}${text.slice(1)}`;
};

const isMeasured = (item: QuestionnaireItem, answer: readonly Answer[]): boolean =>
  answer.some(({ valueQuantity }) => valueQuantity !== undefined) ||
  (/^(integer|decimal)$/.test(item.type) && unitOf(item) !== undefined);

/** Running text under the section's own title needs no label, for it says the same. */
function said(item: QuestionnaireItem, texts: readonly string[], parent: QuestionnaireItem): string {
  const isAlone =
    item.text === undefined || item.text === parent.text || (parent.item ?? []).filter(isShown).length === 1;
  const label = isAlone ? '' : `<b>${escapeText(item.text ?? '')}:</b> `;
  if (texts.length > 1) {
    const list = `<ul>${texts.map((text) => `<li>${lines(text)}</li>`).join('')}</ul>`;
    return label === '' ? list : `<p>${label.trim()}</p>${list}`;
  }
  const paragraphs = texts[0]!.split(/\n\s*\n/).map((part) => lines(part.trim()));
  return paragraphs.map((part, i) => `<p>${i === 0 ? label : ''}${part}</p>`).join('');
}

/** What was taken from elsewhere in the record, said after it. */
function sources(answer: readonly Answer[]): string {
  const names = insertedIn(answer).flatMap(({ display }) => (display === undefined ? [] : [escapeText(display)]));
  return names.length === 0 ? '' : `<p><i>Fra journalen: ${[...new Set(names)].join('; ')}</i></p>`;
}

/** References to what of the record was put into answers. */
export const insertedIn = (answer: readonly Answer[]): Reference[] =>
  answer.flatMap(({ extension = [] }) =>
    extension.flatMap(({ url, valueReference }) =>
      url === extensions.insertedFrom && valueReference !== undefined ? [valueReference as Reference] : [],
    ),
  );

function joined(blocks: readonly Block[]): string {
  let html = '';
  let rows = '';
  for (const block of blocks) {
    if ('value' in block) rows += `<tr><td>${escapeText(block.name)}</td><td>${escapeText(block.value)}</td></tr>`;
    else {
      html += table(rows) + block.html;
      rows = '';
    }
  }
  return html + table(rows);
}

const table = (rows: string): string => (rows === '' ? '' : `<table><tbody>${rows}</tbody></table>`);

const lines = (text: string): string => text.split('\n').map(escapeText).join('<br/>');

/** An answer in words. */
function textOf(item: QuestionnaireItem, answer: Answer): string {
  const [name, value] = Object.entries(answer).find(([member]) => member.startsWith('value')) ?? ['', ''];
  switch (name) {
    case 'valueBoolean':
      return value === true ? 'Ja' : 'Nei';
    case 'valueInteger':
    case 'valueDecimal':
      return [decimal(value), unitOf(item)].filter(Boolean).join(' ');
    case 'valueQuantity':
      return quantity(value as JsonObject);
    case 'valueCoding':
      return coded(value as Coding);
    case 'valueDate':
      return date(String(value));
    case 'valueDateTime':
      return dateTime(String(value));
    case 'valueReference':
      return String((value as Reference).display ?? (value as Reference).type ?? '');
    case 'valueAttachment':
      return String((value as JsonObject).title ?? 'Vedlegg');
    default:
      return String(value).trim();
  }
}

const unitOf = ({ extension = [] }: QuestionnaireItem): string | undefined => {
  const coding = extension.find(({ url }) => url === extensions.unit)?.valueCoding as Coding | undefined;
  return coding?.display ?? coding?.code;
};

const decimal = (value: Json | undefined): string =>
  String(value ?? '')
    .replace('.', ',')
    .replace(/^-/, '−');

const quantity = ({ comparator, value, unit, code }: JsonObject): string =>
  [comparator, decimal(value), unit ?? code].filter((one) => one !== undefined && one !== '').join(' ');

/** Codes that clinicians know by heart stand with their words. */
const coded = ({ system, code, display }: Coding): string => {
  if (display === undefined) return code ?? '';
  return system === systems.icpc2 || system === systems.icd10 ? `${display} (${code})` : display;
};

const date = (text: string): string => text.split('-').reverse().join('.');

/** As the clock in Oslo showed, however it was written. */
function dateTime(text: string): string {
  if (!text.includes('T')) return date(text);
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return text;
  const parts = new Intl.DateTimeFormat('nb', {
    timeZone: 'Europe/Oslo',
    ...{ day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  }).formatToParts(at);
  const of = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${of('day')}.${of('month')}.${of('year')} kl. ${of('hour')}.${of('minute')}`;
}
