import './shared-summary.css';
import { Button, TextField } from '@navikt/ds-react';
import { type FormEvent, useState } from 'react';
import { chooseLanguage, extraLanguagesFor } from '../i18n.ts';
import { extraText, localeOf } from '../shared/i18n/extra.ts';
import { useLanguage, useLanguageTag } from '../shared/i18n/use-language.ts';
import { languages } from '../shared/i18n/words.ts';
import { texts } from './summary.texts.ts';

type Section = { title: string; text?: { div?: string } };
type Entry = {
  resource: { resourceType: string; section?: Section[]; name?: Name[]; birthDate?: string; date?: string };
};
type Name = { text?: string; given?: string[]; family?: string };
type Opened = { until: string; bundle: { entry: Entry[] } };
type State = 'still' | 'asking' | 'missing' | 'unknown' | 'wait' | 'failed' | Opened;

/** The code is in the part of the address that no browser sends; from there it is taken out of the address at once. */
const codeInAddress = (): string => decodeURIComponent(location.hash.slice(1));

/** What a code opens, for a health worker who has no access here: no log-on, and nothing of it is kept. */
export default function SharedSummary() {
  const language = useLanguage();
  const tag = useLanguageTag();
  const say = (key: keyof typeof texts): string =>
    extraText(`shared.${key}`) ?? texts[key][languages.indexOf(language)] ?? texts[key][2];
  const [code, setCode] = useState(() => {
    const found = codeInAddress();
    history.replaceState(null, '', location.pathname);
    return found;
  });
  const [name, setName] = useState('');
  const [place, setPlace] = useState('');
  const [state, setState] = useState<State>('still');
  const open = async (event: FormEvent) => {
    event.preventDefault();
    if (state === 'asking') return;
    if (code.trim() === '' || name.trim().length < 2 || place.trim().length < 2) return setState('missing');
    setState('asking');
    setState(await asked({ code, name, place }, language));
  };
  if (typeof state === 'object') return <Opened opened={state} say={say} onClose={() => setState('still')} />;
  const fault = state === 'still' || state === 'asking' ? undefined : say(state);
  return (
    <main className="ej-shared" id="content">
      <p className="ej-shared-languages">
        {languages.map((one) => (
          <button
            key={one}
            type="button"
            lang={one}
            aria-pressed={one === tag}
            onClick={() => void chooseLanguage(one)}
          >
            {{ nb: 'Bokmål', nn: 'Nynorsk', en: 'English' }[one]}
          </button>
        ))}
        {extraLanguagesFor('anyone').map((one) => (
          <button
            key={one.tag}
            type="button"
            lang={one.tag}
            dir={one.direction}
            aria-pressed={one.tag === tag}
            onClick={() => void chooseLanguage(one.tag)}
          >
            {one.name}
          </button>
        ))}
      </p>
      <h1>{say('title')}</h1>
      <p>{say('lead')}</p>
      <form noValidate onSubmit={(event) => void open(event)}>
        <TextField
          label={say('code')}
          autoComplete="off"
          spellCheck={false}
          value={code}
          onChange={({ target }) => setCode(target.value)}
        />
        <TextField label={say('name')} value={name} onChange={({ target }) => setName(target.value)} />
        <TextField label={say('place')} value={place} onChange={({ target }) => setPlace(target.value)} />
        <p role="alert">{fault}</p>
        <Button type="submit" loading={state === 'asking'}>
          {say('open')}
        </Button>
      </form>
    </main>
  );
}

async function asked(body: { code: string; name: string; place: string }, language: string): Promise<State> {
  try {
    const answer = await fetch('/shared', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': language },
      body: JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
    });
    if (answer.ok) return (await answer.json()) as Opened;
    return answer.status === 404 ? 'unknown' : answer.status === 429 ? 'wait' : 'failed';
  } catch {
    return 'failed';
  }
}

type Shown = { opened: Opened; say: (key: keyof typeof texts) => string; onClose: () => void };

function Opened({ opened: { bundle, until }, say, onClose }: Shown) {
  const language = useLanguage();
  const [composition, patient] = ['Composition', 'Patient'].map((type) =>
    bundle.entry.map(({ resource }) => resource).find(({ resourceType }) => resourceType === type),
  );
  const { text, given = [], family = '' } = patient?.name?.[0] ?? {};
  const when = (at: string | undefined) =>
    at === undefined
      ? ''
      : new Intl.DateTimeFormat(localeOf(language), {
          dateStyle: 'long',
          timeStyle: 'short',
        }).format(new Date(at));
  const save = () => {
    const url = URL.createObjectURL(new Blob([JSON.stringify(bundle, null, 2)], { type: 'application/fhir+json' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = 'patient-summary.json';
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  };
  return (
    <main className="ej-shared" id="content">
      <h1>{text ?? [...given, family].join(' ')}</h1>
      <p>
        {say('born')} {patient?.birthDate}. {say('as')}, {when(composition?.date)}. {say('until')} {when(until)}.
      </p>
      <p className="ej-shared-acts ej-noprint">
        <Button variant="secondary" onClick={() => window.print()}>
          {say('print')}
        </Button>
        <Button variant="secondary" onClick={save}>
          {say('file')}
        </Button>
        <Button variant="secondary" onClick={onClose}>
          {say('close')}
        </Button>
      </p>
      {(composition?.section ?? []).map(({ title, text: said }) => (
        <section key={title} aria-label={title}>
          <h2>{title}</h2>
          <Lines div={said?.div ?? ''} />
        </section>
      ))}
    </main>
  );
}

/** The lines of a section, as text: no markup of anybody’s is put into the page. */
function Lines({ div }: { div: string }) {
  const read = new DOMParser().parseFromString(div, 'text/html');
  const lines = [...read.querySelectorAll('li')].map((one) => one.textContent ?? '');
  if (lines.length === 0) return <p>{read.body.textContent}</p>;
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
