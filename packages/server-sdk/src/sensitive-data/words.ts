import type { SensitiveClass, SensitiveKind } from './finding.ts'

type Removed = 'card' | 'iban' | 'id' | 'health' | 'custom'

/** What stands where something was taken out, and what a visitor is told of it. */
export interface RemovalWords {
  removed: Readonly<Record<Removed, string>>
  /** Said in the conversation. */
  told: Readonly<Record<SensitiveClass, string>>
}

const words = {
  en: {
    removed: {
      card: '[card number removed]',
      iban: '[bank account removed]',
      id: '[ID number removed]',
      health: '[health information removed]',
      custom: '[removed]',
    },
    told: {
      health:
        'You wrote something about health. It was deleted and is stored nowhere. Please do not send health information here.',
      payment:
        'A payment number was removed from your message before it was stored. Please do not send such numbers here.',
      'government-id':
        'An ID number was removed from your message before it was stored. Please do not send such numbers here.',
      custom: 'Something confidential was removed from your message before it was stored.',
    },
  },
  de: {
    removed: {
      card: '[Kartennummer entfernt]',
      iban: '[Bankverbindung entfernt]',
      id: '[Ausweisnummer entfernt]',
      health: '[Gesundheitsangabe entfernt]',
      custom: '[entfernt]',
    },
    told: {
      health:
        'Sie haben etwas über Gesundheit geschrieben. Es wurde gelöscht und ist nirgends gespeichert. Bitte senden Sie hier keine Angaben zur Gesundheit.',
      payment:
        'Eine Zahlungsnummer wurde aus Ihrer Nachricht entfernt, bevor sie gespeichert wurde. Bitte senden Sie solche Nummern hier nicht.',
      'government-id':
        'Eine Ausweis- oder Steuernummer wurde aus Ihrer Nachricht entfernt, bevor sie gespeichert wurde. Bitte senden Sie solche Nummern hier nicht.',
      custom: 'Etwas Vertrauliches wurde aus Ihrer Nachricht entfernt, bevor sie gespeichert wurde.',
    },
  },
  fr: {
    removed: {
      card: '[numéro de carte supprimé]',
      iban: '[compte bancaire supprimé]',
      id: "[numéro d'identité supprimé]",
      health: '[information de santé supprimée]',
      custom: '[supprimé]',
    },
    told: {
      health:
        "Vous avez écrit quelque chose sur la santé. Cela a été supprimé et n'est enregistré nulle part. Merci de ne pas envoyer d'informations de santé ici.",
      payment:
        'Un numéro de paiement a été retiré de votre message avant son enregistrement. Merci de ne pas envoyer de tels numéros ici.',
      'government-id':
        "Un numéro d'identité a été retiré de votre message avant son enregistrement. Merci de ne pas envoyer de tels numéros ici.",
      custom: 'Un élément confidentiel a été retiré de votre message avant son enregistrement.',
    },
  },
  es: {
    removed: {
      card: '[número de tarjeta eliminado]',
      iban: '[cuenta bancaria eliminada]',
      id: '[número de identidad eliminado]',
      health: '[información de salud eliminada]',
      custom: '[eliminado]',
    },
    told: {
      health:
        'Ha escrito algo sobre salud. Se ha borrado y no se guarda en ningún sitio. Por favor, no envíe aquí información de salud.',
      payment:
        'Se ha quitado un número de pago de su mensaje antes de guardarlo. Por favor, no envíe aquí esos números.',
      'government-id':
        'Se ha quitado un número de identidad de su mensaje antes de guardarlo. Por favor, no envíe aquí esos números.',
      custom: 'Se ha quitado algo confidencial de su mensaje antes de guardarlo.',
    },
  },
} as const satisfies Record<string, RemovalWords>

/** In a language, or in English where there are no words of it. */
export const removalWords = (language: string | undefined): RemovalWords =>
  words[language?.slice(0, 2) as keyof typeof words] ?? words.en

export function removedWord(kind: SensitiveKind, { removed }: RemovalWords): string {
  return removed[kind === 'card' || kind === 'iban' || kind === 'health' || kind === 'custom' ? kind : 'id']
}
