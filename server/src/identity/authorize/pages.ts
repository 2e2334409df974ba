import { dayOfTime } from '../../fhir/norwegian/day.ts';
import type { Connection, RegisteredApp } from '../apps/index.ts';
import { escapeHtml as html, page } from '../page.ts';
import type { Language } from '../words.ts';
import type { Visited } from './records.ts';
import { type Row, rowsOf } from './rows.ts';
import { limitWords } from './type-words.ts';
import { type Duration, type Refusal, words } from './words.ts';

/** What every page of an authorization needs. */
export type PageOf = {
  language: Language;
  /** Name, maker and purpose of the app. */
  app: { name: string; publisher?: string; contact?: string; description?: string };
  /** The same page in another language. */
  link: (language: Language) => string;
};

export type Person = { id: string; name: string; birthDate?: string };

/** A refusal; `canReturn` offers the way back to the app, which is told. */
export function refusalPage({ language, link }: PageOf, refusal: Refusal, canReturn: boolean): string {
  const say = words[language];
  const back = canReturn
    ? `<form method="post"><button class="plain" name="step" value="cancel">${html(say.back)}</button></form>`
    : '';
  const main = `<h1>${html(say.refusedTitle)}</h1>\n<p role="alert">${html(say.refused[refusal])}</p>\n${back}`;
  return page(language, say.refusedTitle, main, link);
}

/** Where a citizen says what an app may do, and for how long. */
export function consentPage(
  of: PageOf,
  {
    rows,
    isOffline,
    patient,
    isOwn,
    isNothing,
    encounter,
  }: {
    rows: readonly Row[];
    isOffline: boolean;
    patient: Person | undefined;
    isOwn: boolean;
    isNothing: boolean;
    encounter: string | undefined;
  },
): string {
  const { language, app, link } = of;
  const say = words[language];
  const title = say.consentTitle(app.name);
  const whose = patient === undefined ? '' : fact(say.record, isOwn ? say.yourOwn : patient.name);
  const alert = isNothing ? `<p role="alert" class="wrong">${html(say.nothingLeft)}</p>` : '';
  const boxes = rows.map(
    ({ kind, letters, limits }) =>
      `<li><label><input type="checkbox" name="kind" value="${kind.id}" checked><span><b>${html(kind.words[language])}</b>${html(doings(letters, language))}${html(limited(limits, language))}</span></label></li>`,
  );
  const also = isOffline
    ? `<li><label><input type="checkbox" name="offline" value="yes" checked><span><b>${html(say.alsoAsks)}</b>${html(say.offline)}</span></label></li>`
    : '';
  const durations = (Object.keys(say.durations) as Duration[])
    .sort(byLength)
    .map(
      (duration) =>
        `<li><label><input type="radio" name="duration" value="${duration}"${duration === '90' ? ' checked' : ''}><span>${html(say.durations[duration])}</span></label></li>`,
    );
  const main = `<h1>${html(title)}</h1>
<p>${html(say.consentText(app.name))}</p>
${alert}
<dl>${facts(of)}${whose}</dl>
<form method="post">
${patient === undefined ? '' : hidden('patient', patient.id)}${hidden('encounter', encounter ?? '')}
<fieldset><legend>${html(say.asks)}</legend><ul class="choices">${boxes.join('\n')}${also}</ul></fieldset>
<fieldset><legend>${html(say.howLong)}</legend><ul class="choices">${durations.join('\n')}</ul></fieldset>
<p>${html(say.law)}</p>
<div class="actions">
<button class="primary" name="step" value="allow">${html(say.allow)}</button>
<button class="plain" name="step" value="cancel">${html(say.deny)}</button>
</div>
</form>`;
  return page(language, title, main, link);
}

const byLength = (a: Duration, b: Duration): number => (a === 'once' ? -1 : b === 'once' ? 1 : Number(a) - Number(b));

/** What health personnel see the first time they use an app. */
export function confirmPage(
  of: PageOf,
  {
    rows,
    organization,
    patient,
    encounter,
  }: { rows: readonly Row[]; organization: string; patient: Person | undefined; encounter: string | undefined },
): string {
  const { language, app, link } = of;
  const say = words[language];
  const title = say.confirmTitle(app.name);
  const items = rows.map(
    ({ kind, letters, limits }) =>
      `<li><b>${html(kind.words[language])}</b>: ${html(doings(letters, language))}${html(limited(limits, language))}</li>`,
  );
  const main = `<h1>${html(title)}</h1>
<p>${html(say.confirmText(app.name, organization))}</p>
<dl>${facts(of)}</dl>
<section><h2>${html(say.asks)}</h2><ul class="list">${items.join('\n')}</ul></section>
<form method="post">
${patient === undefined ? '' : hidden('patient', patient.id)}${hidden('encounter', encounter ?? '')}
<div class="actions">
<button class="primary" name="step" value="allow">${html(say.continue)}</button>
<button class="plain" name="step" value="cancel">${html(say.cancel)}</button>
</div>
</form>`;
  return page(language, title, main, link);
}

/** Where one chooses whom an app is to show. Health personnel search; citizens choose among those they act for. */
export function pickPage(
  { language, app, link }: PageOf,
  {
    people,
    search,
    isNotOpen,
  }: { people: readonly Person[] | undefined; search: string | undefined; isNotOpen: boolean },
): string {
  const say = words[language];
  const alert = isNotOpen ? `<p role="alert" class="wrong">${html(say.notOpen)}</p>` : '';
  const isSearch = search !== undefined;
  const field = isSearch
    ? `<form method="post" role="search"><label for="q">${html(say.searchLabel)}</label>
<div class="search"><input id="q" name="q" type="search" value="${html(search)}" autocomplete="off" aria-describedby="hint" required>
<button class="primary" name="step" value="search">${html(say.search)}</button></div><p id="hint">${html(say.searchHint)}</p></form>`
    : '';
  const choices = (people ?? []).map(
    ({ id, name, birthDate }) =>
      `<li><button name="patient" value="${html(id)}"><b>${html(name)}</b>${birthDate === undefined ? '' : `<span>${html(say.born)} ${html(dateOf(birthDate, language))}</span>`}</button></li>`,
  );
  const list =
    people === undefined
      ? ''
      : people.length === 0
        ? `<p role="status">${html(say.none)}</p>`
        : `<form method="post">${hidden('step', 'pick')}<section><h2>${html(isSearch ? say.found : say.record)}</h2><ul>${choices.join('\n')}</ul></section></form>`;
  const main = `<h1>${html(say.pickTitle)}</h1>
<p>${html(isSearch ? say.pickText(app.name) : say.pickWhose)}</p>
${alert}
${field}
${list}
<form method="post"><div class="actions"><button class="plain" name="step" value="cancel">${html(say.cancel)}</button></div></form>`;
  return page(language, say.pickTitle, main, link);
}

/** Where one chooses the Encounter that an app begins with, or none. */
export function encounterPage(
  { language, app, link }: PageOf,
  { patient, visits }: { patient: Person; visits: readonly Visited[] },
): string {
  const say = words[language];
  const choices = visits.map(
    ({ id, start, where }) =>
      `<li><button name="encounter" value="${html(id)}"><b>${html(start === undefined ? '–' : dateOf(dayOfTime(start), language))}</b>${where === undefined ? '' : `<span>${html(where)}</span>`}</button></li>`,
  );
  const main = `<h1>${html(say.encounterTitle)}</h1>
<p>${html(say.encounterText(app.name))}</p>
<form method="post">${hidden('step', 'pick')}${hidden('patient', patient.id)}<section><h2>${html(patient.name)}</h2><ul>${choices.join('\n')}</ul></section>
<div class="actions"><button class="primary" name="encounter" value="">${html(say.withoutEncounter)}</button></div></form>
<form method="post"><div class="actions"><button class="plain" name="step" value="cancel">${html(say.cancel)}</button></div></form>`;
  return page(language, say.encounterTitle, main, link);
}

export type ListedApp = {
  connection: Connection;
  app: RegisteredApp | undefined;
  whose: string | undefined;
  isHolding: boolean;
};

/** The apps that somebody has connected, with the way to end each. */
export function appsPage(
  language: Language,
  { apps, isEnded, guard }: { apps: readonly ListedApp[]; isEnded: boolean; guard: string },
  link: (language: Language) => string,
): string {
  const say = words[language];
  const date = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeZone: 'Europe/Oslo',
  });
  const sections = apps.map(({ connection, app, whose, isHolding }) => {
    const name = app?.name ?? connection.app;
    const end = isHolding
      ? `<form method="post">${hidden('guard', guard)}${hidden('app', connection.app)}<button class="plain" aria-label="${html(`${say.disconnect}: ${name}`)}">${html(say.disconnect)}</button></form>`
      : '';
    const kinds = rowsOf(connection.scopes).map(
      ({ kind, letters }) => `${kind.words[language]}: ${doings(letters, language)}`,
    );
    return `<section><h2>${html(name)}</h2><dl>${app === undefined ? '' : fact(say.madeBy, app.publisher)}${whose === undefined ? '' : fact(say.record, whose)}${isHolding ? fact(say.until, date.format(connection.until)) : fact(say.ended, date.format(Math.min(connection.until, connection.at)))}</dl>
${kinds.length === 0 ? '' : `<ul class="list">${kinds.map((one) => `<li>${html(one)}</li>`).join('')}</ul>`}${end}</section>`;
  });
  const main = `<h1>${html(say.appsTitle)}</h1>
<p>${html(apps.length === 0 ? say.noApps : say.appsText)}</p>
${isEnded ? `<p role="status">${html(say.disconnected)}</p>` : ''}
<div class="units">${sections.join('\n')}</div>`;
  return page(language, say.appsTitle, main, link);
}

function facts({ language, app: { publisher, contact, description } }: PageOf): string {
  const say = words[language];
  return [
    publisher === undefined ? '' : fact(say.madeBy, publisher),
    contact === undefined ? '' : fact(say.contact, contact),
    description === undefined ? '' : fact(say.about, description),
  ].join('');
}

const fact = (name: string, value: string): string => `<div><dt>${html(name)}</dt><dd>${html(value)}</dd></div>`;

const hidden = (name: string, value: string): string => `<input type="hidden" name="${name}" value="${html(value)}">`;

const limited = (limits: Row['limits'], language: Language): string =>
  limits.length === 0 ? '' : `, ${words[language].only} ${limits.map((one) => limitWords(one, language)).join(', ')}`;

/** As a date is written where one reads this; what is not a whole date as it stands. */
const dateOf = (text: string, language: Language): string =>
  /^\d{4}-\d\d-\d\d$/.test(text)
    ? new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'long', timeZone: 'UTC' }).format(
        new Date(text),
      )
    : text;

function doings(letters: Row['letters'], language: Language): string {
  const say = words[language].letters;
  const order = ['r', 's', 'c', 'u', 'd'] as const;
  return [...new Set(order.filter((letter) => letters.has(letter)).map((letter) => say[letter]))].join(', ');
}
