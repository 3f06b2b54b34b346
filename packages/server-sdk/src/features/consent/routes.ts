import { fileAnswer, routes } from '../../http/handler.ts'
import { formatOf, rowsOfFile } from './import-file.ts'

export const consentRoutes = routes({
  recordConsent: ({ team, body, request }) => team.consent.record(body, request.globalPrivacyControl),
  listConsentRecords: ({ team, query }) => team.consent.list(query),
  readConsentRecord: ({ team, params }) => team.consent.get(params.consentRecordId),
  declareConsent: ({ team, params, body }) => team.consent.declare(params.contactId, body),
  readConsent: async ({ team, params }) => ({ data: await team.consent.state(params.contactId) }),
  withdrawConsent: ({ team, params, body }) => team.consent.withdraw(params.contactId, body),
  checkConsent: ({ team, params, query }) => team.consent.check(params.contactId, query.purpose),
  checkVisitorConsent: ({ team, query }) => team.consent.checkVisitor(query.visitor, query.purpose),
  joinConsent: ({ team, params, body }) => team.consent.join(params.contactId, body.visitor).then(() => undefined),
  identifyForConsent: ({ team, params }) => team.consent.identify(params.contactId),
  importConsent: ({ team, body, upload }) => {
    if (!upload)
      return team.consent.import(
        body.rows.map((value) => ({ value })),
        body,
      )
    const { format, ...options } = upload.fields
    return team.consent.import(rowsOfFile(upload.path, formatOf(upload.filename, format)), options)
  },
  exportConsent: async ({ team, query: { format, ...only } }) =>
    fileAnswer({
      mediaType: format === 'csv' ? 'text/csv' : 'application/x-ndjson',
      filename: `consent.${format}`,
      chunks: await team.consent.export(format, only),
    }),
  listConsentPolicies: ({ team, query }) => team.consent.policies.list(query),
  createConsentPolicy: ({ team, body }) => team.consent.policies.create(body),
  readConsentPolicy: ({ team, params }) => team.consent.policies.get(params.consentPolicyId),
  changeConsentPolicy: ({ team, params, body }) => team.consent.policies.change(params.consentPolicyId, body),
  publishConsentPolicy: ({ team, params }) => team.consent.policies.publish(params.consentPolicyId),
  listConsentPolicyVersions: ({ team, params, query }) => team.consent.policies.versions(params.consentPolicyId, query),
  compareConsentPolicy: ({ team, params, query }) => team.consent.policies.compare(params.consentPolicyId, query),
  readConsentCookies: async ({ team, params, query }) => ({
    data: await team.consent.policies.cookies(params.consentPolicyId, query.language),
  }),
  readConsentDelivery: ({ team, params }) => team.consent.policies.delivery(params.consentPolicyId),
  compareConsentScan: async ({ team, params, body }) => ({
    data: await team.consent.policies.compareScan(params.consentPolicyId, body.report),
  }),
  readPublishedConsentPolicy: ({ sotto, params, query }) =>
    sotto.publishedConsentPolicy(query.key, params.consentPolicyId),
  readReceiptKey: async ({ team }) => ({ verifier: await team.consent.receiptKey() }),
  checkReceipt: ({ team, body }) => team.consent.checkReceipt(body),
  readConsentRates: ({ team, query: { from, to, by } }) => team.consent.ratesBy(by, from, to),
})
