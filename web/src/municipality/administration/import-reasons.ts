/** Why a row of a list cannot be taken, in the server's words, and the keys of ours. */
const keys: Readonly<Record<string, string>> = {
  'is missing': 'missing',
  'is no valid number': 'number',
  'or hprNumber is needed': 'anyNumber',
  'is not a date (YYYY-MM-DD)': 'date',
  'is before from': 'before',
  'is too long': 'long',
  'is no role that gives access': 'role',
  'is the name of several': 'several',
  'is none of the organisation': 'foreign',
  'is no longer active': 'inactive',
  'is not that of the person': 'otherHpr',
  'needs an authorisation that the register of health personnel does not tell of': 'authorisation',
};

/** The column and what is wrong with it; undefined for what we have no words for. */
export function reasonIn(text: string): { column: string; why: string } | undefined {
  const [, column = '', said = ''] = /^(\w+) (.+)$/.exec(text) ?? [];
  const why = keys[said];
  return why === undefined ? undefined : { column, why };
}
