/**
 * Health registers that a citizen may object to (codes of our CodeSystem `health-register`). To others the law gives what they
 * collect whether one wants it or not, and nothing is offered against them.
 * @source pjl § 13 (Kjernejournal); forskrift om medisinske kvalitetsregistre kapittel 3
 */
export const healthRegisters = ['quality-registers', 'kjernejournal'] as const;
