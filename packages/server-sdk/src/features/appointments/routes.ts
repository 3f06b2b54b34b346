import { routes } from '../../http/handler.ts'

export const appointmentRoutes = routes({
  listAppointments: ({ team, query }) => team.appointments.list(query),
  createAppointment: ({ team, body }) => team.appointments.create(body),
  changeAppointment: ({ team, params, body }) => team.appointments.change(params.appointmentId, body),
  closeAppointment: ({ team, params, body }) => team.appointments.close(params.appointmentId, body.status),
})
