import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import manifest from '../../package.json' with { type: 'json' }

const TAGS = [
  {
    name: 'Parts',
    description:
      'La part des marchés, ou des dépenses, attribuée à un périmètre : ESS, ESUS, structures inclusives…',
  },
  {
    name: 'Indicateurs',
    description:
      'Les chiffres que l’on peut publier : filtrés, ventilés, et ouverts sur les marchés qui les composent.',
  },
  {
    name: 'Groupes',
    description: 'Des acheteurs réunis sous un nom : un EPCI et ses communes, ou tout autre.',
  },
  { name: 'Marchés', description: 'Les données essentielles de la commande publique, telles qu’importées.' },
  { name: 'Dépenses', description: 'Les lignes comptables de ce qui a été payé, telles qu’importées.' },
  {
    name: 'Exports',
    description: 'Les marchés à publier : OCDS 1.1 et CSV des données essentielles, au fil de l’eau.',
  },
  { name: 'Fournisseurs', description: 'Le classement des fournisseurs, avec ses raisons.' },
  { name: 'Plans', description: 'Les objectifs du SPASER et leur suivi.' },
  {
    name: 'Rapports',
    description:
      'Le rapport annuel d’un acheteur et la publication de l’article L2111-3, à lire, à imprimer, ou à reprendre dans un tableur.',
  },
  {
    name: 'Éditions',
    description: 'Ce qui a été publié, figé avec une empreinte, et si cela tient toujours.',
  },
  {
    name: 'Clauses d’insertion',
    description: 'Les heures d’insertion promises et réalisées, sans rien qui identifie une personne.',
  },
  { name: 'Imports', description: 'Les fichiers reçus et ce qu’est devenue chacune de leurs lignes.' },
  {
    name: 'Profils de colonnes',
    description: 'Ce que contiennent les colonnes des tableaux d’un acheteur, dit une fois pour toutes.',
  },
  { name: 'Méthode', description: 'Définitions, règles et références juridiques.' },
  { name: 'Santé', description: 'Pour la supervision du service.' },
]

const DESCRIPTION = `Mesure la part des marchés publics attribuée à l’économie sociale et solidaire (ESS), aux entreprises ESUS et aux structures inclusives, et suit les objectifs d’un SPASER.

- Les noms des champs sont en anglais ; chaque description donne le champ des données essentielles (DECP) correspondant.
- Un fournisseur dont on ne sait pas assez est *indéterminé*, jamais « non » : les parts sont des intervalles.
- Montants en euros hors taxes ; ceux des dépenses disent leur taxe. Dates \`AAAA-MM-JJ\`. Instants en UTC.
- Les erreurs suivent la RFC 9457 (\`application/problem+json\`), en français, et nomment tous les paramètres refusés ; un navigateur les reçoit en page. \`type\` vaut \`/problems/\` suivi de \`code\` : c’est un nom, aucune page n'est à cette adresse.
- Un paramètre inconnu est refusé. De nouveaux champs peuvent paraître dans les réponses : ignorez ceux que vous ne connaissez pas.
- L’en-tête \`x-request-id\` est repris s’il est fourni (64 lettres, chiffres, \`.\`, \`_\`, \`-\` au plus), et toujours rendu.`

type Node = Record<string, unknown>
type Override = {
  zodSchema: { _zod: { def: { type: string; catchall?: unknown; defaultValue?: unknown } } }
  jsonSchema: Node
}

/**
 * Leaves out of the document what would tie a reader's hands or say nothing (that an answer will never have another field,
 * that an integer fits a JavaScript number) and puts back the defaults that zod drops where a text is read as a number.
 */
function simplify({ zodSchema, jsonSchema }: Override): void {
  const { type, catchall, defaultValue } = zodSchema._zod.def
  if (type === 'object' && !catchall) delete jsonSchema.additionalProperties
  if (type === 'default') jsonSchema.default = defaultValue
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
}

const zodToJsonConfig = { override: simplify }

/** Each schema is registered as an input and as an output: the half nobody refers to is left out. */
function keepReferredSchemas(document: Node): Node {
  const { schemas = {}, ...components } = (document.components ?? {}) as { schemas?: Node }
  const { components: _, ...rest } = document
  const kept: Node = {}
  const collect = (text: string): void => {
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (name in kept) continue
      kept[name] = schemas[name]
      collect(JSON.stringify(schemas[name]))
    }
  }
  collect(JSON.stringify(rest))
  const sorted = Object.fromEntries(Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1)))
  return { ...document, components: { ...components, schemas: sorted } }
}

const transformObject = createJsonSchemaTransformObject({ zodToJsonConfig })

/** What Swagger UI needs and nothing else: its files are served here, its icons and styles are inlined. */
const PAGE_CSP = {
  'default-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'style-src': ["'self'", "'unsafe-inline'"],
  'frame-ancestors': ["'none'"],
}

/** The document at `/openapi.json`, and the page that shows and tries it at `/documentation`. Call it before the routes. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'SPASER',
        summary: 'Part des marchés publics attribuée à l’ESS, et objectifs du SPASER',
        description: DESCRIPTION,
        version: manifest.version,
        license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
      },
      servers: [{ url: '/', description: 'Ce service' }],
      security: [],
      tags: TAGS,
    },
    transform: createJsonSchemaTransform({ zodToJsonConfig }),
    transformObject: (document) => keepReferredSchemas(transformObject(document) as Node),
  })
  await app.register(swaggerUi, {
    routePrefix: '/documentation',
    staticCSP: PAGE_CSP,
    theme: { title: 'SPASER : API' },
    uiConfig: { layout: 'BaseLayout', tryItOutEnabled: true, displayRequestDuration: true },
  })
  app.get('/', { schema: { hide: true } }, (_, reply) => reply.redirect('documentation'))
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}
