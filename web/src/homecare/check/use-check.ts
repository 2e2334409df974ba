import { checkExtensionOf } from '@enjournal/server/care/medication';
import { useCallback, useMemo } from 'react';
import type { Extension } from '../../shared/fhir/types.ts';
import { type Read, readCode } from '../../shared/scan/read-code.ts';
import { useKept } from '../../shared/session/kept.ts';
import {
  type Bearer,
  bearerOf,
  type Found,
  foundOf,
  type ItemCheck,
  medicineWith,
  type ReadItem,
  type Target,
} from './check.ts';
import { packagesWith, usePackages } from './use-packages.ts';

/** What is known of the check so far: whose band was read, and which packages of whose orders. */
type Kept = {
  person?: { id: string; by: 'number' | 'code' };
  items: Readonly<Record<string, ItemCheck>>;
};

/** What the last reading gave, for the panel to tell. */
export type Told =
  | { kind: 'person'; bearer: Bearer }
  | { kind: 'wrong-person' }
  | { kind: 'misread' }
  /** What is to be given is not known here yet: nothing can be held against it. */
  | { kind: 'not-ready' }
  /** A package, and nobody's band was read before it on a round of many. */
  | { kind: 'person-first' }
  | Found;

export type Check = {
  /** Patient id of the one whose band was read. */
  personId: string | undefined;
  told: Told | undefined;
  /** A band of somebody else was read, and nothing is given until that is settled. */
  isStopped: boolean;
  read(text: string): Promise<void>;
  /** The one who gives has asked for name and date of birth instead. */
  asked(): void;
  /** The one who gives has read what stands on the package: it is what this order says. */
  readByEye(order: string): void;
  /** What is recorded with a dose of this order to this person; undefined when nothing was checked. */
  of(patient: string, order: string): Extension | undefined;
  itemOf(order: string): ItemCheck | undefined;
  /** What was checked for a dose is used when it is given. */
  used(order: string): void;
  targets: readonly Target[];
};

type Facts = {
  bearers: readonly Bearer[];
  /** Orders of each person that something may be given by now. */
  targetsOf: (id: string) => readonly Target[];
  /** All orders that packages may be of, also those that nothing is given by now: so that no package is fetched too late. */
  all: readonly Target[];
  /** Whether it is known what is to be given. */
  isKnown: boolean;
  /** Whether the catalogue is fetched already; at a visit it is, for there may be no network when it is needed. */
  isReady: boolean;
};

export function useCheck({ bearers, targetsOf, all, isKnown, isReady }: Facts): Check {
  const [kept, setKept] = useKept<Kept>('check', { items: {} });
  const [told, setTold] = useKept<Told | undefined>('check told', undefined);
  const only = bearers.length === 1 ? bearers[0]?.id : undefined;
  const current = kept.person?.id ?? only;
  const targets = useMemo(() => (current === undefined ? [] : targetsOf(current)), [current, targetsOf]);
  const packages = usePackages(all, isReady);

  const readPerson = (read: Extract<Read, { kind: 'person' }>): void => {
    const bearer = bearerOf(read, bearers);
    if (bearer === undefined) {
      setKept({ items: {} });
      setTold({ kind: 'wrong-person' });
      return;
    }
    const isSame = kept.person?.id === bearer.id || (kept.person === undefined && only === bearer.id);
    setKept({
      person: { id: bearer.id, by: read.isNumber ? 'number' : 'code' },
      items: isSame ? kept.items : {},
    });
    setTold({ kind: 'person', bearer });
  };

  const readItem = async (read: ReadItem): Promise<void> => {
    if (current === undefined) {
      setTold({ kind: 'person-first' });
      return;
    }
    const more = medicineWith(read, packages) === undefined ? await packagesWith(read.numbers).catch(() => []) : [];
    const found = foundOf(read, targets, [...packages, ...more], Date.now());
    setTold(found);
    if (found.kind !== 'fits') return;
    const items = Object.fromEntries(found.orders.map((order) => [order, found.check]));
    setKept((before) => ({ ...before, items: { ...before.items, ...items } }));
  };

  return {
    personId: kept.person?.id,
    told,
    isStopped: told?.kind === 'wrong-person',
    async read(text) {
      const read = readCode(text);
      if (read === undefined) return;
      // a code that is misread says nothing of what was checked before
      if (read.kind === 'wrong') setTold({ kind: 'misread' });
      else if (read.kind === 'person') readPerson(read);
      else if (told?.kind === 'wrong-person') return;
      else if (isKnown) await readItem(read);
      else setTold({ kind: 'not-ready' });
    },
    asked: () => setTold(undefined),
    readByEye(order) {
      if (told?.kind !== 'unknown') return;
      setKept((before) => ({ ...before, items: { ...before.items, [order]: told.check } }));
      setTold(undefined);
    },
    of: useCallback(
      (patient, order) => {
        const item = kept.items[order];
        const { person } = kept;
        const isSeen = person?.id === patient;
        if (!isSeen && item === undefined) return undefined;
        return checkExtensionOf({
          ...(isSeen ? { person: `Patient/${patient}`, personBy: person.by } : {}),
          ...item,
        } as Parameters<typeof checkExtensionOf>[0]) as Extension;
      },
      [kept],
    ),
    itemOf: (order) => kept.items[order],
    used: useCallback(
      (order) =>
        setKept((before) => {
          const { [order]: _, ...items } = before.items;
          return { ...before, items };
        }),
      [setKept],
    ),
    targets,
  };
}
