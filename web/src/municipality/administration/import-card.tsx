import { UploadIcon } from '@navikt/aksel-icons';
import { Button, Table } from '@navikt/ds-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNotice } from '../../clinician/access/failure-notice.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { reasonIn } from './import-reasons.ts';
import { type Imported, importStaff } from './staff.ts';

const LARGEST = 5_000_000;

/** A list of staff from a file: first what would happen, row by row, and then it is done. */
export function ImportCard({ top }: { top: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const isTooLarge = file !== undefined && file.size > LARGEST;
  const check = useMutation({ mutationFn: (of: File) => importStaff(top, of, true) });
  const save = useMutation({
    mutationFn: (of: File) => importStaff(top, of, false),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['jobs'] }),
  });
  const done = save.data ?? check.data;
  return (
    <Card title={t('admin.import')}>
      <div className="ej-mun-side">
        <p>{t('admin.importText')}</p>
        <div className="ej-mun-acts ej-mun-file">
          <label className="ej-toggle ej-mun-choose">
            <UploadIcon aria-hidden /> {t('admin.file')}
            <input
              className="ej-sr"
              type="file"
              accept=".csv,text/csv,text/plain"
              onChange={(event) => {
                setFile(event.target.files?.[0]);
                check.reset();
                save.reset();
              }}
            />
          </label>
          {file && <span>{file.name}</span>}
          {file && !isTooLarge && (
            <Button
              size="small"
              variant={check.data ? 'secondary' : 'primary'}
              loading={check.isPending}
              disabled={save.isPending}
              onClick={() => {
                save.reset();
                check.mutate(file);
              }}
            >
              {t('admin.check')}
            </Button>
          )}
          {file && check.data && !save.data && check.data.changed > 0 && (
            <Button size="small" loading={save.isPending} onClick={() => save.mutate(file)}>
              {t('admin.doImport', { count: check.data.changed })}
            </Button>
          )}
        </div>
        {isTooLarge && (
          <p className="ej-notice" role="alert">
            {t('admin.tooLarge')}
          </p>
        )}
        {check.isError && <FailureNotice error={check.error} />}
        {save.isError && <FailureNotice error={save.error} />}
        <div role="status">{done && t(save.data ? 'admin.imported' : 'admin.checked', { ...done, each: '' })}</div>
      </div>
      {done && done.each.length > 0 && <Rows imported={done} />}
    </Card>
  );
}

const MOST = 200;

/** What cannot be taken first: that is what must be mended. */
function Rows({ imported }: { imported: Imported }) {
  const { t, i18n } = useTranslation();
  const rows = [...imported.each].sort((a, b) => Number(b.result === 'refused') - Number(a.result === 'refused'));
  const resultOf = (code: string) =>
    i18n.exists(`admin.result.${code}`) ? t(`admin.result.${code}` as 'admin.result') : code;
  const sayReason = (text: string) => {
    const reason = reasonIn(text);
    return reason === undefined ? text : t(`admin.why.${reason.why}` as 'admin.why.missing', { column: reason.column });
  };
  return (
    <div className="ej-mun-table">
      <Table size="small" className="ej-dense">
        <caption className="ej-sr">{t('admin.rows')}</caption>
        <Table.Header>
          <Table.Row>
            <Table.HeaderCell scope="col">{t('admin.line')}</Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('admin.result')}</Table.HeaderCell>
            <Table.HeaderCell scope="col">{t('admin.why')}</Table.HeaderCell>
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {rows.slice(0, MOST).map(({ line, result, reasons }) => (
            <Table.Row key={line} shadeOnHover={false}>
              <Table.HeaderCell scope="row" className="ej-num">
                {line}
              </Table.HeaderCell>
              <Table.DataCell>
                <span className="ej-tag ej-mun-result" data-result={result}>
                  {resultOf(result)}
                </span>
              </Table.DataCell>
              <Table.DataCell>{reasons.map(sayReason).join('; ')}</Table.DataCell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </div>
  );
}
