import { RouterProvider } from '@tanstack/react-router';
import { router } from '../routes.tsx';
import { startOutbox } from '../shared/outbox/own-outbox.ts';
import { useRefreshWhenStored } from '../shared/outbox/use-outbox.ts';

startOutbox();

/** What personnel work in. */
export function Application() {
  useRefreshWhenStored();
  return <RouterProvider router={router} />;
}
