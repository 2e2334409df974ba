import { answersOf } from '@enjournal/server/care/contributions';
import { completedResponse, formState } from '@enjournal/server/care/forms';
import { useTranslation } from 'react-i18next';
import { create, FhirFailure } from '../../shared/fhir/client.ts';
import type {
  Questionnaire,
  QuestionnaireItem,
  QuestionnaireResponse,
  RelatedPerson,
  ResponseItem,
} from '../../shared/fhir/types.ts';
import { humanName, nameOf } from '../../shared/format/person.ts';
import { QuestionnaireForm } from '../../shared/forms/questionnaire-form.tsx';
import { ToldAnswers } from '../../shared/own-words/told-answers.tsx';
import type { ToldForm } from '../../shared/own-words/use-own-forms.ts';
import { usePatient, useRecordSearch } from '../../shared/record/record-queries.ts';
import { useKept } from '../../shared/session/kept.ts';
import { tellDone } from '../../shared/ui/done.tsx';
import { PickField } from './pick-field.tsx';
import { SmallForm, useMissing } from './small-form.tsx';
import { usePlanAct } from './use-plan-act.ts';

type Props = { id: string; form: Questionnaire; told: ToldForm | undefined; onDone: () => void };

/** Personnel write down what the citizen tells, or somebody near to them. What the citizen wrote themself is shown, and stays. */
export default function WriteStory({ id, form, told, onDone }: Props) {
  const { t } = useTranslation();
  const { data: patient } = usePatient(id);
  const related = useRecordSearch<RelatedPerson>(id, 'RelatedPerson', { active: 'true' }, { limit: 30 });
  const tellers = [
    { reference: `Patient/${id}`, display: nameOf(patient) },
    ...(related.data?.resources ?? []).map((one) => ({
      reference: `RelatedPerson/${one.id}`,
      display: humanName(one.name?.[0]),
    })),
  ];
  const own = told?.own;
  const left = own === undefined ? form : { ...form, item: unanswered(form.item ?? [], own) };
  const begun: QuestionnaireResponse = {
    resourceType: 'QuestionnaireResponse',
    questionnaire: form.version === undefined ? (form.url ?? '') : `${form.url}|${form.version}`,
    status: 'in-progress',
    subject: { reference: `Patient/${id}` },
    item: together(left.item ?? [], [told?.newest.item ?? []]),
  };
  const [response, setResponse] = useKept('life story down answers', begun);
  const [teller, setTeller] = useKept('life story down teller', '');
  const save = usePlanAct(
    id,
    () => {
      const source = tellers.find(({ reference }) => reference === teller) ?? tellers[0];
      const item = together(form.item ?? [], [own?.item ?? [], response.item ?? []]);
      const state = formState(form as never, { ...response, item } as never);
      const completed = completedResponse(state) as unknown as QuestionnaireResponse;
      return create<QuestionnaireResponse>({
        ...completed,
        status: 'completed',
        authored: new Date().toISOString(),
        ...(source === undefined ? {} : { source }),
      });
    },
    () => {
      setResponse(begun);
      tellDone(t('plan.told.saved'));
      onDone();
    },
  );
  const issues = save.error instanceof FhirFailure ? save.error.outcome?.issue : undefined;
  return (
    <SmallForm
      label={t('plan.told.write')}
      submit={t('plan.save')}
      act={save}
      isFilled={answersOf(response).size > 0}
      onCancel={onDone}
    >
      <div className="ej-told-write">
        <p>{t('plan.told.how')}</p>
        <PickField
          label={t('plan.told.teller')}
          choices={tellers.map(({ reference, display }) => [reference, display] as const)}
          value={teller === '' ? `Patient/${id}` : teller}
          onChange={setTeller}
        />
        {own !== undefined && (
          <section aria-label={t('plan.told.own')}>
            <p className="ej-meta">{t('plan.told.own')}</p>
            <ToldAnswers form={form} response={own} />
          </section>
        )}
        <QuestionnaireForm
          questionnaire={left}
          response={response}
          onChange={setResponse}
          subject={id}
          headingLevel={3}
          {...(issues === undefined ? {} : { issues })}
        />
        <NothingTold isMissing={answersOf(response).size === 0} />
      </div>
    </SmallForm>
  );
}

function NothingTold({ isMissing }: { isMissing: boolean }) {
  const missing = useMissing(isMissing);
  return (
    missing && (
      <p className="ej-notice" data-kind="danger" role="alert">
        {missing}
      </p>
    )
  );
}

/** The questions that the citizen has not answered themself, under their headings. */
function unanswered(items: readonly QuestionnaireItem[], own: QuestionnaireResponse): QuestionnaireItem[] {
  const said = answersOf(own);
  return items.flatMap((item) => {
    if (item.type !== 'group') return said.has(item.linkId) ? [] : [item];
    const below = unanswered(item.item ?? [], own);
    return below.length === 0 ? [] : [{ ...item, item: below }];
  });
}

/** The answers of several to one form, in its order; to a question the first's. */
function together(items: readonly QuestionnaireItem[], given: readonly (readonly ResponseItem[])[]): ResponseItem[] {
  return items.flatMap(({ linkId, type, item = [] }) => {
    const found = given.flatMap((one) => one.find((answered) => answered.linkId === linkId) ?? []);
    const [first] = found;
    if (first === undefined) return [];
    if (type !== 'group') return [first];
    const below = together(
      item,
      found.map((one) => one.item ?? []),
    );
    return below.length === 0 ? [] : [{ linkId, item: below }];
  });
}
