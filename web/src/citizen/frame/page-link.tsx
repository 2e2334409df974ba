import { Link, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';

type Props = {
  /** An address of `routes.tsx`. */
  to: string;
  className?: string;
  children: ReactNode;
  'aria-label'?: string;
};

/** A link to another page of the citizen's application. The router's own types know the addresses of personnel only. */
export function PageLink({ to, ...others }: Props) {
  const isHere = useRouterState({ select: ({ location }) => location.pathname === to });
  return <Link {...others} to={to as never} {...(isHere ? { 'aria-current': 'page' as const } : {})} />;
}
