import '../municipality.css';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useKept } from '../../shared/session/kept.ts';
import { type Employment, session } from '../../shared/session/session.ts';
import { Card } from '../../shared/ui/card.tsx';
import { Part } from '../../shared/ui/part.tsx';
import { NotYours } from '../not-yours.tsx';
import { placeOf } from '../places.ts';
import { AppsCard } from './apps-card.tsx';
import { ImportCard } from './import-card.tsx';
import { readUnits } from './staff.ts';
import { StaffCard } from './staff-card.tsx';
import { UnitTree } from './unit-tree.tsx';
import { matching, type TreeUnit } from './units.ts';

/** Units, staff and apps of the legal entity that whoever is here works for. Administrators change, leaders read. */
export function AdministrationPage() {
  const { t } = useTranslation();
  const current = useSyncExternalStore(session.subscribe, session.current);
  const employment = current.state === 'open' ? current.employment : undefined;
  useEffect(() => {
    document.title = `${t('admin.title')} – ${t('bar.label')}`;
  }, [t]);
  const isTheirs = employment !== undefined && placeOf(employment.role) === '/kommune/administrasjon';
  return (
    <main id="content" className="ej-page ej-mun-page" tabIndex={-1}>
      {isTheirs ? (
        <Administration employment={employment} />
      ) : (
        <NotYours title={t('admin.title')} text={t('admin.notYours')} />
      )}
    </main>
  );
}

function Administration({ employment: { legalEntity, role } }: { employment: Employment }) {
  const { t } = useTranslation();
  const search = useId();
  const [words, setWords] = useKept('unit words', '');
  const [chosen, setChosen] = useKept('unit', { id: legalEntity.id, name: legalEntity.display });
  const staff = useRef<HTMLDivElement>(null);
  const mayChange = role === 'ikt-admin';
  const units = useQuery({
    queryKey: ['units', legalEntity.id],
    queryFn: async ({ signal }): Promise<TreeUnit> =>
      (await readUnits(legalEntity.id, signal)) ?? { id: legalEntity.id, name: legalEntity.display, below: [] },
  });
  const choose = (unit: typeof chosen) => {
    setChosen(unit);
    // where the columns stand below each other, what was asked for is far down
    if (matchMedia('(max-width: 1023px)').matches) staff.current?.scrollIntoView();
  };
  return (
    <>
      <div className="ej-mun-head">
        <h1 className="ej-title">{t('admin.title')}</h1>
        <p className="ej-meta ej-mun-summary">{t('admin.lead', { name: legalEntity.display })}</p>
      </div>
      {!mayChange && (
        <p className="ej-notice" data-kind="neutral">
          {t('admin.readOnly')}
        </p>
      )}
      <div className="ej-mun-columns" data-shape="tree">
        <Card title={t('admin.units')}>
          <div className="ej-mun-filter">
            <label className="ej-sr" htmlFor={search}>
              {t('admin.unitSearch')}
            </label>
            <input
              id={search}
              className="ej-mun-search"
              type="search"
              placeholder={t('admin.unitSearch')}
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          </div>
          <Part of={units} what={t('admin.units.what')} rows={8}>
            {(tree) => {
              const found = matching(tree, words);
              return found === undefined ? (
                <div className="ej-card-body">
                  <p>{t('admin.unitsNone')}</p>
                </div>
              ) : (
                <UnitTree tree={found} chosen={chosen.id} onChoose={choose} />
              );
            }}
          </Part>
        </Card>
        <div className="ej-mun-stack" ref={staff}>
          <StaffCard key={chosen.id} unit={chosen} mayChange={mayChange} />
          {mayChange && <ImportCard top={legalEntity.id} />}
          <AppsCard organization={legalEntity.id} />
        </div>
      </div>
    </>
  );
}
