import '../problems/problems.css';
import {
  binaryIssues,
  documentIssues,
  documentWords,
  mostFileBytes,
  mostInlineCharacters,
} from '@enjournal/server/care/documents';
import { Button, TextField } from '@navikt/ds-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConceptSearch } from '../../shared/coding/concept-search.tsx';
import type { CodeableConcept, DocumentReference, Resource } from '../../shared/fhir/types.ts';
import { type Said, saidOf } from '../../shared/fhir/write.ts';
import { dayOf } from '../../shared/format/date.ts';
import { parseDate, writtenDate } from '../../shared/format/parse-date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { FailureNotice } from '../access/failure-notice.tsx';
import { useWriter } from '../problems/writer.ts';

type Props = {
  id: string;
  /** What the new document takes the place of. */
  replaces?: DocumentReference;
  onClose: () => void;
};

/** A file becomes a document of the record: what it is, what it is called, and when it is from. */
export default function DocumentForm({ id, replaces, onClose }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const field = useId();
  const writer = useWriter();
  const [urls] = useState(() => [0, 1].map(() => `urn:uuid:${crypto.randomUUID()}`));
  const writing = useRecordWrite(id, urls);
  const [file, setFile] = useState<File>();
  const [type, setType] = useKept<CodeableConcept | undefined>(`document type ${replaces?.id}`, replaces?.type);
  const [title, setTitle] = useKept(`document title ${replaces?.id}`, replaces?.description ?? '');
  const [date, setDate] = useKept(`document date ${replaces?.id}`, () => writtenDate(dayOf(Date.now())));
  const [said, setSaid] = useState<readonly Said[]>([]);
  const errorOf = (part: string) => said.find(({ expression }) => expression.includes(part))?.text;
  const save = async () => {
    const day = parseDate(date);
    const isTooLarge = file !== undefined && file.size > mostFileBytes;
    const data = file === undefined || isTooLarge ? undefined : await base64(file);
    const isInline = data !== undefined && data.length <= mostInlineCharacters;
    const contentType = file === undefined ? 'text/plain' : typeOf(file);
    const document: DocumentReference = {
      resourceType: 'DocumentReference',
      status: 'current',
      ...(type ? { type } : {}),
      subject: { reference: `Patient/${id}` },
      ...(day?.length === 10 ? { date: `${day}T12:00:00Z` } : {}),
      author: [writer.self],
      description: title.trim() || (file?.name ?? ''),
      ...(replaces === undefined
        ? {}
        : { relatesTo: [{ code: 'replaces', target: { reference: `DocumentReference/${replaces.id}` } }] }),
      content: [
        {
          attachment: {
            contentType,
            title: title.trim() || (file?.name ?? ''),
            ...(file === undefined ? {} : { size: file.size }),
            ...(data === undefined ? {} : isInline ? { data } : { url: urls[1]! }),
          },
        },
      ],
    };
    const binary = {
      resourceType: 'Binary',
      contentType,
      securityContext: { reference: urls[0] },
      data,
    } as Resource;
    const isStaff = { before: undefined, actor: { kind: 'staff' } } as const;
    const issues: Said[] = [
      ...(file === undefined ? [{ expression: 'attachment.data', text: t('documents.fileMissing') }] : []),
      ...(isTooLarge
        ? [{ expression: 'attachment.data', text: documentWords['document-file-too-large'][language] }]
        : []),
      ...(day?.length === 10 ? [] : [{ expression: 'date', text: t('problems.dateWrong') }]),
      ...[
        ...documentIssues({ resource: document as never, now: Date.now(), ...isStaff }),
        ...(data === undefined || isInline ? [] : binaryIssues({ resource: binary as never, ...isStaff })),
      ].map(({ key, expression = '' }) => ({
        expression: expression.replace(/^Binary/, 'attachment'),
        text: documentWords[key as keyof typeof documentWords][language],
      })),
    ];
    setSaid(issues);
    if (issues.length > 0) return;
    const resources: Resource[] = data === undefined || isInline ? [document] : [document, binary];
    writing.mutateAsync(resources).then(
      () => {
        tellDone(t(replaces ? 'documents.replaceDone' : 'documents.added'));
        onClose();
      },
      (error: unknown) => setSaid(saidOf(error, resources)),
    );
  };
  return (
    <form
      className="ej-form"
      aria-label={t(replaces ? 'documents.replace' : 'documents.add')}
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
          accept={accepted}
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
          {t(replaces ? 'documents.replace' : 'problems.save')}
        </Button>
        <Button type="button" size="small" variant="tertiary" onClick={onClose}>
          {t('problems.cancel')}
        </Button>
      </div>
    </form>
  );
}

const accepted = 'application/pdf,image/png,image/jpeg,image/gif,image/webp,image/tiff,text/plain,text/rtf,.xml,.html';

/** What the browser says that a file is; where it says nothing, by the name. */
const typeOf = ({ type, name }: File): string =>
  type || (/\.xml$/i.test(name) ? 'application/xml' : /\.rtf$/i.test(name) ? 'application/rtf' : 'text/plain');

/** The file as FHIR keeps it. */
function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
