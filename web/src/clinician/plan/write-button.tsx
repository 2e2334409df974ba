import type { ReactNode } from 'react';
import { useWriter } from './use-plan-act.ts';

type Props = { isOpen: boolean; onOpen: () => void; children: ReactNode };

/** Opens what is written in place; only for who may write, and not while it is open. */
export function WriteButton({ isOpen, onOpen, children }: Props) {
  const writer = useWriter();
  if (writer?.role === undefined || isOpen) return null;
  return (
    <button type="button" className="ej-link ej-noprint" onClick={onOpen}>
      {children}
    </button>
  );
}
