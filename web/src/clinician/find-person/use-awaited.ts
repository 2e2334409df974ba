import { useEffect, useState } from 'react';

type Found = {
  typed: string;
  /** The answer to what is typed is there. */
  isAnswer: boolean;
  isFailed: boolean;
  /** Opens what was found; undefined unless that is one alone. */
  openOnly: (() => void) | undefined;
};

/**
 * Enter that is pressed before the answer has come, remembered until it has. Only one alone is opened: whoever has not seen
 * several has not chosen among them. What is typed afterwards takes it back.
 */
export function useAwaited({ typed, isAnswer, isFailed, openOnly }: Found) {
  const [wanted, setWanted] = useState<string>();
  const isAwaited = wanted !== undefined && wanted === typed;
  useEffect(() => {
    if (!isAwaited || !(isAnswer || isFailed)) return;
    setWanted(undefined);
    if (isAnswer) openOnly?.();
  });
  return { isAwaited, await: () => setWanted(typed), forget: () => setWanted(undefined) };
}
