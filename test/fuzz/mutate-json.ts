import type { Random } from '../../bench/generator/random.ts'
import { textToken } from './tokens.ts'

/** Names the whole value, so that it has a slot too; it is never renamed nor removed. */
const ROOT = '(root)'

type Slot = { parent: Record<string, unknown> | unknown[]; key: string | number }

function listSlots(value: unknown, slots: Slot[] = []): Slot[] {
  if (typeof value !== 'object' || value === null) return slots
  const parent = value as Record<string, unknown>
  for (const key of Object.keys(parent)) {
    slots.push({ parent, key: Array.isArray(parent) ? Number(key) : key })
    listSlots(parent[key], slots)
  }
  return slots
}

const read = ({ parent, key }: Slot) => (parent as Record<string, unknown>)[key]
const write = ({ parent, key }: Slot, value: unknown) => {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true })
}

const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e300,
  2 ** 31,
  2 ** 63,
  '',
  ' ',
  [],
  {},
  [null],
  { id: null },
]

function nest(value: unknown, depth: number): unknown {
  let nested = value
  for (let i = 0; i < depth; i++) nested = i % 2 === 0 ? [nested] : { a: nested }
  return nested
}

function otherValue(random: Random, known: unknown): unknown {
  const kind = random.below(10)
  if (kind < 3) return structuredClone(random.pick(VALUES))
  if (kind < 6) return textToken(random)
  if (kind === 6) return nest(known, random.pick([1, 2, 15, 300]))
  if (kind === 7) return JSON.stringify(known)
  if (kind === 8) return Array.from({ length: random.below(50) }, () => known)
  return typeof known === 'string' ? known + textToken(random) : [known, known]
}

function renameKey({ parent, key }: Slot, random: Random): void {
  if (Array.isArray(parent) || key === ROOT) return
  const value = parent[key]
  const upper = String(key).toUpperCase()
  delete parent[key]
  write({ parent, key: random.pick([upper, `_${key}`, textToken(random), `${key}_1`, '__proto__']) }, value)
}

/** A JSON value with some of its parts replaced, removed, renamed or moved. The text stays JSON. */
export function mutateJson(text: string, random: Random): string {
  const root = { [ROOT]: JSON.parse(text) as unknown }
  for (let times = 1 + random.below(4); times > 0; times--) {
    const slots = listSlots(root)
    const slot = random.pick(slots)
    const kind = random.below(8)
    if (kind < 4) write(slot, otherValue(random, read(slot)))
    else if (kind === 4) write(slot, structuredClone(read(random.pick(slots))))
    else if (kind === 5) renameKey(slot, random)
    else if (Array.isArray(slot.parent)) slot.parent.splice(Number(slot.key), kind === 6 ? 1 : 0, read(slot))
    else if (slot.key !== ROOT) delete slot.parent[slot.key]
  }
  return JSON.stringify(root[ROOT], null, random.below(3)) ?? 'null'
}
