import { useLiveRecord } from '../../shared/record/use-live-record.ts';

/**
 * Reads anew what is on the page when somebody has written in the record, also in the while since the page began to be read.
 * @param readFrom ms as of `performance.now()`
 */
export default function FollowRecord({ id, readFrom }: { id: string; readFrom: number }) {
  useLiveRecord(id, readFrom);
  return null;
}
