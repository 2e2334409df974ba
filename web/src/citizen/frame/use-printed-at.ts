import { useEffect, useState } from 'react';
import { fullDate, timeOf } from '../../shared/format/date.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';

/** The moment of the print, for its first line; kept from the last print otherwise. */
export function usePrintedAt(): string {
  const language = useLanguage();
  const [at, setAt] = useState(() => new Date().toISOString());
  useEffect(() => {
    const now = () => setAt(new Date().toISOString());
    window.addEventListener('beforeprint', now);
    return () => window.removeEventListener('beforeprint', now);
  }, []);
  return `${fullDate(at, language)} ${timeOf(at, language)}`;
}
