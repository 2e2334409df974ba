import './own-log.css';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useParties } from '../../shared/access/parties.ts';
import { keyOf, localReference } from '../../shared/fhir/references.ts';
import type { Resource } from '../../shared/fhir/types.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { FailureNotice } from '../../shared/ui/failure-notice.tsx';
import { useActed } from '../acting/use-acting.ts';
import { useSubject } from '../subject.ts';
import { blockOf } from './block.ts';
import { BlockForm } from './block-form.tsx';
import { blockedWith, goesAlong } from './blocked-with.ts';
import { placeOrPerson } from './place-or-person.ts';
import { useBlocking, useBlocks } from './use-own-log.ts';

/** Keeps one entry from others, or opens it again, where it stands. */
export function BlockEntry({ lead, parts }: { lead: Resource; parts: readonly Resource[] }) {
  const { t } = useTranslation();
  const id = useId();
  const { patient, isSelf } = useSubject();
  const acted = useActed();
  const key = keyOf(lead);
  const [isOpen, setOpen] = useKept(`blocking ${key}`, false);
  const blocks = useBlocks(patient);
  const { lift } = useBlocking(patient);
  if (!isSelf && acted?.isWhole !== true) return null;
  const standing = (blocks.data?.resources ?? []).filter(
    (one) =>
      blockOf(one, Date.now()).isInForce &&
      one.provision?.data?.some(({ reference }) => localReference(reference) === key) === true,
  );
  const rest = parts.some((one) => !goesAlong.has(one.resourceType));
  return (
    <div className="ej-noprint ej-own-entry">
      {standing.map((one) => (
        <p key={one.id} role="status" tabIndex={-1}>
          {t(blockOf(one, 0).whom.length === 0 ? 'own.entry.blockedAll' : 'own.entry.blockedSome')}{' '}
          <button
            type="button"
            className="ej-c-button"
            aria-disabled={lift.isPending}
            onClick={() => {
              setOpen(false);
              if (!lift.isPending) lift.mutate(one.id ?? '');
            }}
          >
            {t('own.block.lift')}
          </button>
        </p>
      ))}
      {lift.isError && <FailureNotice error={lift.error} />}
      {standing.length === 0 && (
        <button
          type="button"
          className="ej-c-button"
          aria-expanded={isOpen}
          {...(isOpen ? { 'aria-controls': id } : {})}
          onClick={() => setOpen(!isOpen)}
        >
          {t('own.entry.block')}
        </button>
      )}
      {isOpen && standing.length === 0 && (
        <div id={id}>
          {rest && <p>{t('own.entry.rest')}</p>}
          <Form patient={patient} documents={blockedWith(lead, parts)} onClose={() => setOpen(false)} />
        </div>
      )}
    </div>
  );
}

function Form({ patient, documents, onClose }: { patient: string; documents: readonly string[]; onClose: () => void }) {
  const language = useLanguage();
  const parties = useParties(patient);
  const known = [
    ...new Map(
      (parties.data ?? []).map((one) => placeOrPerson(one, language)).map((one) => [one.reference, one]),
    ).values(),
  ];
  return <BlockForm id={patient} known={known} first={undefined} documents={documents} onClose={onClose} />;
}
