import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { send } from '../../shared/fhir/client.ts';
import type { DocumentReference, Patient } from '../../shared/fhir/types.ts';
import { nameOf } from '../../shared/format/person.ts';
import { recordKey } from '../../shared/record/record-queries.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { MoveTo } from '../find-person/move-to.tsx';

type Props = { id: string; document: DocumentReference; onClose: () => void };

/** A document that was added to the wrong record. */
export default function MoveDocument({ id, document, onClose }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ to, reason }: { to: Patient; reason: string }) =>
      send(`DocumentReference/${document.id}/$wrong-person`, {
        method: 'POST',
        headers: { 'content-type': 'application/fhir+json', 'if-match': `W/"${document.meta?.versionId}"` },
        body: JSON.stringify({
          resourceType: 'Parameters',
          parameter: [
            { name: 'patient', valueReference: { reference: `Patient/${to.id}` } },
            { name: 'reason', valueString: reason },
          ],
        }),
      }),
    onSuccess: (_, { to }) => {
      tellDone(t('move.document.done', { name: nameOf(to) }));
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: recordKey(id, ['DocumentReference']) }),
  });
  return (
    <MoveTo
      of="document"
      keep={`document ${document.id}`}
      here={document.subject?.reference}
      move={{ mutate: (to, reason) => mutate({ to, reason }), isPending, error }}
      onClose={onClose}
    />
  );
}
