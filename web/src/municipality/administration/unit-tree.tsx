import { useTranslation } from 'react-i18next';
import { rovingRows } from '../../shared/ui/roving-rows.ts';
import type { TreeUnit } from './units.ts';

type Props = {
  tree: TreeUnit;
  chosen: string;
  onChoose: (unit: { id: string; name: string }) => void;
};

/** Units within units, with one tab stop: arrows, J and K move, Enter chooses. */
export function UnitTree({ tree, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  const stop = has(tree, chosen) ? chosen : tree.id;
  const branch = (unit: TreeUnit) => (
    <li key={unit.id}>
      <button
        type="button"
        data-row
        className="ej-mun-unit"
        tabIndex={unit.id === stop ? 0 : -1}
        aria-current={unit.id === chosen}
        onClick={() => onChoose({ id: unit.id, name: unit.name })}
      >
        {unit.name}
      </button>
      {unit.below.length > 0 && <ul>{unit.below.map(branch)}</ul>}
    </li>
  );
  return (
    <ul className="ej-mun-tree" aria-label={t('admin.units')} {...rovingRows}>
      {branch(tree)}
    </ul>
  );
}

const has = (tree: TreeUnit, id: string): boolean => tree.id === id || tree.below.some((one) => has(one, id));
