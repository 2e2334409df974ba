import { useEffect, useRef } from 'react';
import { readingChoice } from '../../shared/reading/choice.ts';
import { useLiveRecord } from '../../shared/record/use-live-record.ts';

/**
 * Reads anew what is on the page when somebody has written in the record, also in the while since the page began to be read; and what
 * is kept on the device for when there is no network.
 * @param readFrom ms as of `performance.now()`
 */
export default function FollowRecord({ id, readFrom }: { id: string; readFrom: number }) {
  const { changes, connection } = useLiveRecord(id, readFrom);
  const told = useRef(new Set<string>());
  useEffect(() => {
    const news = [...changes.values()].filter(({ key, at }) => !told.current.has(`${key} ${at}`));
    for (const { key, at } of news) told.current.add(`${key} ${at}`);
    if (news.length > 0) void tellReading(new Set(news.map(({ key }) => key.split('/')[0] as string)));
  }, [changes]);
  const wasDown = useRef(false);
  useEffect(() => {
    if (connection === 'open' && wasDown.current) void tellReading(undefined);
    wasDown.current = connection === 'down';
  }, [connection]);
  return null;
}

/** @param types what has changed; undefined: something may have, while nobody listened */
async function tellReading(types: ReadonlySet<string> | undefined): Promise<void> {
  if (!readingChoice.isMade()) return;
  const { noteChange, readAnew } = await import('../../shared/reading/reading.ts');
  await noteChange(types);
  await readAnew();
}
