import { hash } from 'node:crypto';
import type { ProviderId } from '../login/session.ts';
import { escapeHtml, page } from '../page.ts';
import type { Language } from '../words.ts';
import type { DemoLogin } from './person.ts';
import { wordsOf } from './words.ts';

/** Where one chooses a demo person: a button for each, under the unit or the place. */
export function personsPage(
  provider: ProviderId,
  persons: readonly DemoLogin[],
  language: Language,
  addressIn: (language: Language) => string,
): string {
  const { title, text, cancel } = wordsOf(provider, language);
  const groups = Map.groupBy(persons, ({ group }) => group);
  const sections = [...groups].map(
    ([group, members]) => `<section><h2>${escapeHtml(group)}</h2><ul>${members.map(choice).join('')}</ul></section>`,
  );
  return page(
    language,
    title,
    `<h1>${title}</h1>
<p>${text}</p>
<form method="post">
<div class="units">
${sections.join('\n')}
</div>
<div class="cancel"><button name="cancel" value="true">${cancel}</button></div>
</form>`,
    addressIn,
  );
}

const choice = ({ id, name, about }: DemoLogin): string =>
  `<li><button name="person" value="${escapeHtml(id)}"><b>${escapeHtml(name)}</b><span>${escapeHtml(about)}</span></button></li>`;

/** Ends the provider's own session without asking: who has logged out once need not do it twice. */
const endAtOnce =
  "const f=document.getElementById('op.logoutForm');const y=document.createElement('input');" +
  "y.type='hidden';y.name='logout';y.value='yes';f.append(y);f.submit()";

export const endAtOnceHash = `'sha256-${hash('sha256', endAtOnce, 'base64')}'`;

/** @param form oidc-provider's own, with its defence against forgery */
export function logoutPage(provider: ProviderId, language: Language, form: string): string {
  const { out, outText, outButton } = wordsOf(provider, language);
  return page(
    language,
    out,
    `<h1>${out}</h1>
<p>${outText}</p>
${form}
<div class="cancel"><button form="op.logoutForm" name="logout" value="yes">${outButton}</button></div>
<script>${endAtOnce}</script>`,
  );
}
