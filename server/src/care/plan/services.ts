import type { JsonObject, Resource } from '../../fhir/resource.ts';
import type { CareContext } from '../process.ts';
import { type Concept, codes, hasCode, type Ref } from './plan.ts';

/** Who does a step: the unit, or those it could be where nobody but a human can tell. */
export type Receiver = { unit: Ref | undefined; candidates: readonly Ref[] };

/** Services that are given across municipalities. */
const regional: ReadonlySet<string> = new Set(['hospital', 'specialist', 'legevakt']);

/**
 * Finds the units that do the steps of a pathway: who starts it when the step is theirs; the citizen’s own practice; a unit
 * that gives the citizen this service now; else the one such unit of the register in the citizen’s municipality. One call
 * reads each organisation once.
 */
export class Services {
  readonly #context: CareContext;
  readonly #patient: Resource;
  readonly #starter: string | undefined;
  readonly #organisations = new Map<string, Promise<Resource | undefined>>();
  #serving: Promise<string[]> | undefined;

  /** @param starter Organization id */
  constructor(context: CareContext, patient: Resource, starter: string | undefined) {
    this.#context = context;
    this.#patient = patient;
    this.#starter = starter;
  }

  async receiverOf(service: Concept | undefined): Promise<Receiver> {
    const starter = this.#starter === undefined ? undefined : await this.#organisation(this.#starter);
    if (service === undefined) return { unit: refOf(starter), candidates: [] };
    if (starter !== undefined && gives(starter, service)) return { unit: refOf(starter), candidates: [] };
    if (kindOf(service) === 'gp') {
      const practice = this.#practice();
      if (practice !== undefined) return { unit: practice, candidates: [] };
    }
    const serving: Resource[] = [];
    for (const id of await this.#servingNow()) {
      const unit = await this.#organisation(id);
      if (unit !== undefined && gives(unit, service)) serving.push(unit);
    }
    if (serving.length === 1) return { unit: refOf(serving[0]), candidates: [] };
    const found = await this.#registered(service);
    const others = found.filter(({ id }) => !serving.some((one) => one.id === id));
    const all = [...serving, ...others].sort((a, b) => String(a.name).localeCompare(String(b.name), 'nb'));
    return {
      unit: serving.length === 0 && found.length === 1 ? refOf(found[0]) : undefined,
      candidates: all.flatMap((one) => refOf(one) ?? []),
    };
  }

  async named(reference: string): Promise<Ref | undefined> {
    const id = idOf(reference);
    return id === undefined ? undefined : refOf(await this.#organisation(id));
  }

  #practice(): Ref | undefined {
    const all = (this.#patient.generalPractitioner ?? []) as Ref[];
    const of = (type: string) => all.find(({ reference }) => reference?.startsWith(`${type}/`));
    const one = of('Organization') ?? of('PractitionerRole') ?? of('Practitioner');
    return one === undefined ? undefined : plainRef(one);
  }

  #servingNow(): Promise<string[]> {
    this.#serving ??= this.#context
      .search('EpisodeOfCare', [
        ['patient', this.#patient.id ?? ''],
        ['status', 'active'],
      ])
      .then((episodes) => [
        ...new Set(
          episodes.flatMap(({ managingOrganization }) => idOf((managingOrganization as Ref)?.reference) ?? []),
        ),
      ]);
    return this.#serving;
  }

  async #registered(service: Concept): Promise<Resource[]> {
    const types = typesOf(service);
    if (types.length === 0) return [];
    const found = await this.#context.search('Organization', [
      ['type', types.join(',')],
      ['active', 'true'],
    ]);
    const kind = kindOf(service);
    const units = found.filter((one) => gives(one, service));
    for (const unit of units) this.#organisations.set(unit.id ?? '', Promise.resolve(unit));
    const home = idOf((this.#patient.managingOrganization as Ref | undefined)?.reference);
    const near: Resource[] = [];
    for (const unit of units) if (home !== undefined && (await this.#isBelow(unit, home))) near.push(unit);
    return near.length > 0 || !regional.has(kind ?? '') ? near : units;
  }

  async #isBelow(unit: Resource, top: string): Promise<boolean> {
    let at: Resource | undefined = unit;
    for (let level = 0; at !== undefined && level < 8; level += 1) {
      if (at.id === top) return true;
      const above = idOf((at.partOf as Ref | undefined)?.reference);
      at = above === undefined ? undefined : await this.#organisation(above);
    }
    return false;
  }

  #organisation(id: string): Promise<Resource | undefined> {
    let known = this.#organisations.get(id);
    if (known === undefined) {
      known = this.#context.read(`Organization/${id}`).catch(() => undefined);
      this.#organisations.set(id, known);
    }
    return known;
  }
}

const idOf = (reference: string | undefined): string | undefined => /^Organization\/(.+)$/.exec(reference ?? '')?.[1];

const kindOf = ({ coding = [] }: Concept): string | undefined =>
  coding.find(({ system }) => system === codes.serviceKind)?.code;

const typesOf = ({ coding = [] }: Concept): string[] =>
  coding.flatMap(({ system, code }) => (system === codes.serviceKind ? [] : `${system}|${code}`));

/** By what it is registered as; and where its kind is told too, by that. */
function gives(unit: Resource, service: Concept): boolean {
  const types = (unit.type ?? []) as Concept[];
  const kinds = ((unit.meta?.tag ?? []) as JsonObject[]).filter(({ system }) => system === codes.serviceKind);
  const kind = kindOf(service);
  if (kind !== undefined && kinds.length > 0 && !kinds.some(({ code }) => code === kind)) return false;
  const coding = (service.coding ?? []).filter(({ system }) => system !== codes.serviceKind);
  return coding.length === 0
    ? kinds.some(({ code }) => code === kind)
    : coding.some(({ system, code }) => hasCode(types, system ?? '', code ?? ''));
}

const refOf = (unit: Resource | undefined): Ref | undefined =>
  unit === undefined
    ? undefined
    : { reference: `Organization/${unit.id}`, ...(unit.name === undefined ? {} : { display: String(unit.name) }) };

const plainRef = ({ reference, display }: Ref): Ref => ({
  ...(reference === undefined ? {} : { reference }),
  ...(display === undefined ? {} : { display }),
});
