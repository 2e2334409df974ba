import { Table } from '@navikt/ds-react';
import { useTranslation } from 'react-i18next';
import { sourceOf } from '../../shared/fhir/source.ts';
import { dayOf, shortDate, shortDateTime } from '../../shared/format/date.ts';
import { numberText, valueText } from '../../shared/format/quantity.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { News2Badge } from './news2-badge.tsx';
import type { Picked } from './reading-order.ts';
import { isScored, type Scene } from './scene.ts';
import type { ThinVitals } from './thin-vitals.ts';
import type { Span } from './time-window.ts';
import { consciousnessOf, type VitalSet } from './vitals.ts';

const columns = ['pressure', 'pulse', 'saturation', 'respiration', 'temperature', 'consciousness', 'oxygen'] as const;

type Props = {
  scene: Scene;
  sets: readonly VitalSet[];
  span: Span;
  thin: ThinVitals | undefined;
  onPick: (picked: Picked) => void;
};

/** The same data and acts as the lanes, as tables: the vital signs set by set, and what stands in each other lane, newest first. */
export function ChartTable({ scene, sets, span, thin, onPick }: Props) {
  const { t } = useTranslation();
  const seen = ({ at }: { at: number }) => at >= span.from && at <= span.to;
  const shown = sets.filter(seen).reverse();
  const others = scene.lanes.filter(({ kind }) => kind !== 'vitals' && kind !== 'numbers' && kind !== 'news2');
  return (
    <div className="ej-kurve-tables">
      {thin === undefined ? <VitalTable sets={shown} onPick={onPick} /> : <ThinTable thin={thin} span={span} />}
      {others.map((lane) => {
        const readings = lane.readings.filter(seen).reverse();
        if (readings.length === 0) return null;
        return (
          <section key={lane.id} aria-label={lane.name}>
            <h3 className="ej-kurve-table-title">
              {lane.name} {lane.sub && <span className="ej-meta">{lane.sub}</span>}
            </h3>
            <Table size="small" className="ej-dense">
              <Head names={[t('kurve.when'), t('kurve.column.what'), t('kurve.who')]} />
              <Table.Body>
                {readings.map((reading, i) => (
                  <Table.Row key={`${reading.at} ${String(i)}`} shadeOnHover={false}>
                    <When at={reading.at} onPick={() => onPick({ lane: lane.id, at: reading.at })} />
                    <Table.DataCell>{reading.text}</Table.DataCell>
                    <Table.DataCell>{reading.of[0] && sourceOf(reading.of[0]).author?.display}</Table.DataCell>
                  </Table.Row>
                ))}
              </Table.Body>
            </Table>
          </section>
        );
      })}
    </div>
  );
}

const thinColumns = ['systolic', 'diastolic', 'pulse', 'saturation', 'respiration', 'temperature'] as const;

/** Over months and years the lowest and the highest of each month; nobody reads ten thousand rows. */
function ThinTable({ thin, span }: { thin: ThinVitals; span: Span }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const months = [...byMonth(thin, span)].sort(([a], [b]) => b.localeCompare(a));
  if (months.length === 0) return <p>{t('kurve.none')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="ej-kurve-scroll" tabIndex={0} aria-label={t('kurve.vitals')}>
      <p>{t('kurve.thin')}</p>
      <Table size="small" className="ej-dense">
        <Head names={[t('kurve.month'), ...thinColumns.map((key) => t(`kurve.thin.${key}`))]} />
        <Table.Body>
          {months.map(([month, of]) => (
            <Table.Row key={month} shadeOnHover={false}>
              <Table.HeaderCell scope="row">{shortDate(month, language)}</Table.HeaderCell>
              {thinColumns.map((key) => (
                <Table.DataCell key={key} className="ej-num">
                  {of[key] && `${numberText(of[key][0], language)}–${numberText(of[key][1], language)}`}
                </Table.DataCell>
              ))}
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </section>
  );
}

type Month = Partial<Record<(typeof thinColumns)[number], [least: number, most: number]>>;

function byMonth({ of }: ThinVitals, { from, to }: Span): Map<string, Month> {
  const months = new Map<string, Month>();
  for (const key of thinColumns) {
    for (const { at, least, most } of of[key] ?? []) {
      if (at < from || at > to) continue;
      const month = dayOf(at).slice(0, 7);
      const there = months.get(month) ?? {};
      months.set(month, there);
      there[key] = [Math.min(least, there[key]?.[0] ?? least), Math.max(most, there[key]?.[1] ?? most)];
    }
  }
  return months;
}

function VitalTable({ sets, onPick }: { sets: readonly VitalSet[]; onPick: Props['onPick'] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (sets.length === 0) return <p>{t('kurve.none')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="ej-kurve-scroll" tabIndex={0} aria-label={t('kurve.vitals')}>
      <Table size="small" className="ej-dense">
        <Head names={[t('kurve.when'), ...columns.map((key) => t(`kurve.field.${key}`)), 'NEWS2', t('kurve.who')]} />
        <Table.Body>
          {sets.map((set) => {
            const [first] = Object.values(set.of);
            const lane = set.of.pressure || set.of.pulse ? 'vitals' : 'numbers';
            const at =
              set.of.pressure || set.of.pulse
                ? Date.parse((set.of.pressure ?? set.of.pulse)?.effectiveDateTime ?? '')
                : set.at;
            return (
              <Table.Row key={`${set.at} ${first?.id}`} shadeOnHover={false}>
                <When at={set.at} onPick={() => onPick({ lane, at })} />
                {columns.map((key) => {
                  const one = set.of[key];
                  const level = key === 'consciousness' ? consciousnessOf(one) : undefined;
                  return (
                    <Table.DataCell key={key} className="ej-num">
                      {level ? t(`kurve.level.${level}`) : one && valueText(one, language)}
                    </Table.DataCell>
                  );
                })}
                <Table.DataCell>
                  {isScored(set) && <News2Badge total={set.total} points={set.news2.points} />}
                  {set.unverified && <span className="ej-kurve-mark"> {t('kurve.unverified')}</span>}
                </Table.DataCell>
                <Table.DataCell>{first && sourceOf(first).author?.display}</Table.DataCell>
              </Table.Row>
            );
          })}
        </Table.Body>
      </Table>
    </section>
  );
}

function Head({ names }: { names: readonly string[] }) {
  return (
    <Table.Header>
      <Table.Row>
        {names.map((name) => (
          <Table.HeaderCell scope="col" key={name}>
            {name}
          </Table.HeaderCell>
        ))}
      </Table.Row>
    </Table.Header>
  );
}

function When({ at, onPick }: { at: number; onPick: () => void }) {
  const language = useLanguage();
  return (
    <Table.HeaderCell scope="row" className="ej-num">
      <button type="button" className="ej-link ej-nowrap" onClick={onPick}>
        {shortDateTime(new Date(at).toISOString(), language)}
      </button>
    </Table.HeaderCell>
  );
}
