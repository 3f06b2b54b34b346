import type { FirstWords, MoreWords } from './words.ts'

export const first: FirstWords = {
  heading: 'Os cookies são uma escolha sua',
  body: 'Só o necessário está ativo. Com o seu consentimento, também: {purposes}. Pode retirá-lo a qualquer momento em {link}.',
  reject: 'Rejeitar',
  choose: 'Escolher',
  accept: 'Aceitar',
  privacyChoices: 'Opções de privacidade',
  privacyNotice: 'Política de privacidade',
  imprint: 'Aviso legal',
  gpc: 'O Global Privacy Control é respeitado.',
  gpcMeans:
    'O seu navegador pede-nos que não vendamos nem partilhemos o que sabemos sobre si. Não o fazemos, nem aqui nem a partir dos nossos servidores.',
  yourPrivacyChoices: 'As suas opções de privacidade',
  limitSensitive: 'Limitar a utilização das minhas informações pessoais sensíveis',
  withdrawAll: 'Retirar o consentimento',
  optOutHonoured: 'Oposição respeitada',
  saved: 'A sua escolha foi guardada.',
  notKept: 'O seu navegador não guarda escolhas: esta vale até sair da página.',
  trouble: 'Não foi possível carregar. Tente novamente.',
  and: ' e ',
  categories: {
    necessary: 'Necessário',
    preferences: 'Preferências',
    analytics: 'Contagem de visitas',
    media: 'Mapas e vídeos',
    marketing: 'Publicidade',
  },
}

export const more: MoreWords = {
  introOptIn: 'Além do necessário, nada está ativo até que o ative.',
  introOptOut: 'Pode desativar tudo o que não é necessário.',
  close: 'Fechar',
  rejectAll: 'Rejeitar tudo',
  save: 'Guardar escolhas',
  acceptAll: 'Aceitar tudo',
  alwaysOn: 'Sempre ativo',
  offByGpc: 'Desativado pelo Global Privacy Control',
  some: '{on} de {all}',
  who: 'Quem',
  what: 'O quê',
  kept: 'Duração',
  session: 'Até fechar o navegador',
  frame:
    'Este conteúdo vem de {service}, que fica a conhecer o seu endereço IP. Só é carregado com o seu consentimento.',
  show: 'Mostrar {service}',
  services: { one: '# serviço', many: '# serviços', other: '# serviços' },
  days: { one: '# dia no seu dispositivo', many: '# dias no seu dispositivo', other: '# dias no seu dispositivo' },
  purposes: {
    necessary: 'Aquilo sem o qual o site não funciona, e esta escolha.',
    preferences: 'Lembra o que definiu, como o idioma ou o local.',
    analytics: 'Que páginas são lidas, para que fiquem melhores.',
    media: 'Mostrados por outros, que ficam a conhecer o seu endereço IP.',
    marketing: 'Anúncios de acordo com o que vê, e se funcionam.',
  },
}
