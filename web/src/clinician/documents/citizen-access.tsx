import '../problems/problems.css';
import {
  accessOf,
  citizenAccess,
  citizenAccessReason,
  documentIssues,
  documentWords,
} from '@enjournal/server/care/documents';
import { Button, Select, Textarea, TextField } from '@navikt/ds-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentReference } from '../../shared/fhir/types.ts';
import { type Said, saidOf } from '../../shared/fhir/write.ts';
import { parseDate } from '../../shared/format/parse-date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useRecordWrite } from '../../shared/record/use-record-write.ts';
import { tellDone } from '../../shared/ui/done.tsx';

const codes = ['N', 'NORU', 'NORN_FFL', 'NORN_KUT', 'NORN_FORANS'] as const;

/** What the citizen sees of a document, and for who keeps it from them, why and until when. @source Volven 9603 */
export default function CitizenAccess({ id, document }: { id: string; document: DocumentReference }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const writing = useRecordWrite(id);
  const now = accessOf(document as never) ?? 'N';
  const [code, setCode] = useState(now);
  const [reason, setReason] = useState('');
  const [review, setReview] = useState('');
  const [said, setSaid] = useState<readonly Said[]>([]);
  const save = () => {
    const day = parseDate(review);
    const others = (document.meta?.security ?? []).filter(({ system }) => system !== citizenAccess);
    const next: DocumentReference = {
      ...document,
      meta: { ...document.meta, security: [...others, ...(code === 'N' ? [] : [{ system: citizenAccess, code }])] },
      extension: [
        ...(document.extension ?? []).filter(({ url }) => url !== citizenAccessReason),
        ...(code === 'N'
          ? []
          : [
              {
                url: citizenAccessReason,
                extension: [
                  { url: 'reason', valueString: reason.trim() },
                  ...(day ? [{ url: 'review', valueDate: day }] : []),
                ],
              },
            ]),
      ],
    };
    if (next.extension?.length === 0) delete next.extension;
    const issues = documentIssues({
      resource: next as never,
      before: document as never,
      actor: { kind: 'staff' },
      now: Date.now(),
    }).map(({ key }) => ({ expression: key ?? '', text: documentWords[key as keyof typeof documentWords][language] }));
    setSaid(issues);
    if (issues.length > 0) return;
    writing.mutateAsync([next]).then(
      () => tellDone(t('documents.accessSaved')),
      (error: unknown) => setSaid(saidOf(error, [next])),
    );
  };
  const errorOf = (key: string) => said.find(({ expression }) => expression === key)?.text;
  return (
    <form
      className="ej-standing ej-noprint"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Select label={t('documents.access')} size="small" value={code} onChange={(event) => setCode(event.target.value)}>
        {codes.map((one) => (
          <option key={one} value={one}>
            {t(`documents.access.${one}`)}
          </option>
        ))}
      </Select>
      {code !== now && code !== 'N' && (
        <>
          <Textarea
            label={t('documents.accessReason')}
            size="small"
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            error={errorOf('access-code-reason')}
          />
          <TextField
            label={t('documents.accessReview')}
            size="small"
            value={review}
            placeholder={t('problems.dateHelp')}
            onChange={(event) => setReview(event.target.value)}
            error={errorOf('access-code-review')}
          />
        </>
      )}
      {said
        .filter(({ expression }) => !expression.startsWith('access-code'))
        .map(({ text }) => (
          <p key={text} role="alert" className="ej-field-error">
            {text}
          </p>
        ))}
      {code !== now && (
        <div className="ej-acts">
          <Button type="submit" size="small" className="ej-xs" loading={writing.isPending}>
            {t('documents.accessSave')}
          </Button>
        </div>
      )}
    </form>
  );
}
