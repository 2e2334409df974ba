import '../problems/problems.css';
import { documentIssues, documentWords, mostInlineCharacters } from '@enjournal/server/care/documents';
import { Button, TextField } from '@navikt/ds-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConceptSearch } from '../../shared/coding/concept-search.tsx';
import type { CodeableConcept, DocumentReference } from '../../shared/fhir/types.ts';
import { type Said, saidOf } from '../../shared/fhir/write.ts';
import { dayOf } from '../../shared/format/date.ts';
import { parseDate, writtenDate } from '../../shared/format/parse-date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useWriter } from '../problems/writer.ts';

/** A file becomes a document of the record: what it is, what it is called, and when it is from. */
export default function DocumentForm({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const field = useId();
  const writer = useWriter();
  const writing = useRecordWrite(id);
  const [file, setFile] = useState<File>();
  const [type, setType] = useState<CodeableConcept>();
  const [title, setTitle] = useState('');
  const [date, setDate] = useState(() => writtenDate(dayOf(Date.now())));
  const [said, setSaid] = useState<readonly Said[]>([]);
  const errorOf = (part: string) => said.find(({ expression }) => expression.includes(part))?.text;
  const save = async () => {
    const day = parseDate(date);
    const isTooLarge = file !== undefined && file.size > (mostInlineCharacters * 3) / 4;
    const document: DocumentReference = {
      resourceType: 'DocumentReference',
      status: 'current',
      ...(type ? { type } : {}),
      subject: { reference: `Patient/${id}` },
      ...(day?.length === 10 ? { date: `${day}T12:00:00Z` } : {}),
      author: [writer.self],
      description: title.trim() || (file?.name ?? ''),
      content: [
        {
          attachment: {
            contentType: file?.type || 'text/plain',
            title: title.trim() || (file?.name ?? ''),
            ...(file && !isTooLarge ? { data: await base64(file) } : {}),
          },
        },
      ],
    };
    const issues: Said[] = [
      ...(file === undefined ? [{ expression: 'attachment.data', text: t('documents.fileMissing') }] : []),
      ...(isTooLarge ? [{ expression: 'attachment.data', text: documentWords['document-too-large'][language] }] : []),
      ...(day?.length === 10 ? [] : [{ expression: 'date', text: t('problems.dateWrong') }]),
      ...documentIssues({
        resource: document as never,
        before: undefined,
        actor: { kind: 'staff' },
        now: Date.now(),
      }).map(({ key, expression = '' }) => ({
        expression,
        text: documentWords[key as keyof typeof documentWords][language],
      })),
    ];
    setSaid(issues);
    if (issues.length > 0) return;
    writing.mutateAsync([document]).then(
      () => {
        tellDone(t('documents.added'));
        onClose();
      },
      (error: unknown) => setSaid(saidOf(error, [document])),
    );
  };
  return (
    <form
      className="ej-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="ej-code-search">
        <label htmlFor={field} className="aksel-label aksel-label--small">
          {t('documents.file')}
        </label>
        <p id={`${field}-help`} className="ej-meta">
          {t('documents.fileHelp')}
        </p>
        <input
          id={field}
          type="file"
          accept="application/pdf,image/*,text/plain"
          aria-describedby={`${field}-help ${field}-error`}
          aria-invalid={errorOf('attachment') !== undefined}
          onChange={(event) => {
            setFile(event.target.files?.[0]);
            setSaid([]);
          }}
        />
        <div id={`${field}-error`} aria-live="polite">
          {errorOf('attachment') && <p className="ej-field-error">{errorOf('attachment')}</p>}
        </div>
      </div>
      <ConceptSearch
        label={t('documents.type')}
        valueSet="https://enjournal.no/fhir/ValueSet/document-types"
        value={type}
        onChange={setType}
        error={errorOf('.type')}
      />
      <div className="ej-form-pair">
        <TextField
          label={t('documents.titleField')}
          size="small"
          maxLength={200}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
        <TextField
          label={t('documents.date')}
          size="small"
          value={date}
          onChange={(event) => setDate(event.target.value)}
          error={errorOf('date')}
        />
      </div>
      {writing.isError && said.length === 0 && <FailureNotice error={writing.error} />}
      <div className="ej-acts">
        <Button type="submit" size="small" loading={writing.isPending}>
          {t('problems.save')}
        </Button>
        <Button type="button" size="small" variant="tertiary" onClick={onClose}>
          {t('problems.cancel')}
        </Button>
      </div>
    </form>
  );
}

/** The file as FHIR keeps it. */
function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
