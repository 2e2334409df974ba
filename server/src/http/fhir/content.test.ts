import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentResources } from '../../terminology/index.ts';
import { type TestServer, withServer } from '../../test/server.ts';
import { loadContent } from './content.ts';

let server: TestServer;
beforeAll(async () => {
  server = await withServer({ content: true });
});
afterAll(() => server.close());

const templates = contentResources(new Set(['Questionnaire']));

test('every template is a resource in the store, found by its address', async () => {
  const { body } = await server.get('Questionnaire?_count=200&_elements=url');
  expect(body.entry.map(({ resource }) => resource.url)).toEqual(
    expect.arrayContaining(templates.map(({ url }) => url)),
  );
  const found = await server.get(`Questionnaire?url=${encodeURIComponent(String(templates[0]?.url))}`);
  expect(found.body.entry.map(({ resource }) => resource.id)).toEqual([templates[0]?.id]);
});

test('content that is stored already is not stored again', async () => {
  await loadContent(server.service);
  const { body } = await server.get('Questionnaire/consultation');
  expect(body.meta.versionId).toBe('1');
});
