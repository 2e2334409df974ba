import './frame/frame.css';
import { RouterProvider } from '@tanstack/react-router';
import { sayRecordOfPage } from '../shared/fhir/client.ts';
import { startTypeSize } from './frame/type-size.ts';
import { router } from './routes.tsx';
import { subjectNow } from './subject.ts';

startTypeSize();
// The addresses of these pages name no record.
sayRecordOfPage(() => subjectNow()?.patient ?? null);

/** What a citizen reads, and does, in the own record. */
export const Application = () => <RouterProvider router={router as never} />;
