import type { Random } from '../../bench/generator/random.ts'
import { byteToken } from './tokens.ts'

/** An input grows no further: what is long is told by a token, not by repeating. */
const LARGEST_BYTES = 96 * 1024

type Span = { start: number; end: number }

function spanOf(bytes: Buffer, random: Random): Span {
  const start = random.below(bytes.length + 1)
  const length = random.chance(0.7) ? random.below(8) + 1 : random.below(bytes.length + 1)
  return { start, end: Math.min(start + length, bytes.length) }
}

/** A whole line, or a few: what records and rows are most often made of. */
function linesOf(bytes: Buffer, random: Random): Span {
  const start = bytes.lastIndexOf(0x0a, random.below(bytes.length + 1)) + 1
  const end = bytes.indexOf(0x0a, start + random.below(200))
  return { start, end: end === -1 ? bytes.length : end + 1 }
}

const replace = (bytes: Buffer, { start, end }: Span, middle: Buffer) =>
  Buffer.concat([bytes.subarray(0, start), middle, bytes.subarray(end)])

const NOTHING = Buffer.alloc(0)

type Mutation = (bytes: Buffer, random: Random, other: Buffer) => Buffer

function flip(bytes: Buffer, random: Random): Buffer {
  const flipped = Buffer.from(bytes)
  for (let times = random.below(4) + 1; times > 0 && bytes.length > 0; times--) {
    const at = random.below(bytes.length)
    flipped[at] = random.chance(0.5) ? random.below(256) : (flipped[at] as number) ^ (1 << random.below(8))
  }
  return flipped
}

const insertToken: Mutation = (bytes, random) => {
  const start = random.below(bytes.length + 1)
  return replace(bytes, { start, end: start }, byteToken(random))
}

const duplicate =
  (spanIn: typeof spanOf): Mutation =>
  (bytes, random) => {
    const { start, end } = spanIn(bytes, random)
    const at = random.below(bytes.length + 1)
    return replace(bytes, { start: at, end: at }, bytes.subarray(start, end))
  }

function splice(bytes: Buffer, random: Random, other: Buffer): Buffer {
  const cut = random.below(bytes.length + 1)
  return Buffer.concat([bytes.subarray(0, cut), other.subarray(random.below(other.length + 1))])
}

/** The value after a mark (`:`, `>`, `,`, `;`) up to the next one, replaced by a token: the rest stays readable. */
function replaceValue(bytes: Buffer, random: Random): Buffer {
  const text = bytes.toString('latin1')
  const mark = random.pick([':', '>', ',', ';', '"', '='])
  const start = text.indexOf(mark, random.below(bytes.length + 1)) + 1
  const length = text.slice(start).search(/[,;<>"}\]\n]/)
  const token = byteToken(random)
  const quoted = random.chance(0.3) ? Buffer.concat([Buffer.from('"'), token, Buffer.from('"')]) : token
  return replace(bytes, { start, end: start + Math.max(length, 0) }, quoted)
}

const withOtherLineEnds: Mutation = (bytes, random) =>
  Buffer.from(
    bytes
      .toString('latin1')
      .replace(/\r?\n/g, (end) => (random.chance(0.5) ? end : random.pick(['\n', '\r\n', '\r', '\n\n']))),
    'latin1',
  )

/** The same text written by another tool. */
const reencode: Mutation = (bytes, random) => {
  const text = bytes.toString('utf8')
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le')
  return random.pick([
    () => Buffer.from(text, 'latin1'),
    () => Buffer.concat([Buffer.from('efbbbf', 'hex'), bytes]),
    () => Buffer.concat([Buffer.from('efbbbf', 'hex'), Buffer.from(text, 'latin1')]),
    () => utf16,
    () => Buffer.from(utf16).swap16(),
  ])()
}

/** The most useful several times: an input that is refused at its first byte shows little. */
const MUTATIONS: readonly Mutation[] = [
  ...[flip, flip, insertToken, insertToken, insertToken, replaceValue, replaceValue, replaceValue],
  (bytes, random) => replace(bytes, spanOf(bytes, random), NOTHING),
  (bytes, random) => replace(bytes, linesOf(bytes, random), NOTHING),
  (bytes, random) => replace(bytes, spanOf(bytes, random), byteToken(random)),
  duplicate(spanOf),
  duplicate(linesOf),
  duplicate(linesOf),
  splice,
  withOtherLineEnds,
]

/** `bytes` changed in one to six places, sometimes cut or written in another encoding; `other` is a seed to splice from. */
export function mutateBytes(bytes: Buffer, random: Random, other: Buffer): Buffer {
  let mutated = bytes
  for (let times = 1 + random.below(random.chance(0.3) ? 6 : 2); times > 0; times--)
    mutated = random.pick(MUTATIONS)(mutated, random, other).subarray(0, LARGEST_BYTES)
  if (random.chance(0.04)) mutated = mutated.subarray(0, random.below(mutated.length + 1))
  return random.chance(0.05) ? reencode(mutated, random, other) : mutated
}
