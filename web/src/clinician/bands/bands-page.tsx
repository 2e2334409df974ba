import './bands.css';
import { ChevronLeftIcon, PrinterSmallIcon } from '@navikt/aksel-icons';
import { Button, Radio, RadioGroup, TextField } from '@navikt/ds-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonStrip } from '../../shared/banner/person-strip.tsx';
import { FhirFailure } from '../../shared/fhir/client.ts';
import type { Patient } from '../../shared/fhir/types.ts';
import { fullDate } from '../../shared/format/date.ts';
import { nameOf, nationalIdOf, spacedId } from '../../shared/format/person.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { usePatient } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Part } from '../../shared/ui/part.tsx';
import { RecordFailure } from '../record/record-failure.tsx';
import { bandCode, type QrCode, qrCode } from './band-code.ts';

/** So many fit on a sheet of A4. */
const most = { band: 9, label: 24 } as const;
type Kind = keyof typeof most;

/** Bands and labels of one person, with the code that is read before a medicine is given. */
export function BandsPage() {
  const { id } = useParams({ from: '/pasient/$id/armband' });
  const { t } = useTranslation();
  const patient = usePatient(id);
  useEffect(() => {
    // a name in the title would stand in the browser's history
    document.title = `${t('bands.title')} – Enjournal`;
  }, [t]);
  const failure = patient.error instanceof FhirFailure ? patient.error : undefined;
  if (failure && (failure.kind === 'refused' || failure.kind === 'absent' || !patient.data)) {
    return <RecordFailure id={id} failure={failure} onRetry={() => void patient.refetch()} />;
  }
  return (
    <main id="content" className="ej-page ej-bands" tabIndex={-1}>
      <header className="ej-noprint">
        <Link to="/pasient/$id/{-$section}" params={{ id, section: undefined }} className="ej-link ej-bands-back">
          <ChevronLeftIcon aria-hidden /> {t('bands.back')}
        </Link>
        <h1 className="ej-title">{t('bands.title')}</h1>
      </header>
      <Part of={patient} what={t('bands.what')} rows={6}>
        {(person) => <Sheet key={id} id={id} patient={person} />}
      </Part>
    </main>
  );
}

function Sheet({ id, patient }: { id: string; patient: Patient }) {
  const { t } = useTranslation();
  const [kind, setKind] = useKept<Kind>('bands kind', 'band');
  const [typed, setTyped] = useKept<Record<Kind, string>>('bands count', { band: '1', label: '24' });
  const code = useQuery({ queryKey: ['band code', id], queryFn: () => qrCode(bandCode(id)), staleTime: Infinity });
  const count = Number(typed[kind]);
  const isWrong = !(Number.isInteger(count) && count >= 1 && count <= most[kind]);
  return (
    <>
      <section className="ej-card ej-bands-choice ej-noprint" aria-label={t('bands.title')}>
        <PersonStrip id={id} />
        <div className="ej-strong">{nameOf(patient)}</div>
        <RadioGroup legend={t('bands.kind')} size="small" value={kind} onChange={(chosen: Kind) => setKind(chosen)}>
          <Radio value="band" description={t('bands.bandHelp')}>
            {t('bands.band')}
          </Radio>
          <Radio value="label" description={t('bands.labelHelp')}>
            {t('bands.label')}
          </Radio>
        </RadioGroup>
        <TextField
          label={t('bands.count')}
          size="small"
          inputMode="numeric"
          autoComplete="off"
          htmlSize={4}
          value={typed[kind]}
          error={isWrong ? t('bands.countWrong', { most: most[kind] }) : undefined}
          onChange={(event) => setTyped({ ...typed, [kind]: event.target.value })}
        />
        <div>
          <Button
            icon={<PrinterSmallIcon aria-hidden />}
            disabled={isWrong || code.data === undefined}
            onClick={() => window.print()}
          >
            {t('bands.print')}
          </Button>
        </div>
        <p>{t('bands.control')}</p>
        <p className="ej-meta">{t('bands.about')}</p>
        <h2 className="ej-bands-preview">{t('bands.preview')}</h2>
      </section>
      <Part of={code} what={t('bands.what')} rows={2}>
        {(drawn) => (
          <ol className="ej-bands-sheet" data-kind={kind}>
            {Array.from({ length: isWrong ? 1 : count }, (_, n) => n).map((n) => (
              <li key={n} className={kind === 'band' ? 'ej-band' : 'ej-label'} aria-hidden={n > 0}>
                <Who patient={patient} code={drawn} />
                {kind === 'band' && <Code code={drawn} />}
              </li>
            ))}
          </ol>
        )}
      </Part>
    </>
  );
}

function Who({ patient, code }: { patient: Patient; code: QrCode }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const number = nationalIdOf(patient);
  return (
    <>
      <Code code={code} />
      <div className="ej-band-who">
        <div className="ej-band-name">{nameOf(patient)}</div>
        {patient.birthDate !== undefined && (
          <div className="ej-num">{t('bands.born', { date: fullDate(patient.birthDate, language) })}</div>
        )}
        {number !== undefined && <div className="ej-num ej-band-number">{spacedId(number)}</div>}
      </div>
    </>
  );
}

const Code = ({ code: { size, path } }: { code: QrCode }) => (
  <svg className="ej-band-code" viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" aria-hidden="true">
    <path d={path} />
  </svg>
);
