import { phrases } from './phrases.ts'

export const es = {
  accept: phrases(`
    aceptar | aceptar todo | aceptar todas | aceptar cookies | aceptar todas las cookies | acepto | permitir todo |
    permitir todas | permitir cookies | de acuerdo | estoy de acuerdo | entendido | aceptar y continuar |
    aceptar y cerrar | si
  `),
  reject: phrases(`
    rechazar | rechazar todo | rechazar todas | rechazar cookies | rechazar todas las cookies | denegar |
    denegar todo | no acepto | no aceptar | no | no gracias | solo necesarias | solo las necesarias |
    solo cookies necesarias | usar solo cookies necesarias | aceptar solo necesarias | aceptar solo las necesarias |
    solo esenciales | continuar sin aceptar | rechazar opcionales
  `),
  settings: phrases(`
    configurar | configuracion | configurar cookies | configuracion de cookies | personalizar | preferencias |
    ver preferencias | gestionar | gestionar cookies | gestionar opciones | opciones | mas opciones |
    mostrar detalles | ajustes | elegir | mostrar propositos | administrar
  `),
  save: phrases(`
    guardar | guardar preferencias | guardar configuracion | guardar seleccion | guardar cambios | confirmar |
    confirmar mis preferencias | permitir seleccion | permitir la seleccion | aceptar seleccion |
    aceptar seleccionadas | guardar y cerrar | aplicar
  `),
  withdraw: phrases(`
    retirar consentimiento | retirar el consentimiento | revocar consentimiento | configuracion de cookies |
    configurar cookies | preferencias de cookies | gestionar cookies | gestionar consentimiento |
    administrar cookies | ajustes de cookies | panel de cookies | preferencias de privacidad |
    opciones de privacidad | cambiar consentimiento | ajustes de privacidad
  `),
  about: phrases('cookie | cookies | consentimiento | privacidad | datos personales'),
  necessary: phrases(`
    necesaria | necesarias | necesario | necesarios | estrictamente necesarias | esencial | esenciales | tecnicas |
    siempre activo | siempre activas | obligatorias
  `),
}
