import { expect, test } from 'vitest';
import {
  accessBits,
  categories,
  categoryMask,
  categoryOf,
  categorySystem,
  everyCategory,
  isCategory,
  isLabel,
  labelBit,
  labelSystem,
  labels,
  labelsOf,
} from './categories.ts';

test('category and labels stand in one number and are read back from it', () => {
  for (const category of categories) {
    expect(categoryOf(accessBits(category, []))).toBe(category);
    expect(labelsOf(accessBits(category, labels))).toEqual(labels);
    expect(categoryOf(accessBits(category, labels))).toBe(category);
  }
  expect(categoryOf(0)).toBeUndefined();
});

test('the bits are the stored ones: they never move', () => {
  expect(categories.map((one) => Math.log2(accessBits(one, [])))).toEqual([...Array(16).keys()]);
  expect(labels.map((one) => Math.log2(labelBit(one)))).toEqual([16, 17, 18, 19, 20, 21, 22, 23]);
  expect(categoryMask(categories)).toBe(everyCategory);
});

test('codes are told from others by their system’s own list', () => {
  expect([isCategory('lab'), isCategory('withheld'), isCategory(undefined)]).toEqual([true, false, false]);
  expect([isLabel('withheld'), isLabel('lab')]).toEqual([true, false]);
  expect([categorySystem, labelSystem]).toEqual([
    'https://enjournal.no/fhir/CodeSystem/information-category',
    'https://enjournal.no/fhir/CodeSystem/access-label',
  ]);
});
