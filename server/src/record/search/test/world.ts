import type { JsonObject } from '../../../fhir/resource.ts';
import type { Scope } from '../index.ts';
import type { JsonResource } from './store.ts';

/** The label of what is hidden in a world. */
export const HIDDEN = 1 << 16;

/** Sees all but what is hidden. */
export const seeing: Scope = { sql: (alias, bind) => `${alias}.access & ${bind(HIDDEN)}::int4 = 0` };

export const isHidden = (resource: { resourceType: string }): boolean =>
  JSON.stringify((resource as JsonResource).meta ?? {}).includes('hidden');

/** Random numbers below 1 that a seed decides. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const codes = ['8480-6', '29463-7', '8867-4'];

/**
 * Some records and what is around them, full of references to each other; about a third of it, of every kind, is marked as
 * hidden. The same seed makes the same world.
 */
export function worldOf(seed: number): JsonResource[] {
  const random = randomOf(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const made: JsonResource[] = [];
  const add = (resourceType: string, id: string, more: JsonObject) => {
    const meta: JsonObject = { tag: [{ system: 'urn:unit', code: pick(['u1', 'u2']) }] };
    if (random() < 0.35) meta.security = [{ system: 'urn:label', code: 'hidden' }];
    made.push({ resourceType, id, meta, ...more });
    return `${resourceType}/${id}`;
  };
  const refer = (reference: string) => ({ reference });
  const concept = (code: string) => ({ coding: [{ system: 'urn:codes', code }], text: `text of ${code}` });
  const identified = (value: string) => [{ system: 'urn:ids', value }];

  const organizations = ['o0', 'o1', 'o2'].map((id, i) =>
    add('Organization', id, {
      name: `Etat ${i}`,
      identifier: identified(id),
      ...(i === 0 ? {} : { partOf: refer(`Organization/o${i - 1}`) }),
    }),
  );
  const practitioners = ['d0', 'd1', 'd2', 'd3'].map((id, i) =>
    add('Practitioner', id, { name: [{ family: `Lege${i % 2}`, given: ['Ada'] }], identifier: identified(id) }),
  );
  for (const [i, practitioner] of practitioners.entries()) {
    add('PractitionerRole', `r${i}`, {
      practitioner: refer(practitioner),
      organization: refer(pick(organizations)),
      code: [concept('lege')],
    });
  }
  const questionnaires = ['q0', 'q1'].map((id) => {
    add('Questionnaire', id, { url: `http://forms.no/${id}`, status: 'active', title: `Skjema ${id}` });
    return `http://forms.no/${id}`;
  });

  for (let p = 0; p < 4; p += 1) {
    const id = (kind: string, n: number | string = '') => `p${p}-${kind}${n}`;
    const patient = add('Patient', `p${p}`, {
      name: [{ family: p % 2 === 0 ? 'Berg' : 'Bakke', given: ['Kari'] }],
      identifier: identified(`p${p}`),
      gender: pick(['male', 'female']),
      birthDate: `19${40 + p}-05-01`,
      generalPractitioner: [refer(pick(practitioners))],
      managingOrganization: refer(pick(organizations)),
    });
    const subject = refer(patient);
    const encounters = [0, 1, 2].map((n) =>
      add('Encounter', id('e', n), {
        status: pick(['finished', 'in-progress']),
        class: { code: 'HH' },
        subject,
        identifier: identified(id('e', n)),
        serviceProvider: refer(pick(organizations)),
        participant: [{ individual: refer(pick(practitioners)) }],
        period: { start: `2026-0${n + 1}-0${p + 1}` },
      }),
    );
    const conditions = [0, 1].map((n) =>
      add('Condition', id('c', n), {
        subject,
        encounter: refer(pick(encounters)),
        code: concept(pick(['R05', 'A01'])),
        asserter: refer(pick(practitioners)),
        recordedDate: `2026-03-0${n + 1}`,
      }),
    );
    const observations: string[] = [];
    for (let n = 0; n < 7; n += 1) {
      observations.push(
        add('Observation', id('b', n), {
          status: 'final',
          code: concept(pick(codes)),
          subject,
          encounter: refer(pick(encounters)),
          performer: [refer(pick([...practitioners, ...organizations]))],
          ...(n === 6 ? {} : { effectiveDateTime: `2026-0${1 + Math.floor(random() * 8)}-1${n}` }),
          valueQuantity: {
            value: 60 + n + Math.floor(random() * 40),
            unit: 'mmHg',
            system: 'urn:units',
            code: 'mm[Hg]',
          },
          ...(n > 3 ? { hasMember: [refer(observations[n - 3]!)], derivedFrom: [refer(observations[0]!)] } : {}),
        }),
      );
    }
    const request = add('ServiceRequest', id('s'), {
      status: 'active',
      intent: 'order',
      subject,
      code: concept('henvisning'),
      requester: refer(pick(practitioners)),
      performer: [refer(pick(organizations))],
      reasonReference: [refer(pick(conditions))],
      authoredOn: '2026-04-01',
    });
    for (const n of [0, 1]) {
      add('Task', id('t', n), {
        status: pick(['requested', 'accepted']),
        intent: 'order',
        for: subject,
        focus: refer(pick([request, ...observations])),
        owner: refer(pick([...practitioners, ...organizations])),
        identifier: identified('task'),
        authoredOn: `2026-05-0${n + 1}`,
      });
    }
    add('QuestionnaireResponse', id('a'), {
      status: 'completed',
      questionnaire: pick(questionnaires),
      subject,
      author: refer(pick(practitioners)),
      authored: '2026-06-01',
    });
    add('DocumentReference', id('f'), {
      status: 'current',
      subject,
      author: [refer(pick(practitioners))],
      description: pick(['epikrise', 'notat']),
      type: concept('doc'),
      content: [{ attachment: { title: 'fil' } }],
      context: { encounter: [refer(pick(encounters))], related: [refer(pick(observations))] },
      date: '2026-06-01T10:00:00Z',
    });
    add('List', id('l'), {
      status: 'current',
      mode: 'working',
      subject,
      entry: [refer(pick(conditions)), refer(pick(observations))].map((item) => ({ item })),
      date: '2026-06-02',
    });
    // of one person, and says something of another's record
    add('Provenance', id('v'), {
      target: [refer(pick(observations)), refer(`Observation/p${(p + 1) % 4}-b0`)],
      recorded: '2026-06-03T10:00:00Z',
      agent: [{ who: refer(pick(practitioners)) }],
      entity: [{ role: 'source', what: refer(`Patient/p${(p + 1) % 4}`) }],
    });
    add('Appointment', id('m'), {
      status: 'booked',
      start: `2026-07-0${p + 1}T10:00:00Z`,
      end: `2026-07-0${p + 1}T11:00:00Z`,
      participant: [
        { actor: subject, status: 'accepted' },
        { actor: refer(pick(practitioners)), status: 'accepted' },
        { actor: refer(`Patient/p${(p + 1) % 4}`), status: 'tentative' },
      ],
    });
  }
  return made;
}
