import './documents.css';
import { Button } from '@navikt/ds-react';
import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist';
import workerAddress from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKept } from '../session/kept.ts';
import { bytesOf } from './file-of.ts';

GlobalWorkerOptions.workerSrc = workerAddress;

/** So many pages are drawn at once; more when they are asked for. */
const atOnce = 5;
const widths = [0.75, 1, 1.5, 2] as const;

/**
 * A PDF as pictures of its pages, drawn here: its scripts, forms and links are left where they are. The text of each page
 * stands under it for screen readers.
 */
export default function PdfView({ content, title }: { content: string; title: string }) {
  const { t } = useTranslation();
  const [document, setDocument] = useState<PDFDocumentProxy>();
  const [isUnreadable, setUnreadable] = useState(false);
  const [shown, setShown] = useKept(`pdf pages ${title}`, atOnce);
  const [size, setSize] = useKept(`pdf size ${title}`, 1);
  useEffect(() => {
    const task = getDocument({
      data: bytesOf(content),
      // Compiling code from bytes is what our content security policy is there to refuse.
      useWasm: false,
      wasmUrl: `${import.meta.env.BASE_URL}assets/pdfjs/`,
      enableXfa: false,
      stopAtErrors: false,
    });
    task.promise.then(setDocument, () => setUnreadable(true));
    return () => void task.destroy();
  }, [content]);
  if (isUnreadable) return <p className="ej-meta">{t('document.unreadable')}</p>;
  if (document === undefined) return <div className="ej-pdf" aria-busy />;
  const left = document.numPages - shown;
  return (
    <section className="ej-pdf" aria-label={t('document.pages', { title })}>
      <div className="ej-pdf-bar ej-noprint">
        <Button
          size="xsmall"
          variant="tertiary"
          disabled={size === 0}
          onClick={() => setSize((one) => Math.max(one - 1, 0))}
        >
          {t('document.smaller')}
        </Button>
        <Button
          size="xsmall"
          variant="tertiary"
          disabled={size === widths.length - 1}
          onClick={() => setSize((one) => Math.min(one + 1, widths.length - 1))}
        >
          {t('document.larger')}
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className="ej-pdf-pages" tabIndex={0} aria-label={title}>
        {Array.from({ length: Math.min(shown, document.numPages) }, (_, at) => at + 1).map((page) => (
          <PdfPage key={page} document={document} page={page} width={widths[size] ?? 1} />
        ))}
      </section>
      {left > 0 && (
        <button type="button" className="ej-link ej-noprint" onClick={() => setShown((one) => one + 20)}>
          {t('document.morePages', { count: Math.min(left, 20) })}
        </button>
      )}
    </section>
  );
}

function PdfPage({ document, page, width }: { document: PDFDocumentProxy; page: number; width: number }) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [words, setWords] = useState<string>();
  useEffect(() => {
    let isOver = false;
    let stop: (() => void) | undefined;
    void document.getPage(page).then(async (drawn) => {
      if (isOver || canvas.current === null) return;
      stop = draw(drawn, canvas.current, width);
      const { items } = await drawn.getTextContent();
      if (!isOver) setWords(items.map((one) => ('str' in one ? one.str + (one.hasEOL ? '\n' : '') : '')).join(''));
    });
    return () => {
      isOver = true;
      stop?.();
    };
  }, [document, page, width]);
  return (
    <figure className="ej-pdf-page">
      <canvas ref={canvas} role="img" aria-label={t('document.pageImage', { page })} />
      <figcaption className="ej-meta">{t('document.page', { page, pages: document.numPages })}</figcaption>
      {words !== undefined && <p className="ej-sr">{words.trim() === '' ? t('document.noText') : words}</p>}
    </figure>
  );
}

/** As wide as is asked for, and as sharp as the screen. @returns what stops it */
function draw(page: PDFPageProxy, canvas: HTMLCanvasElement, width: number): () => void {
  const natural = page.getViewport({ scale: 1 });
  const room = Math.min(canvas.parentElement?.clientWidth ?? natural.width, 900);
  const scale = (room * width) / natural.width;
  const sharp = Math.min(window.devicePixelRatio || 1, 2);
  const viewport = page.getViewport({ scale: scale * sharp });
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  canvas.style.width = `${Math.floor(viewport.width / sharp)}px`;
  const task = page.render({ canvas, viewport });
  task.promise.catch(() => undefined); // stopped, for another size is drawn
  return () => task.cancel();
}
