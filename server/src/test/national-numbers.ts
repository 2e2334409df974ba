/** Synthetic national identity numbers (month + 80), each given out once in a process, with right control digits. */
export function* nationalNumbers(): Generator<string> {
  for (let born = 0; ; born += 1) {
    const day = new Date(Date.UTC(1940, 0, 1 + born));
    const [year, month, date] = [day.getUTCFullYear() % 100, day.getUTCMonth() + 81, day.getUTCDate()];
    const head = [date, month, year].map((part) => String(part).padStart(2, '0')).join('');
    for (let individual = 0; individual < 500; individual += 1) {
      const number = withControlDigits(head + String(individual).padStart(3, '0'));
      if (number !== undefined) yield number;
    }
  }
}

function withControlDigits(digits: string): string | undefined {
  const first = controlDigit(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2]);
  const second = controlDigit(`${digits}${first}`, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]);
  return first === 10 || second === 10 ? undefined : `${digits}${first}${second}`;
}

function controlDigit(digits: string, weights: readonly number[]): number {
  const sum = weights.reduce((all, weight, i) => all + weight * Number(digits[i]), 0);
  return (11 - (sum % 11)) % 11;
}
