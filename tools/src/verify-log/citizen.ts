import { logKeys } from '../../../server/src/access/ledger/heads.ts';
import { proofOf } from '../../../server/src/access/ledger/proof.ts';
import { findCurrent, guessRecord, type Queryable } from '../../../server/src/record/index.ts';
import { isSigned, type Keys, keysOf, type SignedHead } from './heads.ts';
import { faultsOf } from './proof.ts';

export type CitizenVerdict = {
  entries: number;
  /** Entries that no head covers yet. */
  unsealed: number;
  wrong: { entry: string; faults: string[] }[];
  /** The newest head that they were proved against. */
  head: SignedHead | undefined;
};

/**
 * Proves each entry of one citizen's log against the newest head. That an entry is gone altogether only the whole log shows.
 * @param patient id of the Patient
 */
export async function verifyCitizen(client: Queryable, patient: string, known?: Keys): Promise<CitizenVerdict> {
  const [place] = await findCurrent(client, [{ type: 'Patient', id: patient }], false);
  const record = place === undefined || place.state === 'absent' ? guessRecord('Patient', patient) : place.record;
  const { rows } = await client.query<{ tx: bigint; writer: bigint; seq: bigint }>(
    'SELECT tx, writer, seq FROM access_log WHERE record = $1 ORDER BY tx, writer, seq',
    [record],
  );
  const keys = known ?? keysOf(await logKeys(client));
  const verdict: CitizenVerdict = { entries: rows.length, unsealed: 0, wrong: [], head: undefined };
  for (const key of rows) {
    const proof = await proofOf(client, key);
    if (proof === undefined) {
      verdict.unsealed += 1;
      continue;
    }
    const faults = faultsOf(proof);
    if (!isSigned(proof.head, keys)) faults.push('The head has no valid signature of a key that is known.');
    if (faults.length > 0) verdict.wrong.push({ entry: `${key.writer}.${key.seq}`, faults });
    verdict.head = proof.head;
  }
  return verdict;
}
