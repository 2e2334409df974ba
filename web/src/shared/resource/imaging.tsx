import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { read } from '../fhir/client.ts';
import { localReference } from '../fhir/references.ts';
import type { Coding, DiagnosticReport, Endpoint, ImagingStudy, Reference } from '../fhir/types.ts';
import { shortDateTime } from '../format/date.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { Part } from '../ui/part.tsx';

/** The studies that a report is about: what was taken, how many pictures, and the way to the viewer. */
export function ReportImages({ report }: { report: DiagnosticReport }) {
  const ids = (report.imagingStudy ?? []).flatMap((one) => idAt(one, 'ImagingStudy'));
  return ids.map((id) => <Study key={id} id={id} />);
}

function Study({ id }: { id: string }) {
  const { t } = useTranslation();
  const study = useQuery({
    queryKey: ['imaging', id],
    queryFn: ({ signal }) => read<ImagingStudy>('ImagingStudy', id, signal),
  });
  return (
    <Part of={study} what={t('imaging.what')} rows={1}>
      {(of) => <StudyFacts study={of} />}
    </Part>
  );
}

/** A study in words, with its series. */
export function StudyFacts({ study }: { study: ImagingStudy }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { series = [], description, started } = study;
  const seriesCount = study.numberOfSeries ?? series.length;
  const pictures =
    study.numberOfInstances ?? series.reduce((sum, { numberOfInstances = 0 }) => sum + numberOfInstances, 0);
  const kinds = [
    ...new Set([...(study.modality ?? []), ...series.flatMap(({ modality }) => modality ?? [])].map(said)),
  ];
  return (
    <div className="ej-study">
      <p>
        <b>{description ?? t('type.ImagingStudy')}</b>{' '}
        <span className="ej-meta">
          {[
            kinds.join(', '),
            shortDateTime(started, language),
            t('imaging.series', { count: seriesCount }),
            t('imaging.pictures', { count: pictures }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </p>
      {series.length > 1 && (
        <ul className="ej-study-series">
          {series.map((one) => (
            <li key={one.uid}>
              {[
                one.description ?? (one.bodySite ? said(one.bodySite) : t('imaging.unnamed')),
                one.numberOfInstances === undefined
                  ? undefined
                  : t('imaging.pictures', { count: one.numberOfInstances }),
              ]
                .filter(Boolean)
                .join(': ')}
            </li>
          ))}
        </ul>
      )}
      <Viewer study={study} />
    </div>
  );
}

const said = ({ display, code }: Coding): string => display ?? code ?? '';

/**
 * The viewer of whoever keeps the pictures, when they say that they have one. Who the pictures are of does not stand in the
 * address, only the number of the study. @source IHE Radiology, Invoke Image Display (RAD-106)
 */
function Viewer({ study }: { study: ImagingStudy }) {
  const { t } = useTranslation();
  const ids = (study.endpoint ?? []).flatMap((one) => idAt(one, 'Endpoint'));
  const endpoints = useQuery({
    queryKey: ['endpoints', ids],
    enabled: ids.length > 0,
    queryFn: ({ signal }) => Promise.all(ids.map((id) => read<Endpoint>('Endpoint', id, signal))),
  });
  const uid = (study.identifier ?? [])
    .find(({ system }) => system === 'urn:dicom:uid')
    ?.value?.replace(/^urn:oid:/, '');
  const viewer = endpoints.data?.find(
    ({ status, connectionType, address }) =>
      status === 'active' && connectionType?.code === 'ihe-iid' && /^https?:\/\//.test(address ?? ''),
  );
  if (viewer === undefined || uid === undefined)
    return <p className="ej-meta">{endpoints.isLoading ? '' : t('imaging.noViewer')}</p>;
  const address = new URL(viewer.address ?? '');
  address.searchParams.set('requestType', 'STUDY');
  address.searchParams.set('studyUID', uid);
  return (
    <p className="ej-noprint">
      <a className="ej-link" href={address.href} target="_blank" rel="noopener noreferrer">
        {t('imaging.open', { name: viewer.name ?? t('imaging.viewer') })}
      </a>
    </p>
  );
}

const idAt = (reference: Reference, type: string): string[] => {
  const local = localReference(reference);
  return local?.startsWith(`${type}/`) ? [local.slice(type.length + 1)] : [];
};
