import type { Range } from '../forms.ts';
import type { Progress, RunRequest, RunResult } from './request.ts';

/** What a thread is told. */
export type ToThread =
  /** `waited`: seconds that have passed since the run began. */
  | { readonly type: 'start'; readonly request: RunRequest; readonly index: number; readonly threads: number; readonly control: SharedArrayBuffer | null; readonly waited: number }
  | { readonly type: 'exchange'; readonly cells: Uint8Array | null }
  /** A better schedule another thread found while polishing; with a range it is about the slots in it only. */
  | { readonly type: 'offer'; readonly best: number; readonly cells: Uint8Array; readonly range: Range | null }
  | { readonly type: 'stop' };

/** What a thread says. */
export type FromThread =
  | { readonly type: 'progress'; readonly index: number; readonly progress: Progress }
  | { readonly type: 'epoch'; readonly index: number; readonly epoch: number; readonly best: number; readonly cells: Uint8Array }
  | { readonly type: 'better'; readonly index: number; readonly best: number; readonly cells: Uint8Array; readonly range: Range | null }
  /** With `isProved` nothing can be better than what it found, though the result may not say so. */
  | { readonly type: 'done'; readonly index: number; readonly best: number; readonly result: RunResult; readonly isProved: boolean }
  | { readonly type: 'failed'; readonly index: number; readonly message: string };
