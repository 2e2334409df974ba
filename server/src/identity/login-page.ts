import { escapeHtml, page } from './page.ts';
import type { Person } from './person.ts';
import { type Language, words } from './words.ts';

/** Where one chooses a demo person: a button for each, under the unit where that person works. */
export function loginPage(persons: readonly Person[], language: Language, uid: string): string {
  const { title, text, cancel } = words[language];
  const units = Map.groupBy(persons, (person) => person.organization.display);
  const sections = [...units].map(
    ([unit, staff]) => `<section><h2>${escapeHtml(unit)}</h2><ul>${staff.map(choice).join('')}</ul></section>`,
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
    (one) => `/oauth/interaction/${encodeURIComponent(uid)}?lang=${one}`,
  );
}

const choice = ({ id, name, role }: Person): string =>
  `<li><button name="person" value="${escapeHtml(id)}"><b>${escapeHtml(name)}</b><span>${escapeHtml(role)}</span></button></li>`;

/** Shown when there is no program to send the user back to with the error. */
export function errorPage(problem: { error: string; description: string | undefined }): string {
  const { errorTitle, errorText } = words.nb;
  const { error, description } = problem;
  const detail = description === undefined ? error : `${error}: ${description}`;
  return page(
    'nb',
    errorTitle,
    `<h1>${errorTitle}</h1>
<p>${errorText}</p>
<p lang="en">${escapeHtml(words.en.errorText)}</p>
<p><code lang="en">${escapeHtml(detail)}</code></p>`,
  );
}
