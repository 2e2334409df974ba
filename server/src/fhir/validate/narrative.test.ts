import fc from 'fast-check';
import { expect, test } from 'vitest';
import { narrativeFault } from './narrative.ts';

const div = (content: string, more = '') => `<div xmlns="http://www.w3.org/1999/xhtml"${more}>${content}</div>`;

test('formatted text, tables, links and embedded images are a narrative', () => {
  for (const content of [
    'Blodtrykk 120/80 &lt; grense &#160; &#xE6;',
    '<p>a<br/>b</p><!-- c --><h1 class="x">T</h1><hr />',
    '<table border="1"><caption>x</caption><tbody><tr><td colspan="2" style="color:red">1</td></tr></tbody></table>',
    '<a href="https://helsenorge.no">x</a><a href="#d" name="e">y</a><a href="Patient/1">z</a>',
    '<img src="data:image/png;base64,QUJD" alt="x"/><img src="#pic"/><img src="tbl_spacer.png"/>',
    '<td style="background-image: url(tbl_bck10.png)">x</td><p style="background: url(\'data:image/gif;base64,QUJD\')">y</p>',
  ]) {
    expect(narrativeFault(div(content)), content).toBeUndefined();
  }
  expect(narrativeFault(`\n${div('a', ' lang="nb" xml:lang="nb"')}\n`)).toBeUndefined();
  expect(narrativeFault("<div xmlns='http://www.w3.org/1999/xhtml'>a</div>")).toBeUndefined();
});

test('a narrative runs nothing and fetches nothing', () => {
  for (const content of [
    '<script>alert(1)</script>',
    '<p onclick="alert(1)">x</p>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" java&#115;cript:alert(1)">x</a>',
    '<a href="java&#10;script:alert(1)">x</a>',
    '<a href="data:text/html,x">x</a>',
    '<img src="https://elsewhere.example/x.png"/>',
    '<img src="//elsewhere.example/x.png"/>',
    '<img src="data:image/svg+xml;base64,QUJD"/>',
    '<p style="background:url(https://elsewhere.example)">x</p>',
    '<p style="background: url( //elsewhere.example/x )">x</p>',
    '<p style="background:url(a.png),url(\'https://elsewhere.example\')">x</p>',
    '<p style="background:u\\72l(x)">x</p>',
    '<iframe>x</iframe>',
    '<object>x</object>',
    '<form>x</form>',
    '<input/>x',
    '<style>p{}</style>',
    '<link href="x"/>x',
    '<P>x</P>',
    '<font>x</font>',
  ]) {
    expect(narrativeFault(div(content)), content).toBe('txt-1');
  }
});

test('a narrative says something', () => {
  for (const content of ['', ' \n\t', '<p> </p>', '<br/>', '<!-- x -->']) {
    expect(narrativeFault(div(content)), content).toBe('txt-2');
  }
  expect(narrativeFault('<div xmlns="http://www.w3.org/1999/xhtml"/>')).toBe('txt-2');
});

test('a narrative is one well-formed div of XHTML', () => {
  for (const text of [
    '',
    'text',
    '<div>no namespace</div>',
    '<div xmlns="http://example.org">x</div>',
    '<p xmlns="http://www.w3.org/1999/xhtml">x</p>',
    `${div('a')}${div('b')}`,
    `${div('a')}b`,
    `<!DOCTYPE div>${div('a')}`,
    `<?xml version="1.0"?>${div('a')}`,
    div('<p>x'),
    div('<p>x</b>'),
    div('x</p>'),
    div('a & b'),
    div('a &nbsp; b'),
    div('a &#0; b'),
    div('a &#xD800; b'),
    div('a < b'),
    div('<![CDATA[x]]>'),
    div('<?php x ?>'),
    div('<p class=x>y</p>'),
    div('<p class="a" class="b">y</p>'),
    div('<p class="a<b">y</p>'),
    div('<!-- a -- b -->x'),
    div('<!-- a'),
    div('a\u0001'),
    div('x').slice(0, -1),
    div(`${'<b>'.repeat(200)}x${'</b>'.repeat(200)}`),
  ]) {
    expect(narrativeFault(text), text.slice(0, 80)).toBe('txt-form');
  }
});

test('any text gets an answer', () => {
  const piece = fc.constantFrom(
    '<div xmlns="http://www.w3.org/1999/xhtml">',
    '</div>',
    '<p',
    '>',
    '/>',
    '<',
    '&',
    ';',
    '#1',
    ' a="',
    '"',
    '<!--',
    '-->',
    'x',
    ' ',
    '\u0000',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      expect([undefined, 'txt-1', 'txt-2', 'txt-form']).toContain(narrativeFault(pieces.join('')));
    }),
  );
});
