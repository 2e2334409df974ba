import type { Resource } from '../../../server/src/fhir/resource.ts';
import { recordOf } from './record.ts';
import { organization, patient, personnel, practitioner, services } from './resources.ts';

/** Citizens by the size of their record. */
export type Population = { ordinary: number; rich: number; heavy: number; long: number };
export const recordSizes = { ordinary: 100, rich: 300, heavy: 700, long: 3000 } as const;
export type Size = keyof typeof recordSizes;

/** Ids of Patients as the server gave them. */
export type Filled = Record<Size, string[]> & { resources: number };

type Post = (bundle: string) => Promise<string[]>;

/**
 * Fills an empty store through its API: first everyone, then ten years in order of time, so that a record's resources lie
 * as scattered as life scatters them. Loading record by record would flatter every figure that follows.
 */
export async function fill(port: number, token: string, population: Population): Promise<Filled> {
  const post: Post = (bundle) => postBundle(port, token, bundle);
  await post(bundleOf([...services.map((s) => put(organization(s))), ...personnel.map((p) => put(practitioner(p)))]));

  const sizes = (Object.keys(recordSizes) as Size[]).flatMap((size) => Array<Size>(population[size]).fill(size));
  const ids: string[] = [];
  for (let i = 0; i < sizes.length; i += 100) {
    ids.push(...(await post(bundleOf(sizes.slice(i, i + 100).map((_, j) => create(patient(i + j)))))));
  }
  const records = sizes.map((size, i) => recordOf(`Patient/${ids[i]}`, recordSizes[size], i).map((one) => create(one)));
  const entries = inTimeOrder(records);
  const bundles: string[] = [];
  for (let i = 0; i < entries.length; i += 100) bundles.push(bundleOf(entries.slice(i, i + 100)));
  const worker = async () => {
    for (let bundle = bundles.pop(); bundle !== undefined; bundle = bundles.pop()) await post(bundle);
  };
  bundles.reverse();
  await Promise.all([worker(), worker()]);
  const filled: Filled = { ordinary: [], rich: [], heavy: [], long: [], resources: entries.length + sizes.length };
  sizes.forEach((size, i) => {
    filled[size].push(ids[i]!);
  });
  return filled;
}

/** Merges lists that each cover the same ten years evenly. */
function inTimeOrder(records: string[][]): string[] {
  const merged: string[] = [];
  const most = Math.max(...records.map((record) => record.length));
  for (let step = 0; step < most; step++) {
    for (const record of records) {
      const from = Math.floor((step * record.length) / most);
      const to = Math.floor(((step + 1) * record.length) / most);
      for (let i = from; i < to; i++) merged.push(record[i]!);
    }
  }
  return merged;
}

export function create(resource: Resource, fullUrl?: string): string {
  const link = fullUrl === undefined ? '' : `"fullUrl":"${fullUrl}",`;
  return `{${link}"resource":${JSON.stringify(resource)},"request":{"method":"POST","url":"${resource.resourceType}"}}`;
}

function put(resource: Resource): string {
  const url = `${resource.resourceType}/${resource.id}`;
  return `{"resource":${JSON.stringify(resource)},"request":{"method":"PUT","url":"${url}"}}`;
}

export function bundleOf(entries: readonly string[]): string {
  return `{"resourceType":"Bundle","type":"transaction","entry":[${entries.join(',')}]}`;
}

async function postBundle(port: number, token: string, bundle: string): Promise<string[]> {
  const answer = await fetch(`http://127.0.0.1:${port}/fhir`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
    body: bundle,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`a bundle was refused: ${answer.status} ${text.slice(0, 1000)}`);
  const { entry } = JSON.parse(text) as { entry: { response: { location: string } }[] };
  return entry.map(({ response }) => /\/?[A-Za-z]+\/([^/]+)\/_history/.exec(response.location)![1]!);
}
