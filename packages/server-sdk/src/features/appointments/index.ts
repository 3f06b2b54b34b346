export { appointments, bookingGuards } from './declare.ts'
export { appointmentRoutes } from './routes.ts'
export { type AppointmentService, appointmentService } from './service.ts'
