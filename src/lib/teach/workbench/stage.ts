/** What one does on the bench; on a phone one at a time is in view. */
export type Stage = 'collect' | 'train' | 'test';
