/** Apps of others: their registration, the approvals of organisations, the connections of persons, and their launch. */
export { mayApprove, mayApproveAdvice, mayManage, mayRegister } from './administrators.ts';
export type { App, AppType, Audience } from './app.ts';
export {
  type Approval,
  approvalsIn,
  approveApp,
  isInForce,
  launchableApps,
  withdrawApp,
} from './approvals.ts';
export { type Connection, connectionsOf, disconnect, isHolding } from './connections.ts';
export { endTokens, endTokensOfApp } from './endings.ts';
export { makeLaunch } from './launches.ts';
export { registerApp, retireApp } from './register.ts';
export { findApp, listApps, noSuchApp, type RegisteredApp } from './registry.ts';
