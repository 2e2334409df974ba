import './frame/frame.css';
import { RouterProvider } from '@tanstack/react-router';
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
export const Application = () => <RouterProvider router={router as never} />;
