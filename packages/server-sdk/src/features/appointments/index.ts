export { appointments, bookingGuards } from './declare.ts'
export { type AppointmentService, appointmentService } from './service.ts'
