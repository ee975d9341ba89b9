import t from 'tap'
import { categoryOfCpv, methodOfProcedure } from '../../../src/domain/ocds/procurement-codes.ts'

for (const { procedure, expected } of [
  { procedure: "Appel d'offres ouvert", expected: 'open' },
  { procedure: 'APPEL D’OFFRES RESTREINT', expected: 'selective' },
  { procedure: 'Procédure avec négociation', expected: 'selective' },
  { procedure: 'Dialogue compétitif', expected: 'selective' },
  { procedure: 'Marché négocié sans publicité ni mise en concurrence préalable', expected: 'limited' },
  { procedure: 'Procédure adaptée', expected: null },
  { procedure: 'Concours', expected: null },
  { procedure: null, expected: null },
])
  t.test(`${procedure} is ${expected ?? 'no code of the standard'}`, async (t) =>
    t.equal(methodOfProcedure(procedure), expected),
  )

for (const { cpv, expected } of [
  { cpv: '45000000', expected: 'works' },
  { cpv: '03000000', expected: 'goods' },
  { cpv: '44999999', expected: 'goods' },
  { cpv: '48000000', expected: 'goods' },
  { cpv: '50000000', expected: 'services' },
  { cpv: '98999999', expected: 'services' },
  { cpv: '02999999', expected: null },
  { cpv: '46000000', expected: null },
  { cpv: '99000000', expected: null },
  { cpv: '', expected: null },
  { cpv: null, expected: null },
])
  t.test(`CPV ${cpv} is ${expected ?? 'no category'}`, async (t) => t.equal(categoryOfCpv(cpv), expected))
