import { expect, test } from 'vitest';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { citizenAccess, citizenAccessReason, documentIssues } from './rules.ts';

const now = Date.parse('2026-11-29T10:00:00Z');
const document = (more: JsonObject = {}): Resource => ({
  resourceType: 'DocumentReference',
  status: 'current',
  type: { coding: [{ code: 'A03-2' }] },
  date: '2026-11-20T10:00:00Z',
  content: [{ attachment: { contentType: 'application/pdf', data: 'JVBERi0xLjQ=' } }],
  ...more,
});
const keys = (resource: Resource | undefined, before?: Resource, kind: 'staff' | 'system' = 'staff') =>
  documentIssues({ resource, before, actor: { kind }, now }).map(({ key, expression }) => [key, expression]);
const attached = (contentType: string, data: string) => document({ content: [{ attachment: { contentType, data } }] });

test('a document has a type, a date that has been, and a file of a kind that is kept', () => {
  expect(keys(document())).toEqual([]);
  const { type: _, ...bare } = document({ date: '2027-01-01T00:00:00Z' });
  expect(keys(bare as Resource)).toEqual([
    ['document-type', 'DocumentReference.type'],
    ['document-in-future', 'DocumentReference.date'],
  ]);
  expect(keys(attached('image/svg+xml', 'PHN2Zz4='))).toEqual([
    ['document-media', 'DocumentReference.content[0].attachment.contentType'],
  ]);
});

test('what another system sends is kept whatever it is', () => {
  const drawing = attached('image/svg+xml', 'PHN2Zz4=');
  expect(documentIssues({ resource: drawing, before: undefined, actor: { kind: 'system' }, now })).toEqual([]);
});

test('a file is what it says, and no larger than what is kept within the resource', () => {
  expect(keys(attached('image/png', 'JVBERi0xLjQ='))[0]?.[0]).toBe('document-other-content');
  expect(keys(attached('text/plain', 'A'.repeat(4_000_001)))[0]?.[0]).toBe('document-too-large');
});

test('who keeps a document from the citizen says why and until when', () => {
  const withheld = (extension: JsonObject[] = []) =>
    document({
      meta: { security: [{ system: citizenAccess, code: 'NORU' }] },
      ...(extension.length === 0 ? {} : { extension }),
    });
  expect(keys(withheld(), document()).map(([key]) => key)).toEqual(['access-code-reason', 'access-code-review']);
  const reason = (review: string): JsonObject => ({
    url: citizenAccessReason,
    extension: [
      { url: 'reason', valueString: 'Samtale først, avtalt fredag' },
      { url: 'review', valueDate: review },
    ],
  });
  expect(keys(withheld([reason('2026-12-04')]), document())).toEqual([]);
  expect(keys(withheld([reason('2026-11-01')]), document()).map(([key]) => key)).toEqual(['access-code-review']);
  expect(keys(withheld(), withheld()), 'an old code is not asked about again').toEqual([]);
});

test('a document is not deleted by those who treat, and a mistake has a reason', () => {
  expect(keys(undefined, document())).toEqual([['document-kept', 'DocumentReference']]);
  expect(keys(undefined, document(), 'system')).toEqual([]);
  expect(keys(document({ status: 'entered-in-error' }), document())[0]?.[0]).toBe('document-error-reason');
});
