import { describe, expect, test } from 'vitest';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { allergyIssues, type Change, conditionIssues, extensions, flagIssues } from './rules.ts';

const now = Date.parse('2026-11-29T10:00:00Z');
const ada: Change['actor'] = { kind: 'staff', practitioner: 'ada', practitionerRole: 'ada-solli', role: 'lege' };
const hanne: Change['actor'] = {
  kind: 'staff',
  practitioner: 'hanne',
  practitionerRole: 'hanne-sone',
  role: 'sykepleier',
};

const keysOf = (issues: readonly { key?: string; expression?: string }[]) =>
  issues.map(({ key, expression }) => [key, expression]);
const status = (code: string): JsonObject => ({ coding: [{ code }] });
const reasonOf = (reason: string, by = 'Practitioner/ada'): JsonObject => ({
  url: extensions.statusReason,
  extension: [
    { url: 'reason', valueString: reason },
    { url: 'by', valueReference: { reference: by } },
  ],
});

const problem = (more: JsonObject = {}): Resource => ({
  resourceType: 'Condition',
  clinicalStatus: status('active'),
  verificationStatus: status('confirmed'),
  category: [status('problem-list-item')],
  code: { text: 'Hjertesvikt' },
  onsetDateTime: '2019',
  ...more,
});
const asked = (before: Resource | undefined, resource: Resource | undefined, actor = ada): Change => ({
  before,
  resource,
  actor,
  now,
});

describe('a problem', () => {
  test('says what it is, begins before it ends, and neither is yet to come', () => {
    expect(conditionIssues(asked(undefined, problem()))).toEqual([]);
    expect(keysOf(conditionIssues(asked(undefined, problem({ code: { text: ' ' } }))))).toEqual([
      ['problem-what', 'Condition.code'],
    ]);
    const late = problem({
      onsetDateTime: '2027',
      abatementDateTime: '2026-12-24',
      clinicalStatus: status('resolved'),
    });
    expect(keysOf(conditionIssues(asked(undefined, late)))).toEqual([
      ['onset-in-future', 'Condition.onset'],
      ['ended-in-future', 'Condition.abatement'],
      ['ended-before-onset', 'Condition.abatement'],
    ]);
    const sameYear = problem({ abatementDateTime: '2019-03-01', clinicalStatus: status('resolved') });
    expect(conditionIssues(asked(undefined, sameYear))).toEqual([]);
  });

  test('is refuted, and taken up again, with a reason that is given then', () => {
    const refuted = (...extension: JsonObject[]) => problem({ verificationStatus: status('refuted'), extension });
    expect(keysOf(conditionIssues(asked(problem(), refuted())))).toEqual([['refuted-reason', 'Condition.extension']]);
    const reasoned = refuted(reasonOf('Ekko viser normal EF'));
    expect(conditionIssues(asked(problem(), reasoned))).toEqual([]);
    const again = problem({ extension: [reasonOf('Ekko viser normal EF')] });
    expect(keysOf(conditionIssues(asked(reasoned, again)))).toEqual([['refuted-reason', 'Condition.extension']]);
    expect(conditionIssues(asked(reasoned, problem({ extension: [reasonOf('Ny ekko')] })))).toEqual([]);
  });

  test('is confirmed without words, by oneself and nobody else', () => {
    const unsure = problem({ verificationStatus: status('provisional') });
    expect(conditionIssues(asked(unsure, problem({ extension: [reasonOf('')] })))).toEqual([]);
    const another = problem({ extension: [reasonOf('Sett i går', 'Practitioner/bo')] });
    expect(keysOf(conditionIssues(asked(unsure, another)))).toEqual([['status-by-another', 'Condition.extension']]);
    const role = problem({ extension: [reasonOf('', 'PractitionerRole/ada-solli')] });
    expect(conditionIssues(asked(unsure, role))).toEqual([]);
  });

  test('that was entered in error says why, and stays so', () => {
    const inError = (...extension: JsonObject[]): Resource => {
      const { clinicalStatus: _, ...rest } = problem({ verificationStatus: status('entered-in-error'), extension });
      return rest as Resource;
    };
    expect(keysOf(conditionIssues(asked(problem(), inError())))).toEqual([['in-error-reason', 'Condition.extension']]);
    const gone = inError(reasonOf('Feil pasient'));
    expect(conditionIssues(asked(problem(), gone))).toEqual([]);
    expect(keysOf(conditionIssues(asked(gone, problem({ extension: [reasonOf('Likevel')] }))))).toEqual([
      ['in-error-final', 'Condition.status'],
    ]);
  });

  test('is not deleted by those who treat', () => {
    expect(keysOf(conditionIssues(asked(problem(), undefined)))).toEqual([['problem-kept', 'Condition']]);
    expect(conditionIssues(asked(problem(), undefined, { kind: 'system' }))).toEqual([]);
  });
});

test('an allergy is to something', () => {
  const allergy = (code: JsonObject): Resource => ({ resourceType: 'AllergyIntolerance', code });
  expect(allergyIssues(asked(undefined, allergy({ text: 'Penicillin' })))).toEqual([]);
  expect(keysOf(allergyIssues(asked(undefined, allergy({}))))).toEqual([['allergy-what', 'AllergyIntolerance.code']]);
});

describe('limits of treatment', () => {
  const talked: JsonObject = { url: extensions.talkedWith, valueReference: { display: 'Kari Testdal' } };
  const limits = (more: JsonObject = {}): Resource => ({
    resourceType: 'Flag',
    status: 'active',
    category: [{ coding: [{ system: 'urn:oid:2.16.578.1.12.4.1.1.7651', code: '8' }] }],
    code: { text: 'HLR minus' },
    author: { reference: 'Practitioner/ada' },
    period: { start: '2026-11-12', end: '2027-05-12' },
    extension: [talked],
    ...more,
  });

  test('have words, an author, a day, a day of review, and a conversation behind them', () => {
    expect(flagIssues(asked(undefined, limits()))).toEqual([]);
    const bare = limits({ code: {}, author: { display: 'Ada' }, period: {}, extension: [] });
    expect(keysOf(flagIssues(asked(undefined, bare)))).toEqual([
      ['warning-what', 'Flag.code'],
      ['limits-author', 'Flag.author'],
      ['limits-basis', 'Flag.extension'],
      ['limits-when', 'Flag.period.start'],
      ['limits-review', 'Flag.period.end'],
    ]);
    const before = limits({ period: { start: '2026-11-12', end: '2026-11-12' } });
    expect(keysOf(flagIssues(asked(undefined, before)))).toEqual([['limits-review', 'Flag.period.end']]);
  });

  test('may rest on why nobody could be talked with', () => {
    const basis = (text: string) => [{ url: extensions.basis, valueString: text }];
    expect(keysOf(flagIssues(asked(undefined, limits({ extension: basis('kort') }))))).toEqual([
      ['limits-basis', 'Flag.extension'],
    ]);
    expect(flagIssues(asked(undefined, limits({ extension: basis('Bevisstløs, ingen pårørende er funnet') })))).toEqual(
      [],
    );
  });

  test('are a doctor’s to set and to end', () => {
    expect(keysOf(flagIssues(asked(undefined, limits(), hanne)))).toEqual([['limits-by-doctor', 'Flag']]);
    const ended = limits({
      status: 'inactive',
      extension: [talked, reasonOf('Ønsker det annerledes', 'Practitioner/hanne')],
    });
    expect(keysOf(flagIssues(asked(limits(), ended, hanne)))).toEqual([['limits-by-doctor', 'Flag']]);
  });

  test('are replaced and not edited, end with a reason, and are not taken up again', () => {
    const edited = limits({ code: { text: 'Full behandling' } });
    expect(keysOf(flagIssues(asked(limits(), edited)))).toEqual([['limits-replaced', 'Flag.code']]);
    const ended = (...extension: JsonObject[]) => limits({ status: 'inactive', extension: [talked, ...extension] });
    expect(keysOf(flagIssues(asked(limits(), ended())))).toEqual([['limits-ended-reason', 'Flag.extension']]);
    expect(flagIssues(asked(limits(), ended(reasonOf('Ny samtale'))))).toEqual([]);
    expect(keysOf(flagIssues(asked(ended(reasonOf('Ny samtale')), limits())))).toEqual([
      ['limits-not-again', 'Flag.status'],
    ]);
  });
});
