import { randomUUID } from 'node:crypto';

/** What happens to an admission in the tests. */
export type AdmissionEvent =
  | { readonly type: 'admission.created'; readonly data: { readonly specialty: string } }
  | { readonly type: 'admission.location_changed'; readonly data: { readonly to_location: string } };

export const by = '00000000-0000-4000-8000-0000000000aa';
export const stream = (tenantId: string = randomUUID(), streamId: string = randomUUID()) => ({ tenantId, streamId, streamType: 'Admission' });
export const created: AdmissionEvent = { type: 'admission.created', data: { specialty: 'cardiac' } };
export const moved = (place: string): AdmissionEvent => ({ type: 'admission.location_changed', data: { to_location: place } });
