import './frame/frame.css';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { queries } from '../queries.ts';
import { sayActedFor, sayRecordOfPage } from '../shared/fhir/client.ts';
import { actedNow } from './acting/acted-for.ts';
import { startTypeSize } from './frame/type-size.ts';
import { router } from './routes.tsx';
import { subjectNow } from './subject.ts';

startTypeSize();
// The addresses of these pages name no record.
sayRecordOfPage(() => subjectNow()?.patient ?? null);
sayActedFor(() => actedNow()?.patient);

/** What a citizen reads, and does, in the own record. */
export function Application() {
  useState(askWithoutNetwork);
  return <RouterProvider router={router as never} />;
}

function askWithoutNetwork(): void {
  const { queries: reads } = queries.getDefaultOptions();
  queries.setDefaultOptions({
    // What the device has kept answers without network too; what it has not, is said at once.
    queries: {
      ...reads,
      networkMode: 'offlineFirst',
      retry: (count, cause) => navigator.onLine && typeof reads?.retry === 'function' && reads.retry(count, cause),
    },
    // What cannot be sent is not sent later unseen: it is said, and what was typed stays.
    mutations: { networkMode: 'always' },
  });
}
