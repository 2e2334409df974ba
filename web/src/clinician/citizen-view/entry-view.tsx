import './citizen-view.css';
import { EyeIcon } from '@navikt/aksel-icons';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { withTextsOfCitizen } from '../../i18n.ts';
import { keyOf } from '../../shared/fhir/references.ts';
import type { Resource } from '../../shared/fhir/types.ts';
import { lineOf } from '../../shared/resource/line.ts';
import { useSay } from '../../shared/resource/use-say.ts';
import { later } from '../../shared/ui/later.tsx';
import { Part, Waiting } from '../../shared/ui/part.tsx';
import { Voiced } from '../../shared/ui/voiced.tsx';
import { groupsOf, useCitizenView } from './citizen-view.ts';
import { ViewSaid } from './view-said.tsx';

const CitizenPreview = later(() => withTextsOfCitizen(import('./citizen-preview.tsx')));

/** The most that the server is asked about at once. */
const most = 100;

/** Shows, when it is asked for, what the citizen sees of an entry. */
export default function EntryView({ resources }: { resources: readonly Resource[] }) {
  const { t } = useTranslation();
  const id = useId();
  const [isShown, setShown] = useState(false);
  const patient = resources.map(patientOf).find((one) => one !== undefined);
  if (patient === undefined) return null;
  return (
    <>
      <div className="ej-note-actions ej-noprint">
        <button
          type="button"
          className="ej-toggle"
          aria-expanded={isShown}
          data-on={isShown}
          {...(isShown ? { 'aria-controls': id } : {})}
          onClick={() => setShown(!isShown)}
        >
          <EyeIcon aria-hidden /> {t('citizenView.show')}
        </button>
      </div>
      {isShown && (
        <div id={id} className="ej-citizen-view ej-noprint">
          <Asked patient={patient} resources={resources.slice(0, most)} />
        </div>
      )}
    </>
  );
}

function Asked({ patient, resources }: { patient: string; resources: readonly Resource[] }) {
  const { t } = useTranslation();
  const say = useSay();
  const view = useCitizenView(patient, resources.map(keyOf));
  return (
    <Part of={view} what={t('citizenView.what')} rows={1}>
      {({ views }) => {
        const groups = groupsOf(views);
        const given = views.flatMap((view) => view.given ?? []);
        const said = groups.map((group) => (
          <div key={group[0]!.item}>
            <p>
              <ViewSaid of={group[0]!} />
            </p>
            {groups.length > 1 && (
              <ul>
                {group.map(({ item }) => {
                  const resource = resources.find((one) => keyOf(one) === item);
                  const { label, text } = resource ? lineOf(resource, [], say) : { label: item, text: '' };
                  return (
                    <li key={item}>
                      <Voiced>{label}</Voiced>{' '}
                      <span className="ej-meta">
                        <Voiced>{text}</Voiced>
                      </span>
                    </li>
                  );
                })}
              </ul>
            )}
          </div>
        ));
        return (
          <>
            {said}
            {given.length > 0 && (
              <CitizenPreview resources={given} waiting={<Waiting what={t('citizenView.what')} rows={3} />} />
            )}
          </>
        );
      }}
    </Part>
  );
}

function patientOf(resource: Resource): string | undefined {
  const { subject, patient } = resource as { subject?: { reference?: string }; patient?: { reference?: string } };
  return /^Patient\/([A-Za-z0-9.-]{1,64})$/.exec(subject?.reference ?? patient?.reference ?? '')?.[1];
}
