import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { Problem } from '../issue.ts';
import { type Decimals, parseJson, printJson } from '../json/index.ts';
import type { Json, JsonObject } from '../resource.ts';
import { resourceTypes } from '../types.ts';
import { anyResource } from './any-resource.ts';
import { jsonToXml, xmlToJson } from './index.ts';
import { XmlReader } from './reader.ts';

const start = '<?xml version="1.0" encoding="UTF-8"?>\n';

function toXml(json: string): string {
  const { value, decimals } = parseJson(json);
  const xml = jsonToXml(value, decimals);
  expect(xml.startsWith(start)).toBe(true);
  return xml.slice(start.length);
}

function toJson(xml: string): string {
  const { value, decimals } = xmlToJson(xml);
  return printJson(value, decimals);
}

function refusal(xml: string) {
  try {
    xmlToJson(xml);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(error.kind).toBe('invalid');
    return [error.issues[0]?.key, error.issues[0]?.expression];
  }
  return undefined;
}

const patient = (content: string) => `<Patient xmlns="http://hl7.org/fhir">${content}</Patient>`;

describe('both ways', () => {
  test.each([
    [
      'attributes and elements',
      '{"resourceType":"Patient","id":"p","active":true,"birthDate":"1970-01-01"}',
      patient('<id value="p"/><active value="true"/><birthDate value="1970-01-01"/>'),
    ],
    [
      'ids of elements, and extensions',
      '{"resourceType":"Patient","extension":[{"id":"e","url":"http://x","valueDecimal":1.50}]}',
      patient('<extension id="e" url="http://x"><valueDecimal value="1.50"/></extension>'),
    ],
    [
      'a primitive with an id and extensions',
      '{"resourceType":"Patient","birthDate":"1970","_birthDate":{"id":"b","extension":[{"url":"u","valueCode":"c"}]}}',
      patient('<birthDate value="1970" id="b"><extension url="u"><valueCode value="c"/></extension></birthDate>'),
    ],
    [
      'a primitive with extensions only',
      '{"resourceType":"Patient","_birthDate":{"extension":[{"url":"u","valueCode":"c"}]}}',
      patient('<birthDate><extension url="u"><valueCode value="c"/></extension></birthDate>'),
    ],
    [
      'holes in a list',
      '{"resourceType":"Patient","name":[{"given":["A",null,"B"],"_given":[null,{"id":"x"},null]}]}',
      patient('<name><given value="A"/><given id="x"/><given value="B"/></name>'),
    ],
    [
      'a list of extensions only',
      '{"resourceType":"Patient","name":[{"_given":[{"id":"x"}]}]}',
      patient('<name><given id="x"/></name>'),
    ],
    [
      'a choice',
      '{"resourceType":"Observation","valueQuantity":{"value":120.00,"unit":"mm[Hg]"}}',
      '<Observation xmlns="http://hl7.org/fhir"><valueQuantity><value value="120.00"/><unit value="mm[Hg]"/></valueQuantity></Observation>',
    ],
    [
      'a contained resource',
      '{"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o"},{"resourceType":"Basic"}]}',
      patient('<contained><Organization><id value="o"/></Organization></contained><contained><Basic/></contained>'),
    ],
    [
      'a bundle',
      '{"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"Patient","active":false},"request":{"method":"POST","url":"Patient"}}]}',
      '<Bundle xmlns="http://hl7.org/fhir"><type value="batch"/><entry><resource><Patient><active value="false"/></Patient></resource><request><method value="POST"/><url value="Patient"/></request></entry></Bundle>',
    ],
    [
      'parameters',
      '{"resourceType":"Parameters","parameter":[{"name":"a","part":[{"name":"b","resource":{"resourceType":"Patient"}}]}]}',
      '<Parameters xmlns="http://hl7.org/fhir"><parameter><name value="a"/><part><name value="b"/><resource><Patient/></resource></part></parameter></Parameters>',
    ],
    [
      'items within items',
      '{"resourceType":"Questionnaire","item":[{"linkId":"1","item":[{"linkId":"2","item":[{"linkId":"3"}]}]}]}',
      '<Questionnaire xmlns="http://hl7.org/fhir"><item><linkId value="1"/><item><linkId value="2"/><item><linkId value="3"/></item></item></item></Questionnaire>',
    ],
    [
      'line ends and signs in a value',
      '{"resourceType":"Patient","language":"a\\nb\\r\\tc<&>\\"\'😀"}',
      patient('<language value="a&#xA;b&#xD;&#x9;c&lt;&amp;&gt;&quot;\'😀"/>'),
    ],
  ])('%s', (_name, json, xml) => {
    expect(toXml(json)).toBe(xml);
    expect(toJson(xml)).toBe(json);
  });

  test('elements are written in the order of the specification', () => {
    expect(toXml('{"birthDate":"1970","active":true,"id":"p","resourceType":"Patient"}')).toBe(
      patient('<id value="p"/><active value="true"/><birthDate value="1970"/>'),
    );
  });

  test('a number is written as it was, however many digits', () => {
    for (const number of ['1.0', '0.10', '1e3', '-0.0', '123456789012345678.123456789012345678', '0.0000001']) {
      const json = `{"resourceType":"Observation","valueQuantity":{"value":${number}}}`;
      expect(toXml(json)).toContain(`<value value="${number}"/>`);
      expect(toJson(toXml(json))).toBe(json);
    }
  });
});

describe('the narrative', () => {
  const narrative = (div: string) => patient(`<text><status value="generated"/>${div}</text>`);
  const ns = 'xmlns="http://www.w3.org/1999/xhtml"';
  const divOf = (xml: string) => (xmlToJson(xml).value.text as JsonObject).div as string;

  test.each([
    `<div ${ns}>Hei</div>`,
    `<div ${ns} class='a'  id = "b"><p >1 &lt; 2 &#xA0;<br/></p ><!-- a comment --><![CDATA[<b>]]>\n</div>`,
    `<div ${ns}/>`,
    `<div ${ns} xml:lang="nb"><p xml:lang="nn">x</p></div>`,
  ])('keeps its characters: %s', (div) => {
    expect(divOf(narrative(div))).toBe(div);
    expect(toXml(JSON.stringify(xmlToJson(narrative(div)).value))).toBe(narrative(div));
  });

  test('needs nothing of what stood around it', () => {
    const outer = `<Patient xmlns="http://hl7.org/fhir" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:x="urn:x"><text>%</text></Patient>`;
    const within = (div: string) => divOf(outer.replace('%', div));
    expect(within('<h:div><h:p h:a="1" b="&amp;2">x &lt; y</h:p><h:br/></h:div>')).toBe(
      `<div ${ns}><p b="&amp;2">x &lt; y</p><br/></div>`,
    );
    expect(within(`<div ${ns} x:y="z"><b>c</b></div>`)).toBe(`<div ${ns}><b>c</b></div>`);
    const prefixed = `<f:Patient xmlns:f="http://hl7.org/fhir" ${ns}><f:text><div  a="b">x</div></f:text></f:Patient>`;
    expect(divOf(prefixed)).toBe(`<div ${ns}  a="b">x</div>`);
  });

  test.each([
    ['no namespace', '<div>x</div>', `<div ${ns}>x</div>`],
    ['an entity of HTML', `<div ${ns}>a&nbsp;b&oslash;</div>`, `<div ${ns}>a&#160;b&#248;</div>`],
    [
      'no XML at all',
      `<div ${ns}><br>x & y</div>`,
      `<div ${ns}>&lt;div xmlns="http://www.w3.org/1999/xhtml"&gt;&lt;br&gt;x &amp; y&lt;/div&gt;</div>`,
    ],
    [
      'two elements',
      `<div ${ns}/><div ${ns}/>`,
      `<div ${ns}>&lt;div xmlns="http://www.w3.org/1999/xhtml"/&gt;&lt;div xmlns="http://www.w3.org/1999/xhtml"/&gt;</div>`,
    ],
    ['another element', `<script ${ns}/>`, `<div ${ns}>&lt;script xmlns="http://www.w3.org/1999/xhtml"/&gt;</div>`],
    ['a document type', `<!DOCTYPE div [<!ENTITY a "b">]><div ${ns}>&a;</div>`, undefined],
  ])('never spoils the document: %s', (_name, div, written) => {
    const xml = toXml(JSON.stringify({ resourceType: 'Patient', text: { div } }));
    if (written !== undefined) expect(xml).toBe(patient(`<text>${written}</text>`));
    expect(() => xmlToJson(xml)).not.toThrow();
  });
});

describe('accepted', () => {
  test.each([
    [
      'comments, spaces and other quotes',
      `\uFEFF<?xml version='1.0'?>\n<!-- a -->\n${patient("\n  <!-- b --> <active\n value = 'true' ></active>\n")}\n<!-- c -->`,
    ],
    ['a prefix', '<f:Patient xmlns:f="http://hl7.org/fhir"><f:active value="true"/></f:Patient>'],
    [
      'the place of the schema',
      '<Patient xmlns="http://hl7.org/fhir" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://hl7.org/fhir x.xsd"><active value="true"/></Patient>',
    ],
    ['character references', patient('<active value="&#116;r&#x75;e"/>')],
  ])('%s', (_name, xml) => expect(toJson(xml)).toBe('{"resourceType":"Patient","active":true}'));

  test('elements in another order, and lists that are taken apart', () => {
    expect(
      toJson(patient('<name><family value="A"/></name><active value="true"/><name><family value="B"/></name>')),
    ).toBe('{"resourceType":"Patient","name":[{"family":"A"},{"family":"B"}],"active":true}');
  });

  test('line ends in a value are spaces, as XML has it', () => {
    expect(xmlToJson(patient('<language value="a\r\nb\tc&#10;d"/>')).value.language).toBe('a b c\nd');
  });

  test('a plus before an integer', () => {
    expect(toJson(patient('<multipleBirthInteger value="+2"/>'))).toBe(
      '{"resourceType":"Patient","multipleBirthInteger":2}',
    );
  });
});

describe('refused', () => {
  test.each([
    ['an unknown element', patient('\n  <nickname value="x"/>'), 'xml-unknown-element', 'line 2, column 3'],
    ['an element of another type', patient('<valueString value="x"/>'), 'xml-unknown-element', undefined],
    [
      'an attribute written as an element',
      patient('<extension><url value="x"/></extension>'),
      'xml-unknown-element',
      undefined,
    ],
    [
      'an element in a primitive',
      patient('<active value="true"><value value="x"/></active>'),
      'xml-unknown-element',
      undefined,
    ],
    ['an unknown attribute', patient('<active value="true" x="y"/>'), 'xml-unknown-attribute', undefined],
    ['a value of a complex element', patient('<name value="x"/>'), 'xml-unknown-attribute', undefined],
    [
      'an element written as an attribute',
      '<Patient xmlns="http://hl7.org/fhir" id="x"/>',
      'xml-unknown-attribute',
      undefined,
    ],
    [
      'an attribute of another namespace',
      patient('<active xmlns:a="urn:a" a:value="true"/>'),
      'xml-unknown-attribute',
      undefined,
    ],
    ['an unknown resource', '<Person2 xmlns="http://hl7.org/fhir"/>', 'xml-unknown-resource', 'line 1, column 1'],
    ['an abstract resource', '<DomainResource xmlns="http://hl7.org/fhir"/>', 'xml-unknown-resource', undefined],
    ['a datatype', '<HumanName xmlns="http://hl7.org/fhir"/>', 'xml-unknown-resource', undefined],
    ['no namespace', '<Patient/>', 'xml-namespace', undefined],
    ['another namespace', '<Patient xmlns="http://hl7.org/fhir/"/>', 'xml-namespace', undefined],
    ['another namespace within', patient('<active xmlns="urn:x" value="true"/>'), 'xml-namespace', undefined],
    ['a div of FHIR', patient('<text><div>x</div></text>'), 'xml-namespace', undefined],
    [
      'FHIR in a div',
      patient('<text><div xmlns="http://www.w3.org/1999/xhtml"><a xmlns="http://hl7.org/fhir"/></div></text>'),
      'xml-namespace',
      undefined,
    ],
    ['an undeclared prefix', patient('<f:active value="true"/>'), 'xml-namespace', undefined],
    ['text between elements', patient('x<active value="true"/>'), 'xml-text', undefined],
    ['text in a primitive', patient('<active>true</active>'), 'xml-text', undefined],
    ['CDATA', patient('<![CDATA[x]]>'), 'xml-text', undefined],
    ['an empty value', patient('<language value=""/>'), 'xml-value', undefined],
    ['an empty element', patient('<language/>'), 'xml-empty-element', undefined],
    ['an empty complex element', patient('<name></name>'), 'xml-empty-element', undefined],
    ['a truth that is none', patient('<active value="1"/>'), 'xml-value', undefined],
    ['a number that is none', patient('<multipleBirthInteger value="2x"/>'), 'xml-value', undefined],
    ['a decimal for an integer', patient('<multipleBirthInteger value="2.0"/>'), 'xml-value', undefined],
    ['a number in hexadecimal', patient('<multipleBirthInteger value="0x1"/>'), 'xml-value', undefined],
    [
      'a number too large',
      patient('<extension url="x"><valueDecimal value="1e400"/></extension>'),
      'xml-value',
      undefined,
    ],
    ['an element twice', patient('<active value="true"/><active value="true"/>'), 'xml-repeated-element', undefined],
    ['two contained in one', patient('<contained><Basic/><Basic/></contained>'), 'xml-resource-count', undefined],
    ['nothing contained', patient('<contained/>'), 'xml-resource-count', undefined],
    ['an attribute twice', patient('<active value="true" value="true"/>'), 'xml-duplicate-attribute', undefined],
    ['a document type', `<!DOCTYPE Patient>${patient('')}`, 'xml-doctype', 'line 1, column 1'],
    [
      'an external entity',
      `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${patient('<language value="&e;"/>')}`,
      'xml-doctype',
      undefined,
    ],
    ['an entity', patient('<language value="&nbsp;"/>'), 'xml-entity', undefined],
    ['an ampersand', patient('<language value="a & b"/>'), 'xml-entity', undefined],
    ['a processing instruction', `<?xml-stylesheet href="x"?>${patient('')}`, 'xml-instruction', undefined],
    ['a declaration that comes late', ` <?xml version="1.0"?>${patient('')}`, 'xml-instruction', undefined],
    ['XML 1.1', `<?xml version="1.1"?>${patient('')}`, 'xml-syntax', undefined],
    ['another encoding', `<?xml version="1.0" encoding="ISO-8859-1"?>${patient('')}`, 'xml-encoding', undefined],
    ['NUL', patient('<language value="\0"/>'), 'xml-character', undefined],
    ['a reference to NUL', patient('<language value="&#0;"/>'), 'xml-entity', undefined],
    ['a reference to a control character', patient('<language value="&#x1;"/>'), 'xml-entity', undefined],
    ['a reference to half a pair', patient('<language value="&#xD800;"/>'), 'xml-entity', undefined],
    ['a reference beyond Unicode', patient('<language value="&#x110000;"/>'), 'xml-entity', undefined],
    ['half a surrogate pair', patient('<language value="\ud800"/>'), 'xml-character', undefined],
    ['a tag in a value', patient('<language value="<b>"/>'), 'xml-syntax', undefined],
    ['a wrong end tag', '<Patient xmlns="http://hl7.org/fhir"></patient>', 'xml-syntax', undefined],
    ['no end tag', '<Patient xmlns="http://hl7.org/fhir"><active value="true"/>', 'xml-syntax', undefined],
    ['two roots', patient('') + patient(''), 'xml-syntax', undefined],
    ['text after the root', `${patient('')}x`, 'xml-syntax', undefined],
    ['nothing', '', 'xml-syntax', 'line 1, column 1'],
    ['JSON', '{"resourceType":"Patient"}', 'xml-syntax', undefined],
  ])('%s', (_name, xml, key, place) => {
    const [foundKey, foundPlace] = refusal(xml) ?? [];
    expect(foundKey).toBe(key);
    if (place !== undefined) expect(foundPlace).toBe(place);
  });

  test('nesting without end', () => {
    const items = (levels: number) =>
      `<Questionnaire xmlns="http://hl7.org/fhir">${'<item>'.repeat(levels)}<linkId value="1"/>${'</item>'.repeat(levels)}</Questionnaire>`;
    expect(refusal(items(31))).toBeUndefined();
    expect(parseJson(toJson(items(31))).members).toBe(33);
    expect(refusal(items(32))?.[0]).toBe('xml-too-deep');
    const divs = (levels: number) =>
      patient(
        `<text><div xmlns="http://www.w3.org/1999/xhtml">${'<p>'.repeat(levels)}${'</p>'.repeat(levels)}</div></text>`,
      );
    expect(refusal(divs(200))).toBeUndefined();
    expect(refusal(divs(100_000))?.[0]).toBe('xml-too-deep');
  });

  test('attributes without end', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => `a${index}="x"`).join(' ');
    expect(refusal(patient(`<active ${many}/>`))?.[0]).toBe('xml-too-long');
  });
});

test('what JSON can hold and XML cannot becomes the replacement character', () => {
  expect(toXml('{"resourceType":"Patient","language":"a\\u0001b"}')).toBe(patient('<language value="a\uFFFDb"/>'));
});

test('a member that FHIR does not know is never silently lost', () => {
  expect(() => toXml('{"resourceType":"Patient","nickname":"x"}')).toThrow(Problem);
  expect(() => toXml('{"resourceType":"Nobody"}')).toThrow(Problem);
});

/** The value with numbers as the texts they are written with, to compare them digit by digit. */
function withTexts(value: Json, decimals: Decimals): Json {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => {
    const place = Array.isArray(value) ? Number(key) : key;
    const text = typeof item === 'number' ? (decimals.textOf(value, place, item) ?? String(item)) : undefined;
    return [key, text ?? withTexts(item, decimals)];
  });
  return Object.fromEntries(entries);
}

describe('property', () => {
  test('any resource of any type comes back from XML as it was', () => {
    fc.assert(
      fc.property(fc.constantFrom(...resourceTypes), fc.integer(), (type, seed) => {
        const { value, decimals } = anyResource(type, seed);
        const xml = jsonToXml(value, decimals);
        const back = xmlToJson(xml);
        expect(back.value).toEqual(value);
        expect(withTexts(back.value, back.decimals)).toEqual(withTexts(value, decimals));
        expect(jsonToXml(back.value, back.decimals)).toBe(xml);
        expect(parseJson(printJson(back.value, back.decimals)).members).toBe(back.members);
        expect(saxes(xml)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('a text bent anywhere is well-formed to us when it is to another reader', () => {
    const text = `${start}<f:a xmlns:f="u" xmlns='v'><b c="d&#x41;&lt;" e='f'/><!-- g --> &amp;<f:h></f:h><![CDATA[ i ]]></f:a>`;
    const bend = fc.tuple(
      fc.nat(text.length),
      fc.nat(2),
      fc.constantFrom(
        '',
        '<',
        '>',
        '&',
        ';',
        '"',
        "'",
        '-',
        ']',
        '/',
        ' ',
        ':',
        '=',
        'a',
        '<!--',
        '-->',
        ']]>',
        'xmlns:f=""',
        '\u0001',
        'é',
      ),
    );
    fc.assert(
      fc.property(bend, ([at, cut, put]) => {
        const bent = text.slice(0, at) + put + text.slice(at + cut);
        fc.pre(
          !/<!(?!--|\[CDATA\[)|<\?/.test(bent.replace(/^<\?xml /, '')) &&
            bent.startsWith('<?xml version="1.0" encoding="UTF-8"?>'),
        );
        // The other reader takes a namespace of spaces for none.
        fc.pre(!/xmlns(:f)?=["'] +["']/.test(bent));
        expect([bent, ours(bent)]).toEqual([bent, saxes(bent)]);
      }),
      { numRuns: 2000 },
    );
  });

  test('XML cut or bent anywhere gives a Problem or a resource, never another error', () => {
    const { value, decimals } = anyResource('Patient', 7);
    const text = jsonToXml(value, decimals);
    const bend = fc.tuple(
      fc.nat(text.length),
      fc.nat(8),
      fc.constantFrom('', '<', '/>', '"', '&', '\0', '<id value="1"/>'),
    );
    fc.assert(
      fc.property(bend, ([at, cut, put]) => {
        refusal(text.slice(0, at) + put + text.slice(at + cut));
        refusal(text.slice(0, at));
      }),
      { numRuns: 500 },
    );
  });
});

function ours(text: string): boolean {
  try {
    const reader = new XmlReader(text);
    while (reader.next().kind !== 'end');
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

function saxes(text: string): boolean {
  let isFine = true;
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', () => {
    isFine = false;
  });
  parser.write(text).close();
  return isFine;
}
