import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../fhir/resource.ts';
import { narrativeFault } from '../../fhir/validate/narrative.ts';
import { narrativeOf } from './narrative.ts';
import { extensions } from './terms.ts';
import type { QuestionnaireItem, ResponseItem } from './types.ts';

const item = (linkId: string, type: string, text: string, more: JsonObject = {}): QuestionnaireItem => ({
  linkId,
  type,
  text,
  ...more,
});
const inUnit = (display: string) => ({ extension: [{ url: extensions.unit, valueCoding: { code: 'u', display } }] });
const answer = (linkId: string, ...answers: JsonObject[]): ResponseItem => ({ linkId, answer: answers });
const bodyOf = (items: QuestionnaireItem[], answers: ResponseItem[], title = 'Undersøkelse') =>
  narrativeOf({ ...item('s', 'group', title), item: items }, { linkId: 's', item: answers })?.replace(
    /^<div xmlns="http:\/\/www\.w3\.org\/1999\/xhtml">(.*)<\/div>$/s,
    '$1',
  );

test('text stands as it was written, in its paragraphs and lines', () => {
  expect(bodyOf([item('t', 'text', 'Notat')], [answer('t', { valueString: 'Første\nlinje\n\nNeste <avsnitt>' })])).toBe(
    '<p>Første<br/>linje</p><p>Neste &lt;avsnitt&gt;</p>',
  );
});

test('one of several questions is told with what was asked', () => {
  const asked = [item('a', 'boolean', 'Røyker'), item('b', 'date', 'Sist sett'), item('c', 'choice', 'Funn')];
  const answers = [
    answer('a', { valueBoolean: false }),
    answer('b', { valueDate: '2026-11-09' }),
    answer(
      'c',
      { valueCoding: { system: 'urn:oid:2.16.578.1.12.4.1.1.7170', code: 'R74', display: 'Akutt infeksjon' } },
      { valueCoding: { system: 'urn:x', code: 'x', display: 'Sår hals' } },
    ),
  ];
  expect(bodyOf(asked, answers)).toBe(
    '<p><b>Røyker:</b> Nei</p><p><b>Sist sett:</b> 09.11.2026</p>' +
      '<p><b>Funn:</b></p><ul><li>Akutt infeksjon (R74)</li><li>Sår hals</li></ul>',
  );
});

test('measurements are rows of one table, those of a group under its name, numbers as Norwegians write them', () => {
  const pressure = {
    ...item('bt', 'group', 'Blodtrykk'),
    item: [item('s', 'integer', 'Overtrykk', inUnit('mmHg')), item('d', 'integer', 'Undertrykk', inUnit('mmHg'))],
  };
  const asked = [pressure, item('w', 'decimal', 'Vekt', inUnit('kg')), item('t', 'quantity', 'Temperatur')];
  const answers = [
    { linkId: 'bt', item: [answer('s', { valueInteger: 140 }), answer('d', { valueInteger: 90 })] },
    answer('w', { valueDecimal: 71.5 }),
    answer('t', { valueQuantity: { value: -1.5, unit: '°C' } }),
  ];
  expect(bodyOf(asked, answers)).toBe(
    '<table><tbody><tr><td>Blodtrykk, overtrykk</td><td>140 mmHg</td></tr>' +
      '<tr><td>Blodtrykk, undertrykk</td><td>90 mmHg</td></tr>' +
      '<tr><td>Vekt</td><td>71,5 kg</td></tr><tr><td>Temperatur</td><td>−1,5 °C</td></tr></tbody></table>',
  );
});

test('a time is told by the clock in Oslo', () => {
  const asked = [item('a', 'dateTime', 'Kom'), item('b', 'text', 'Annet')];
  expect(bodyOf(asked, [answer('a', { valueDateTime: '2026-07-01T22:30:00Z' })])).toBe(
    '<p><b>Kom:</b> 02.07.2026 kl. 00.30</p>',
  );
});

test('what is hidden, only shown, or not answered leaves nothing', () => {
  const hidden = { extension: [{ url: extensions.hidden, valueBoolean: true }] };
  const asked = [item('h', 'string', 'Skjult', hidden), item('d', 'display', 'Veiledning'), item('e', 'text', 'Tomt')];
  const answers = [answer('h', { valueString: 'x' }), answer('e', { valueString: '  ' }), { linkId: 'd' }];
  expect(bodyOf(asked, answers)).toBeUndefined();
});

test('it is valid XHTML whatever was typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.string({ unit: 'binary' }), (typed, label) => {
      const asked = [item('a', 'text', label), item('b', 'open-choice', label)];
      const text = narrativeOf(
        { ...item('s', 'group', label), item: asked },
        { linkId: 's', item: [answer('a', { valueString: `x${typed}` }), answer('b', { valueString: typed })] },
      );
      expect(narrativeFault(text!)).toBeUndefined();
    }),
  );
});
