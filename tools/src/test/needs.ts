import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { chromiumPath, slowerChromium } from './chromium.ts';

/** A program of Debian's that a part of the tests needs. */
export type Need = {
  name: string;
  package: string;
  isThere(): boolean;
  /** Another package does as well, though slower: this one is tried, and not waited for long. */
  isBest?(): boolean;
};

export const chromium: Need = {
  name: 'Chromium, for the browser tests',
  package: 'chromium-headless-shell',
  isThere: () => chromiumPath() !== undefined,
  isBest: () => chromiumPath() !== slowerChromium,
};

export const debianPostgres: Need = {
  name: 'Debian’s PostgreSQL 15, for the API tests a second time',
  package: 'postgresql-15',
  isThere: () => existsSync('/usr/lib/postgresql/15/bin/postgres'),
};

/** What is there, or could be installed. For the rest the line to type is told. */
export function provide(needs: readonly Need[]): Set<Need> {
  const wanted = needs.filter((need) => !need.isThere() || need.isBest?.() === false);
  const isDebian = existsSync('/usr/bin/apt-get');
  if (wanted.length > 0 && isDebian && process.getuid?.() === 0) install(wanted);
  for (const need of needs.filter((one) => !one.isThere())) {
    console.warn(`Missing: ${need.name}. Type: sudo apt-get install -y ${need.package}`);
  }
  return new Set(needs.filter((need) => need.isThere()));
}

function install(needs: readonly Need[]): void {
  const packages = needs.map((need) => need.package);
  console.info(`Installing ${packages.join(' and ')} …`);
  // The tests start servers of their own: Debian shall neither make nor run one.
  const keepOff = '/usr/sbin/policy-rc.d';
  const isOurs = !existsSync(keepOff);
  if (isOurs) writeFileSync(keepOff, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'] as ('ignore' | 'inherit')[],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    ...(needs.every((need) => need.isThere()) ? { timeout: 90_000 } : {}),
  };
  spawnSync('apt-get', ['update', '-q'], options);
  spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], options);
  if (isOurs) spawnSync('rm', ['-f', keepOff]);
}
