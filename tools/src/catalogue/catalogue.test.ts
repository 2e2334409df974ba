import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../../server/src/fhir/resource.ts';
import { type TestServer, withServer } from '../../../server/src/test/server.ts';
import { demoCatalogue } from './demo.ts';
import { loadCatalogue } from './load.ts';
import { loadTestCatalogue, testStore } from './test.ts';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await withServer({ content: true });
  folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
  await loadTestCatalogue(server);
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await server.close();
});

const find = async (query: string, headers?: Record<string, string>): Promise<string[]> => {
  const { body } = await server.get(`MedicationKnowledge/$find?${query}`, headers);
  return (body.entry ?? []).map(({ resource }) => (resource.code as { text: string }).text);
};
const all = async () => {
  const { body } = await server.get('MedicationKnowledge?_summary=count');
  return body.total;
};
const load = (text: string) => {
  const path = join(folder, 'file.xml');
  writeFileSync(path, text);
  return loadCatalogue(path, testStore(server));
};
const catalogue = (content: string, version = '2014-12-01') =>
  `<?xml version="1.0" encoding="utf-8"?>
<FEST xmlns="http://www.kith.no/xmlstds/eresept/m30/${version}" xmlns:fs="http://www.kith.no/xmlstds/eresept/forskrivning/${version}">
<HentetDato>2026-11-29T00:00:00</HentetDato>
${content}
</FEST>`;
const brand = (id: string, name: string, { at = '2026-11-20T00:00:00', status = 'A', more = '' } = {}) =>
  `<OppfLegemiddelMerkevare><Id>${id}</Id><Tidspunkt>${at}</Tidspunkt><Status V="${status}"/><fs:LegemiddelMerkevare><fs:Atc V="N02BE01" S="2.16.578.1.12.4.1.1.7180" DN="paracetamol"/><fs:NavnFormStyrke>${name}</fs:NavnFormStyrke><fs:Reseptgruppe V="F" DN="Reseptgruppe F"/>${more}<fs:Id>${id}M</fs:Id><fs:Varenavn>${name.split(' ')[0]}</fs:Varenavn></fs:LegemiddelMerkevare></OppfLegemiddelMerkevare>`;
const brands = (...entries: string[]) =>
  catalogue(`<KatLegemiddelMerkevare>\n${entries.join('\n')}\n</KatLegemiddelMerkevare>`);

test('the demo’s catalogue becomes medicines with all that is ordered by, and interactions between groups', async () => {
  const { body } = await server.get('MedicationKnowledge/$find?text=furix tab 40');
  const furix = body.entry[0]!.resource as unknown as JsonObject;
  expect(furix).toMatchObject({
    resourceType: 'MedicationKnowledge',
    status: 'active',
    code: { text: 'Furix tab 40 mg' },
    doseForm: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7448', code: '53', display: 'Tablett' }] },
    ingredient: [
      {
        itemCodeableConcept: { text: 'Furosemid' },
        strength: { numerator: { value: 40, unit: 'mg', code: 'mg' }, denominator: { value: 1 } },
      },
    ],
    intendedRoute: [{ coding: [{ code: '53' }] }],
    regulatory: [{ schedule: [{ schedule: { coding: [{ code: 'C' }] } }] }],
  });
  expect((furix.code as JsonObject).coding).toEqual([
    expect.objectContaining({ system: 'http://dmp.no/fhir/NamingSystem/festLegemiddelMerkevare' }),
    { system: 'http://www.whocc.no/atc', code: 'C03CA01', display: 'furosemid' },
  ]);
  const extensions = JSON.stringify(furix.extension);
  for (const name of ['catalogue-time', 'refund', 'dose-text', 'dose-unit']) expect(extensions).toContain(name);
  expect(extensions).toContain('1 to ganger om dagen');

  const packed = await server.get('MedicationKnowledge/$find?text=furix tab&type=package');
  expect(packed.body.entry[0]!.resource).toMatchObject({
    packaging: { quantity: { value: 100, unit: 'stk' } },
    regulatory: [{ substitution: [{ allowed: true, type: { text: expect.stringContaining('Furosemid') } }] }],
    relatedMedicationKnowledge: [{ reference: [{ reference: `MedicationKnowledge/${furix.id}` }] }],
  });
  const interactions = (await server.get('MedicinalProductInteraction?_count=100')).body.entry.map(
    ({ resource }) => resource as unknown as JsonObject,
  );
  expect(interactions).toHaveLength(32);
  const warfarin = interactions.find(({ effect }) => JSON.stringify(effect)?.includes('særlig fra mage og tarm'));
  expect(warfarin).toMatchObject({
    type: { coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7483', code: '1', display: 'Bør unngås' }] },
    management: { text: expect.stringContaining('paracetamol') },
  });
  expect(JSON.stringify(warfarin)).toContain('"valueString":"NSAID"');
  const unassessed = interactions.filter(({ type }) => JSON.stringify(type).includes('not-assessed'));
  expect(unassessed).toHaveLength(4);
});

test('what is typed finds medicines by name, substance, ATC and number, the best first', async () => {
  expect(await find('text=furo')).toEqual([
    'Furosemid inj, oppl 10 mg/ml',
    'Furosemid tab 20 mg',
    'Furosemid tab 40 mg',
    'Diural tab 20 mg',
    'Diural tab 40 mg',
    'Furix inj, oppl 10 mg/ml',
    'Furix tab 40 mg',
  ]);
  expect(await find('text=40 furo')).toEqual(expect.arrayContaining(['Furosemid tab 40 mg', 'Furix tab 40 mg']));
  expect((await find('text=C03CA'))[0]).toBe('Bumetanid tab 1 mg');
  expect(await find('text=øye&count=3')).toEqual(await find('text=%C3%98YE&count=3'));
  expect(await find('text=imovane 5')).toEqual(['Imovane tab 5 mg']);
  expect(await find('text=imovane 7,5')).toEqual(['Imovane tab 7,5 mg']);
  expect(await find('text=xalatan')).toEqual(['Xalatan øyedr 50 mikrog/ml']);
  expect(await find('atc=J07BD')).toEqual(['M-M-RVAXPRO inj, susp']);
  const { body } = await server.get('MedicationKnowledge/$find?text=xalatan&type=package');
  const codings = (body.entry[0]!.resource.code as { coding: { system: string; code: string }[] }).coding;
  const barcode = codings.find(({ system }) => system === 'urn:oid:1.3.160')!.code;
  expect(await find(`text=${barcode}`)).toEqual(['Xalatan øyedr 50 mikrog/ml']);
  expect((await server.get('MedicationKnowledge/$find?text=%20')).status).toBe(400);
  expect(await find('text=finnesikke')).toEqual([]);
});

test('what is withdrawn is not offered, and stays for whoever has it', async () => {
  expect(await find('text=zantac')).toEqual([]);
  const { body } = await server.get('MedicationKnowledge?status=inactive&_count=5');
  expect(body.entry.map(({ resource }) => (resource.code as { text: string }).text)).toContain('Zantac tab 150 mg');
  await load(brands(brand('ID_W', 'Viketabl tab 1 g')));
  expect(await find('text=viketabl')).toEqual(['Viketabl tab 1 g']);
  const entry = (await server.get('MedicationKnowledge/fest-w')).body;
  // FEST may tell no more of it than that it is over
  const told = await load(
    catalogue(
      '<KatLegemiddelMerkevare><OppfLegemiddelMerkevare><Id>ID_W</Id><Tidspunkt>2026-11-21T00:00:00</Tidspunkt><Status V="U"/></OppfLegemiddelMerkevare></KatLegemiddelMerkevare>',
    ),
  );
  expect(told).toMatchObject({ withdrawn: 1, stored: 0 });
  expect(await find('text=viketabl')).toEqual([]);
  expect((await server.get('MedicationKnowledge/fest-w')).body).toMatchObject({ status: 'inactive', code: entry.code });
});

test('an entry takes the place of an earlier one, never of a later; the same again changes nothing', async () => {
  expect(await load(brands(brand('ID_U', 'Foer tab 1 mg')))).toMatchObject({ stored: 1, unchanged: 0 });
  expect(await load(brands(brand('ID_U', 'Foer tab 1 mg')))).toMatchObject({ stored: 0, unchanged: 1 });
  expect(await load(brands(brand('ID_U', 'Etter tab 1 mg', { at: '2026-11-22T10:00:00' })))).toMatchObject({
    stored: 1,
  });
  expect(await find('text=foer')).toEqual([]);
  expect(await find('text=etter')).toEqual(['Etter tab 1 mg']);
  expect(await load(brands(brand('ID_U', 'Gammel tab 1 mg', { at: '2026-11-21T00:00:00' })))).toMatchObject({
    stored: 0,
  });
  expect(await find('text=gammel')).toEqual([]);
});

test('an outside program’s change is found at once, and its withdrawal too', async () => {
  const medicine = {
    resourceType: 'MedicationKnowledge',
    id: 'local-1',
    status: 'active',
    code: { text: 'Sykehusblanding mikst 2 mg/ml' },
    synonym: ['Lokalblanding'],
  };
  await server.put('MedicationKnowledge/local-1', medicine);
  expect(await find('text=lokalbl')).toEqual(['Sykehusblanding mikst 2 mg/ml']);
  await server.put('MedicationKnowledge/local-1', { ...medicine, status: 'inactive' });
  expect(await find('text=sykehusbl')).toEqual([]);
  expect((await server.get('MedicationKnowledge/$find?text=a', { authorization: 'Bearer reader' })).status).toBe(403);
});

const flawed: [what: string, text: string, told: RegExp][] = [
  ['cut off', readFileSync(demoCatalogue, 'utf8').slice(0, 200_000), /line \d+.*unclosed|line \d+.*unexpected end/i],
  ['not XML', brands('<OppfLegemiddelMerkevare><Id>ID_X</Id'), /line \d+: /],
  ['of another version', catalogue('', '2030-01-01'), /not FEST \(M30\) 2\.5/],
  ['another message', '<MsgHead xmlns="http://www.kith.no/xmlstds/msghead/2006-05-24"/>', /root is MsgHead/],
  [
    'without a name',
    brands(brand('ID_N', 'x').replace(/<fs:NavnFormStyrke>.*<\/fs:NavnFormStyrke>/, '')),
    /line 5, ID_N: NavnFormStyrke is missing/,
  ],
  [
    'a prescription group that is none',
    brands(brand('ID_G', 'G tab').replace('V="F"', 'V="Q"')),
    /ID_G: Reseptgruppe is not in Volven 7421/,
  ],
  ['a time that is none', brands(brand('ID_T', 'T tab', { at: 'i går' })), /ID_T: Tidspunkt is not a time/],
  ['an id twice', brands(brand('ID_2', 'A tab'), brand('ID_2', 'B tab')), /line 6, ID_2: there are two entries/],
  [
    'a reference to nothing',
    brands(
      brand('ID_R', 'R tab', {
        more: '<fs:PakningByttegruppe><fs:RefByttegruppe>ID_NOWHERE</fs:RefByttegruppe></fs:PakningByttegruppe>',
      }),
    ),
    /line 5, ID_R: RefByttegruppe ID_NOWHERE is nowhere in the file/,
  ],
  [
    'an interaction with one group',
    catalogue(
      '<KatInteraksjon><OppfInteraksjon><Id>ID_I</Id><Tidspunkt>2026-11-20T00:00:00</Tidspunkt><Status V="A"/><Interaksjon><Id>ID_IX</Id><Relevans V="9"/><KliniskKonsekvens>x</KliniskKonsekvens><Kildegrunnlag V="1"/><Substansgruppe><Substans><Substans>A</Substans></Substans></Substansgruppe></Interaksjon></OppfInteraksjon></KatInteraksjon>',
    ),
    /Relevans is not 1, 2 or 3[\s\S]*two groups/,
  ],
];
test.each(flawed)('a file that is %s changes nothing and names the place', async (_, text, told) => {
  const before = await all();
  await expect(load(text)).rejects.toThrow(told);
  await expect(load(text)).rejects.toThrow('nothing is changed');
  expect(await all()).toBe(before);
});

test('2.5.0 is read too, and what is not read is told', async () => {
  const text = catalogue(
    `<KatLegemiddelMerkevare>${brand('ID_O', 'Eldre tab 2 mg')}</KatLegemiddelMerkevare><KatDiagnose><OppfDiagnose><Id>ID_D</Id><Tidspunkt>2026-11-20T00:00:00</Tidspunkt><Status V="A"/></OppfDiagnose></KatDiagnose>`,
    '2013-10-08',
  );
  expect(await load(text)).toMatchObject({ stored: 1, passedOver: { OppfDiagnose: 1 } });
  expect(await find('text=eldre')).toEqual(['Eldre tab 2 mg']);
});

test('twenty thousand medicines are found in as they are typed (figures are printed, not judged)', {
  timeout: 180_000,
}, async () => {
  const path = join(folder, 'large.xml');
  const count = Number(process.env.ENJOURNAL_CATALOGUE ?? 1000);
  writeFileSync(
    path,
    brands(
      ...Array.from({ length: count }, (_, i) =>
        brand(
          `ID_L${i}`,
          `${'bcdfghklmnprstv'[i % 15]}${'aeiou'[i % 5]}${(i * 7919).toString(36)}ol tab ${(i % 40) + 1} mg`,
        ),
      ),
    ),
  );
  const before = process.memoryUsage().heapUsed;
  const loaded = await loadCatalogue(path, testStore(server));
  expect(loaded.stored).toBe(count);
  const took: number[] = [];
  for (const typed of ['p', 'pa', 'par', 'para', 'furo 40', 'n02be', 'ta', 'tab 1 mg']) {
    const began = performance.now();
    expect((await find(`text=${encodeURIComponent(typed)}`)).length).toBeGreaterThan(0);
    took.push(performance.now() - began);
  }
  console.info(
    `${count} entries: ${Math.round(count / loaded.seconds)}/s, heap +${Math.round((process.memoryUsage().heapUsed - before) / 1e6)} MB; $find ${took.map((ms) => ms.toFixed(0)).join(' ')} ms`,
  );
});
