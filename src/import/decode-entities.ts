import { decodeHTMLStrict } from 'entities'

/** `&amp;amp;eacute;`: some tools escape again at each step. */
const MOST_ESCAPES = 3
const ENTITY = /&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);/i

/**
 * A text without the HTML entities that web forms leave in it: `l&#39;&eacute;cole` → "l'école". An `&` that starts none
 * ("R&D"), and what is not text, stay as they are. A record then reads the same from any format.
 */
export function decodeEntities(value: string): string
export function decodeEntities(value: unknown): unknown
export function decodeEntities(value: unknown): unknown {
  if (typeof value !== 'string' || !value.includes('&')) return value
  let text = value
  for (let i = 0; i < MOST_ESCAPES && ENTITY.test(text); i++) text = decodeHTMLStrict(text)
  return text
}
