import { phrases } from './phrases.ts'

export const pt = {
  accept: phrases(`
    aceitar | aceitar tudo | aceitar todos | aceitar cookies | aceitar todos os cookies | aceito | permitir |
    permitir todos | permitir tudo | concordo | concordar | entendi | aceitar e continuar | aceitar e fechar | sim
  `),
  reject: phrases(`
    rejeitar | rejeitar tudo | rejeitar todos | rejeitar cookies | rejeitar todos os cookies | recusar |
    recusar tudo | recusar todos | negar | nao aceito | nao aceitar | nao | nao obrigado | apenas necessarios |
    somente necessarios | apenas os necessarios | aceitar apenas necessarios | apenas cookies necessarios |
    somente essenciais | apenas essenciais | continuar sem aceitar
  `),
  settings: phrases(`
    configurar | configuracoes | configuracoes de cookies | definicoes | definicoes de cookies |
    definir preferencias | preferencias | personalizar | gerir | gerir cookies | gerenciar | gerenciar cookies |
    gerenciar opcoes | opcoes | mais opcoes | mostrar detalhes | escolher
  `),
  save: phrases(`
    guardar | guardar preferencias | salvar | salvar preferencias | salvar configuracoes | gravar | confirmar |
    confirmar escolhas | confirmar as minhas escolhas | permitir selecao | aceitar selecao | aceitar selecionados |
    guardar e fechar | aplicar
  `),
  withdraw: phrases(`
    retirar consentimento | revogar consentimento | definicoes de cookies | configuracoes de cookies |
    preferencias de cookies | gerir cookies | gerenciar cookies | gerir consentimento | gerenciar consentimento |
    alterar consentimento | definicoes de privacidade | configuracoes de privacidade | preferencias de privacidade
  `),
  about: phrases('cookie | cookies | consentimento | privacidade | dados pessoais'),
  necessary: phrases(`
    necessarios | necessario | estritamente necessarios | essenciais | essencial | sempre ativo | sempre ativos |
    obrigatorios
  `),
}
