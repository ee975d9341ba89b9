import { readFileSync } from 'node:fs'
import { fixture } from './database.ts'

/** One contract of a worked example, with what it counts for by hand. Considerations left out: the record says nothing. */
export type ExampleContract = {
  id: string
  date: string
  amount: number
  holders: string[]
  social?: string[]
  environmental?: string[]
  answer: 'yes' | 'no' | 'undetermined'
}

type Tally = { yes: number; no: number; undetermined: number; total: number }

/** The worked example of an indicator: a buyer of its own, its contracts, and the figure computed by hand. */
export type Example = {
  buyer: string
  example: string
  byHand: string
  contracts: ExampleContract[]
  expected: { contracts: Tally; value: Tally }
}

export type ExampleSupplier = {
  siret: string
  title: string
  legalCategory?: string
  essFlag?: string
  esus?: [string, string]
  kind?: string
}

const read = (name: string) => JSON.parse(readFileSync(fixture(`indicators/${name}.json`), 'utf8'))

export const readExample = (indicator: string): Example => read(indicator)
export const EXAMPLE_SUPPLIERS: Readonly<Record<string, ExampleSupplier>> = read('suppliers')
