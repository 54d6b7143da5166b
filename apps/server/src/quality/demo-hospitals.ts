/**
 * Which hospitals the demo tenants own, by certification number: real ones, chosen because their published results show
 * all nine kinds of signal. The tenants are invented and have nothing to do with them.
 */
export const demoHospitals = {
  /** In Tennessee, compared with every hospital of the country. */
  larkmoor: { hospitals: ['440035', '440091', '440030', '440063', '440018', '440120', '440012'], states: null },
  /** In Arizona, compared with the hospitals of six neighbouring states. */
  pinecrest: { hospitals: ['030006', '030055', '030103', '030043'], states: ['03', '05', '06', '29', '32', '46'] },
} as const;
