import { HOURS_PROBLEM_CODES } from './hours-problem-codes.ts'

/**
 * Every problem an import can report: what was expected, in French, and whether the row is refused for it.
 * A row is refused only when it cannot be used: no buyer, nothing that says what was bought, or unreadable.
 */
export const PROBLEM_CODES = {
  'no-rows': {
    isRejection: false,
    expected: 'au moins une ligne de données ; aucune ligne ici : vérifiez l’export',
  },
  'record-unreadable': {
    isRejection: true,
    expected: 'un enregistrement JSON bien formé (accolades, guillemets et virgules à leur place)',
  },
  'cell-count': {
    isRejection: true,
    expected:
      'autant de cellules que de titres de colonnes ; un séparateur ou un guillemet manque sans doute, ou est en trop',
  },
  'header-repeated': {
    isRejection: true,
    expected: 'une ligne de données ; les titres de colonnes sont répétés ici, ligne écartée',
  },
  'total-row': {
    isRejection: true,
    expected: 'une ligne de détail ; cette ligne est un total, elle ferait tout compter deux fois',
  },
  'not-a-contract': {
    isRejection: true,
    expected:
      'un marché ; cette ligne est un avenant, une reconduction ou un acte de sous-traitance : elle compterait comme un marché de plus. Pour suivre les avenants, donnez le nouveau montant total dans une colonne à part, sur la ligne du marché',
  },
  'not-awarded': {
    isRejection: true,
    expected:
      'un marché conclu ; celui-ci n’a pas été attribué (infructueux, sans suite, en cours), ligne écartée',
  },
  'lone-cell': {
    isRejection: true,
    expected:
      'une ligne de marché ; celle-ci n’a qu’une cellule remplie : un intertitre, un total ou une note, ligne écartée',
  },
  'cell-error': {
    isRejection: false,
    expected:
      'une valeur ; la cellule montre une erreur de calcul du tableur, ou une formule jamais calculée (#CALC!) : lue comme vide (corrigez la formule, ou ouvrez et enregistrez le classeur)',
  },
  'buyer-missing': { isRejection: true, expected: "le SIRET de l'acheteur (14 chiffres)" },
  'nothing-bought': { isRejection: true, expected: 'le numéro du marché ou son objet' },
  'siren-missing': { isRejection: true, expected: 'un SIREN (9 chiffres) ou un SIRET (14 chiffres)' },
  'siren-invalid': {
    isRejection: true,
    expected:
      'un SIREN (9 chiffres) ou un SIRET (14 chiffres) sans erreur ; celui-ci ne passe pas le contrôle',
  },
  'siren-placeholder': {
    isRejection: true,
    expected: 'un vrai SIREN ou SIRET, et non une suite de chiffres de remplissage',
  },
  'repeated-with-difference': {
    isRejection: true,
    expected: 'une seule ligne par structure ; la première a été retenue, celle-ci en diffère',
  },
  'end-date-missing': { isRejection: true, expected: "la date de fin de l'agrément (JJ/MM/AAAA)" },
  'period-date-unreadable': { isRejection: true, expected: 'une date qui existe (JJ/MM/AAAA ou AAAA-MM-JJ)' },
  'dates-reversed': {
    isRejection: true,
    expected: 'une date de fin égale ou postérieure à la date de début',
  },
  'kind-unknown': {
    isRejection: true,
    expected: 'un type de structure parmi EI, AI, ACI, ETTI, EITI, GEIQ, SEP, EA, EATT et ESAT',
  },
  'ess-flag-unknown': { isRejection: true, expected: "O (de l'ESS), N (hors de l'ESS) ou vide (inconnu)" },
  'answer-not-json': {
    isRejection: true,
    expected:
      "une réponse JSON de l'API ; un intermédiaire (page de connexion, proxy) répond sans doute à sa place",
  },
  'answer-unexpected': {
    isRejection: true,
    expected: "une réponse de l'API de la forme documentée, sur le SIREN demandé",
  },
  'answer-refused': { isRejection: true, expected: "une réponse de l'API, et non un refus de la question" },
  'answer-missing': { isRejection: true, expected: "une réponse de l'API après plusieurs essais" },
  'buyer-identifier-invalid': {
    isRejection: false,
    expected:
      "le SIRET de l'acheteur (14 chiffres) sans erreur ; celui-ci ne passe pas le contrôle, il est conservé tel quel",
  },
  'holder-missing': { isRejection: false, expected: 'au moins un titulaire ; marché classé « indéterminé »' },
  'holder-identifier-missing': {
    isRejection: false,
    expected: 'un SIRET (14 chiffres), un SIREN ou un numéro de TVA ; fournisseur classé « indéterminé »',
  },
  'holder-identifier-invalid': {
    isRejection: false,
    expected:
      'un SIRET, un SIREN ou un numéro de TVA sans erreur ; celui-ci ne passe pas le contrôle, fournisseur classé « indéterminé »',
  },
  'holder-identifier-rounded': {
    isRejection: false,
    expected:
      "les 14 chiffres du SIRET : le tableur les a arrondis (mettre la colonne au format Texte avant de refaire l'export) ; fournisseur classé « indéterminé »",
  },
  'identifier-repaired': {
    isRejection: false,
    expected:
      'un SIRET en 14 chiffres ou un SIREN en 9, sans espace, mot ni « .0 » ; une seule lecture est possible, elle a été retenue',
  },
  'holders-in-one-cell': {
    isRejection: false,
    expected:
      'un seul SIRET par cellule ; ceux-ci passent tous le contrôle et ont été séparés : chacun est un titulaire du marché',
  },
  'amount-missing': {
    isRejection: false,
    expected: 'un montant en euros hors taxes ; marché compté en nombre, exclu des valeurs',
  },
  'amount-unreadable': {
    isRejection: false,
    expected:
      'un montant en euros hors taxes, en chiffres (14700,00) ; marché compté en nombre, exclu des valeurs',
  },
  'amount-below-minimum': {
    isRejection: false,
    expected: 'au moins 200 € ; marché compté en nombre, exclu des valeurs',
  },
  'amount-above-maximum': {
    isRejection: false,
    expected: 'au plus 999 999 999 € ; marché compté en nombre, exclu des valeurs',
  },
  'amount-without-comma': {
    isRejection: false,
    expected:
      'un montant écrit avec sa virgule (0,00) ; « 000 » laisse penser que tous les montants du fichier l’ont perdue et sont cent fois trop grands : comparez-en un à la source',
  },
  'amount-placeholder': {
    isRejection: false,
    expected:
      'un montant réel, et non des chiffres de remplissage ; marché compté en nombre, exclu des valeurs',
  },
  'notification-date-missing': {
    isRejection: false,
    expected: 'une date de notification ; marché exclu des chiffres datés',
  },
  'notification-date-unreadable': {
    isRejection: false,
    expected:
      'une date qui existe (AAAA-MM-JJ ou JJ/MM/AAAA), jour compris ; marché exclu des chiffres datés',
  },
  'notification-date-implausible': {
    isRejection: false,
    expected: "une date comprise entre 1990 et aujourd'hui ; marché exclu des chiffres datés",
  },
  'amendment-date-implausible': {
    isRejection: false,
    expected:
      "une date comprise entre 1990 et aujourd'hui ; l'avenant est gardé tel quel, vérifiez qu'il est le dernier",
  },
  'date-unreadable': {
    isRejection: false,
    expected: 'une date qui existe (AAAA-MM-JJ ou JJ/MM/AAAA) ; date tenue pour inconnue',
  },
  'publication-date-unreadable': {
    isRejection: false,
    expected: 'une date qui existe (AAAA-MM-JJ ou JJ/MM/AAAA) ; date de publication tenue pour inconnue',
  },
  'published-late': {
    isRejection: false,
    expected: 'une publication dans les deux mois (62 jours) qui suivent la notification ; simple alerte',
  },
  'duration-unreadable': {
    isRejection: false,
    expected: 'un nombre entier de mois (48, 48 mois ou 4 ans) ; durée tenue pour inconnue',
  },
  'duration-implausible': {
    isRejection: false,
    expected: 'une durée de 1 à 180 mois (concession : 360) ; simple alerte',
  },
  'duration-in-days': {
    isRejection: false,
    expected: 'une durée en mois ; 360, 365 et 366 sont sans doute des jours ; simple alerte',
  },
  'amount-per-month-low': {
    isRejection: false,
    expected: 'au moins 100 € par mois ; le montant ou la durée est sans doute faux ; simple alerte',
  },
  'number-unreadable': { isRejection: false, expected: 'un nombre ; valeur tenue pour inconnue' },
  'place-unreadable': {
    isRejection: false,
    expected: 'un code de département (31, 2A, 974) ou de commune (31555) ; lieu tenu pour inconnu',
  },
  'boolean-unreadable': { isRejection: false, expected: 'oui ou non ; valeur tenue pour inconnue' },
  'considerations-contradictory': {
    isRejection: false,
    expected:
      '« Pas de considération… » seul, ou les autres valeurs sans lui ; considérations tenues pour inconnues',
  },
  'consideration-unknown': {
    isRejection: false,
    expected: 'une des valeurs prévues (« Clause sociale », « Critère environnemental »…) ; valeur ignorée',
  },
  'not-a-number': {
    isRejection: false,
    expected: 'un fichier JSON sans « NaN » ni « Infinity » ; lus comme des valeurs absentes',
  },
  'exact-repeat': {
    isRejection: false,
    expected: 'chaque marché une seule fois ; la répétition ne compte pas',
  },
  'version-without-original': {
    isRejection: false,
    expected: "aussi la version initiale du marché (modification_id 0) ; sans elle, marché daté de l'avenant",
  },
  'facilitator-ignored': {
    isRejection: true,
    expected: "une structure qui vend ; l'OPCS est un facilitateur, jamais un fournisseur",
  },
  'structure-inactive': {
    isRejection: true,
    expected: 'une structure active (is_active) ; ligne écartée, elle ne prouve rien à une date passée',
  },
  'convention-cancelled': {
    isRejection: true,
    expected: 'une convention en état « VALIDE » ; ligne écartée',
  },
  'payment-amount-missing': { isRejection: true, expected: 'le montant payé, en euros' },
  'payment-amount-unreadable': {
    isRejection: true,
    expected:
      "un montant en euros, lisible d'une seule façon (1234,50 ; avoir : -1234,50 ou (1234,50) ; milliers sans point ni virgule)",
  },
  'payment-amount-implausible': {
    isRejection: true,
    expected: "un montant d'au plus 999 999 999 € ; celui-ci est sans doute un autre numéro",
  },
  'payment-repeat': {
    isRejection: false,
    expected:
      "un numéro de mandat ou de facture qui distingue deux lignes identiques ; elles comptent toutes, vérifiez qu'aucune n'est en double",
  },
  'number-on-sheets': {
    isRejection: false,
    expected:
      'un numéro de marché sur une seule feuille ; une autre le donne avec un autre titulaire, objet ou montant, et les deux comptent : vérifiez',
  },
  'sheet-repeat': {
    isRejection: false,
    expected:
      'chaque ligne sur une seule feuille du classeur ; déjà lue sur une autre, elle ne compte pas deux fois',
  },
  'payment-date-missing': {
    isRejection: false,
    expected:
      'une date de paiement ou de mandat, un exercice, ou la période de tout le fichier (period) ; dépense exclue des chiffres datés',
  },
  'payment-date-unreadable': {
    isRejection: false,
    expected:
      "une date qui existe (AAAA-MM-JJ ou JJ/MM/AAAA), un mois (AAAA-MM) ou une année ; à défaut de lecture, l'exercice ou la période de tout le fichier sert, sinon la dépense est exclue des chiffres datés",
  },
  'payment-date-implausible': {
    isRejection: false,
    expected: "une date comprise entre 1990 et aujourd'hui ; dépense exclue des chiffres datés",
  },
  ...HOURS_PROBLEM_CODES,
  'supplier-missing': {
    isRejection: false,
    expected: 'le SIRET ou le nom du fournisseur ; dépense classée « indéterminée »',
  },
} as const

export type ProblemCode = keyof typeof PROBLEM_CODES
