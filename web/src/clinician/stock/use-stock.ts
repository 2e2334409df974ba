import {
  balanceAfter,
  type Line,
  lineOf,
  type Movement,
  type MovementKind,
  movementOf,
  stockCode,
  stockDoseSystem,
  stockExtensions,
  stockSystem,
} from '@enjournal/server/care/stock';
import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { matchesOf, search } from '../../shared/fhir/client.ts';
import type { CodeableConcept, Extension, Identifier, Quantity, Reference, Resource } from '../../shared/fhir/types.ts';
import { write } from '../../shared/fhir/write.ts';
import { session } from '../../shared/session/session.ts';

export type LineResource = Resource & {
  resourceType: 'Basic';
  identifier?: Identifier[];
  subject?: Reference;
  code?: CodeableConcept;
};
export type MovementResource = Resource & {
  resourceType: 'SupplyDelivery';
  status?: string;
  identifier?: Identifier[];
  occurrenceDateTime?: string;
  suppliedItem?: { quantity?: Quantity; itemCodeableConcept?: CodeableConcept };
};

export type StockLine = { resource: LineResource; line: Line; medicine: CodeableConcept };
export type StockMovement = { resource: MovementResource; movement: Movement };

const key = ['stock'] as const;

/** Who works, and the unit whose stock is shown. */
export function usePlace(): { unit: string; self: Reference } {
  const current = useSyncExternalStore(session.subscribe, session.current);
  if (current.state !== 'open') return { unit: '', self: {} };
  const { employment, user } = current;
  return { unit: employment?.unit.id ?? '', self: { reference: user.reference, display: user.name } };
}

/** The medicines in the stock of the reader's units. */
export function useLines(units: readonly string[]): UseQueryResult<StockLine[]> {
  return useQuery({
    queryKey: [...key, 'lines', units],
    enabled: units.length > 0,
    queryFn: async ({ signal }) => {
      const code = `${stockCode.system}|${stockCode.code}`;
      const bundle = await search<LineResource>('Basic', { code, subject: units.join(','), _count: '500' }, signal);
      return matchesOf(bundle)
        .flatMap((resource): StockLine[] => {
          const line = lineOf(resource as never);
          const medicine = resource.extension?.find(
            ({ url }) => url === stockExtensions.medicine,
          )?.valueCodeableConcept;
          return line === undefined ? [] : [{ resource, line, medicine: (medicine ?? {}) as CodeableConcept }];
        })
        .sort((a, b) => (a.medicine.text ?? '').localeCompare(b.medicine.text ?? '', 'nb'));
    },
  });
}

const readMovements = async (params: Readonly<Record<string, string>>, signal: AbortSignal): Promise<StockMovement[]> =>
  matchesOf(await search<MovementResource>('SupplyDelivery', params, signal)).flatMap((resource) => {
    const movement = movementOf(resource as never);
    return movement === undefined ? [] : [{ resource, movement }];
  });

/** What has happened to a medicine, newest first. */
export const useLedger = (line: Line): UseQueryResult<StockMovement[]> =>
  useQuery({
    queryKey: [...key, 'ledger', line.key],
    queryFn: ({ signal }) =>
      readMovements({ identifier: `${stockSystem}|${line.key}`, _sort: '-_lastUpdated', _count: '100' }, signal),
  });

/** What waits for the signature of a second person. */
export const useWaiting = (units: readonly string[]): UseQueryResult<StockMovement[]> =>
  useQuery({
    queryKey: [...key, 'waiting', units],
    enabled: units.length > 0,
    refetchInterval: 15_000,
    queryFn: async ({ signal }) =>
      (await readMovements({ status: 'in-progress', _count: '100' }, signal)).filter(({ movement }) =>
        units.some((unit) => movement.key.startsWith(`${unit.slice('Organization/'.length)}/`)),
      ),
  });

export type Act = { kind: MovementKind; amount: number; reason: string; dose?: string };

const quantity = (value: number, unit: string): Quantity => ({ value, unit });

function signature(self: Reference, amount: Quantity | undefined): Extension {
  return {
    url: stockExtensions.signed,
    extension: [
      { url: 'who', valueReference: self },
      { url: 'at', valueInstant: new Date().toISOString() },
      ...(amount === undefined ? [] : [{ url: 'amount', valueQuantity: amount }]),
    ],
  };
}

/** A movement as it is begun by one person. */
function movementFrom(of: StockLine, act: Act, self: Reference, status: string): MovementResource {
  const unit = of.line.balance?.unit ?? '';
  const amount = quantity(act.amount, unit);
  return {
    resourceType: 'SupplyDelivery',
    status,
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/supply-item-type', code: 'medication' }] },
    identifier: [
      { system: stockSystem, value: of.line.key },
      ...(act.dose === undefined ? [] : [{ system: stockDoseSystem, value: act.dose }]),
    ],
    suppliedItem: { quantity: amount, itemCodeableConcept: of.medicine },
    occurrenceDateTime: new Date().toISOString(),
    extension: [
      { url: stockExtensions.movement, valueCode: act.kind },
      {
        url: stockExtensions.line,
        valueReference: { reference: of.resource.id ? `Basic/${of.resource.id}` : newLine },
      },
      signature(self, act.kind === 'count' ? amount : undefined),
      ...(act.reason.trim() ? [{ url: stockExtensions.reason, valueString: act.reason.trim() }] : []),
      ...(act.dose === undefined ? [] : [{ url: stockExtensions.dose, valueReference: { reference: act.dose } }]),
    ],
  } as MovementResource;
}

/** What a line that is not stored yet is called by the movement that begins it. */
const newLine = 'urn:uuid:5c0d6a1e-7a0b-4c5e-9f7e-2b8f6f1d0a01';

/** Line and movement as they are stored together. */
function together(of: StockLine, movement: MovementResource, kind: MovementKind, amount: number): Resource[] {
  const { value: before = 0, unit = '' } = of.line.balance ?? {};
  const after = quantity(balanceAfter(before, kind, amount), unit);
  const extension = (of.resource.extension ?? []).map((one) =>
    one.url === stockExtensions.balance ? { ...one, valueQuantity: after } : one,
  );
  const counted = kind === 'count' ? [{ url: stockExtensions.expected, valueQuantity: quantity(before, unit) }] : [];
  return [
    { ...of.resource, extension },
    {
      ...movement,
      status: 'completed',
      extension: [...(movement.extension ?? []), ...counted, { url: stockExtensions.balance, valueQuantity: after }],
    } as MovementResource,
  ];
}

function useStored<T>(store: (given: T) => Promise<Resource[]>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: store,
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
}

/** Writes what one person may write alone, or begins what another must sign too. */
export function useAct(of: StockLine, self: Reference) {
  return useStored((act: Act) =>
    act.kind === 'discard' || act.kind === 'count'
      ? write([movementFrom(of, act, self, 'in-progress')])
      : write(together(of, movementFrom(of, act, self, 'completed'), act.kind, act.amount)),
  );
}

/** The second person's signature, or that it is given up. */
export function useSecond(of: StockLine, { resource, movement }: StockMovement, self: Reference) {
  return useStored(({ amount, reason, gives }: { amount: number; reason: string; gives?: 'up' }) => {
    if (gives === 'up' || movement.kind === undefined) {
      return write([{ ...resource, status: 'abandoned' } as MovementResource]);
    }
    const signed = signature(
      self,
      movement.kind === 'count' ? quantity(amount, of.line.balance?.unit ?? '') : undefined,
    );
    const said = reason.trim() ? [{ url: stockExtensions.reason, valueString: reason.trim() }] : [];
    const others = (resource.extension ?? []).filter(({ url }) => said.length === 0 || url !== stockExtensions.reason);
    const whole = { ...resource, extension: [...others, signed, ...said] };
    return write(together(of, whole, movement.kind, movement.amount?.value ?? amount));
  });
}

/** A medicine that the unit begins to keep, with what was received first. */
export function useNewLine(unit: string, self: Reference) {
  return useStored(({ medicine, counted, amount }: { medicine: CodeableConcept; counted: string; amount: number }) => {
    const code = medicine.coding?.[0]?.code ?? '';
    const resource: LineResource = {
      resourceType: 'Basic',
      code: { coding: [{ ...(stockCode as { system: string; code: string }) }] },
      identifier: [{ system: stockSystem, value: `${unit}/${code}` }],
      subject: { reference: `Organization/${unit}` },
      extension: [
        { url: stockExtensions.medicine, valueCodeableConcept: medicine },
        { url: stockExtensions.balance, valueQuantity: quantity(0, counted) },
      ],
    };
    const of = { resource, line: lineOf({ ...resource, id: '' } as never) as Line, medicine };
    const act: Act = { kind: 'receive', amount, reason: '' };
    return write(together(of, movementFrom(of, act, self, 'completed'), 'receive', amount), [newLine]);
  });
}
