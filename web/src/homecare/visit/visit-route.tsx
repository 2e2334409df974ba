import { useParams } from '@tanstack/react-router';
import { VisitPage } from './visit-page.tsx';

/** Another citizen is another page: nothing typed at one visit is carried to the next. */
export function VisitRoute() {
  const { id } = useParams({ from: '/pasient/$id/besok' });
  return <VisitPage key={id} id={id} />;
}
