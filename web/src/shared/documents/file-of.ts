import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { read } from '../fhir/client.ts';
import type { Attachment, Resource } from '../fhir/types.ts';

/** The bytes of an attachment, each as a character: what stands in it, or the Binary that it names. */
export function useFile({ data, url }: Attachment): UseQueryResult<string> {
  const id = /(?:^|\/)Binary\/([A-Za-z0-9.-]{1,64})$/.exec(url ?? '')?.[1];
  return useQuery({
    queryKey: ['file', data === undefined ? id : 'inline', data],
    enabled: data !== undefined || id !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    // a file is large, and is somebody's: it does not stay in memory when nobody looks at it
    gcTime: 0,
    queryFn: async ({ signal }) =>
      atob(data ?? (await read<Resource & { data?: string }>('Binary', id ?? '', signal)).data ?? ''),
  });
}

export const bytesOf = (content: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(content, (letter) => letter.charCodeAt(0));

/** The words of a text file: UTF-8, or else as older Norwegian systems write (windows-1252). */
export function textOf(content: string): string {
  const bytes = bytesOf(content);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
