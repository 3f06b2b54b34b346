import { routes } from '../../http/handler.ts'

export const sensitiveDataRoutes = routes({
  readSensitiveDataRules: ({ team }) => team.sensitiveData.get(),
  changeSensitiveDataRules: ({ team, body }) => team.sensitiveData.change(body),
  trySensitiveData: ({ team, body }) => team.sensitiveData.try(body.text),
})
