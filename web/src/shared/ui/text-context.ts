import { createContext, type ReactNode } from 'react';

/** How running text of the record is shown: as it is, unless an application says otherwise (a citizen's, with words explained). */
export const TextContext = createContext<(text: string) => ReactNode>((text) => text);
