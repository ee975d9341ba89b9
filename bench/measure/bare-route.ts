import { readFile } from 'node:fs/promises'
import { fastify } from 'fastify'

// Run in a process of its own: a Fastify server of one route that answers the headers and the body of a JSON file, and nothing else.
// Says its address on standard output.

const [path = ''] = process.argv.slice(2)
const answer: { headers: Record<string, string>; body: string } = JSON.parse(await readFile(path, 'utf8'))
const body = Buffer.from(answer.body)
const app = fastify()
app.get('/', (_request, reply) => reply.headers(answer.headers).send(body))
process.stdout.write(`${await app.listen({ host: '127.0.0.1', port: 0 })}\n`)
