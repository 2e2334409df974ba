import type { FhirOperation } from '../operation.ts';
import { approve, organizationApps, withdraw } from './approve.ts';
import { connectedApps, disconnectApp } from './connect.ts';
import { launch, launchable } from './launch.ts';
import { list, register, retire } from './register.ts';

/** Apps of others: who may register, approve and connect them is said in identity/apps/administrators.ts. */
export const apps: readonly FhirOperation[] = [
  register,
  retire,
  list,
  organizationApps,
  approve,
  withdraw,
  connectedApps,
  disconnectApp,
  launch,
  launchable,
];
