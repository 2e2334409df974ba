import type { Language } from '../../access/reasons.ts';

const spoken: readonly Language[] = ['nb', 'nn', 'en'];

/** The language of ours that `Accept-Language` asks for first; else bokmål. @source RFC 9110, section 12.5.4 */
export function languageOf(accepted: string | undefined): Language {
  const wishes = (accepted ?? '').split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const q = parameters.map((one) => /^\s*q=([\d.]+)/.exec(one)?.[1]).find((one) => one !== undefined);
    const base = tag.split('-')[0];
    return { language: base === 'no' ? 'nb' : base, q: q === undefined ? 1 : Number(q) };
  });
  const best = wishes
    .sort((a, b) => b.q - a.q)
    .find(({ language, q }) => q > 0 && spoken.some((one) => one === language));
  return (best?.language as Language | undefined) ?? 'nb';
}
