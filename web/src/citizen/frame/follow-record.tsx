import { useLiveRecord } from '../../shared/record/use-live-record.ts';

/** Reads anew what is on the page when somebody has written in the record. */
export default function FollowRecord({ id }: { id: string }) {
  useLiveRecord(id);
  return null;
}
