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
