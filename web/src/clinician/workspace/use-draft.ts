import { useSyncExternalStore } from 'react';
import type { DraftKeeper, DraftState } from './draft-keeper.ts';

export const useDraft = (keeper: DraftKeeper): DraftState => useSyncExternalStore(keeper.subscribe, keeper.current);
