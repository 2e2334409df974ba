import { ChevronDownIcon } from '@navikt/aksel-icons';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { localReference } from '../../shared/fhir/references.ts';
import { systems } from '../../shared/fhir/systems.ts';
import type { Encounter, Reference } from '../../shared/fhir/types.ts';
import { shortDateTime } from '../../shared/format/date.ts';
import { conceptText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordSearch } from '../../shared/record/record-queries.ts';
import { useUnit } from '../work/use-work.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import { useDraft } from './use-draft.ts';

const open = new Set(['arrived', 'triaged', 'in-progress', 'onleave']);
const calledOff = new Set(['cancelled', 'entered-in-error']);
/** As far back as one chooses in a list; what is older is found in the timeline, and corrected from there. */
const most = 20;

/** Which contact the note belongs to: the one that goes on in the reader's unit by itself, and another by choice. */
export function ContactField({ keeper }: { keeper: DraftKeeper }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const id = useId();
  const { response } = useDraft(keeper);
  const unit = useUnit()?.reference;
  const found = useRecordSearch<Encounter>(
    keeper.record,
    'Encounter',
    { _sort: '-date', _count: String(most) },
    { limit: most },
  );
  const contacts = found.data?.resources.filter(({ status }) => !calledOff.has(status ?? ''));
  const isBegun = useRef(false);
  useEffect(() => {
    if (contacts === undefined || isBegun.current) return;
    isBegun.current = true;
    if (keeper.id !== undefined || response.encounter !== undefined) return;
    const here = contacts.filter((one) => open.has(one.status ?? '') && isOf(one, unit));
    // Where two go on at once, the user says which.
    if (here.length === 1) keeper.belongTo(referenceTo(here[0]!), false);
  }, [contacts, keeper, response.encounter, unit]);
  const chosen = localReference(response.encounter);
  const isListed = contacts?.some((one) => `Encounter/${one.id}` === chosen);
  if (!contacts || (contacts.length === 0 && chosen === undefined)) return null;
  return (
    <div className="ej-note-contact ej-meta">
      <label htmlFor={id}>{t('note.contact')}</label>
      <span className="ej-select">
        <select
          id={id}
          value={chosen ?? ''}
          onChange={(event) => {
            const one = contacts.find((contact) => `Encounter/${contact.id}` === event.target.value);
            keeper.belongTo(one && referenceTo(one), true);
          }}
        >
          <option value="">{t('note.contact.none')}</option>
          {chosen !== undefined && !isListed && (
            <option value={chosen}>{response.encounter?.display ?? t('note.contact.earlier')}</option>
          )}
          {contacts.map((one) => (
            <option key={one.id} value={`Encounter/${one.id}`}>
              {[
                shortDateTime(one.period?.start, language),
                whatOf(one) || t('type.Encounter'),
                one.serviceProvider?.display,
                open.has(one.status ?? '') && t('note.contact.now'),
              ]
                .filter(Boolean)
                .join(' · ')}
            </option>
          ))}
        </select>
        <ChevronDownIcon aria-hidden className="ej-select-mark" />
      </span>
    </div>
  );
}

const whatOf = ({ type, serviceType }: Encounter): string => conceptText(type?.[0]) || conceptText(serviceType);

const referenceTo = (one: Encounter): Reference => {
  const display = whatOf(one);
  return { reference: `Encounter/${one.id}`, ...(display ? { display } : {}) };
};

const isOf = ({ serviceProvider, meta }: Encounter, unit: string | undefined): boolean =>
  unit !== undefined &&
  (localReference(serviceProvider) === unit ||
    meta?.tag?.some(({ system, code }) => system === systems.custodian && `Organization/${code}` === unit) === true);
