/** Progress goes where it does not mix with the tables. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
