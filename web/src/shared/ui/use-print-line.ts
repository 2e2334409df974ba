import { useEffect, useRef } from 'react';

/**
 * What stands at the foot of every printed page (print.css), worked out when it is printed.
 * @param lineAt what it says at an ISO instant
 */
export function usePrintLine(lineAt: (now: string) => string): void {
  const latest = useRef(lineAt);
  latest.current = lineAt;
  useEffect(() => {
    const { style } = document.documentElement;
    const write = () => style.setProperty('--ej-print-line', JSON.stringify(latest.current(new Date().toISOString())));
    const forget = () => style.removeProperty('--ej-print-line');
    window.addEventListener('beforeprint', write);
    window.addEventListener('afterprint', forget);
    return () => {
      window.removeEventListener('beforeprint', write);
      window.removeEventListener('afterprint', forget);
      forget();
    };
  }, []);
}
