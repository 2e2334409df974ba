import './shared/design/fonts.css';
import './shared/design/aksel.css';
import './shared/design/base.css';
import './shared/design/print.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { fetchLikely } from './application.ts';
import { arrivalAt } from './door/why.tsx';
import { startTexts } from './i18n.ts';
import { followReading } from './shared/reading/choice.ts';
import { tellOtherTabs } from './shared/session/channel.ts';
import { refreshSession } from './shared/session/session.ts';
import { clearShelf } from './shared/session/shelf.ts';
import { startTheme } from './shared/theme/theme.ts';

startTheme();
fetchLikely();
const arrival = arrivalAt(location);
const [found] = await Promise.all([refreshSession().catch(() => undefined), startTexts()]);
if (found?.state === 'none') clearShelf();
if (found?.state === 'open') {
  tellOtherTabs('changed'); // one that is locked opens with this one
  if (/^\/(oauth|fhir)\//.test(arrival.returnTo)) location.replace(arrival.returnTo);
}
// Not waited for: what it needs is in this file too, which is not done before its end.
void followReading();
// Why a log-on failed must not stay in the address or the history.
history.replaceState(null, '', found?.state === 'choosing' ? '/' : arrival.returnTo);

createRoot(document.getElementById('app') as HTMLElement).render(
  <StrictMode>
    <App arrival={arrival} />
  </StrictMode>,
);
