import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { later } from './later.tsx';

const Part = ({ id }: { id: string }) => <p>{id}</p>;

test('what is fetched ahead is shown at once, and until then what waits for it', async () => {
  const Later = later(async () => ({ default: Part }));
  expect(renderToStaticMarkup(<Later id="1" waiting={<i />} />)).toBe('<i></i>');
  expect(renderToStaticMarkup(<Later id="1" />)).toBe('');
  await Later.fetch();
  expect(renderToStaticMarkup(<Later id="1" waiting={<i />} />)).toBe('<p>1</p>');
});

test('it is fetched once, and again when the network failed', async () => {
  let asked = 0;
  const Later = later(async () => {
    asked++;
    if (asked === 1) throw new Error('no network');
    return { default: Part };
  });
  await expect(Later.fetch()).rejects.toThrow('no network');
  await Promise.all([Later.fetch(), Later.fetch()]);
  expect(asked).toBe(2);
});
