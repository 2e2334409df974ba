import { useTranslation } from 'react-i18next';
import { extensionUrl } from '../../shared/fhir/systems.ts';
import type { Reference } from '../../shared/fhir/types.ts';
import { usePatient } from '../../shared/record/record-queries.ts';
import { useReconciledList } from '../record/record-data.ts';

/** The one doctor who answers for the list: whom the last reconciliation named, else the general practitioner. @source Volven 7490, L */
export function ResponsibleLine({ id }: { id: string }) {
  const { t } = useTranslation();
  const patient = usePatient(id);
  const list = useReconciledList(id);
  if (patient.data === undefined || list.isPending) return null;
  const named = list.data?.resources[0]?.extension?.find(({ url }) => url === extensionUrl('responsible-doctor'));
  const doctor =
    (named?.valueReference as Reference | undefined) ??
    patient.data.generalPractitioner?.find(({ reference = '' }) => /^Practitioner(Role)?\//.test(reference));
  if (!doctor?.display) return <>{t('medication.noResponsible')}</>;
  return <>{t('medication.responsible', { who: doctor.display })}</>;
}
