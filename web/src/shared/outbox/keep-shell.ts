let isAsked = false;

/**
 * Lets the browser keep the product's own files for when there is no network. For those who work where there may be none: others
 * need not fetch what they never open. What is read of records is never kept.
 */
export function keepShell(): void {
  if (isAsked || !import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  isAsked = true;
  void navigator.serviceWorker.register('/service-worker.js').catch(() => undefined);
}
