export {
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
} from './shape.ts';
