/**
 * Lets the browser keep the product's own files for when there is no network. For those who work where there may be none, and citizens
 * who chose to read without: others need not fetch what they never open. Of what is read of records it keeps nothing.
 */
export function keepShell(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  void navigator.serviceWorker.register('/service-worker.js').catch(() => undefined);
}
