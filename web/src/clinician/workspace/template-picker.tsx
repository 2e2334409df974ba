import { MagnifyingGlassIcon } from '@navikt/aksel-icons';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { translated } from '../../shared/fhir/translated.ts';
import type { Patient, Questionnaire, Reference } from '../../shared/fhir/types.ts';
import { useLanguage } from '../../shared/i18n/use-language.ts';
import { useKept } from '../../shared/session/kept.ts';
import { Part } from '../../shared/ui/part.tsx';
import { useRole, useUser } from '../bar/use-user.ts';
import { lastTemplateOf, noteTemplate } from './last-template.ts';
import { newResponse } from './new-response.ts';
import { prefill } from './prefill.ts';
import { findTemplates, notesFor, titleOf } from './template-order.ts';
import { useTemplates } from './templates.ts';
import { useWorkspace } from './workspace-context.ts';

/** Which template to write in: the best for the role is first, and Enter takes it. @param author for whom it is written, when not for oneself */
export function TemplatePicker({ patient, author }: { patient: Patient; author?: Reference }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const role = useRole();
  const user = useUser();
  const templates = useTemplates();
  const { start } = useWorkspace();
  const [typed, setTyped] = useKept('template typed', '');
  const [active, setActive] = useState(0);
  const list = useId();
  const box = useRef<HTMLDivElement>(null);

  const choose = (template: Questionnaire) => {
    noteTemplate(user.key, template.url ?? '');
    const writer = author ? { reference: author.reference ?? '', name: author.display ?? '' } : user;
    void prefill(start(newResponse(template, patient, writer)), template, patient);
  };
  // While the template is chosen: what is typed right after belongs in its first field.
  useEffect(() => {
    void import('./note-editor.tsx');
    void import('../../shared/forms/form-body.tsx');
  }, []);

  return (
    <div className="ej-workspace-body" ref={box}>
      <label className="ej-template-search">
        <span className="ej-strong">{t('template.title')}</span>
        <span className="ej-template-field">
          <MagnifyingGlassIcon aria-hidden fontSize="1.125rem" />
          <input
            // biome-ignore lint/a11y/noAutofocus: the pane is opened to choose, by a press or a key of the user's
            autoFocus
            type="search"
            role="combobox"
            aria-expanded
            aria-controls={list}
            aria-activedescendant={`${list}-${active}`}
            autoComplete="off"
            placeholder={t('template.search')}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              setActive(0);
            }}
            onKeyDown={(event) => {
              const shown = [...(box.current?.querySelectorAll<HTMLElement>('[role="option"]') ?? [])];
              if (event.key === 'Enter' && !event.ctrlKey) shown[active]?.click();
              if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
              event.preventDefault();
              const next = Math.max(0, Math.min(shown.length - 1, active + (event.key === 'ArrowDown' ? 1 : -1)));
              setActive(next);
              shown[next]?.scrollIntoView({ block: 'nearest' });
            }}
          />
        </span>
      </label>
      <Part of={templates} what={t('template.what')} rows={6}>
        {(all) => {
          const { own, others } = notesFor(all, { role, last: lastTemplateOf(user.key), language });
          const [first, second] = [own, others].map((some) => findTemplates(some, typed, language)) as [
            readonly Questionnaire[],
            readonly Questionnaire[],
          ];
          if (own.length + others.length === 0) return <p className="ej-meta">{t('template.empty')}</p>;
          if (first.length + second.length === 0) return <p className="ej-meta">{t('template.none')}</p>;
          const groups = [
            { label: t('template.own'), templates: first, from: 0 },
            { label: t('template.others'), templates: second, from: first.length },
          ].filter(({ templates }) => templates.length > 0);
          return (
            <div id={list} role="listbox" aria-label={t('template.title')} className="ej-templates">
              {groups.map(({ label, templates, from }) => (
                // biome-ignore lint/a11y/useSemanticElements: a group of a listbox is no fieldset
                <div role="group" aria-label={label} key={label}>
                  <div className="ej-templates-head" aria-hidden>
                    {label}
                  </div>
                  {templates.map((template, index) => (
                    <TemplateOption
                      key={template.id}
                      id={`${list}-${from + index}`}
                      template={template}
                      isActive={from + index === active}
                      onPoint={() => setActive(from + index)}
                      onChoose={() => choose(template)}
                    />
                  ))}
                </div>
              ))}
            </div>
          );
        }}
      </Part>
    </div>
  );
}

type OptionProps = {
  id: string;
  template: Questionnaire;
  isActive: boolean;
  onPoint: () => void;
  onChoose: () => void;
};

function TemplateOption({ id, template, isActive, onPoint, onChoose }: OptionProps) {
  const language = useLanguage();
  const description = translated(
    template.description,
    (template as { _description?: { extension?: [] } })._description,
    language,
  );
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the search field's, as in any combobox
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      tabIndex={-1}
      className="ej-template"
      onPointerMove={onPoint}
      onClick={onChoose}
    >
      <span className="ej-strong">{titleOf(template, language)}</span>
      {description && <span className="ej-meta">{description}</span>}
    </div>
  );
}
