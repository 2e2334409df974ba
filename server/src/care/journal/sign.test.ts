import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { narrativeFault } from '../../fhir/validate/narrative.ts';
import type { Told } from '../../test/server.ts';
import { appAs, DAY_MS, draftOf, type Ward, ward } from './test/ward.ts';

vi.setConfig({ testTimeout: 60_000 });

/** Days are Norway's, also in the hours after its midnight. */
const NORWAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' });

let w: Ward;
beforeAll(async () => {
  w = await ward();
});
afterAll(async () => {
  await w.close();
  expect(w.server.faults).toEqual([]);
});

const section = (note: Told, n: number) =>
  (note.section as { title: string; text: { div: string }; entry?: { reference: string }[] }[])[n]!;

describe('a note', () => {
  test('is made of its draft when it is signed, with everything in it, at once', async () => {
    const kari = await w.citizen();
    const encounter = await w.encounter(kari);
    const draft = await w.draft('ada', kari, { encounter: { reference: encounter } });
    const answer = await w.sign('ada', draft);
    expect(answer.status, answer.text).toBe(200);
    const note = await w.noteOf(draft);
    expect(note).toMatchObject({
      resourceType: 'Composition',
      status: 'final',
      type: { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/note-type', code: 'consultation' }] },
      title: 'Konsultasjon',
      subject: { reference: `Patient/${kari}` },
      encounter: { reference: encounter },
      author: [{ reference: 'Practitioner/ada' }],
      attester: [{ mode: 'professional', party: { reference: 'PractitionerRole/ada-solli', display: 'Ada Solli' } }],
      custodian: { reference: 'Organization/solli' },
    });
    expect(section(note, 0)).toMatchObject({ title: 'Notat', code: { coding: [{ code: 'note' }] } });
    expect(section(note, 0).text.div).toContain('<p>Tungpust &lt; 2 uker &amp; hoste</p>');
    expect(section(note, 0).text.div).toContain('Fra journalen: Blodtrykk');
    expect(section(note, 1).text.div).toContain('<tr><td>Puls</td><td>72 /min</td></tr>');
    expect(section(note, 2).text.div).toContain('Hjertesvikt (K77)');
    for (const one of note.section as { text: { div: string } }[]) expect(narrativeFault(one.text.div)).toBeUndefined();
    const pulse = await w.only('Observation', kari, 'code=http://loinc.org|8867-4&status=final');
    expect(section(note, 0).entry?.map(({ reference }) => reference)).toEqual([
      `QuestionnaireResponse/${draft.id}`,
      'Observation/inserted',
    ]);
    expect(section(note, 1).entry).toEqual([{ reference: `Observation/${pulse.id}` }]);
    expect(pulse.derivedFrom).toEqual([{ reference: `QuestionnaireResponse/${draft.id}` }]);
    const form = await w.server.get(`QuestionnaireResponse/${draft.id}`);
    expect(form.body.status).toBe('completed');
  });

  test('that is signed twice, also at the same time, is one and the same', async () => {
    const kari = await w.citizen();
    const draft = await w.draft('ada', kari);
    const answers = await Promise.all([w.sign('ada', draft), w.sign('ada', draft), w.sign('ada', draft)]);
    for (const { status, text } of answers) expect(status, text).toBe(200);
    const again = await w.sign('ada', draft);
    const ids = [...answers, again].map(({ body }) => w.inBundle(body, 'Composition').id);
    expect(new Set(ids).size).toBe(1);
    expect((await w.server.get(`Composition?patient=${kari}`)).body.total).toBe(1);
    expect((await w.server.get(`Observation?patient=${kari}&code=8867-4`)).body.total).toBe(1);
  });

  test('is not signed in another version than the one that was seen', async () => {
    const kari = await w.citizen();
    const draft = await w.draft('ada', kari);
    const other = await w.save('ada', draft, { note: 'Skrevet på den andre enheten' });
    const stale = await w.sign('ada', draft, {}, { 'if-match': 'W/"1"' });
    expect([stale.status, stale.body.issue[0]]).toMatchObject([412, { code: 'conflict' }]);
    expect((await w.server.get(`Composition?patient=${kari}`)).body.total).toBe(0);
    const signed = await w.sign('ada', draft, {}, { 'if-match': `W/"${other.body.meta.versionId}"` });
    expect(signed.status).toBe(200);
    expect(section(await w.noteOf(draft), 0).text.div).toContain('Skrevet på den andre enheten');
  });

  test('with nothing in it is not signed, and nothing of it is stored', async () => {
    const kari = await w.citizen();
    const draft = await w.post(
      'ada',
      draftOf(kari, 'ada', { item: [{ linkId: 'note', item: [{ linkId: 'note-text', text: 'Notat' }] }] }),
    );
    const answer = await w.sign('ada', draft.body, {}, { 'accept-language': 'nn' });
    expect([answer.status, answer.body.issue[0]]).toMatchObject([
      422,
      { details: { text: 'Notatet er tomt. Skriv noko før du signerer.' }, expression: ['QuestionnaireResponse.item'] },
    ]);
    expect((await w.server.get(`QuestionnaireResponse/${draft.body.id}`)).body.status).toBe('in-progress');
  });

  test('is signed by who wrote it and by no other, and a draft is there for nobody else', async () => {
    const kari = await w.citizen();
    const draft = await w.draft('ada', kari);
    expect((await w.sign('bo', draft)).status).toBe(404);
    expect((await w.get('bo', `QuestionnaireResponse/${draft.id}`)).status).toBe(404);
    expect((await w.get('bo', `QuestionnaireResponse?patient=${kari}`)).body.total).toBe(0);
    expect((await w.get(`kari-${kari}`, `QuestionnaireResponse?patient=${kari}`)).body.total).toBe(0);
    expect((await w.get('ada', `QuestionnaireResponse?patient=${kari}`)).body.total).toBe(1);
    await w.sign('ada', draft);
    expect((await w.get('bo', `QuestionnaireResponse/${draft.id}`)).body.status).toBe('completed');
    const past = await w.get('bo', `QuestionnaireResponse/${draft.id}/_history`);
    expect(past.body.entry.map(({ resource }) => resource.status)).toEqual(['completed']);
  });
});

describe('when the citizen sees it', () => {
  test('is now, later, or not at all with a ground and a review', async () => {
    const kari = await w.citizen();
    const [now, later, never] = [await w.draft('ada', kari), await w.draft('ada', kari), await w.draft('ada', kari)];
    await w.sign('ada', now);
    const delayed = await w.sign('ada', later, {
      citizenAccess: { valueCode: 'delayed' },
      until: { valueDate: '2999-01-01' },
    });
    expect(delayed.status, delayed.text).toBe(200);
    const withheld = await w.sign('ada', never, {
      citizenAccess: { valueCode: 'withheld' },
      reason: { valueCode: 'NORN_FFL' },
      reasonText: { valueString: 'Fare for liv når hun leser dette alene' },
      review: { valueDate: '2999-01-01' },
    });
    expect(withheld.status, withheld.text).toBe(200);
    const seen = await w.get(`kari-${kari}`, `Composition?patient=${kari}`);
    expect(seen.body.entry.map(({ resource }) => resource.id)).toEqual([(await w.noteOf(now)).id]);
    expect((await w.get(`kari-${kari}`, `Observation?patient=${kari}&code=8867-4`)).body.total).toBe(1);
    expect((await w.get('bo', `Composition?patient=${kari}`)).body.total).toBe(3);
    expect((await w.noteOf(later)).extension).toEqual([
      {
        url: 'https://enjournal.no/fhir/StructureDefinition/citizen-access',
        extension: [{ url: 'until', valueDate: '2999-01-01' }],
      },
    ]);
  });

  test('comes by itself on its day, and is looked at again on the day of its review', async () => {
    const kari = await w.citizen();
    const [later, never] = [await w.draft('ada', kari), await w.draft('ada', kari)];
    const tomorrow = NORWAY.format(Date.now() + DAY_MS);
    await w.sign('ada', later, { citizenAccess: { valueCode: 'delayed' }, until: { valueDate: tomorrow } });
    await w.sign('ada', never, {
      citizenAccess: { valueCode: 'withheld' },
      reason: { valueCode: 'NORN_KUT' },
      reasonText: { valueString: 'Klart utilrådelig av hensyn til bror' },
      review: { valueDate: tomorrow },
    });
    await w.settle();
    expect((await w.get(`kari-${kari}`, `Composition?patient=${kari}`)).body.total).toBe(0);
    expect((await w.get(`kari-${kari}`, `Task?patient=${kari}`)).body.total).toBe(0);
    w.server.clock.now = Date.now() + DAY_MS;
    await w.settle();
    w.server.clock.now = undefined;
    const seen = await w.get(`kari-${kari}`, `Composition?patient=${kari}`);
    expect(seen.body.entry.map(({ resource }) => resource.id)).toEqual([(await w.noteOf(later)).id]);
    expect((await w.get(`kari-${kari}`, `Observation?patient=${kari}&code=8867-4`)).body.total).toBe(1);
    expect(await w.only('Task', kari, 'code=citizen-access&status=requested')).toMatchObject({
      focus: { reference: `Composition/${(await w.noteOf(never)).id}` },
      owner: { reference: 'Practitioner/ada' },
    });
  });

  test('is said anew by those who answer for the note, and by nobody else', async () => {
    const kari = await w.citizen();
    const { note } = await w.signed('ada', kari);
    const withheld = {
      citizenAccess: { valueCode: 'withheld' },
      reason: { valueCode: 'NORN_FFL' },
      reasonText: { valueString: 'Fare for liv, avklart i møte' },
      review: { valueDate: '2999-01-01' },
    };
    const path = `Composition/${note.id}/$citizen-access`;
    expect((await w.operate('eva', path, withheld)).status).toBe(422);
    const said = await w.operate('bo', path, withheld);
    expect(said.status, said.text).toBe(200);
    expect((await w.get(`kari-${kari}`, `Composition?patient=${kari}`)).body.total).toBe(0);
    expect((await w.get(`kari-${kari}`, `Observation?patient=${kari}&code=8867-4`)).body.total).toBe(0);
    expect((await w.operate('ada', path, { citizenAccess: { valueCode: 'now' } })).status).toBe(200);
    expect((await w.get(`kari-${kari}`, `Composition?patient=${kari}`)).body.total).toBe(1);
    expect((await w.only('Task', kari, 'code=citizen-access')).status).toBe('completed');
    const sly = { ...(await w.get('eva', `Composition/${note.id}`)).body };
    const meta = { ...sly.meta, security: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.9603', code: 'NORN_ALL' }] };
    expect((await w.put('eva', { ...sly, meta })).status).toBe(422);
  });

  test('is not left open: a delay has a date, a refusal its ground', async () => {
    const kari = await w.citizen();
    const draft = await w.draft('ada', kari);
    for (const parameters of [
      { citizenAccess: { valueCode: 'delayed' } },
      { citizenAccess: { valueCode: 'delayed' }, until: { valueDate: '2020-01-01' } },
      { citizenAccess: { valueCode: 'withheld' }, review: { valueDate: '2999-01-01' } },
      { citizenAccess: { valueCode: 'hidden' } },
    ]) {
      const answer = await w.sign('ada', draft, parameters);
      expect(answer.status).toBe(400);
      expect(answer.body.issue[0]?.expression[0]).toMatch(/^Parameters\.parameter\.where\(name = '/);
    }
  });
});

test('an app signs with the scopes of what it does, and with fewer does not', async () => {
  const kari = await w.citizen();
  const needed = [
    'user/QuestionnaireResponse.ru',
    'user/Questionnaire.s',
    'user/Composition.cs',
    'user/Observation.c',
    'user/Condition.cs',
  ];
  const draft = await w.draft('ada', kari);
  for (const missing of needed) {
    appAs(
      w,
      'narrow',
      'ada',
      needed.filter((one) => one !== missing),
    );
    expect((await w.sign('narrow', draft)).status, missing).not.toBe(200);
  }
  expect((await w.server.get(`QuestionnaireResponse/${draft.id}`)).body.status).toBe('in-progress');
  appAs(w, 'app', 'ada', needed);
  const answer = await w.sign('app', draft);
  expect(answer.status, answer.text).toBe(200);
});

test('a draft belongs to a contact of the same citizen that is not called off, and another is chosen until it is signed', async () => {
  const [kari, per] = [await w.citizen(), await w.citizen()];
  const [first, second, theirs] = [await w.encounter(kari), await w.encounter(kari), await w.encounter(per)];
  const draft = await w.draft('ada', kari, { encounter: { reference: first } });
  const moved = (encounter: string) => w.put('ada', { ...draft, encounter: { reference: encounter } });
  const refused = [await moved(theirs), await moved('Encounter/nobody')];
  expect(refused.map(({ status, body }) => [status, body.issue[0]?.expression[0]])).toEqual([
    [422, 'QuestionnaireResponse.encounter'],
    [422, 'QuestionnaireResponse.encounter'],
  ]);
  const { body: contact } = await w.server.get(second);
  await w.server.put(second, { ...contact, status: 'cancelled' });
  expect((await moved(second)).status).toBe(422);
  await w.server.put(second, { ...contact, status: 'finished' });
  expect((await moved(second)).status).toBe(200);
  const signed = await w.sign('ada', draft);
  expect(signed.status, signed.text).toBe(200);
  const note = await w.noteOf(draft);
  expect(note.encounter).toEqual({ reference: second });
  const { id: _, meta: __, ...plain } = note;
  const elsewhere = { ...plain, author: [{ reference: 'Practitioner/ada' }], encounter: { reference: theirs } };
  const posted = await w.post('ada', elsewhere);
  expect([posted.status, posted.text.includes('note-contact')]).toEqual([422, true]);
});
