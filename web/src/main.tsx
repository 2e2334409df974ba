import '@fontsource/source-sans-3/latin-400.css';
import '@fontsource/source-sans-3/latin-ext-400.css';
import '@fontsource/source-sans-3/latin-600.css';
import '@fontsource/source-sans-3/latin-ext-600.css';
import './shared/design/aksel.css';
import './shared/design/base.css';
import './shared/design/print.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { startTexts } from './i18n.ts';
import { finishLogin } from './shared/session/session.ts';
import { startTheme } from './shared/theme/theme.ts';

startTheme();
await startTexts();
const outcome = await finishLogin(location.search);
// The code and state of the login must not stay in the address or the history.
if (outcome.kind !== 'none') history.replaceState(null, '', outcome.kind === 'in' ? outcome.returnTo : '/');

createRoot(document.getElementById('app') as HTMLElement).render(
  <StrictMode>
    <App loginFailed={outcome.kind === 'failed'} />
  </StrictMode>,
);
