import { FRAMEWORK_METHODS, HOLDER_METHODS } from '../domain/share/share.ts'
import { PERIMETERS, RULES_VERSION } from '../domain/supplier/perimeters.ts'
import { RULES } from '../domain/supplier/rules.ts'
import { PERIMETER_IDS } from '../domain/supplier/verdict.ts'

const HOLDER_TITLES = {
  'any-holder':
    'Le marché compte en entier si un titulaire au moins répond au périmètre ; indéterminé si aucun n’y répond et qu’un au moins est indéterminé (méthode nationale, par défaut).',
  'equal-split':
    'En valeur, chaque titulaire reçoit une part égale, au centime (le reste au premier), qui suit son propre classement ; en nombre, comme any-holder.',
  lead: 'Le premier titulaire cité décide pour le marché entier.',
} as const satisfies Record<(typeof HOLDER_METHODS)[number], string>

const FRAMEWORK_TITLES = {
  ceilings:
    'Les accords-cadres comptent pour le montant notifié ; les marchés subséquents d’un accord-cadre connu sont écartés (par défaut).',
  'call-offs': 'Les accords-cadres sont écartés ; leurs marchés subséquents comptent.',
  none: 'Rien n’est écarté : accords-cadres et marchés subséquents comptent tous, au risque de compter deux fois les mêmes euros.',
} as const satisfies Record<(typeof FRAMEWORK_METHODS)[number], string>

/** Perimeters, rules and counting methods, from the very objects that decide. */
export function reportMethodology() {
  return {
    rulesVersion: RULES_VERSION,
    perimeters: PERIMETER_IDS.map((id) => {
      const { title, definition, references, exclusions, assumptions } = PERIMETERS[id]
      return {
        id,
        title,
        definition,
        references: [...references],
        exclusions: [...exclusions],
        assumptions: [...assumptions],
        rules: RULES.filter(({ perimeter }) => perimeter === id).map((rule) => ({
          id: rule.id,
          outcome: rule.outcome,
          title: rule.title,
          reference: rule.reference,
          needs: [...rule.needs],
          inForceFrom: rule.inForceFrom,
          inForceTo: rule.inForceTo,
        })),
      }
    }),
    holderMethods: HOLDER_METHODS.map((id) => ({ id, title: HOLDER_TITLES[id] })),
    frameworkMethods: FRAMEWORK_METHODS.map((id) => ({ id, title: FRAMEWORK_TITLES[id] })),
  }
}
