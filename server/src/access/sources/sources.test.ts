import { describe, expect, test } from 'vitest';
import type { Json, Resource } from '../../fhir/resource.ts';
import { categoryMask } from '../categories.ts';
import { decide } from '../decide.ts';
import type { RecordFacts, StaffFacts } from '../facts.ts';
import { type Asking, factsOfRows } from '../facts-of-rows.ts';
import { hl7, systems } from '../rules/codes.ts';
import { factsOf } from './index.ts';
import { identityOf } from './patient.ts';

const now = Date.parse('2026-12-01T12:00:00+01:00');
const zone = 'hjemmetjenesten-sone-3';
const nurse: StaffFacts = {
  kind: 'staff',
  person: 'hanne-hjem',
  practitionerRole: 'hanne-hjem-sone-3',
  allRoles: ['hanne-hjem-sone-3', 'hanne-hjem-legevakt'],
  role: 'sykepleier',
  hpr: { category: 'SP', status: 'active' },
  org: 'fjordvik-kommune',
  unit: zone,
  alsoUnits: [],
  partOf: ['hjemmetjenesten'],
  isEmployed: true,
  loa: 4,
};
const asking: Asking = { now, actor: nurse, purpose: 'TREAT', interaction: 'read' };

const kari: Resource = { resourceType: 'Patient', id: 'kari-testdal', birthDate: '1942-03-05' };
const of = (resourceType: string, members: Record<string, Json>): Resource => ({ resourceType, id: 'x', ...members });
const coded = (system: string, code: string): Json => ({ coding: [{ system, code }] });
const reference = (to: string): Json => ({ reference: to });
const by = (recorder: string, custodian = zone): Json => ({
  tag: [
    { system: systems.custodian, code: custodian },
    { system: systems.recorder, code: recorder },
  ],
});

const facts = (resources: Resource[], over: Partial<Asking> = {}): RecordFacts =>
  factsOfRows([kari, ...resources].flatMap(factsOf), { ...asking, ...over });
/** Why the nurse may, or may not. */
const why = (resources: Resource[], over: Partial<Asking> = {}): string => {
  const decision = decide(facts(resources, over));
  return 'deny' in decision ? decision.deny : decision.reason;
};

describe('what makes a care relation', () => {
  const encounter = (status: string, period: Json, more: Record<string, Json> = {}) =>
    of('Encounter', {
      status,
      class: { code: 'HH' },
      serviceProvider: reference(`Organization/${zone}`),
      participant: [{ individual: reference('PractitionerRole/hanne-hjem-sone-3') }],
      period,
      ...more,
    });

  test('an encounter from its beginning, and for those who took part fourteen days beyond its end', () => {
    expect(why([encounter('in-progress', { start: '2026-12-01T11:00:00+01:00' })])).toBe('relation:encounter');
    expect(why([encounter('planned', { start: '2026-12-01T11:00:00+01:00' })])).toBe('no-basis');
    const ended = { start: '2026-11-16T09:00:00+01:00', end: '2026-11-17T12:00:00+01:00' };
    expect(why([encounter('finished', ended)])).toBe('relation:encounter-grace');
    expect(why([encounter('finished', ended)], { now: now + 1000 })).toBe('no-basis');
    expect(why([encounter('cancelled', ended)])).toBe('no-basis');
    expect(why([encounter('in-progress', { start: '2026-12-01' }, { class: { code: 'IMP' } })])).toBe('relation:stay');
  });

  test('a day lasts through its end in Oslo', () => {
    const until = encounter('in-progress', { start: '2026-11-01', end: '2026-12-01' }, { participant: [] });
    expect(why([until], { now: Date.parse('2026-12-01T22:59:59.999Z') })).toBe('relation:encounter');
    expect(why([until], { now: Date.parse('2026-12-01T23:00:00Z') })).toBe('no-basis');
  });

  const episode = (status: string, more: Record<string, Json> = {}) =>
    of('EpisodeOfCare', {
      status,
      type: [coded(systems.service, '15')],
      managingOrganization: reference(`Organization/${zone}`),
      period: { start: '2026-10-01' },
      ...more,
    });

  test('a service by decision, also while it is paused; at a private supplier by contract', () => {
    expect(why([episode('active')])).toBe('relation:vedtak');
    expect(facts([episode('active')]).relations[0]).toMatchObject({ isHomeVisit: true });
    expect(why([episode('onhold')])).toBe('relation:vedtak');
    expect(why([episode('planned')])).toBe('no-basis');
    expect(why([episode('finished')])).toBe('no-basis');
    expect(why([episode('active', { type: [] })])).toBe('relation:episode');
    const supplier = { meta: { tag: [{ system: systems.serviceKind, code: 'private-care' }] } };
    expect(why([episode('active', supplier)])).toBe('relation:contract');
    const [affiliation] = factsOf(
      of('OrganizationAffiliation', {
        participatingOrganization: reference(`Organization/${zone}`),
        organization: reference('Organization/fjordvik-kommune'),
        period: { start: '2024-01-01', end: '2026-11-30' },
      }),
    );
    expect(affiliation).toMatchObject({ kind: 'affiliation', unit: zone, data: { for: 'fjordvik-kommune' } });
    const contracts = [{ from: affiliation!.from, to: affiliation!.to }];
    expect(why([episode('active', supplier)], { actor: { ...nurse, contracts } })).toBe('no-basis');
    expect(why([episode('active', supplier)], { actor: { ...nurse, contracts }, now: affiliation!.to - 1 })).toBe(
      'relation:contract',
    );
  });

  test('a task that is taken on; one that follows from a referral is a referral', () => {
    const task = (status: string, more: Record<string, Json> = {}) =>
      of('Task', {
        status,
        requester: reference('PractitionerRole/ada'),
        owner: reference('Practitioner/hanne-hjem'),
        ...more,
      });
    expect(why([task('accepted')])).toBe('relation:task');
    expect(why([task('accepted', { owner: reference('PractitionerRole/nora') })])).toBe('no-basis');
    expect(why([task('accepted', { owner: reference('PractitionerRole/hanne-hjem-sone-3') })])).toBe('relation:task');
    const unit = { owner: reference(`Organization/${zone}`), focus: reference('ServiceRequest/1') };
    expect(why([task('in-progress', unit)])).toBe('relation:referral');
    expect(why([task('requested', { ...unit, code: coded(systems.taskCode, 'alarm') })])).toBe('relation:alarm');
  });

  test('a task that is asked and not answered lets be seen what was sent with it', () => {
    const task = (status: string) =>
      of('Task', {
        status,
        owner: reference(`Organization/${zone}`),
        focus: reference('ServiceRequest/1'),
        basedOn: [reference('Composition/2/_history/3')],
        input: [{ valueReference: reference('DocumentReference/4') }, { valueString: 'x' }],
        for: reference('Patient/kari-testdal'),
      });
    for (const status of ['requested', 'received', 'ready'])
      expect(why([task(status)])).toBe('relation:task-requested');
    for (const status of ['draft', 'rejected', 'cancelled', 'completed']) expect(why([task(status)])).toBe('no-basis');
    const sent = ['Task/x', 'ServiceRequest/1', 'Composition/2', 'DocumentReference/4', 'Patient/kari-testdal'];
    expect(facts([task('requested')]).relations[0]).toMatchObject({ documents: sent });
  });

  test('a task that somebody makes for themself, with nothing behind it, is none', () => {
    const own = (more: Record<string, Json> = {}) =>
      of('Task', { status: 'accepted', owner: reference('Practitioner/hanne-hjem'), meta: by('hanne-hjem'), ...more });
    expect(why([own()])).toBe('self-asserted-relation');
    expect(why([own({ requester: reference('Practitioner/hanne-hjem') })])).toBe('self-asserted-relation');
    expect(why([own({ encounter: reference('Encounter/1') })])).toBe('relation:task');
    expect(why([own({ meta: by('nora-natt') })])).toBe('relation:task');
    const team = of('CareTeam', {
      status: 'active',
      participant: [{ member: reference('Practitioner/hanne-hjem') }],
      meta: by('hanne-hjem'),
    });
    expect(why([team])).toBe('self-asserted-relation');
    expect(why([{ ...team, meta: by('kaia-koord') as never }])).toBe('relation:team');
  });

  test('the list somebody is on: its practice, or the GP alone', () => {
    const listed = (...generalPractitioner: Json[]): Resource => ({ ...kari, generalPractitioner });
    const doctor = {
      ...nurse,
      unit: 'solli',
      org: 'solli',
      role: 'lege',
      hpr: { category: 'LE', status: 'active' },
    } as const;
    const ask = (patient: Resource) => {
      const decision = decide(factsOfRows(factsOf(patient), { ...asking, actor: doctor }));
      return 'deny' in decision ? decision.deny : decision.reason;
    };
    expect(ask(listed(reference('Organization/solli')))).toBe('relation:fastlege');
    expect(ask(listed(reference('PractitionerRole/hanne-hjem-sone-3')))).toBe('relation:fastlege');
    expect(ask(listed(reference('PractitionerRole/ada'), reference('Organization/solli')))).toBe('relation:fastlege');
    expect(ask(listed(reference('PractitionerRole/ada')))).toBe('no-basis');
    const url = 'https://enjournal.no/fhir/StructureDefinition/gp-period';
    const past = { extension: [{ url, valuePeriod: { end: '2026-11-30' } }], reference: 'Organization/solli' };
    expect(ask(listed(past))).toBe('no-basis');
  });

  test('an appointment in its unit and with its people, fourteen days before and after', () => {
    const booked = (status: string, start: string, actor: Json) =>
      of('Appointment', { status, start, participant: [{ actor, status: 'accepted' }], meta: by('siri', 'elsewhere') });
    const hanne = reference('PractitionerRole/hanne-hjem-sone-3');
    expect(why([booked('booked', '2026-12-15T11:00:00+01:00', hanne)])).toBe('relation:appointment');
    expect(why([booked('booked', '2026-12-15T12:00:01+01:00', hanne)])).toBe('no-basis');
    expect(why([booked('waitlist', '2026-12-02T11:00:00+01:00', hanne)])).toBe('no-basis');
    expect(why([booked('booked', '2026-12-02T11:00:00+01:00', reference('PractitionerRole/ada'))])).toBe('no-basis');
  });

  test('an application at the office that decides it; a control of the log for the control alone', () => {
    const office = { ...nurse, unit: 'tildeling', role: 'saksbehandler' };
    const applied = (status: string) =>
      of('ServiceRequest', { status, intent: 'proposal', performer: [reference('Organization/tildeling')] });
    expect(why([applied('active')], { actor: office, purpose: 'COC' })).toBe('relation:case');
    expect(why([applied('completed')], { actor: office, purpose: 'COC' })).toBe('no-basis');
    const control = of('Task', {
      status: 'in-progress',
      code: coded(systems.taskCode, 'log-control'),
      owner: reference('Practitioner/hanne-hjem'),
    });
    expect(why([control])).toBe('no-basis');
    expect(why([control], { actor: { ...nurse, role: 'loggkontroll' }, purpose: 'AUDIT' })).toBe('relation:log-case');
  });
});

describe('what the citizen says', () => {
  const service = of('EpisodeOfCare', {
    status: 'active',
    managingOrganization: reference(`Organization/${zone}`),
    period: { start: '2026-10-01' },
  });
  const block = (provision: Record<string, Json>, more: Record<string, Json> = {}) =>
    of('Consent', {
      status: 'active',
      scope: coded(systems.consentScope, 'patient-privacy'),
      category: [coded(systems.consentCategory, 'sperring')],
      dateTime: '2026-11-01T10:00:00+01:00',
      provision: { type: 'deny', ...provision },
      ...more,
    });
  const actor = (...references: string[]): Json =>
    references.map((one) => ({ role: coded(systems.participation, 'IRCP'), reference: reference(one) }));
  const blocks = (...resources: Resource[]) => facts(resources).blocks;

  test('from whom: an organisation, a person, everyone, everyone but some', () => {
    expect(blocks(block({ actor: actor('Organization/a', 'Practitioner/b', 'PractitionerRole/c') }))).toMatchObject([
      { kind: 'org', target: 'a', marker: true, from: Date.parse('2026-11-01T10:00:00+01:00') },
      { kind: 'person', target: 'b' },
      { kind: 'person', target: 'PractitionerRole/c' },
    ]);
    expect(blocks(block({}))).toMatchObject([{ kind: 'all', target: '*' }]);
    const except = block({ provision: [{ type: 'permit', actor: actor('Organization/solli') }] });
    expect(blocks(except)).toMatchObject([{ kind: 'all', except: ['solli'] }]);
    expect(blocks(block({ actor: actor('Device/1') }))).toMatchObject([{ kind: 'all' }]);
  });

  test('what: documents, kinds, a time, what one custodian has; what is not understood is everything', () => {
    const data = (...references: string[]) =>
      references.map((one) => ({ meaning: 'instance', reference: reference(one) }));
    expect(blocks(block({ data: data('Composition/1', 'Encounter/2') }))).toMatchObject([
      { kind: 'document', documents: ['Composition/1', 'Encounter/2'] },
    ]);
    expect(blocks(block({ data: data('Patient/kari-testdal') }))[0]).not.toHaveProperty('documents');
    const url = 'https://enjournal.no/fhir/CodeSystem/information-category';
    expect(blocks(block({ class: [{ system: url, code: 'psych-note' }] }))).toMatchObject([
      { kind: 'category', target: 'psych-note', categories: ['psych-note'] },
    ]);
    expect(factsOf(block({ class: [{ system: url, code: 'lab' }] }))[0]?.data).toMatchObject({
      mask: categoryMask(['lab']),
    });
    expect(blocks(block({ class: [{ system: 'urn:other', code: 'x' }] }))[0]).toMatchObject({ kind: 'all' });
    const custodian: Json = [{ role: coded(systems.participation, 'CST'), reference: reference('Organization/solli') }];
    expect(blocks(block({ actor: custodian }))).toMatchObject([{ kind: 'all', custodians: ['solli'] }]);
    expect(blocks(block({ dataPeriod: { start: '2020-01-01', end: '2020-12-31' } }))[0]?.period).toEqual({
      from: Date.parse('2020-01-01T00:00:00+01:00'),
      to: Date.parse('2021-01-01T00:00:00+01:00'),
    });
  });

  test('learning and research apart from care; a hidden marker; one that is taken away', () => {
    const purpose = (code: string): Json => [{ system: systems.actReason, code }];
    expect(blocks(block({ purpose: purpose('HQUALIMP') }))).toMatchObject([{ kind: 'learning' }]);
    expect(blocks(block({ purpose: purpose('HRESCH') }))).toMatchObject([{ kind: 'secondary-use' }]);
    const extension = [{ url: 'https://enjournal.no/fhir/StructureDefinition/block-marker', valueBoolean: false }];
    expect(blocks(block({}, { extension }))).toMatchObject([{ marker: false }]);
    expect(blocks(block({}, { status: 'inactive' }))).toEqual([]);
    expect(blocks(block({ type: 'permit' }))).toEqual([]);
  });

  test('a reservation against registers is a fact for each that it names, and for all where it names none', () => {
    const against = (code: Json) =>
      factsOf(
        of('Consent', {
          status: 'active',
          category: [coded(systems.consentCategory, 'register-reservation')],
          dateTime: '2026-11-01T12:00:00+01:00',
          provision: { type: 'deny', code },
        }),
      ).map(({ kind, data }) => [kind, (data as { kind: string }).kind, (data as { target: string }).target]);
    expect(against([coded(systems.healthRegister, 'kjernejournal')])).toEqual([['block', 'register', 'kjernejournal']]);
    expect(
      against([coded(systems.healthRegister, 'kjernejournal'), coded(systems.healthRegister, 'quality-registers')]),
    ).toEqual([
      ['block', 'register', 'kjernejournal'],
      ['block', 'register', 'quality-registers'],
    ]);
    expect(against([{ text: 'Et register' }])).toEqual([['block', 'register', '*']]);
  });

  test('a yes on the spot, for a day', () => {
    const yes = of('Consent', {
      status: 'active',
      category: [coded(systems.consentCategory, 'consent-in-situ')],
      dateTime: '2026-12-01T11:00:00+01:00',
      provision: { type: 'permit', actor: actor('PractitionerRole/hanne-hjem-sone-3') },
    });
    const passed = (at: number) => {
      const decision = decide(facts([service, block({}), yes], { now: at }));
      return 'permit' in decision && decision.permit.passed.length > 0;
    };
    expect(passed(now)).toBe(true);
    expect(passed(now + 86_400_000)).toBe(false);
  });

  test('who may know the address', () => {
    const named = of('Consent', {
      status: 'active',
      category: [coded(systems.consentCategory, 'address-access')],
      dateTime: '2026-11-01',
      provision: { type: 'permit', actor: actor('Practitioner/hanne-hjem') },
    });
    expect(facts([named]).namedForAddress).toEqual(['hanne-hjem']);
  });
});

describe('who may act for another', () => {
  const number = '13057400099';
  const identity = identityOf(systems.nationalNumber, number);
  const identifier: Json = [{ system: systems.nationalNumber, value: number }];
  const asCitizen: Partial<Asking> = {
    actor: { kind: 'citizen', person: 'liv', loa: 4, address: 'none' },
    identities: [identity],
  };

  test('a power of attorney names its holder by number, and ends', () => {
    const mandate = (code: string, period: Json) =>
      of('Consent', {
        status: 'active',
        category: [coded(systems.representation, code)],
        provision: {
          type: 'permit',
          period,
          actor: [
            {
              reference: {
                reference: 'RelatedPerson/1',
                identifier: { system: systems.nationalNumber, value: number },
              },
            },
          ],
        },
      });
    const valid = { start: '2026-01-01', end: '2027-01-01' };
    expect(why([mandate('FU', valid)], { ...asCitizen, purpose: 'PWATRNY' })).toBe('mandate');
    expect(why([mandate('VE', valid)], { ...asCitizen, purpose: 'PWATRNY' })).toBe('guardian');
    expect(why([mandate('FU', { end: '2026-11-30' })], { ...asCitizen, purpose: 'PWATRNY' })).toBe('mandate-inactive');
    expect(why([mandate('FU', valid)], { ...asCitizen, identities: ['id:1'], purpose: 'PWATRNY' })).toBe('no-basis');
  });

  test('parental responsibility as the registers say, never as somebody writes', () => {
    const mother = (relationship: Json[], more: Record<string, Json> = {}) =>
      of('RelatedPerson', { active: true, identifier, relationship, ...more });
    const child: Resource = { ...kari, birthDate: '2018-01-01' };
    const ask = (one: Resource) => {
      const decision = decide(
        factsOfRows([child, one].flatMap(factsOf), { ...asking, ...asCitizen, purpose: 'FAMRQT' }),
      );
      return 'deny' in decision ? decision.deny : decision.reason;
    };
    const responsibility = coded(systems.parentalResponsibility, 'felles');
    expect(ask(mother([coded(systems.kinship, 'MO'), responsibility]))).toBe('parent');
    expect(ask(mother([coded(systems.kinship, 'MO')]))).toBe('no-parental-responsibility');
    expect(ask(mother([coded(systems.kinship, 'SM')]))).toBe('no-basis');
    expect(ask(mother([responsibility], { meta: by('hanne-hjem') }))).toBe('no-basis');
    expect(ask(mother([responsibility, coded(systems.parentalLimit, 'court-restriction')]))).toBe('court-restriction');
    expect(ask(mother([responsibility], { active: false }))).toBe('no-basis');
  });
});

test('an emergency opening is the task it is reviewed by', () => {
  const opened = of('Task', {
    status: 'requested',
    code: coded(systems.taskCode, 'emergency-review'),
    requester: reference('Practitioner/hanne-hjem'),
    restriction: { period: { start: '2026-12-01T11:30:00+01:00', end: '2026-12-01T12:30:00+01:00' } },
    reasonCode: coded('urn:x', 'life-threatening'),
    description: 'Funnet bevisstløs',
  });
  expect(why([opened], { purpose: 'ETREAT' })).toBe('break-glass');
  expect(why([opened], { purpose: 'ETREAT', now: now + 1_800_000 })).toBe('break-glass-expired');
});

test('the citizen: age, death, protection of the address, another identity', () => {
  const url = 'https://enjournal.no/fhir/StructureDefinition/address-protection';
  expect(factsOfRows(factsOf({ ...kari, extension: [{ url, valueCode: 'fortrolig' }] }), asking).patient).toEqual({
    id: 'kari-testdal',
    birthDate: '1942-03-05',
    isDeceased: false,
    address: 'fortrolig',
  });
  const old: Resource = {
    ...kari,
    meta: { security: [{ system: hl7('v3-Confidentiality'), code: 'V' }] },
    deceasedDateTime: '2026-01-01',
    link: [{ type: 'replaced-by', other: reference('Patient/kari-ny') }],
  };
  expect(factsOfRows(factsOf(old), asking).patient).toMatchObject({
    isDeceased: true,
    address: 'strengt-fortrolig',
    mergedInto: 'kari-ny',
  });
});

test('who works where, authorised as what', () => {
  expect(
    factsOf(
      of('PractitionerRole', {
        active: true,
        practitioner: reference('Practitioner/hanne-hjem'),
        organization: reference(`Organization/${zone}`),
        code: [coded(systems.accessRole, 'sykepleier')],
        period: { start: '2020-01-01' },
      }),
    ),
  ).toMatchObject([{ kind: 'employment', person: 'hanne-hjem', unit: zone, data: { id: 'x', role: 'sykepleier' } }]);
  const revoked = { url: 'https://enjournal.no/fhir/StructureDefinition/authorisation-status', valueCode: 'revoked' };
  expect(
    factsOf(of('Practitioner', { qualification: [{ code: coded(systems.profession, 'SP'), extension: [revoked] }] })),
  ).toMatchObject([{ kind: 'authorisation', person: 'x', data: { category: 'SP', status: 'revoked' } }]);
  const serves = {
    url: 'https://enjournal.no/fhir/StructureDefinition/serves-unit',
    valueReference: { reference: 'Organization/b' },
  };
  expect(factsOf(of('Organization', { partOf: reference('Organization/a'), extension: [serves] }))).toMatchObject([
    { kind: 'organisation', unit: 'x', data: { partOf: 'a', serves: ['b'] } },
  ]);
});

test('what is no resource of a shape we know throws nothing', () => {
  for (const type of ['Patient', 'Encounter', 'Consent', 'Task', 'CareTeam', 'Appointment', 'RelatedPerson']) {
    for (const value of [null, 7, 'x', [], [null], {}, [{ reference: 7 }]] as Json[]) {
      const members = [
        'period',
        'participant',
        'provision',
        'category',
        'code',
        'owner',
        'generalPractitioner',
        'identifier',
      ];
      const broken = { status: 'active', active: true, ...Object.fromEntries(members.map((name) => [name, value])) };
      expect(() => factsOf(of(type, broken))).not.toThrow();
    }
  }
});
