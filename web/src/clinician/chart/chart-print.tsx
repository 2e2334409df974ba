import { useTranslation } from 'react-i18next';
import { shortDateTime } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { dayName } from './chart-canvas.tsx';
import { draw } from './draw.ts';
import { paper, svgPen } from './pen.ts';
import type { Scene } from './scene.ts';
import { DAY, lengthOf, type Span, spanAround } from './time-window.ts';

const label = 150;
const axis = 40;
/** Width to height of the room that an A4 page across leaves below who it is of. */
const ratio = 1047 / 485;

/** On paper at most two days are one page that can be read: of more, those around the middle of what is seen. */
export function printedSpan(span: Span, now: number): Span {
  if (lengthOf(span) <= 2.05 * DAY) return span;
  if (now >= span.from && now <= span.to) return spanAround(now, 2 * DAY);
  const middle = (span.from + span.to) / 2;
  return { from: middle - DAY, to: middle + DAY };
}

/** The lanes as shapes in black, on one A4 page across. */
export function ChartPrint({ scene, span, now }: { scene: Scene; span: Span; now: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const printed = printedSpan(span, now);
  const lanes = lanesOnPaper(scene, printed);
  const height = axis + lanes.height;
  // the more lanes, the wider the drawing and the smaller its letters: it fills the page's width, and is one page
  const width = Math.max(870, height * ratio - label);
  const { pen, drawn } = svgPen(paper, widthOf);
  const time = (at: number) => shortDateTime(new Date(at).toISOString(), language, Number.NaN);
  draw(pen, {
    scene: lanes,
    span: printed,
    width,
    now,
    axis,
    compact: false,
    picked: undefined,
    nowText: `${t('kurve.now')} ${time(now).split(' ').at(-1)}`,
    dayName: (at) => dayName(at, t('kurve.weekdays')),
  });
  return (
    <div className="ej-kurve-print">
      <p>
        <strong>{t('section.kurve')}</strong> {time(printed.from)} – {time(printed.to)}
      </p>
      <svg viewBox={`0 0 ${label + width} ${height}`} role="img" aria-label={t('section.kurve')}>
        <title>{t('section.kurve')}</title>
        {lanes.lanes.map((lane) => (
          <g key={lane.id}>
            <line x1="0" x2={label} y1={axis + lane.top} y2={axis + lane.top} stroke="#ccc" />
            <text
              x="0"
              y={axis + lane.top + (lane.kind === 'vitals' ? lane.height / 2 : 14)}
              fontSize="12"
              fontWeight="600"
            >
              {lane.kind === 'numbers' ? '' : shortened(lane.name, 24)}
            </text>
            {lane.sub && (
              <text x="0" y={axis + lane.top + 28} fontSize="11">
                {shortened(lane.sub, 28)}
              </text>
            )}
            {lane.kind === 'numbers' &&
              (['saturation', 'respiration', 'temperature'] as const).map((key, row) => (
                <text key={key} x="0" y={axis + lane.top + 16 + row * 18} fontSize="11">
                  {t(`kurve.${key}`)}
                </text>
              ))}
          </g>
        ))}
        <svg x={label} y="0" width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
          <title>{t('section.kurve')}</title>
          {drawn.map(({ tag: Tag, key, attributes, text }) => (
            <Tag key={key} {...attributes}>
              {text}
            </Tag>
          ))}
        </svg>
      </svg>
    </div>
  );
}

/** Without lanes that have nothing in this time, and lower ones of medicines. */
function lanesOnPaper({ lanes }: Scene, { from, to }: Span): Scene {
  let top = 0;
  const kept = lanes
    .filter(
      ({ kind, readings }) =>
        kind === 'vitals' ||
        kind === 'numbers' ||
        kind === 'news2' ||
        readings.some(({ at }) => at >= from && at <= to),
    )
    .map((lane) => {
      const placed = {
        ...lane,
        top,
        height: lane.kind === 'medicine' ? 30 : lane.kind === 'vitals' ? 150 : lane.height,
      };
      top += placed.height;
      return placed;
    });
  return { lanes: kept, height: top };
}

const shortened = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** Near enough for paper, where nothing can be measured before it is printed. */
const widthOf = (text: string, bold = false): number => text.length * (bold ? 6.6 : 6);
