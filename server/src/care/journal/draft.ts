import { type Issue, Problem, problem } from '../../fhir/issue.ts';
import type { Meta, Resource } from '../../fhir/resource.ts';
import type { Entry } from '../../registers/index.ts';
import type { CareCall, CareContext } from '../process.ts';
import { extensions } from './terms.ts';
import type { Questionnaire, QuestionnaireResponse } from './types.ts';

/** What stands under the id, as the caller may see it. @throws Problem absent, forbidden, gone */
export async function readDraft(context: CareContext, id: string): Promise<QuestionnaireResponse> {
  return (await context.read(`QuestionnaireResponse/${id}`)) as QuestionnaireResponse;
}

/**
 * The condition under which a resource that was read is changed: that it is still what was read, and that this is what the
 * caller saw. @throws Problem stale
 */
export function askedVersion({ meta }: Resource, { ifMatch }: CareCall): string {
  const version = String(meta?.versionId);
  if (ifMatch !== undefined && ifMatch !== version) {
    throw problem('stale', 'changed-since-seen', {
      diagnostics: 'It has been changed since the version that If-Match names. Read it again, and sign what you see.',
    });
  }
  return `W/"${version}"`;
}

/** The template of a response, and what it makes. @throws Problem rule when it names none that is here */
export async function templateOf(
  context: CareContext,
  { questionnaire: canonical = '' }: QuestionnaireResponse,
): Promise<{ questionnaire: Questionnaire; kind: 'note' | 'form' | 'score' }> {
  const [url = '', version] = canonical.split('|');
  const found = (await context.search('Questionnaire', [
    ['url', url],
    ...(version === undefined ? [] : ([['version', version]] as const)),
  ])) as Questionnaire[];
  const questionnaire = found.find(({ status }) => status === 'active') ?? found[0];
  if (questionnaire === undefined) {
    throw problem('rule', 'template-unknown', {
      diagnostics: 'The questionnaire that the response names is not here.',
      expression: 'QuestionnaireResponse.questionnaire',
    });
  }
  const said = questionnaire.extension?.find(({ url: of }) => of === extensions.templateKind)?.valueCode;
  return { questionnaire, kind: said === 'note' || said === 'score' ? said : 'form' };
}

/** A resource as it is sent back: without what the server itself says of it. */
export function withoutVersion<R extends Resource>({ meta, ...rest }: R): R {
  const { versionId: _, lastUpdated: __, ...kept } = (meta ?? {}) as Meta;
  return (Object.keys(kept).length === 0 ? rest : { ...rest, meta: kept }) as R;
}

/** Resources as the answer of an operation. */
export const collection = (resources: readonly Resource[]): Resource => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource) => ({ resource })),
});

/**
 * All of the entries or none. What is refused is told of the resource itself: its caller has written no Bundle.
 * @throws Problem
 */
export async function store(
  context: CareContext,
  entries: readonly Entry[],
  records: readonly string[] = [],
): Promise<Resource[]> {
  try {
    return await context.transact(entries, records);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem(
      error.kind,
      error.issues.map((issue) => rooted(issue, entries)),
      { cause: error },
    );
  }
}

function rooted(issue: Issue, entries: readonly Entry[]): Issue {
  const [, place, within = ''] = /^Bundle\.entry\[(\d+)\](?:\.resource(.*))?$/.exec(issue.expression ?? '') ?? [];
  const entry = entries[Number(place)];
  if (place === undefined || entry === undefined || entry.method === 'DELETE') return issue;
  return { ...issue, expression: `${entry.resource.resourceType}${within}` };
}
