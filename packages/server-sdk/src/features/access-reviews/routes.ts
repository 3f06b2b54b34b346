import { routes } from '../../http/handler.ts'

export const accessReviewRoutes = routes({
  listAccess: ({ team, query }) => team.accessReviews.list(query),
  listAccessReviews: ({ team, query }) => team.accessReviews.reviews(query),
  startAccessReview: ({ team, body }) => team.accessReviews.start(body),
  readAccessReview: ({ team, params }) => team.accessReviews.get(params.accessReviewId),
  listAccessReviewLines: ({ team, params, query }) => team.accessReviews.lines(params.accessReviewId, query),
  decideAccessReviewLine: ({ team, params, body }) =>
    team.accessReviews.decide(params.accessReviewId, params.accessReviewLineId, body.decision),
  readAccessReviewSettings: ({ team }) => team.accessReviews.settings(),
  changeAccessReviewSettings: ({ team, body }) => team.accessReviews.changeSettings(body),
})
