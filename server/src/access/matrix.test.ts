import { describe, expect, test } from 'vitest';
import { always, aNote, aNurse, noon, someFacts } from './cases/examples.ts';
import { type Category, categories } from './categories.ts';
import { decide } from './decide.ts';
import type { Purpose } from './facts.ts';
import { roles } from './rules/roles.ts';
import { judge } from './scope.ts';

/**
 * The matrix as clinicians approve it, written out once more: role, an authorisation it needs, its purpose, and what it
 * sees where its unit has ground. `own:` is only what the own unit wrote, `for:` only on behalf of a treater.
 */
const matrix = `
lege LE TREAT demographics clinical-note medication lab critical-info care-plan vedtak psych-note substance-use sexual-health youth-clinic vaccination dental appointment
kommuneoverlege LE TREAT demographics clinical-note medication lab critical-info care-plan vedtak psych-note substance-use sexual-health youth-clinic vaccination dental appointment
sykepleier SP TREAT demographics clinical-note medication lab critical-info care-plan vedtak vaccination appointment own:psych-note
vernepleier VP TREAT demographics clinical-note medication lab critical-info care-plan vedtak vaccination appointment own:psych-note
jordmor JO TREAT demographics clinical-note medication lab critical-info care-plan vedtak vaccination appointment sexual-health
psykolog PS TREAT demographics clinical-note medication lab critical-info care-plan vedtak vaccination appointment psych-note substance-use
helsesykepleier SP TREAT demographics clinical-note critical-info care-plan medication vaccination appointment own:youth-clinic own:sexual-health
helsefagarbeider HF TREAT demographics medication critical-info care-plan vaccination appointment
fysioterapeut FT TREAT demographics care-plan critical-info appointment
ergoterapeut ET TREAT demographics care-plan critical-info appointment
farmasoyt FA TREAT demographics medication lab critical-info
bioingenior BI TREAT demographics lab appointment
radiograf RA TREAT demographics lab appointment
ambulanse AA TREAT demographics critical-info medication care-plan
helsesekretaer HE TREAT demographics appointment for:lab for:medication
assistent - TREAT demographics critical-info care-plan appointment
student - TREAT demographics care-plan critical-info
responssenter - TREAT demographics critical-info care-plan appointment
saksbehandler - COC demographics vedtak care-plan appointment
koordinator - COC demographics care-plan appointment vedtak
leder - HOPERAT demographics clinical-note care-plan appointment vedtak
loggkontroll - AUDIT log
ikt-admin - SYSADMIN
leverandor - SYSADMIN
innholdsredaktor - SYSADMIN
`;

const rows = matrix
  .trim()
  .split('\n')
  .map((line) => {
    const [role = '', hpr = '', purpose = '', ...sees] = line.split(' ');
    return { role, hpr, purpose: purpose as Purpose, sees };
  });

function sees(row: (typeof rows)[number], category: Category, more: { isOwn: boolean; onBehalf: boolean }): boolean {
  const kind = row.role === 'loggkontroll' ? ('log-case' as const) : ('vedtak' as const);
  const decision = decide(
    someFacts({
      actor: aNurse({
        role: row.role,
        ...(row.hpr === '-' ? {} : { hpr: { category: row.hpr, status: 'active' } }),
        ...(row.role === 'student' ? { supervisor: 'ada-solli' } : {}),
        ...(more.onBehalf ? { onBehalfOf: 'ada-solli' } : {}),
      }),
      purpose: row.purpose,
      relations: [{ kind, unit: 'hjemmetjenesten-sone-3', from: 0, to: always, isActive: true }],
    }),
  );
  if ('deny' in decision) return false;
  const custodians = [more.isOwn ? 'hjemmetjenesten-sone-3' : 'another-unit'];
  return judge(decision.permit, aNote({ category, custodians })).decision === 'permit';
}

describe.each(rows)('$role', (row) => {
  test.each(categories)('%s', (category) => {
    const isFull = row.sees.includes(category);
    const isOwn = row.sees.includes(`own:${category}`);
    const isFor = row.sees.includes(`for:${category}`);
    expect(sees(row, category, { isOwn: false, onBehalf: false })).toBe(isFull);
    expect(sees(row, category, { isOwn: true, onBehalf: false })).toBe(isFull || isOwn);
    expect(sees(row, category, { isOwn: false, onBehalf: true })).toBe(isFull || isFor);
  });
});

test('every role of the rules has a row here, but the researcher’s, who opens no record', () => {
  const known = new Set(rows.map(({ role }) => role));
  const ruled = Object.keys(roles.at(noon).value);
  expect(ruled.filter((role) => !known.has(role))).toEqual(['forsker']);
});

test('a secretary sees of notes only the drafts that she writes herself, and writes them only for a treater', () => {
  const scopeOf = (interaction: 'read' | 'write', more: { onBehalfOf?: string } = {}) => {
    const decision = decide(
      someFacts({
        actor: aNurse({ role: 'helsesekretaer', hpr: { category: 'HE', status: 'active' }, ...more }),
        interaction,
        relations: [{ kind: 'vedtak', unit: 'hjemmetjenesten-sone-3', from: 0, to: always, isActive: true }],
      }),
    );
    if ('deny' in decision) throw new Error(decision.deny);
    return decision.permit;
  };
  const { person } = aNurse();
  const draft = aNote({ category: 'clinical-note', labels: ['draft'], authors: [person] });
  const decided = (scope: ReturnType<typeof scopeOf>, note = draft) => judge(scope, note).decision;
  expect(decided(scopeOf('read'))).toBe('permit');
  expect(decided(scopeOf('write'))).toBe('deny');
  expect(decided(scopeOf('write', { onBehalfOf: 'ada-solli' }))).toBe('permit');
  const onBehalf = scopeOf('read', { onBehalfOf: 'ada-solli' });
  expect(decided(onBehalf, { ...draft, authors: ['somebody-else'] })).toBe('deny');
  expect(decided(onBehalf, { ...draft, labels: [] })).toBe('deny');
  expect(decided(onBehalf, { ...draft, category: 'youth-clinic' })).toBe('deny');
});
