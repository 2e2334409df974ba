import { readGenerated } from '../definitions/generated.ts';
import type { SearchParameterInfo } from './parameters.ts';

/**
 * Whether a reference parameter tells whose record a resource lives in: it is the one place where a type says whom it is
 * about, and has one value. So a resource that refers to a patient by it lives in that patient's record, and nowhere else.
 */
export function isHome(
  type: string,
  { expression, multiple }: Pick<SearchParameterInfo, 'expression' | 'multiple'>,
): boolean {
  if (multiple) return false;
  ways ??= JSON.parse(readGenerated('subjects.json')) as Record<string, string[][]>;
  const [first] = Object.hasOwn(ways, type) ? ways[type]! : [];
  return first !== undefined && expression.replace('.where(resolve() is Patient)', '') === `${type}.${first.join('.')}`;
}

let ways: Record<string, string[][]> | undefined;
