import { send } from '../../shared/fhir/client.ts';

/** A program of others that can be opened from the record. */
export type App = { client: string; name: string; publisher: string };

type Parameter = { name: string; part?: Parameter[]; valueId?: string; valueString?: string; valueUrl?: string };

async function parametersOf(answer: Response): Promise<Parameter[]> {
  const { parameter = [] } = (await answer.json()) as { parameter?: Parameter[] };
  return parameter;
}

export async function launchableApps(signal: AbortSignal): Promise<App[]> {
  const parameters = await parametersOf(await send('$launchable-apps', { signal }));
  return parameters.map(({ part = [] }) => {
    const textOf = (name: string) => {
      const found = part.find((one) => one.name === name);
      return found?.valueId ?? found?.valueString ?? '';
    };
    return { client: textOf('client'), name: textOf('name'), publisher: textOf('publisher') };
  });
}

/** Prepares a launch in this record. @returns the app's address, good once and for minutes. */
export async function launchApp(patient: string, client: string): Promise<string> {
  const answer = await send(`Patient/${encodeURIComponent(patient)}/$launch-app`, {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify({ resourceType: 'Parameters', parameter: [{ name: 'app', valueId: client }] }),
  });
  const url = (await parametersOf(answer)).find(({ name }) => name === 'url')?.valueUrl;
  if (url === undefined || !/^https?:/.test(url)) throw new Error('no address came back');
  return url;
}
