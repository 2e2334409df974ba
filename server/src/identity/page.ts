import { hash } from 'node:crypto';
import { type Language, languages, words } from './words.ts';

const style = `
:root{--page:#f1f3f6;--card:#fff;--text:#1a222e;--subtle:#4a5564;--line:#cfd5dd;--accent:#1a5db4;--hover:#eaf1fb;--bar:#12263f}
@media (prefers-color-scheme:dark){:root{--page:#0e1420;--card:#131b27;--text:#eef1f5;--subtle:#b4bdc9;--line:#36404e;
--accent:#8fbcf7;--hover:#1c2838;--bar:#0b1524}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:1rem/1.5 "Source Sans 3",system-ui,-apple-system,"Segoe UI",sans-serif}
header{background:var(--bar);color:#fff;min-height:48px;padding:4px 16px;display:flex;flex-wrap:wrap;gap:4px 16px;align-items:center}
header strong{font-weight:600;margin-right:auto}
header a{color:#fff;padding:4px 8px;border-radius:4px;text-decoration:none}
header a[aria-current]{text-decoration:underline;text-underline-offset:4px}
main{max-width:1200px;margin:0 auto;padding:24px 16px 48px}
h1{font-size:1.25rem;line-height:1.75rem;font-weight:600;margin:0 0 4px}
p{margin:0 0 16px;color:var(--subtle);max-width:42rem}
.units{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));gap:12px;align-items:start}
section{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:12px}
h2{font-size:.9375rem;line-height:1.25rem;font-weight:600;margin:0 0 4px}
ul{list-style:none;margin:0 -8px -4px;padding:0}
button{font:inherit;text-align:left;width:100%;min-height:44px;padding:6px 8px;border:0;border-radius:6px;background:none;color:var(--text);cursor:pointer}
button:hover{background:var(--hover)}
button b{display:block;font-weight:600;color:var(--accent)}
button span{display:block;font-size:.875rem;line-height:1.25rem;color:var(--subtle)}
.cancel{margin-top:20px}
.cancel button{width:auto;border:1px solid var(--line);background:var(--card);padding:6px 16px}
:is(a,button,input):focus-visible{outline:3px solid var(--accent);outline-offset:2px}
header a:focus-visible{outline-color:#fff}
code{font-size:.875rem}
form{margin:0 0 16px}
dl{margin:0 0 16px;max-width:42rem}
dl div{display:flex;flex-wrap:wrap;gap:0 8px}
dt{color:var(--subtle)}
dt::after{content:":"}
dd{margin:0}
fieldset{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:4px 12px 12px;margin:0 0 16px;max-width:42rem;min-width:0}
legend{font-size:.9375rem;font-weight:600;padding:0 4px}
.choices,.list{margin:0}
.list{list-style:disc;padding-left:20px;margin-bottom:8px}
.choices label{display:flex;gap:12px;align-items:flex-start;min-height:44px;padding:8px 4px;cursor:pointer}
.choices input{flex:none;width:20px;height:20px;margin:2px 0 0;accent-color:var(--accent)}
.choices b{display:block;font-weight:600}
.actions{display:flex;flex-wrap:wrap;gap:12px}
button.primary,button.plain{width:auto;padding:6px 20px;text-align:center}
button.primary{background:var(--accent);color:var(--card);font-weight:600}
button.primary:hover{filter:brightness(.92)}
button.plain{border:1px solid var(--line);background:var(--card)}
.search{display:flex;flex-wrap:wrap;gap:8px;max-width:42rem;margin:4px 0}
.search input{flex:1 1 14rem;min-width:0;font:inherit;min-height:44px;padding:6px 12px;border:1px solid var(--subtle);border-radius:6px;background:var(--card);color:var(--text)}
main>section,main>form>section{max-width:42rem;margin:0 0 16px}
.wrong{color:var(--text);border-left:4px solid #c9252d;padding-left:12px}
[role=status]{color:var(--text)}`;

const styleHash = `'sha256-${hash('sha256', style, 'base64')}'`;

/** Nothing may be loaded, nor run but a `script` of that hash; a form may lead here and, by redirect, to the client that sent the user. */
export function pageSecurity(leadsTo: readonly string[] = [], script?: string): string {
  const formAction = ["'self'", ...leadsTo].join(' ');
  const scripts = script === undefined ? '' : ` script-src ${script};`;
  return `default-src 'none';${scripts} style-src ${styleHash}; form-action ${formAction}; frame-ancestors 'none'; base-uri 'none'`;
}

/** A page in the product's look, without script or asset. `languageLink` makes the address of the same page in a language. */
export function page(
  language: Language,
  title: string,
  main: string,
  languageLink?: (language: Language) => string,
): string {
  const links = languages.map((one) => {
    const current = one === language ? ' aria-current="true"' : '';
    return `<a href="${escapeHtml(languageLink?.(one) ?? '')}" lang="${one}" hreflang="${one}"${current}>${words[one].language}</a>`;
  });
  const nav =
    languageLink === undefined ? '' : `<nav aria-label="${words[language].languages}">${links.join('')}</nav>`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} – Enjournal</title>
<style>${style}</style>
</head>
<body>
<header><strong>Enjournal</strong>${nav}</header>
<main>
${main}
</main>
</body>
</html>
`;
}

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

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
