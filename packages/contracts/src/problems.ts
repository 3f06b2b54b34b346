import { z } from 'zod'

/**
 * Every error code that the API answers with: its HTTP status, and a title that does not change from case to case.
 * Codes are part of the public interface: they are added, never renamed.
 */
export const problems = {
  invalid_request: [400, 'The request does not have the form that this endpoint accepts'],
  invalid_json: [400, 'The body is not valid JSON'],
  invalid_cursor: [400, 'The cursor was not made by this list'],
  unauthenticated: [401, 'No valid credential was sent'],
  sign_in_failed: [401, 'The address or the password is wrong'],
  csrf_failed: [403, 'The request does not carry the token of this session'],
  forbidden: [403, 'This credential may not do that'],
  origin_not_allowed: [403, 'This website may not use the bot'],
  not_found: [404, 'There is no such thing, or it is not yours to see'],
  method_not_allowed: [405, 'This path does not take that method'],
  not_acceptable: [406, 'None of the accepted media types can be answered'],
  contact_exists: [409, 'A contact with this address or number exists already'],
  member_exists: [409, 'A member with this address exists already'],
  last_owner: [409, 'A team keeps at least one owner'],
  conversation_closed: [409, 'The conversation is closed'],
  answer_in_progress: [409, 'The previous message is still being answered'],
  entry_waiting: [409, 'The entry has no place in the log yet'],
  already_closed: [409, 'It is closed already'],
  slot_taken: [409, 'Another appointment of the same person takes this time'],
  consent_policy_unchanged: [409, 'The draft says what is published already'],
  export_incomplete: [409, 'Something of the person cannot be read, and an export without it would be a smaller one'],
  permission_missing: [409, 'The person does not permit this'],
  contact_without_email: [409, 'The contact has no e-mail address'],
  consent_joined: [409, 'This browser belongs to another person already'],
  legal_hold: [409, 'A legal hold keeps it'],
  hold_settled: [409, 'The hold is not in a state in which this can be done'],
  same_person: [409, 'A second person has to decide, and this seems to be the same one'],
  hold_too_late: [409, 'What was to be held is being erased already'],
  approver_not_needed: [409, 'Somebody of the team can approve it'],
  support_settled: [409, 'The case of support is not in a state in which this can be done'],
  support_not_approved: [403, 'The team has not approved this case of support'],
  exception_settled: [409, 'The exception is not in a state in which this can be done'],
  access_review_ended: [409, 'The review has ended, or this line of it is settled'],
  contact_suppressed: [409, 'This person asked to be forgotten, and did not come back by themselves'],
  webhook_disabled: [409, 'Nothing is sent to the webhook as long as it is disabled'],
  payload_gone: [409, 'What was to be delivered is no longer kept'],
  code_refused: [400, 'The code is wrong, was used before or has expired'],
  link_expired: [410, 'The link is no longer good'],
  already_downloaded: [410, 'It was downloaded already'],
  range_not_satisfiable: [416, 'The file has no such bytes'],
  retention_conflict: [409, 'Another period holds there already'],
  request_ended: [409, 'The request has ended, or runs and cannot be changed any more'],
  request_not_ready: [409, 'The request is not ready for this yet'],
  extension_refused: [409, 'The time of a request can be extended once, within its first period'],
  paper_incomplete: [409, 'Something is missing without which the paper cannot be published'],
  paper_unchanged: [409, 'The paper says what is published already'],
  agreement_signed: [409, 'An agreement was signed, after which this needs notice'],
  breach_unfinished: [409, 'The breach cannot be closed before what the law asks for is written down'],
  objection_closed: [409, 'It cannot be objected to any more, or the objection is settled'],
  version_conflict: [409, 'Somebody else changed it in the meantime'],
  idempotency_conflict: [409, 'The same idempotency key came with another request, or the first one still runs'],
  payload_too_large: [413, 'The body is larger than this endpoint accepts'],
  media_type_unsupported: [415, 'The body has a media type that this endpoint does not accept'],
  document_type_unsupported: [415, 'Files of this type cannot be read'],
  document_too_large: [413, 'The file is larger than allowed'],
  document_empty: [422, 'The file is empty'],
  document_encrypted: [422, 'The file needs a password'],
  document_truncated: [422, 'The file ends too early'],
  document_unreadable: [422, 'The file could not be read'],
  document_without_text: [422, 'The file has pictures of text, but no text'],
  document_too_many_pages: [422, 'The file has more pages than allowed'],
  document_unpacks_too_large: [422, 'The file unpacks to more than allowed'],
  document_timeout: [422, 'Reading the file took longer than allowed'],
  rate_limited: [429, 'Too many requests'],
  model_unauthorised: [502, 'The model provider refused the credential of this server'],
  model_rate_limited: [503, 'The model provider is busy'],
  model_unavailable: [502, 'The model provider could not be reached'],
  model_timeout: [504, 'The model provider did not answer in time'],
  model_interrupted: [502, 'The model provider stopped in the middle of an answer'],
  model_refused: [502, 'The model provider declined to answer'],
  keyring_unavailable: [503, 'The keyring cannot be reached, so nothing personal can be read or written'],
  row_not_authentic: [500, 'Something was changed in the database outside of Sotto, and has no effect'],
  storage_full: [507, 'The disk of the server is full; nothing was written'],
  unavailable: [503, 'The server cannot answer at the moment'],
  internal: [500, 'Something went wrong on the server'],
} as const satisfies Record<string, readonly [status: number, title: string]>

/** A stable code of a refusal. Codes keep their meaning; new ones may come in a minor version. */
export type ErrorCode = keyof typeof problems

/** The codes of all problems, in the order of the table. */
export const errorCodes = Object.keys(problems) as [ErrorCode, ...ErrorCode[]]

/** One field of a request that was not accepted. */
export const FieldProblem = z.object({
  field: z.string().meta({
    description: 'Where: a path such as `body.email`, `query.limit`, `params.botId`',
  }),
  message: z.string().meta({ description: 'What is wrong with it and what would be accepted' }),
})

/** Problem details (RFC 9457), the body of every answer from 400 on, as `application/problem+json`. */
export const Problem = z
  .object({
    type: z.string().meta({ description: 'A reference to the page that explains the code' }),
    title: z.string(),
    status: z.int(),
    code: z.enum(errorCodes),
    detail: z.string().meta({ description: 'What happened in this case and what to do' }),
    errors: z.array(FieldProblem).optional(),
    retryAfter: z.int().optional().meta({ description: 'Seconds after which a retry makes sense' }),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Problem' })

export type Problem = z.infer<typeof Problem>
export type FieldProblem = z.infer<typeof FieldProblem>

/** The media type of refusals (RFC 9457). */
export const problemMediaType = 'application/problem+json'

/** The reference that stands in `type`: an anchor of the API reference that each server serves. */
export const problemType = (code: ErrorCode) => `/docs#${code}`
