import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { extensionOf } from '../../access/rules/codes.ts';
import type { JsonObject } from '../../fhir/resource.ts';
import type { Told } from '../../test/server.ts';
import { draftOf, reportOf, type Ward, ward } from './test/ward.ts';

vi.setConfig({ testTimeout: 60_000 });

let w: Ward;
beforeAll(async () => {
  w = await ward();
});
afterAll(async () => {
  await w.close();
  expect(w.server.faults).toEqual([]);
});

const textOf = ({ section }: Told): string =>
  (section as { text: { div: string } }[]).map(({ text }) => text.div).join('');
const keysOf = ({ issue }: Told): string[] =>
  issue.map((one) => String((one as unknown as { details: { coding: { code: string }[] } }).details.coding[0]?.code));
const attestersOf = ({ attester }: Told): string[] =>
  (attester as { party: { reference: string } }[]).map(({ party }) => party.reference);

describe('a correction', () => {
  test('is a draft of its own until it is signed, and then the next version; the one before stays readable', async () => {
    const kari = await w.citizen();
    const { note, draft } = await w.signed('ada', kari);
    const began = await w.operate('ada', `Composition/${note.id}/$correct`);
    expect(began.status, began.text).toBe(200);
    expect((await w.operate('ada', `Composition/${note.id}/$correct`)).body.id).toBe(began.body.id);
    expect((await w.get('bo', `QuestionnaireResponse/${began.body.id}`)).status).toBe(404);
    const pulse = await w.only('Observation', kari, 'code=8867-4');
    const saved = await w.save('ada', began.body, { note: 'Rettet tekst', pulse: 88 });
    expect(textOf(await w.noteOf(draft))).not.toContain('Rettet tekst');
    const answer = await w.sign('ada', saved.body);
    expect(answer.status, answer.text).toBe(200);
    const amended = (await w.get('bo', `Composition/${note.id}`)).body;
    expect(amended).toMatchObject({ status: 'amended', meta: { versionId: '2' } });
    expect(textOf(amended)).toContain('Rettet tekst');
    expect(textOf(amended)).toContain('88 /min');
    expect((await w.get('bo', `QuestionnaireResponse/${draft.id}`)).body).toMatchObject({ status: 'amended' });
    expect(await w.only('Observation', kari, 'code=8867-4')).toMatchObject({
      id: pulse.id,
      status: 'amended',
      valueQuantity: { value: 88 },
      derivedFrom: [{ reference: `QuestionnaireResponse/${draft.id}` }],
    });
    const old = await w.get('bo', `Composition/${note.id}/_history/1`);
    expect([old.body.status, textOf(old.body).includes('Tungpust')]).toEqual(['final', true]);
    const [provenance] = (await w.get('bo', `Provenance?target=Composition/${note.id}`)).body.entry;
    expect(provenance?.resource).toMatchObject({
      activity: { coding: [{ code: 'correct' }] },
      agent: [{ who: { reference: 'Practitioner/ada' } }],
      entity: [{ role: 'revision', what: { reference: `Composition/${note.id}/_history/1` } }],
    });
    const again = await w.sign('ada', saved.body);
    expect(w.inBundle(again.body, 'Composition')).toMatchObject({ id: note.id, meta: { versionId: '2' } });
  });

  test('of a measurement that is not there any more strikes it, with why', async () => {
    const kari = await w.citizen();
    const { note } = await w.signed('ada', kari);
    const { body } = await w.operate('ada', `Composition/${note.id}/$correct`);
    const saved = await w.save('ada', body, { note: 'Uten puls', pulse: undefined });
    expect((await w.sign('ada', saved.body)).status).toBe(200);
    expect(await w.only('Observation', kari, 'code=8867-4')).toMatchObject({
      status: 'entered-in-error',
      extension: [{ valueCodeableConcept: { coding: [{ code: 'corrected' }] } }],
    });
  });

  test('by a colleague of the organisation names both as authors; nobody from elsewhere makes one', async () => {
    const kari = await w.citizen();
    const { note } = await w.signed('ada', kari);
    const far = await w.operate('eva', `Composition/${note.id}/$correct`);
    const draft = await w.save('eva', far.body, { note: 'Fra sykehuset' });
    const refused = await w.sign('eva', draft.body);
    expect([refused.status, keysOf(refused.body)]).toEqual([422, ['note-not-yours', 'note-not-yours']]);
    const { body } = await w.operate('bo', `Composition/${note.id}/$correct`);
    const saved = await w.save('bo', body, { note: 'Rettet av Bo' });
    const answer = await w.sign('bo', saved.body);
    expect(answer.status, answer.text).toBe(200);
    const amended = (await w.get('ada', `Composition/${note.id}`)).body;
    expect((amended.author as { reference: string }[]).map(({ reference }) => reference)).toEqual([
      'Practitioner/ada',
      'Practitioner/bo',
    ]);
    expect(attestersOf(amended)).toEqual(['PractitionerRole/bo-solli']);
  });

  test('of a version that somebody else has corrected meanwhile is refused, and nothing typed is lost', async () => {
    const kari = await w.citizen();
    const { note } = await w.signed('ada', kari);
    const [mine, theirs] = [
      (await w.operate('ada', `Composition/${note.id}/$correct`)).body,
      (await w.operate('bo', `Composition/${note.id}/$correct`)).body,
    ];
    expect((await w.sign('bo', (await w.save('bo', theirs, { note: 'Først' })).body)).status).toBe(200);
    const saved = await w.save('ada', mine, { note: 'Etterpå' });
    expect((await w.sign('ada', saved.body)).status).toBe(412);
    expect(JSON.stringify((await w.get('ada', `QuestionnaireResponse/${mine.id}`)).body)).toContain('Etterpå');
    expect(textOf((await w.get('ada', `Composition/${note.id}`)).body)).toContain('Først');
  });
});

describe('a student’s note', () => {
  async function preliminary() {
    const kari = await w.citizen();
    const { body: draft } = await w.post('siri', reportOf(kari, 'siri'));
    const answer = await w.sign('siri', draft);
    expect(answer.status, answer.text).toBe(200);
    return { kari, draft, note: w.inBundle(answer.body, 'Composition') };
  }

  test('is preliminary and readable, and asks the supervisor, who makes it final', async () => {
    const { kari, note } = await preliminary();
    expect(note).toMatchObject({ status: 'preliminary', author: [{ reference: 'Practitioner/siri' }] });
    expect((await w.get('ola', `Composition/${note.id}`)).body.status).toBe('preliminary');
    const task = await w.only('Task', kari, 'code=countersign');
    expect(task).toMatchObject({
      status: 'requested',
      owner: { reference: 'Practitioner/hanne' },
      requester: { reference: 'Practitioner/siri' },
      focus: { reference: `Composition/${note.id}` },
    });
    const others = [
      await w.operate('ola', `Composition/${note.id}/$countersign`),
      await w.operate('siri', `Composition/${note.id}/$countersign`),
    ];
    expect(others.map(({ status, body }) => [status, keysOf(body)])).toEqual([
      [422, ['countersign-other']],
      [422, expect.arrayContaining(['countersign-other'])],
    ]);
    const ticked = await w.put('hanne', { ...task, status: 'completed' });
    expect([ticked.status, keysOf(ticked.body)], 'saying so is not signing').toEqual([422, ['countersign-unsigned']]);
    const answer = await w.operate('hanne', `Composition/${note.id}/$countersign`, {}, { 'if-match': 'W/"1"' });
    expect(answer.status, answer.text).toBe(200);
    const signed = (await w.get('siri', `Composition/${note.id}`)).body;
    expect([signed.status, attestersOf(signed)]).toEqual([
      'final',
      ['PractitionerRole/siri-zone', 'PractitionerRole/hanne-zone'],
    ]);
    expect((await w.only('Task', kari, 'code=countersign')).status).toBe('completed');
    expect((await w.operate('hanne', `Composition/${note.id}/$countersign`)).status).toBe(200);
    expect((await w.get('hanne', `Composition/${note.id}`)).body.meta.versionId).toBe('2');
  });

  test('is mended by the student until it is countersigned, and waits as before', async () => {
    const { kari, draft, note } = await preliminary();
    const began = await w.operate('siri', `Composition/${note.id}/$correct`);
    expect(began.status, began.text).toBe(200);
    const saved = await w.save('siri', began.body, { note: 'Rettet av studenten', diagnosis: false });
    const answer = await w.sign('siri', saved.body);
    expect(answer.status, answer.text).toBe(200);
    const mended = await w.noteOf(draft);
    expect([mended.id, mended.status, textOf(mended).includes('Rettet av studenten')]).toEqual([
      note.id,
      'preliminary',
      true,
    ]);
    expect((await w.only('Task', kari, 'code=countersign')).status).toBe('requested');
    const stale = await w.operate('hanne', `Composition/${note.id}/$countersign`, {}, { 'if-match': 'W/"1"' });
    expect(stale.status).toBe(412);
    expect((await w.operate('hanne', `Composition/${note.id}/$countersign`)).status).toBe(200);
    expect((await w.operate('ola', `Composition/${note.id}/$correct`)).status).toBe(200);
  });

  test('cannot be made final by the student, nor its words changed by the supervisor', async () => {
    const { note } = await preliminary();
    const final = { ...note, status: 'final' };
    expect(keysOf((await w.put('siri', final)).body)).toContain('countersign-other');
    const time = new Date().toISOString();
    const signature = { mode: 'professional', time, party: { reference: 'PractitionerRole/hanne-zone' } };
    const attester = [...(note.attester as JsonObject[]), signature];
    const changed = await w.put('hanne', { ...final, attester, title: 'Noe annet' });
    expect([changed.status, keysOf(changed.body)]).toEqual([422, ['note-signed']]);
    expect((await w.put('hanne', { ...final, attester })).status).toBe(200);
  });
});

describe('a note in the wrong record', () => {
  test('is moved by its author with a trace in both, and is then kept from everybody where it was', async () => {
    const [kari, per] = [await w.citizen(), await w.citizen()];
    const { note, draft } = await w.signed('ada', kari);
    const answer = await w.operate(
      'ada',
      `Composition/${note.id}/$wrong-person`,
      {
        patient: { valueReference: { reference: `Patient/${per}` } },
        reason: { valueString: 'To journaler åpne samtidig' },
      },
      { 'x-record': `Patient/${kari}` },
    );
    expect(answer.status, answer.text).toBe(200);
    const moved = await w.only('Composition', per, 'status=final');
    expect(textOf(moved)).toContain('Tungpust');
    expect(attestersOf(moved)).toEqual(['PractitionerRole/ada-solli']);
    expect(JSON.stringify(moved)).not.toContain(`Patient/${kari}`);
    const pulse = await w.only('Observation', per, 'code=8867-4');
    const form = await w.only('QuestionnaireResponse', per, 'status=completed');
    expect(pulse.derivedFrom).toEqual([{ reference: `QuestionnaireResponse/${form.id}` }]);
    // at once: nobody, whoever strikes neither, sees it between
    expect((await w.get('ada', `Composition/${note.id}`)).status).toBe(404);
    for (const gone of [
      `Composition/${note.id}`,
      `QuestionnaireResponse/${draft.id}`,
      `Composition/${note.id}/_history/1`,
    ]) {
      expect((await w.get('bo', gone)).status, gone).toBe(404);
      expect((await w.get(`kari-${kari}`, gone)).status, gone).toBe(404);
    }
    expect((await w.get('bo', `Observation?patient=${kari}&code=8867-4`)).body.total).toBe(0);
    expect((await w.server.get(`Composition/${note.id}`)).body.status).toBe('entered-in-error');
    const traces = await Promise.all(
      [kari, per].map(async (one) => (await w.get('bo', `Provenance?patient=${one}`)).body.entry[0]?.resource),
    );
    const moves = traces.map((one) => JSON.stringify((one!.entity as JsonObject[])[0]));
    expect(moves[0]).toBe(moves[1]);
    expect(JSON.stringify(traces[0])).not.toContain(`Patient/${per}`);
    expect(JSON.stringify(traces[1])).not.toContain(`Patient/${kari}`);
  });

  test('that others have cited is told to those who signed what cites it, until they have mended it', async () => {
    const [kari, per] = [await w.citizen(), await w.citizen()];
    const { note } = await w.signed('ada', kari);
    const pulse = await w.only('Observation', kari, 'code=8867-4');
    const citing = async (author: string, references: readonly string[]) => {
      const draft = draftOf(kari, author);
      const [first] = draft.item as { item: { answer: JsonObject[] }[] }[];
      const extension = references.map((reference) => ({
        url: extensionOf('inserted-from'),
        valueReference: { reference, display: 'Solli, 29.11' },
      }));
      Object.assign(first!.item[0]!.answer[0]!, { valueString: 'Tungpust (Solli, 29.11)', extension });
      const { body } = await w.post(author, { ...draft, item: [first] as never });
      const answer = await w.sign(author, body);
      expect(answer.status, answer.text).toBe(200);
      return w.inBundle(answer.body, 'Composition');
    };
    // by another program, a note and what was measured in it; and by somebody else something that stays
    const cites = await citing('bo', [`Composition/${note.id}`, `Observation/${pulse.id}`]);
    await citing('eva', ['Observation/stays']);
    await w.settle();
    const moved = await w.operate('ada', `Composition/${note.id}/$wrong-person`, {
      patient: { valueReference: { reference: `Patient/${per}` } },
      reason: { valueString: 'To journaler åpne samtidig' },
    });
    expect(moved.status, moved.text).toBe(200);
    await w.settle();
    const asked = await w.only('Task', kari, 'code=moved-source');
    expect(asked).toMatchObject({
      status: 'requested',
      owner: { reference: 'PractitionerRole/bo-solli' },
      focus: { reference: `Composition/${cites.id}` },
    });
    expect(JSON.stringify(asked)).not.toContain(per);
    // who reads no notes is not told of it, and nobody in the other record is
    expect((await w.get('rita', `Task?patient=${kari}&code=moved-source`)).body.total).toBe(0);
    expect((await w.server.get(`Task?patient=${per}&code=moved-source`)).body.total).toBe(0);

    // a new version that cites it still does not end it; one that does not, does
    const { body: again } = await w.operate('bo', `Composition/${cites.id}/$correct`);
    expect((await w.sign('bo', again)).status).toBe(200);
    await w.settle();
    expect((await w.only('Task', kari, 'code=moved-source')).status).toBe('requested');
    const { body: next } = await w.operate('bo', `Composition/${cites.id}/$correct`);
    const saved = await w.save('bo', next, { note: 'Uten sitatet' });
    expect((await w.sign('bo', saved.body)).status).toBe(200);
    await w.settle();
    expect((await w.only('Task', kari, 'code=moved-source')).status).toBe('completed');
  });

  test('is not moved to a record that is not open to the writer, and stays as it was', async () => {
    const kari = await w.citizen();
    await w.server.put('Patient/closed', { resourceType: 'Patient', id: 'closed' });
    const { note } = await w.signed('ada', kari);
    const answer = await w.operate('ada', `Composition/${note.id}/$wrong-person`, {
      patient: { valueReference: { reference: 'Patient/closed' } },
      reason: { valueString: 'Feil person' },
    });
    expect(answer.status).toBe(403);
    expect((await w.get('ada', `Composition/${note.id}`)).body.status).toBe('final');
  });

  test('goes at once from the open screens of who saw it, comes in the other record, and who never saw it hears nothing', async () => {
    const [kari, per] = [await w.citizen(), await w.citizen()];
    const { note } = await w.signed('ada', kari);
    const streams = await Promise.all(
      (
        [
          ['bo', kari],
          ['bo', per],
          ['siri', kari],
        ] as const
      ).map(([who, patient]) => listening(who, patient)),
    );
    const [here, there, student] = streams as [Stream, Stream, Stream];
    const moved = await w.operate('ada', `Composition/${note.id}/$wrong-person`, {
      patient: { valueReference: { reference: `Patient/${per}` } },
      reason: { valueString: 'Skrevet i feil journal' },
    });
    expect(moved.status, moved.text).toBe(200);
    const gone = ({ told }: Stream, type: string) => told().filter((one) => one.resourceType === type);
    await vi.waitFor(
      () => {
        expect(gone(here, 'Composition')).toMatchObject([{ id: note.id, interaction: 'delete' }]);
        expect(gone(here, 'Observation')).toMatchObject([{ interaction: 'delete' }]);
        expect(gone(there, 'Composition')).toMatchObject([{ interaction: 'create' }]);
        // the student sees measurements, and so hears that one is gone, but not of the note
        expect(gone(student, 'Observation')).toMatchObject([{ interaction: 'delete' }]);
      },
      { timeout: 15_000 },
    );
    expect(gone(student, 'Composition')).toEqual([]);
    for (const { stop } of streams) stop();
  });

  test('may be struck by a colleague, who does not write it anew in the author’s name', async () => {
    const [kari, per] = [await w.citizen(), await w.citizen()];
    const { note } = await w.signed('ada', kari);
    const reason = { reason: { valueString: 'Gjelder en annen' } };
    const asOther = await w.operate('bo', `Composition/${note.id}/$wrong-person`, {
      ...reason,
      patient: { valueReference: { reference: `Patient/${per}` } },
    });
    expect(asOther.status).toBe(422);
    expect((await w.operate('eva', `Composition/${note.id}/$wrong-person`, reason)).status).toBe(422);
    expect((await w.operate('bo', `Composition/${note.id}/$wrong-person`, reason)).status).toBe(200);
  });
});

describe('whatever way it is written', () => {
  test('a signed note and its answers are not changed, deleted or taken back', async () => {
    const kari = await w.citizen();
    const { note, draft } = await w.signed('ada', kari);
    const form = (await w.get('ada', `QuestionnaireResponse/${draft.id}`)).body;
    const patch = JSON.stringify([{ op: 'replace', path: '/title', value: 'Annet' }]);
    const json = w.as('ada', { 'content-type': 'application/json-patch+json' });
    const entry = [
      { resource: { ...note, title: 'Annet' }, request: { method: 'PUT', url: `Composition/${note.id}` } },
    ];
    const tries = [
      await w.put('ada', { ...note, title: 'Annet' }),
      await w.put('ada', { ...note, status: 'preliminary' }),
      await w.put('ada', { ...note, status: 'entered-in-error' }),
      await w.server.send('PATCH', `Composition/${note.id}`, patch, json),
      await w.server.post('', { resourceType: 'Bundle', type: 'transaction', entry }, w.as('ada')),
      await w.server.send('DELETE', `Composition/${note.id}`, undefined, w.as('ada')),
      await w.put('ada', { ...form, status: 'in-progress' }),
      await w.put('ada', { ...form, item: [{ linkId: 'note' }] }),
      await w.server.send('DELETE', `QuestionnaireResponse/${draft.id}`, undefined, w.as('ada')),
    ];
    expect(tries.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 403, 422, 422, 403]);
    expect(tries.map(({ body }) => keysOf(body)[0])).toEqual([
      ...['note-signed', 'note-signed', 'struck-reason', 'note-signed', 'note-signed', 'op-not-allowed'],
      ...['form-signed', 'form-signed', 'op-not-allowed'],
    ]);
    expect((await w.get('ada', `Composition/${note.id}`)).body).toEqual(note);
  });

  test('nobody signs for another, at another time, or for a system', async () => {
    const kari = await w.citizen();
    const { note } = await w.signed('ada', kari);
    const { id: _, meta: __, attester: ___, ...plain } = note;
    const now = new Date().toISOString();
    const by = (reference: string, time = now) => ({
      ...plain,
      attester: [{ mode: 'professional', time, party: { reference } }],
    });
    const keys = async (token: string, body: object) => keysOf((await w.post(token, body)).body ?? { issue: [] });
    expect(await keys('ada', plain)).toEqual(['signature-missing']);
    expect(await keys('ada', by('PractitionerRole/bo-solli'))).toEqual(['author-is-another']);
    expect(
      await keys('siri', { ...by('Practitioner/hanne'), author: [{ reference: 'Practitioner/siri' }], type: CARE }),
    ).toEqual(expect.arrayContaining(['signature-of-another', 'countersign-needed']));
    expect(await keys('ada', by('Practitioner/ada', '2020-01-01T10:00:00Z'))).toEqual(['signature-time']);
    expect((await w.post('ada', by('Practitioner/ada'))).status).toBe(201);
    const forged = {
      ...note,
      attester: [
        ...(note.attester as JsonObject[]),
        { mode: 'legal', time: now, party: { reference: 'Practitioner/bo' } },
      ],
    };
    const answer = await w.server.put(`Composition/${note.id}`, forged);
    expect([answer.status, keysOf(answer.body)]).toEqual([422, ['signature-of-another', 'note-signed']]);
    expect((await w.server.put(`Composition/${note.id}`, { ...note, title: 'Annet' })).status).toBe(422);
  });

  test('systems load what was signed elsewhere, and keep it up to date', async () => {
    const kari = await w.citizen();
    const letter = {
      resourceType: 'Composition',
      id: `letter-${kari}`,
      status: 'final',
      type: { text: 'Epikrise' },
      title: 'Epikrise',
      subject: { reference: `Patient/${kari}` },
      date: '2019-03-01T10:00:00Z',
      author: [{ reference: 'Practitioner/eva' }],
      attester: [{ mode: 'professional', time: '2019-03-01T10:00:00Z', party: { reference: 'Practitioner/eva' } }],
    };
    expect((await w.server.put(`Composition/${letter.id}`, letter)).status).toBe(201);
    expect((await w.server.put(`Composition/${letter.id}`, letter)).status).toBe(200);
    expect((await w.server.put(`Composition/${letter.id}`, { ...letter, status: 'amended', title: 'Ny' })).status).toBe(
      200,
    );
  });

  test('its author strikes it with a reason, and others of the house do not', async () => {
    const kari = await w.citizen();
    const { note } = await w.signed('ada', kari);
    const extension = [
      {
        url: 'https://enjournal.no/fhir/StructureDefinition/struck-reason',
        valueCodeableConcept: { text: 'Skrevet ved en feil' },
      },
    ];
    const struck = { ...note, status: 'entered-in-error', extension };
    expect(keysOf((await w.put('bo', struck)).body)).toEqual(['note-not-yours']);
    expect((await w.put('ada', struck)).status).toBe(200);
    expect(keysOf((await w.put('ada', note)).body)).toEqual(['note-signed']);
  });
});

type Stream = { told(): { resourceType: string; id: string; interaction: string }[]; stop(): void };

/** What a record's stream has told of changes so far. */
async function listening(token: string, patient: string): Promise<Stream> {
  const controller = new AbortController();
  const answer = await fetch(`${w.server.base}/Patient/${patient}/$changes`, {
    headers: w.as(token),
    signal: controller.signal,
  });
  let text = '';
  void (async () => {
    for await (const chunk of answer.body!) text += Buffer.from(chunk).toString();
  })().catch(() => undefined);
  return {
    told: () => [...text.matchAll(/event: change\ndata: (.*)\n/g)].map(([, data]) => JSON.parse(data!)),
    stop: () => controller.abort(),
  };
}

const CARE = { coding: [{ system: 'https://enjournal.no/fhir/CodeSystem/note-type', code: 'care-report' }] };

describe('a draft', () => {
  test('says whose it is and whom it is about, does not change hands, and its author throws it away', async () => {
    const kari = await w.citizen();
    const draft = await w.draft('ada', kari);
    const { author: _, subject: __, id: ___, ...nobodys } = draft;
    const refused = await w.post('ada', nobodys);
    expect([refused.status, keysOf(refused.body).sort()]).toEqual([422, ['draft-author', 'draft-subject']]);
    const handed = await w.put('ada', { ...draft, author: { reference: 'PractitionerRole/ada-solli' } });
    expect(keysOf(handed.body)).toEqual(['draft-author']);
    expect((await w.put('bo', { ...draft, author: { reference: 'Practitioner/bo' } })).status).toBe(404);
    const other = await w.draft('ada', kari);
    const remove = (token: string) =>
      w.server.send('DELETE', `QuestionnaireResponse/${other.id}`, undefined, w.as(token));
    await remove('bo');
    expect((await w.get('ada', `QuestionnaireResponse/${other.id}`)).status, 'it is not there for a colleague').toBe(
      200,
    );
    expect((await remove('ada')).status).toBe(204);
    expect((await w.get('ada', `QuestionnaireResponse/${other.id}`)).status).toBe(410);
    expect((await w.get('bo', `QuestionnaireResponse/${other.id}/_history`)).status).toBe(404);
    expect((await w.put('ada', { ...draft, status: 'stopped' })).status).toBe(200);
    expect((await w.get('bo', `QuestionnaireResponse/${draft.id}`)).status).toBe(404);
    expect(keysOf((await w.sign('ada', draft)).body)).toEqual(['draft-stopped']);
  });

  test('that a citizen fills in is the citizen’s until it is sent', async () => {
    const kari = await w.citizen();
    const form = {
      resourceType: 'QuestionnaireResponse',
      status: 'in-progress',
      questionnaire: 'https://enjournal.no/fhir/Questionnaire/weekly-form|1',
      subject: { reference: `Patient/${kari}` },
      author: { reference: `Patient/${kari}` },
      item: [{ linkId: 'note', item: [{ linkId: 'note-text', answer: [{ valueString: 'Jeg har det bra' }] }] }],
    };
    const made = await w.post(`kari-${kari}`, form);
    expect(made.status, made.text).toBe(201);
    expect((await w.get(`kari-${kari}`, `QuestionnaireResponse/${made.body.id}`)).status).toBe(200);
    expect((await w.get('ada', `QuestionnaireResponse/${made.body.id}`)).status).toBe(404);
    const sent = await w.sign(`kari-${kari}`, made.body);
    expect(sent.status, sent.text).toBe(200);
    expect((await w.get('ada', `QuestionnaireResponse/${made.body.id}`)).body.status).toBe('completed');
    expect((await w.server.get(`Composition?patient=${kari}`)).body.total).toBe(0);
  });
});
