import { useRole } from '../bar/use-user.ts';
import type { Hook } from './advice-data.ts';
import { AdviceList } from './advice-list.tsx';

/** Roles that advice about treatment is for. */
const treating = new Set([
  ...['lege', 'kommuneoverlege', 'sykepleier', 'vernepleier', 'farmasoyt', 'jordmor', 'helsesykepleier', 'psykolog'],
]);

/** What the rules say of a record that was opened; nothing for those who do not treat. */
export default function RecordAdvice({
  id,
  hook = 'patient-view',
  tellsNone = false,
}: {
  id: string;
  hook?: Hook;
  tellsNone?: boolean;
}) {
  const role = useRole();
  if (!treating.has(role ?? '')) return null;
  return <AdviceList id={id} hook={hook} tellsNone={tellsNone} />;
}
