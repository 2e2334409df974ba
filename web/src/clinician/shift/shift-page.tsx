import '../start/start.css';
import './shift.css';
import { parseMeasurements } from '@enjournal/server/care/forms';
import { Button, Textarea, TextField } from '@navikt/ds-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Patient, Questionnaire } from '../../shared/fhir/types.ts';
import { timeOf } from '../../shared/format/date.ts';
import { nameOf } from '../../shared/format/person.ts';
import { numberText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { Part } from '../../shared/ui/part.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useRole, useUser } from '../bar/use-user.ts';
import { useResidents } from '../start/use-residents.ts';
import { PersonLink } from '../work/person-link.tsx';
import type { DraftKeeper } from '../workspace/draft-keeper.ts';
import { endDraft, loadDrafts } from '../workspace/drafts.ts';
import { signDraft } from '../workspace/sign-draft.ts';
import { useTemplate } from '../workspace/templates.ts';
import { draftOn, templateUrl, writeReport } from './shift-draft.ts';
import { type Field, textIn } from './shift-text.ts';

/** The report of a shift: everyone on the ward under each other, one field and one click for each. Drafts save themselves. */
export function ShiftPage() {
  const { t } = useTranslation();
  const role = useRole();
  const query = useResidents();
  const template = useTemplate(templateUrl(role)).data;
  const [signed, setSigned] = useState<ReadonlyMap<string, string>>(new Map());
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    document.title = `${t('shift.title')} – ${t('bar.label')}`;
  }, [t]);
  const onSigned = (id: string) => {
    setSigned((before) => new Map([...before, [id, new Date().toISOString()]]));
    const fields = [...(list.current?.querySelectorAll<HTMLTextAreaElement>('textarea') ?? [])];
    fields.find((one) => one.closest('li')?.dataset.id !== id && one.value === '')?.focus();
  };
  return (
    <main id="content" className="ej-page ej-start-page" tabIndex={-1}>
      <div className="ej-start-lead">
        <h1 className="ej-title">{t('shift.title')}</h1>
        <span className="ej-meta" role="status">
          {query.data && t('shift.count', { done: signed.size, all: query.data.length })}
        </span>
        <span className="ej-meta">{t('shift.lead')}</span>
      </div>
      <section className="ej-card" aria-label={t('shift.title')}>
        <Part of={query} what={t('shift.what')} rows={6}>
          {(residents) =>
            residents.length === 0 ? (
              <p className="ej-card-body ej-meta">{t('shift.none')}</p>
            ) : (
              <ul className="ej-rows" ref={list}>
                {residents.map(({ id, who }) => (
                  <li key={id} data-id={id} className="ej-shift-person">
                    <PersonLink id={id} person={who.person} display={who.display} />
                    {template && who.person && (
                      <Report
                        template={template}
                        patient={who.person}
                        signedAt={signed.get(id)}
                        onSigned={() => onSigned(id)}
                      />
                    )}
                  </li>
                ))}
              </ul>
            )
          }
        </Part>
      </section>
    </main>
  );
}

type Props = { template: Questionnaire; patient: Patient; signedAt: string | undefined; onSigned: () => void };

function Report({ template, patient, signedAt, onSigned }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const user = useUser();
  const queries = useQueryClient();
  const record = patient.id ?? '';
  const name = nameOf(patient);
  const [text, setText] = useState('');
  const [line, setLine] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  // What was begun before, here or elsewhere, is gone on with.
  const begun = useQuery({
    queryKey: ['shift-draft', record, template.url],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      await loadDrafts(record, signal);
      const response = draftOn(record, template)?.current().response;
      return response && { text: textIn(response), line: textIn(response, 'measurement-line') };
    },
  }).data;
  useEffect(() => {
    if (!begun) return;
    setText((now) => now || begun.text);
    setLine((now) => now || begun.line);
  }, [begun]);
  const isEmpty = `${text}${line}`.trim() === '';
  const write = (field: Field, words: string) => writeReport(template, patient, user, field, words);
  const signByKey = (event: React.KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void sign();
  };
  const sign = async () => {
    const keeper = draftOn(record, template);
    if (isEmpty || keeper === undefined || isBusy) return;
    setBusy(true);
    setError(undefined);
    const outcome = await signSaved(keeper).catch((cause: unknown) => ({
      done: false as const,
      failure: cause as Error,
    }));
    setBusy(false);
    if (outcome.done) {
      endDraft(keeper);
      setText('');
      setLine('');
      queries.setQueryData(['shift-draft', record, template.url], null);
      onSigned();
    } else setError('failure' in outcome ? outcome.failure : new Error('unsaved'));
  };
  return (
    <>
      <div className="ej-shift-fields">
        <Textarea
          size="small"
          minRows={1}
          hideLabel
          label={t('shift.report', { name })}
          placeholder={t('shift.report.example')}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            write('report', event.target.value);
          }}
          onBlur={() => void draftOn(record, template)?.flush()}
          onKeyDown={signByKey}
        />
        <TextField
          size="small"
          hideLabel
          label={t('shift.measured', { name })}
          placeholder={t('shift.measured.example')}
          value={line}
          onChange={(event) => {
            setLine(event.target.value);
            write('measurement-line', event.target.value);
          }}
          onBlur={() => void draftOn(record, template)?.flush()}
          onKeyDown={signByKey}
        />
        {line !== '' && <ReadBack line={line} />}
      </div>
      <div className="ej-shift-end">
        <Button
          size="small"
          className="ej-xs"
          variant={isEmpty ? 'secondary' : 'primary'}
          loading={isBusy}
          aria-label={t('shift.signOf', { name })}
          onClick={() => void sign()}
        >
          {t('shift.sign')}
        </Button>
        <span className="ej-meta">
          {!isEmpty ? t('shift.saved') : signedAt && t('shift.signed', { when: timeOf(signedAt, language) ?? '' })}
        </span>
      </div>
      {error && <FailureNotice error={error} />}
    </>
  );
}

/** What was typed a moment ago may be on its way to the server; it is signed when it has come there. */
async function signSaved(keeper: DraftKeeper): ReturnType<typeof signDraft> {
  let outcome = await signDraft(keeper);
  for (let tries = 0; tries < 8 && 'isUnsaved' in outcome; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 400));
    outcome = await signDraft(keeper);
  }
  return outcome;
}

/** How the line is understood, as it is typed: what becomes measurements, what cannot be right, and what is not read. */
function ReadBack({ line }: { line: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { measurements, unread } = parseMeasurements(line);
  return (
    <div className="ej-meta" aria-live="polite">
      {measurements.map(({ kind, values, implausible }) => (
        <span
          key={`${kind.names[0]}${values.join()}`}
          className="ej-work-tag"
          data-tone={implausible ? 'orange' : 'green'}
        >
          {`${kind.names[0]} ${values.map((value) => numberText(value, language)).join('/')}`}
        </span>
      ))}
      {unread.length > 0 && t('shift.unread', { text: unread.map(({ text }) => text).join(', ') })}
    </div>
  );
}
