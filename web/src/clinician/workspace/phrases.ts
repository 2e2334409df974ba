import {
  expanded,
  type Phrase,
  phraseCode,
  phraseSystem,
  phrasesFor,
  phraseText,
} from '@enjournal/server/care/journal';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useCallback } from 'react';
import { flushSync } from 'react-dom';
import { create, search } from '../../shared/fhir/client.ts';
import type { Resource } from '../../shared/fhir/types.ts';
import { session } from '../../shared/session/session.ts';

/** Whoever writes, and the unit they write at. */
function ownersNow(): { person: string; unit: string | undefined } {
  const current = session.current();
  if (current.state !== 'open') return { person: '', unit: undefined };
  const { employment, user } = current;
  return { person: user.reference, unit: employment && `Organization/${employment.unit.id}` };
}

const key = ['phrases'] as const;

/** The texts that stand ready: the writer's own, and the unit's. */
export function usePhrases() {
  return useQuery({
    queryKey: key,
    staleTime: 10 * 60_000,
    queryFn: async ({ signal }) => {
      const { person, unit } = ownersNow();
      const subject = [person, unit].filter(Boolean).join(',');
      const code = `${phraseCode.system}|${phraseCode.code}`;
      const bundle = await search('Basic', { code, subject, _count: '200' }, signal);
      return phrasesFor(person, (bundle.entry ?? []).flatMap(({ resource }) => resource ?? []) as never);
    },
  });
}

export function useNewPhrase() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ abbreviation, text, isUnits }: { abbreviation: string; text: string; isUnits: boolean }) => {
      const { person, unit } = ownersNow();
      const phrase = {
        resourceType: 'Basic',
        code: { coding: [phraseCode] },
        subject: { reference: isUnits && unit ? unit : person },
        identifier: [{ system: phraseSystem, value: abbreviation }],
        extension: [{ url: phraseText, valueString: text }],
      } as Resource;
      return create(phrase, { record: null });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}

/**
 * While one types: `.ktr` and a space become the phrase of that name, with its first blank marked. Only what was typed by hand and
 * ends so is touched, so that dictation and pasting go as they are.
 */
export function useExpansion(phrases: readonly Phrase[] | undefined) {
  return useCallback(
    ({ target, nativeEvent }: FormEvent) => {
      const { inputType, data } = nativeEvent as InputEvent;
      if (inputType !== 'insertText' || data !== ' ' || !phrases?.length) return;
      if (!(target instanceof HTMLTextAreaElement)) return;
      const caret = target.selectionStart;
      const found = expanded(target.value.slice(0, caret - 1) + target.value.slice(caret), caret - 1, phrases);
      if (found) write(target, found.text, found.from, found.to);
    },
    [phrases],
  );
}

/**
 * Writes in a field as if it were typed, so that whoever keeps its value hears of it. The next key may come before a frame is drawn,
 * so that what is marked is marked at once, and then the value that is kept has to be the one that stands.
 */
function write(field: HTMLTextAreaElement, text: string, from: number, to: number): void {
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(field, text);
  flushSync(() => field.dispatchEvent(new Event('input', { bubbles: true })));
  field.setSelectionRange(from, to);
}
