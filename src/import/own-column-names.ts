import type { ColumnField } from './contract-columns.ts'

/**
 * What French buyers call the columns of their own tables: case, accents, punctuation, plurals, order of the words, "HT" and
 * "€" do not count (`canonicalTitle`). The best name of a field comes first: where a file has several, the first that is
 * filled counts. `sure`: the name means this field. `doubtful`: it may mean something else; it serves when no other column
 * holds the field, and counts as a guess.
 */
export const OWN_COLUMN_NAMES: readonly (readonly [ColumnField, 'sure' | 'doubtful', string])[] = [
  ['sourceId', 'sure', 'id marché, numéro marché, code marché, référence marché, nmarché'],
  ['sourceId', 'sure', 'identifiant unique marché, numéro interne marché, numéro référence, référence'],
  ['sourceId', 'doubtful', 'numéro, code, numéro procédure, numéro consultation, référence consultation'],
  ['sourceId', 'doubtful', 'numéro affaire, numéro dossier, numéro engagement'],
  ['lot', 'sure', 'numéro lot, lot, code lot, référence lot'],
  ['buyerId', 'sure', 'siret acheteur, id acheteur, numéro siret acheteur, code siret acheteur'],
  ['buyerId', 'doubtful', 'code acheteur, numéro acheteur'],
  ['buyerSiren', 'sure', 'siren acheteur, numéro siren acheteur'],
  ['buyerName', 'sure', 'nom acheteur, acheteur, raison sociale acheteur, dénomination acheteur'],
  ['buyerName', 'sure', 'libellé acheteur'],
  ['object', 'sure', 'objet marché, objet, intitulé marché, intitulé, libellé marché, libellé'],
  [
    'object',
    'sure',
    'désignation marché, désignation, objet lot, intitulé lot, libellé lot, désignation lot',
  ],
  ['object', 'sure', 'objet consultation, intitulé consultation, description marché, titre marché'],
  ['object', 'sure', 'nom marché, objet marché lot, numéro intitulé lot, numéro désignation lot'],
  ['object', 'doubtful', 'description, titre, opération, prestation, objet prestation, nature prestation'],
  ['object', 'doubtful', 'nature travaux, objet travaux'],
  ['nature', 'sure', 'nature marché, nature, type marché, forme marché'],
  ['nature', 'sure', 'nature acte, type acte, type ligne, type enregistrement'],
  ['procedure', 'sure', 'procédure, type procédure, procédure passation, mode passation, procédure utilisée'],
  ['procedure', 'sure', 'mode consultation, nature procédure, type consultation, procédure consultation'],
  ['cpv', 'sure', 'code cpv, cpv, cpv principal, code cpv principal, nomenclature cpv'],
  ['notifiedOn', 'sure', 'date notification, date notification marché, notifié le, marché notifié le'],
  ['notifiedOn', 'sure', 'notification, date signature marché, date signature, signé le, date conclusion'],
  ['notifiedOn', 'sure', 'date conclusion marché'],
  ['notifiedOn', 'doubtful', 'date attribution, attribué le, date début, date début marché'],
  ['notifiedOn', 'doubtful', 'date début exécution, date effet, date prise effet, date démarrage'],
  ['notifiedOn', 'doubtful', 'date marché, date, signature, début, début marché'],
  ['publishedOn', 'sure', 'date publication données, date publication, publié le'],
  ['durationMonths', 'sure', 'durée mois, durée marché mois, durée initiale mois, nombre mois'],
  ['durationMonths', 'sure', 'durée totale mois, durée maximale mois, durée max mois, durée globale mois'],
  ['durationMonths', 'doubtful', 'durée, durée marché, durée initiale, durée totale, durée maximale'],
  ['amount', 'sure', 'montant initial, montant initial marché, montant lot, montant marché, montant'],
  ['amount', 'sure', 'montant notifié, montant attribué, montant marché notifié, montant forfaitaire'],
  ['amount', 'sure', 'montant contractuel, montant total marché, montant total, montant global'],
  ['amount', 'sure', 'valeur marché, prix marché, montant offre, montant offre retenue'],
  ['amount', 'sure', 'montant attribution, montant global forfaitaire, montant durée totale'],
  ['amount', 'sure', 'montant total durée totale, montant durée totale marché'],
  ['amount', 'doubtful', 'valeur, prix, coût, total'],
  ['amendmentAmount', 'sure', 'montant modifié, montant marché modifié, montant total modifié'],
  ['amendmentAmount', 'sure', 'montant après avenant, montant marché après avenant'],
  ['amendmentAmount', 'sure', 'montant après modification, nouveau montant, nouveau montant marché'],
  [
    'amendmentAmount',
    'sure',
    'montant avec avenant, montant total avec avenant, montant total après avenant',
  ],
  ['amendmentAmount', 'sure', 'montant actualisé, montant final'],
  ['amendmentAmount', 'doubtful', 'montant révisé, montant définitif, montant actuel'],
  ['amendmentDate', 'sure', 'date modification, date avenant, date dernier avenant'],
  ['amendmentDate', 'sure', 'date notification avenant, date notification modification'],
  ['amendmentDate', 'sure', 'date signature avenant, date signature modification'],
  ['amendmentDuration', 'sure', 'durée modifiée, durée modifiée mois, durée après avenant'],
  ['amendmentDuration', 'sure', 'durée après avenant mois'],
  ['estimatedAmount', 'sure', 'montant maximum, montant maximum marché, montant maximal, montant maxi'],
  ['estimatedAmount', 'sure', 'montant max, montant maximum accord-cadre, montant plafond, maximum'],
  ['estimatedAmount', 'sure', 'montant estimé, estimation, montant estimatif, montant prévisionnel'],
  [
    'estimatedAmount',
    'sure',
    'montant prévu, valeur estimée, estimation marché, maxi, montant maximum total',
  ],
  ['estimatedAmount', 'sure', 'montant maximum durée totale, montant maximum durée marché'],
  ['estimatedAmount', 'sure', 'montant maximum durée totale marché'],
  ['holderName', 'sure', 'titulaire mandataire, titulaire économique, raison sociale, dénomination sociale'],
  ['holderName', 'doubtful', 'nom, dénomination, tiers, nom tiers, candidat retenu, nom commercial'],
  ['holderName', 'doubtful', 'nom adresse titulaire, titulaire adresse, coordonnées titulaire'],
  ['holderName', 'doubtful', 'nom code postal titulaire, titulaire code postal nom, nom ville titulaire'],
  ['holderId', 'sure', 'siret titulaire mandataire'],
  [
    'holderVat',
    'sure',
    'numéro tva intracommunautaire, tva intracommunautaire, numéro tva intra, numéro tva',
  ],
  ['holderRole', 'sure', 'rôle, rôle titulaire, rôle groupement, rôle titulaire groupement, code rôle'],
  ['holderRole', 'doubtful', 'qualité, type titulaire, statut titulaire, fonction'],
  ['groupType', 'sure', 'type groupement, forme groupement, nature groupement'],
  ['placeCode', 'sure', 'code lieu exécution, lieu exécution code postal, code postal lieu exécution'],
  ['placeName', 'sure', 'lieu exécution, lieu principal exécution, nom lieu exécution'],
  ['priceForm', 'sure', 'forme prix'],
  ['priceTypes', 'sure', 'type prix'],
  ['techniques', 'sure', 'technique achat'],
  ['executionModes', 'sure', 'modalité exécution'],
  ['frameworkId', 'sure', 'numéro accord-cadre, id accord-cadre, référence accord-cadre'],
  ['frameworkId', 'sure', 'accord-cadre rattachement, numéro accord-cadre rattachement'],
  [
    'offersReceived',
    'sure',
    'nombre offres reçues, nombre offres, offres reçues, nombre candidatures reçues, nombre plis, nombre plis reçus',
  ],
  ['subcontractingDeclared', 'sure', 'sous-traitance déclarée, sous-traitance'],
  ['socialClause', 'sure', 'clause sociale, clause insertion, clause sociale insertion'],
  ['socialClause', 'sure', 'présence clause sociale'],
  ['socialCriterion', 'sure', 'critère social, présence critère social'],
  ['reserved', 'sure', 'marché réservé, lot réservé'],
  ['environmentalClause', 'sure', 'clause environnementale, présence clause environnementale, clause verte'],
  ['environmentalCriterion', 'sure', 'critère environnemental, présence critère environnemental'],
  ['socialConsiderations', 'sure', 'considération sociale'],
  ['environmentalConsiderations', 'sure', 'considération environnementale'],
]

/** Who a title names, once synonyms are one word ("attributaire" → "titulaire"), and what the fields of each start with. */
export const PARTY_WORDS = [
  ['holder', 'titulaire'],
  ['lead', 'mandataire'],
  ['coHolder', 'cotraitant'],
] as const

/** What a title says of a holder; `X` stands for the word that names the party. */
export const PARTY_COLUMN_NAMES = [
  [
    'Name',
    'nom X, X, raison sociale X, dénomination sociale X, dénomination X, X retenu, libellé X, X marché',
  ],
  ['Id', 'siret X, numéro siret X, code siret X, id X, id siret X, numéro id X'],
  ['Siren', 'siren X, numéro siren X, code siren X'],
  ['Vat', 'numéro tva X, tva X, numéro tva intracommunautaire X, tva intracommunautaire X'],
  ['Scheme', 'type id X'],
] as const

/** Titles that name an establishment or a legal unit without saying whose: the holder's or the buyer's. */
export const BARE_IDENTIFIERS =
  'siret, numéro siret, code siret, id siret, siren, numéro siren, code siren, id siren, siret siren, numéro siret siren'

/** Titles that look like a field and are none, with the reason given to the user. */
export const UNUSED_COLUMN_NAMES: readonly (readonly [string, string])[] = [
  [
    'l’année seule ne donne pas le jour : la date de notification reste inconnue si aucune autre colonne ne la donne',
    'année, année notification, année marché, exercice, exercice budgétaire, millésime, année attribution, année signature',
  ],
  [
    'un minimum n’est pas le montant du marché',
    'montant minimum, montant minimum marché, montant mini, montant minimal, minimum, mini, montant min, montant plancher',
  ],
  [
    'une différence ou un nouveau total : rien ne le dit ; si c’est le nouveau total, associez la colonne à amendmentAmount',
    'montant avenant, montant avenant 1, montant modification marché, montant cumulé avenant',
  ],
  [
    'une dépense, et non le montant du marché',
    'montant payé, montant mandaté, montant facturé, montant réalisé, montant consommé, montant liquidé, montant engagé',
  ],
  [
    'une tranche ou un seuil n’est pas un montant',
    'tranche, tranche montant, tranche budgétaire, seuil, fourchette, montant tranche, montant tranche ferme, montant tf',
  ],
  [
    'les avenants ne sont lus que dans des colonnes à part : nouveau total, date, durée (associez-les à amendmentAmount, amendmentDate, amendmentDuration)',
    'modification, avenant, modification marché, numéro avenant, nombre avenant, nombre modification, objet avenant, objet modification',
  ],
  [
    'oui ou non, ou le numéro de l’accord-cadre ? Rien ne le dit ; si c’est le numéro, associez la colonne à frameworkId',
    'accord-cadre, marché subséquent',
  ],
  [
    'un sous-traitant n’est pas un titulaire ; pour le garder, associez la colonne à subcontractorId (SIRET)',
    'sous-traitant, nom sous-traitant',
  ],
  [
    'l’adresse ne dit pas qui est le titulaire',
    'code postal titulaire, adresse titulaire, ville titulaire, commune titulaire, département titulaire',
  ],
  [
    'le mois seul ne donne pas le jour : la date de notification reste inconnue si aucune autre colonne ne la donne',
    'mois, mois notification, mois attribution',
  ],
  [
    'la fin du marché ne sert à rien ici',
    'fin, fin marché, échéance, échéance marché, date expiration, date fin, date fin marché, date fin exécution, date échéance, date limite, date limite réception offre, date fin prévisionnelle',
  ],
  [
    'le montant d’une année n’est pas celui du marché',
    'montant annuel, montant par an, montant annuel estimé, montant annuel maximum, montant annuel minimum, montant max annuel',
  ],
  ['le taux ou le montant de la taxe', 'tva, taux tva'],
]
