import { EventStoreError } from '../errors.ts';
import { defineDecider } from '../decider.ts';
import type { AdmissionEvent } from './events.ts';

/** A patient's stay, small enough for tests: admitted once, moved often. */
export interface Stay {
  readonly admitted: boolean;
  readonly place: string | null;
  readonly visits: ReadonlyMap<string, number>;
}

export type StayCommand =
  | { readonly type: 'admit'; readonly specialty: string }
  | { readonly type: 'move'; readonly to: string };

export const stayWith = (every?: number, revision = 1) =>
  defineDecider<Stay, StayCommand, AdmissionEvent>({
    streamType: 'Admission',
    revision,
    initial: () => ({ admitted: false, place: null, visits: new Map() }),
    evolve: (stay, event) => {
      switch (event.type) {
        case 'admission.created':
          return { ...stay, admitted: true };
        case 'admission.location_changed': {
          const to = event.data.to_location;
          return { ...stay, place: to, visits: new Map([...stay.visits, [to, (stay.visits.get(to) ?? 0) + 1]]) };
        }
        default:
          return stay;
      }
    },
    decide: (command, stay) => {
      if (command.type === 'admit') {
        if (stay.admitted) throw new EventStoreError('The patient is in already.');
        return [{ type: 'admission.created', data: { specialty: command.specialty } }];
      }
      if (!stay.admitted) throw new EventStoreError('The patient is not in yet.');
      return stay.place === command.to ? [] : [{ type: 'admission.location_changed', data: { to_location: command.to } }];
    },
    ...(every === undefined
      ? {}
      : {
          snapshots: {
            every,
            freeze: ({ visits, ...rest }: Stay) => ({ ...rest, visits: [...visits] }),
            thaw: (stored: unknown) => {
              const { visits, ...rest } = stored as Omit<Stay, 'visits'> & { visits: [string, number][] };
              return { ...rest, visits: new Map(visits) };
            },
          },
        }),
  });
