import { expect, test } from 'vitest';
import type { AuditEvent } from '../../shared/fhir/types.ts';
import { inFewWords, looksOf } from './looks.ts';

const event = (recorded: string, who: string, outcomeDesc: string, outcome = '0'): AuditEvent =>
  ({
    extension: [
      {
        url: 'https://example.org/auditevent-care-relation',
        extension: [{ url: 'decision-ref-description', valueString: outcomeDesc.split('. ').at(-1) }],
      },
    ],
    resourceType: 'AuditEvent',
    id: recorded,
    recorded,
    outcome,
    outcomeDesc,
    agent: [
      { who: { reference: `PractitionerRole/${who}`, display: who }, role: [{ text: 'Lege' }] },
      { type: { coding: [{ code: 'PROV' }] }, who: { display: 'Solli legekontor' } },
    ],
  }) as AuditEvent;

test('what one person did without a break is one line, newest first, each thing once', () => {
  const looks = looksOf([
    event('2026-11-27T10:41:00Z', 'ada', 'Leste journalen. Du har time hos henne'),
    event('2026-11-27T10:40:00Z', 'ada', 'Søkte i prøvesvar. Du har time hos henne'),
    event('2026-11-27T10:39:00Z', 'ada', 'Leste journalen. Du har time hos henne'),
    event('2026-11-27T08:00:00Z', 'ada', 'Leste journalen. Du har time hos henne'),
  ]);
  expect(looks.map(({ from, to, done }) => [from.slice(11, 16), to.slice(11, 16), done])).toEqual([
    ['10:39', '10:41', ['Leste journalen', 'Søkte i prøvesvar']],
    ['08:00', '08:00', ['Leste journalen']],
  ]);
  expect(looks[0]).toMatchObject({ place: 'Solli legekontor', title: 'Lege', ground: 'Du har time hos henne' });
});

test('a refusal stands alone, and so do others in between', () => {
  const looks = looksOf([
    event('2026-11-27T10:41:00Z', 'frida', 'Avvist. Ba om å åpne journalen. Ingen grunn', '4'),
    event('2026-11-27T10:40:00Z', 'frida', 'Leste oppslaget. Ingen grunn'),
    event('2026-11-27T10:39:00Z', 'ada', 'Leste journalen. Du har time hos henne'),
    event('2026-11-27T10:38:00Z', 'frida', 'Leste oppslaget. Ingen grunn'),
  ]);
  expect(looks.map(({ name, isRefused }) => [name, isRefused])).toEqual([
    ['frida', true],
    ['frida', false],
    ['ada', false],
    ['frida', false],
  ]);
});

test('what was done many times is told once, with all that it was done to', () => {
  expect(inFewWords(['Søkte: oppgaver', 'Søkte: timer og oppgaver', 'Leste journalen', 'Leste: planer.'])).toBe(
    'Søkte: oppgaver, timer · Leste journalen · Leste: planer',
  );
});
