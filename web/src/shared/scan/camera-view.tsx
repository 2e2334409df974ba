import './scan.css';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { greyOf, imageReader } from './read-image.ts';

/** The same code is not told of again as long as it is held before the camera, and for this long. */
const AGAIN_MS = 2_500;
const EACH_MS = 120;
/** Wide enough for a small DataMatrix, and read in a moment on a slow phone. */
const MOST_WIDE = 960;

type Detector = { detect(video: HTMLVideoElement): Promise<{ rawValue: string }[]> };
type DetectorClass = (new (options: {
  formats: string[];
}) => Detector) & {
  getSupportedFormats(): Promise<string[]>;
};
const FORMATS = ['data_matrix', 'ean_13', 'ean_8', 'upc_a', 'code_128', 'qr_code', 'aztec'];

/** What the camera sees, and each code in it. Pictures stay in this page: none is kept or sent. */
export function CameraView({ onRead }: { onRead: (text: string) => void }) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const [failure, setFailure] = useState<'refused' | 'none' | undefined>();
  const told = useRef(onRead);
  useEffect(() => {
    told.current = onRead;
  }, [onRead]);
  useEffect(() => {
    let isOver = false;
    let stream: MediaStream | undefined;
    const run = async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({
          audio: false,
          video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 } },
        });
      } catch (cause) {
        if (!isOver) setFailure((cause as { name?: string }).name === 'NotAllowedError' ? 'refused' : 'none');
        return;
      }
      const view = video.current;
      if (isOver || view === null) return stop(stream);
      view.srcObject = stream;
      await view.play().catch(() => undefined);
      const read = await readerOf();
      let last = { text: '', at: 0 };
      while (!isOver) {
        const text = await read(view);
        const isNew = text !== undefined && (text !== last.text || Date.now() - last.at > AGAIN_MS);
        if (text !== undefined) last = { text, at: Date.now() };
        if (isNew && !isOver) told.current(text);
        await new Promise((resolve) => setTimeout(resolve, EACH_MS));
      }
    };
    if (navigator.mediaDevices === undefined) setFailure('none');
    else void run();
    return () => {
      isOver = true;
      stop(stream);
    };
  }, []);
  if (failure !== undefined) {
    return (
      <p className="ej-notice" data-kind="warning" role="alert">
        {t(failure === 'refused' ? 'scan.camera.refused' : 'scan.camera.none')}
      </p>
    );
  }
  return <video ref={video} className="ej-camera" muted playsInline aria-label={t('scan.camera.view')} />;
}

function stop(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

type Reader = (view: HTMLVideoElement) => Promise<string | undefined>;

/** The browser's own reader where it reads packages; else the library, fetched now. */
async function readerOf(): Promise<Reader> {
  const Native = (window as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  const known = await Native?.getSupportedFormats().catch(() => undefined);
  if (Native !== undefined && known?.includes('data_matrix') && known.includes('ean_13')) {
    const detector = new Native({ formats: FORMATS.filter((one) => known.includes(one)) });
    return async (view) => {
      const [found] = await detector.detect(view).catch(() => []);
      return found?.rawValue;
    };
  }
  const read = await imageReader();
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return async (view) => {
    if (context === null || view.videoWidth === 0) return undefined;
    const scale = Math.min(1, MOST_WIDE / view.videoWidth);
    canvas.width = Math.round(view.videoWidth * scale);
    canvas.height = Math.round(view.videoHeight * scale);
    context.drawImage(view, 0, 0, canvas.width, canvas.height);
    return read(greyOf(context.getImageData(0, 0, canvas.width, canvas.height)));
  };
}
