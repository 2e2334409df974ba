export { FailureNotice } from '../../shared/ui/failure-notice.tsx';
