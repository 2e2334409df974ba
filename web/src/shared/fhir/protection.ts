import type { Patient } from './types.ts';

const graded = new Set(['R', 'V', 'fortrolig', 'strengtFortrolig', '6', '7']);

/**
 * Whether the address is protected (kode 6 and 7): marked by a security label, or by an extension of the person or an address
 * that carries the population register's word for it. When in doubt it is: showing where someone hides cannot be undone.
 */
export function isAddressProtected(patient: Patient): boolean {
  if (patient.meta?.security?.some(({ code }) => code !== undefined && graded.has(code))) return true;
  const extensions = [
    ...(patient.extension ?? []),
    ...(patient.address ?? []).flatMap((address) => address.extension ?? []),
  ];
  return extensions.some((extension) =>
    Object.entries(extension).some(([name, value]) => {
      if (!name.startsWith('value')) return false;
      if (typeof value === 'string') return graded.has(value);
      const text = JSON.stringify(value) ?? '';
      return /fortrolig/i.test(text) && !/ikke|ugradert/i.test(text);
    }),
  );
}
